"""The worker: does what must happen after a commit, from rows, so that no kill loses work."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import structlog

from media.store import Store
from search.engine import Busy, Engine, Unavailable
from shop import clock, counting, papers
from shop.accounts import forgetting, outbox, reminding
from shop.accounts.sending import PostOffice
from shop.audit import denials
from shop.audit.sealing import seal_some
from shop.catalogue import page_reports
from shop.database import heartbeats, why_away
from shop.database.heartbeats import Beat, reason_of
from shop.database.pulse import Pulse
from shop.models import Listing
from shop.partners import answers, webhooks
from shop.proposals import digesting, undoing
from shop.proposals import forgetting as proposals
from shop.publishing import Forgetter, Mender, Timekeeper, change, check_epoch, drain, note_head
from shop.publishing.changing import FAN_OUT
from shop.queries import picture_files
from shop.readers import feeds, index
from shop.readers.webhooks import Sender
from shop.services import Services

TICK = 0.2
"""Seconds between looks for work."""
LONGEST_PAUSE = 30.0
PATIENCE = 300.0
"""Seconds beyond its time after which a duty is late."""
OF_ALL_PRODUCTS = 600.0
"""The same, of a duty that may have the whole catalogue to read."""
SWEEPS = 24 * 60 * 60.0
"""Seconds between looks for files that no row names."""
SEALS = 1.0
"""Seconds between looks for entries of the audit that are not sealed, after failures too."""
OVERDUE = 5.0
"""Seconds between looks for messages to people that are too late to be sent."""
DIGESTS = 10 * 60.0
"""Seconds between looks whether officials are to be told what waits; each is once a day."""
REMINDERS = 10 * 60.0
"""Seconds between looks for what expires; a person is told of each end and step once."""
FORGETS = 60 * 60.0
"""Seconds between looks for rows that are too old to be kept."""
FORGETTING = (
    counting.forget_old,
    webhooks.forget_old,
    answers.forget_old,
    page_reports.forget_old,
    forgetting.forget_old,
    reminding.forget_old,
    proposals.forget_old,
    papers.forget_old,
    undoing.forget_old,
    denials.forget_old,
    heartbeats.forget_old,
)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Duty:
    """One loop of the worker: `do` tells whether there may be more to do at once."""

    name: str
    do: Callable[[], Awaitable[bool]]
    every: float = TICK
    at_least_every: float = LONGEST_PAUSE
    """After failures too."""
    patience: float = PATIENCE

    @property
    def late_after(self) -> int:
        """Seconds since it was done last: a tenth more than its time, and its patience."""
        return round(self.every * 1.1 + self.patience)

    end: Callable[[], None] = lambda: None
    """Ends what it has under way in other processes, when the worker is told to stop."""


def duties(services: Services, sender: Sender, office: PostOffice, pulse: Pulse) -> list[Duty]:
    settings, data = services.settings, services.settings.data
    keeper, builder = Timekeeper(data, services.troubles), feeds.Builder(settings)
    versions = Forgetter(settings.keep_versions_days)
    return [
        Duty("publish", partial(_publish_left, keeper)),
        Duty("expire", partial(_expire, keeper)),
        Duty("mend", partial(_mend, keeper, Mender()), every=5.0),
        Duty(
            "index",
            partial(_keep_index, services.engine),
            at_least_every=5.0,
            patience=OF_ALL_PRODUCTS,
        ),
        Duty("seal", seal_some, every=SEALS, at_least_every=SEALS),
        Duty("head", partial(_remember_head, data)),
        Duty("epoch", partial(_look_at_epoch, data), every=5.0),
        Duty(
            "feeds",
            partial(_build_feeds, builder, keeper),
            every=2.0,
            patience=OF_ALL_PRODUCTS,
            end=builder.end,
        ),
        Duty("webhooks", sender.tell),
        Duty("messages", office.send_due, at_least_every=5.0),
        Duty("digest", partial(_tell_officials, keeper), every=DIGESTS),
        Duty("remind", partial(_remind, keeper, settings.messages_per_day), every=REMINDERS),
        Duty("overdue", partial(_end_overdue, keeper), every=OVERDUE),
        Duty("forget", partial(_forget_old, keeper, versions), every=FORGETS),
        Duty("sweep", partial(_sweep_pictures, services.pictures, keeper, pulse), every=SWEEPS),
    ]


async def run(services: Services, stopping: asyncio.Event) -> None:
    """Do all duties until told to stop; each has a loop of its own and delays no other."""
    async with (
        Sender(services.outbound) as sender,
        PostOffice(services.settings) as office,
        asyncio.TaskGroup() as group,
    ):
        pulse = Pulse()
        ours = duties(services, sender, office, pulse)
        for duty in ours:
            loop = _loop(duty, stopping, services.troubles, pulse)
            group.create_task(loop, name=duty.name)
        group.create_task(pulse.run(stopping), name="pulse")
        await stopping.wait()
        for duty in ours:
            duty.end()


async def publish_waiting(at: datetime | None = None) -> bool:
    """Publish what a large change left to us, rendered by a moment if it is given."""
    return await drain(at) > 0


async def publish_due(at: datetime | None = None) -> bool:
    """Render again what changes by itself: a recognition or certificate that begins or ends."""
    due = (
        await Listing.filter(changes_at__lte=at or clock.now())
        .order_by("changes_at")
        .limit(FAN_OUT)
        .values("code")
    )
    if due:
        async with change(by="time") as wanted:
            wanted.touch(*(row["code"] for row in due))
    return len(due) == FAN_OUT


async def _publish_left(keeper: Timekeeper) -> bool:
    return await publish_waiting(await keeper.instead())


async def _expire(keeper: Timekeeper) -> bool:
    at = await keeper.believed()
    return at is not None and await publish_due(at)


async def _mend(keeper: Timekeeper, mender: Mender) -> bool:
    at = await keeper.believed()
    return at is not None and await mender.mend(at)


async def _keep_index(engine: Engine) -> bool:
    with suppress(Busy):  # another process is at it
        await index.follow(engine)
    return False


async def _remember_head(data: Path) -> bool:
    await note_head(data)
    return False


async def _look_at_epoch(data: Path) -> bool:
    await check_epoch(data)
    return False


async def _build_feeds(builder: feeds.Builder, keeper: Timekeeper) -> bool:
    await builder.keep(await keeper.instead())
    return False


async def _end_overdue(keeper: Timekeeper) -> bool:
    """Give up messages to people that are too late."""
    if await keeper.believed():
        await outbox.end_overdue()
    return False


async def _tell_officials(keeper: Timekeeper) -> bool:
    """Tell officials what waits for them, in the morning."""
    if await keeper.believed():
        await digesting.tell_officials()
    return False


async def _remind(keeper: Timekeeper, most_paid: int) -> bool:
    """Tell people what expires, by a clock that is believed."""
    if at := await keeper.believed():
        await reminding.remind(most_paid, at)
    return False


async def _forget_old(keeper: Timekeeper, versions: Forgetter) -> bool:
    """Delete a portion of each; the clock is looked at again before the next."""
    if (at := await keeper.believed()) is None:
        return False
    return sum([await each(at) for each in (*FORGETTING, versions.forget_old)]) > 0


async def _sweep_pictures(pictures: Store, keeper: Timekeeper, pulse: Pulse) -> bool:
    """Delete files that no row names; while the clock is not believed only look for lost ones."""
    if at := await keeper.believed():
        missing = (await picture_files.sweep(pictures, at)).missing
    else:
        missing = await picture_files.missing(pictures)
    pulse.counted["sweep"] = len(missing)
    if missing:
        log.error("pictures have lost files", missing=len(missing))
    return False


async def _loop(
    duty: Duty, stopping: asyncio.Event, troubles: dict[str, str], pulse: Pulse
) -> None:
    """Go on after a failure, after a longer and longer pause: the rows still say what to do."""
    failures, since = 0, clock.now()
    while not stopping.is_set():
        try:
            more = await duty.do()
            failures, since = 0, clock.now()
            troubles.pop(duty.name, None)
            pulse.beat(Beat(duty.name, since, late_after=duty.late_after))
        except Exception as error:  # noqa: BLE001 - whatever it is, the next attempt may succeed
            more, failures = False, failures + 1
            since = since if failures > 1 else clock.now()
            _tell(duty, error, failures, troubles)
            pulse.beat(Beat(duty.name, since, failures, reason_of(error), duty.late_after))
        if not more:
            await _pause(pause_after(failures, duty.every, duty.at_least_every), stopping)


def _tell(duty: Duty, error: Exception, failures: int, troubles: dict[str, str]) -> None:
    """Log a failure; of a server that is away only the reason, and once for each."""
    reason = str(error)
    if not isinstance(error, Unavailable) and why_away(error) is None:
        log.error("duty failed", duty=duty.name, failures=failures, exc_info=error)
    elif troubles.get(duty.name) != reason:
        log.warning("duty waits", duty=duty.name, reason=reason)
    troubles[duty.name] = reason


def pause_after(failures: int, every: float, longest: float = LONGEST_PAUSE) -> float:
    """Wait longer after each failure, up to `longest` seconds, however many there were."""
    doubled = every * float(2 ** min(failures, 10))
    return max(every, min(doubled, longest))


async def _pause(seconds: float, stopping: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stopping.wait()
    except TimeoutError:
        return
