"""The worker: does what must happen after a commit, from rows, so that no kill loses work."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import structlog

from search.engine import Busy, Unavailable
from shop import clock, counting
from shop.database import why_away
from shop.metrics import MISSING_FILES
from shop.models import Listing
from shop.partners import webhooks
from shop.publishing import change, check_epoch, drain, note_head
from shop.publishing.changing import FAN_OUT
from shop.queries import picture_files
from shop.readers import feeds, index
from shop.readers.webhooks import Sender
from shop.services import Services

TICK = 0.2
"""Seconds between looks for work."""
LONGEST_PAUSE = 30.0
FEED_STANDS = 20.0
"""Seconds that a feed file stands before the next, however much is changing."""
SWEEPS = 24 * 60 * 60.0
"""Seconds between looks for files that no row names."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Duty:
    """One loop of the worker: `do` tells whether there may be more to do at once."""

    name: str
    do: Callable[[], Awaitable[bool]]
    every: float = TICK
    at_least_every: float = LONGEST_PAUSE
    """After failures too."""


def duties(services: Services, sender: Sender) -> list[Duty]:
    settings = services.settings

    async def keep_index() -> bool:
        with suppress(Busy):  # another process is at it
            await index.follow(services.engine)
        return False

    async def build_feeds() -> bool:
        await feeds.build(settings.data, settings.base_url, at_most_every=FEED_STANDS)
        return False

    async def remember_head() -> bool:
        await note_head(settings.data)
        return False

    async def sweep_pictures() -> bool:
        await counting.forget_old()
        await webhooks.forget_old()
        checked = await picture_files.sweep(services.pictures)
        MISSING_FILES.set(len(checked.missing))
        if checked.missing:
            log.error("pictures have lost files", missing=len(checked.missing))
        return False

    async def look_at_epoch() -> bool:
        await check_epoch(settings.data)
        return False

    return [
        Duty("publish", publish_waiting),
        Duty("expire", publish_due),
        Duty("index", keep_index, at_least_every=5.0),
        Duty("head", remember_head),
        Duty("epoch", look_at_epoch, every=5.0),
        Duty("feeds", build_feeds, every=2.0),
        Duty("webhooks", sender.tell),
        Duty("sweep", sweep_pictures, every=SWEEPS),
    ]


async def run(services: Services, stopping: asyncio.Event) -> None:
    """Do all duties until told to stop; each has a loop of its own and delays no other."""
    async with Sender(services.outbound) as sender, asyncio.TaskGroup() as group:
        for duty in duties(services, sender):
            group.create_task(_loop(duty, stopping, services.troubles), name=duty.name)


async def publish_waiting() -> bool:
    """Publish what a large change left to us."""
    return await drain() > 0


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


async def _loop(duty: Duty, stopping: asyncio.Event, troubles: dict[str, str]) -> None:
    """Go on after a failure, after a longer and longer pause: the rows still say what to do."""
    failures = 0
    while not stopping.is_set():
        try:
            more = await duty.do()
            failures = 0
            troubles.pop(duty.name, None)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next attempt may succeed
            more, failures = False, failures + 1
            _tell(duty, error, failures, troubles)
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
