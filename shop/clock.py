"""The one place that knows what time it is, so that tests can stop it, and set it wrong."""

import time as counters
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path
from secrets import token_hex

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Vietnam has kept UTC+7 without summer time since 1975: no zone database is needed."""
RUNNING = getattr(counters, "CLOCK_BOOTTIME", counters.CLOCK_MONOTONIC)
"""Counts on while the machine sleeps, on Linux and macOS, and is never set: clock_gettime(2)."""
BOOT = Path("/proc/sys/kernel/random/boot_id")
"""Another one after each start of the machine: random(4)."""
RIGHT = timedelta(0)

_stopped: datetime | None = None
_ahead = _database_ahead = RIGHT


def now() -> datetime:
    """Tell the present moment, aware, in UTC."""
    return (_stopped or datetime.now(UTC)) + _ahead  # noqa: TID251 - this is the clock itself


def of_database(told: datetime) -> datetime:
    """Tell what the database's clock says, which just told this."""
    return (_stopped or told) + _database_ahead


def uptime() -> float:
    """Tell the seconds that the machine has been up: setting its clock does not change them."""
    return _stopped.timestamp() if _stopped else counters.clock_gettime(RUNNING)


def boot() -> str:
    """Name this run of the machine, from whose start `uptime` counts, or else this process."""
    return "stopped" if _stopped else _boot()


@cache
def _boot() -> str:
    try:
        return BOOT.read_text().strip()
    except OSError:
        return token_hex(16)


def today(at: datetime | None = None) -> date:
    """Tell the calendar day in Hải Phòng."""
    return (at or now()).astimezone(VIETNAM).date()


def start_of(day: date) -> datetime:
    """Tell the instant at which a day begins in Hải Phòng, in UTC."""
    return datetime.combine(day, time.min, VIETNAM).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Tell the instant at which a day is over in Hải Phòng (24:00), in UTC."""
    return start_of(day + timedelta(days=1))


@contextmanager
def stopped(at: datetime) -> Iterator[None]:
    """Stop all clocks at a moment; nested calls move them, leaving gives the old time back."""
    global _stopped  # noqa: PLW0603 - a process has one clock
    before, _stopped = _stopped, at.astimezone(UTC)
    try:
        yield
    finally:
        _stopped = before


@contextmanager
def wrong(by: timedelta, *, database: timedelta = RIGHT) -> Iterator[None]:
    """Set this process's clock wrong, and the database's; the time that passes stays true."""
    global _ahead, _database_ahead
    before = _ahead, _database_ahead
    _ahead, _database_ahead = by, database
    try:
        yield
    finally:
        _ahead, _database_ahead = before
