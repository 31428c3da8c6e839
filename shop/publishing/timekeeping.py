"""Whether this machine's clock may be believed, before anything ends or is deleted by it.

What each database lets us tell, and what cannot be told, is in docs/adr/0022.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import orjson
import structlog
from anyio import to_thread

from media.sentences import Sentence
from shop import clock
from shop.database import database, select
from shop.errors import InvalidError
from shop.models import AuditEntry, Listing
from shop.publishing.epochs import write_whole

MOST_APART = timedelta(minutes=1)
LONGEST_STOP = timedelta(days=92)
"""A machine may have been off so long; what lies further ahead is taken for a clock set wrong."""
SETTLING = 300.0
"""Seconds in which a machine that was started is let set its clock by the network."""
LOOK_EVERY = 5.0
NOTE_EVERY = 60.0
NOTE = "clock"
TROUBLE = "clock"
SOMEWHERE = ""
"""The run of a machine that is not known."""
NOT_BELIEVED = Sentence(
    "Chưa thể tin đồng hồ của máy này. Hãy chạy: sanvat clock.",
    "This machine's clock is not to be believed. Run: sanvat clock.",
)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock told, and how long which run of the machine had lasted then."""

    at: datetime
    boot: str = SOMEWHERE
    uptime: float = 0.0

    @classmethod
    def now(cls) -> Self:
        return cls(clock.now(), clock.boot(), clock.uptime())

    def set_since(self, before: "Reading") -> timedelta:
        """Tell by how much the clock was set since another reading of the same run."""
        return self.at - before.at - timedelta(seconds=self.uptime - before.uptime)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the clock is not believed, and how far ahead it seems to be; behind is negative."""

    reason: str
    ahead: timedelta


@dataclass(frozen=True, slots=True)
class Note:
    """What SANVAT_DATA/clock says: the last time that was believed, and what is wrong since."""

    believed: Reading | None = None
    reason: str = ""
    ahead: float = 0.0
    """Seconds; while nothing is wrong, those that this clock and the database's are apart."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at all that tells the time."""

    now: Reading
    note: Note
    known: Reading | None
    """The last time that is known to have been right."""
    apart: timedelta | None
    """How far this clock is ahead of the database's; None: the database has none of its own."""
    doubt: Doubt | None


def doubt_about(now: Reading, known: Reading | None, apart: timedelta | None) -> Doubt | None:
    """Judge a reading by the database's clock, and by the last time that is known to be right."""
    if apart is not None and abs(apart) > MOST_APART:
        return Doubt("it is not what the database's clock says", apart)
    if known is None:
        return None
    if now.boot == known.boot and abs(since := now.set_since(known)) > MOST_APART:
        return Doubt("it was set to another time while the machine ran", since)
    return _doubt_after_a_stop(now, known)


def _doubt_after_a_stop(now: Reading, known: Reading) -> Doubt | None:
    passed, is_another_run = now.at - known.at, known.boot not in {now.boot, SOMEWHERE}
    if passed < -MOST_APART:
        return Doubt("it is behind what was written before", passed)
    if passed > LONGEST_STOP:
        return Doubt("it is too far ahead of what was written last", passed)
    if is_another_run and now.uptime < SETTLING:
        return Doubt("the machine has just been started, and may set it yet", timedelta(0))
    return None


class Timekeeper:
    """Tells the time to duties that end or delete something; says when it cannot, and notes it."""

    def __init__(self, data: Path, troubles: dict[str, str]) -> None:
        self._data, self._troubles = data, troubles
        self._last: Look | None = None
        self._known: Reading | None = None
        self._of_its_own = False
        """Whether the database was seen to have a clock that is not ours."""
        self._looking = asyncio.Lock()

    async def believed(self) -> datetime | None:
        """Give the present moment; None while the clock is not believed."""
        now, doubt = await self._judged()
        return None if doubt else now.at

    async def instead(self) -> datetime | None:
        """Give the moment by which to render while the clock is not believed; None while it is."""
        now, doubt = await self._judged()
        return now.at - doubt.ahead if doubt else None

    async def _judged(self) -> tuple[Reading, Doubt | None]:
        async with self._looking:
            now, last = Reading.now(), self._last
            if last is None or _is_over(now, last.now):
                last = await self._look()
                now = last.now
            return now, last.doubt

    async def _look(self) -> Look:
        look = await looked(self._data, self._known, of_its_own=self._of_its_own)
        self._of_its_own |= look.apart is not None and abs(look.apart) > MOST_APART
        self._known = look.known if look.doubt else look.now
        self._say(look)
        self._last = look
        if _is_news(look):
            with suppress(OSError):  # a disk that is full is told of by the duty `head`
                await to_thread.run_sync(write_note, self._data, _noted(look))
        return look

    def _say(self, look: Look) -> None:
        """Log where a doubt begins, for each reason once, and where it ends."""
        if not look.doubt:
            if self._troubles.pop(TROUBLE, None):
                log.info("clock believed again")
        elif self._troubles.get(TROUBLE) != look.doubt.reason:
            self._troubles[TROUBLE] = look.doubt.reason
            tell = log.error if look.doubt.ahead else log.info
            tell(
                "clock not believed",
                reason=look.doubt.reason,
                ahead=look.doubt.ahead.total_seconds(),
            )


def _is_over(now: Reading, looked: Reading) -> bool:
    """Tell whether a look is too old, or the clock was set since."""
    passed = now.uptime - looked.uptime
    return (
        now.boot != looked.boot
        or not 0 <= passed < LOOK_EVERY
        or abs(now.set_since(looked)) > MOST_APART
    )


async def looked(data: Path, known: Reading | None = None, *, of_its_own: bool = False) -> Look:
    """Look at the clock, at the database's, and at what was noted or written last.

    Where the database's clock is one `of_its_own`, and not merely ours seen twice, the two agreeing
    is worth more than what was noted.
    """
    now = Reading.now()
    apart, note = await _apart(now.at), read_note(data)
    known = note.believed or known or await _last_written(now.at)
    agreed = of_its_own and apart is not None and abs(apart) <= MOST_APART
    return Look(now, note, known, apart, doubt_about(now, None if agreed else known, apart))


async def _apart(before: datetime) -> timedelta | None:
    """Compare with PostgreSQL's clock; how long the answer took is no difference."""
    if database().capabilities.dialect != "postgres":
        return None
    [row] = await select("SELECT now() AS at")
    theirs, after = clock.of_database(row["at"]), clock.now()
    return max(before - theirs, min(after - theirs, timedelta(0)))


async def _last_written(now: datetime) -> Reading | None:
    """Find what was written last by now; if all was written later, what was written first."""
    until = now + MOST_APART
    columns = ((Listing, "changed_at"), (AuditEntry, "at"))
    by_now = [await _first(model, f"-{at}", **{f"{at}__lte": until}) for model, at in columns]
    if found := [at for at in by_now if at]:
        return Reading(max(found))
    later = [await _first(model, at) for model, at in columns]
    return min((Reading(at) for at in later if at), key=lambda one: one.at, default=None)


async def _first(model: type[Any], order: str, **those: datetime) -> datetime | None:
    found: list[datetime] = (
        await model.filter(**those)
        .order_by(order)
        .limit(1)
        .values_list(order.removeprefix("-"), flat=True)
    )
    return found[0] if found else None


def _is_news(look: Look) -> bool:
    """Tell whether the note must be written anew: more often would only wear the disk."""
    believed = look.note.believed
    if look.doubt or look.note.reason:
        return look.note.reason != (look.doubt.reason if look.doubt else "")
    if believed is None or believed.boot != look.now.boot:
        return True
    return not 0 <= look.now.uptime - believed.uptime < NOTE_EVERY


def _noted(look: Look) -> Note:
    """Keep the last time that was believed, with the reason for not believing the present one."""
    if look.doubt:
        return Note(look.note.believed, look.doubt.reason, round(look.doubt.ahead.total_seconds()))
    return Note(look.now, ahead=round((look.apart or timedelta(0)).total_seconds(), 1))


async def expect_right_clock(data: Path) -> datetime:
    """Give the present moment to a command. Raises InvalidError if the clock is not believed."""
    look = await looked(data)
    if look.doubt:
        raise InvalidError(NOT_BELIEVED)
    return look.now.at


def believe(data: Path, now: Reading) -> None:
    """Note that the clock is right, on the word of an operator."""
    write_note(data, Note(now))


def write_note(data: Path, note: Note) -> None:
    write_whole(data / NOTE, orjson.dumps(note))


def read_note(data: Path) -> Note:
    """Read what was noted; a note that cannot be read says nothing."""
    try:
        read = orjson.loads((data / NOTE).read_bytes())
        believed = _reading(read["believed"])
        return Note(believed, str(read["reason"]), float(read["ahead"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return Note()


def _reading(read: dict[str, Any] | None) -> Reading | None:
    if read is None:
        return None
    at = datetime.fromisoformat(read["at"]).astimezone(UTC)
    return Reading(at, str(read["boot"]), float(read["uptime"]))
