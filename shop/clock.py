"""The one place that knows what time it is, so that tests can stop it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Vietnam has kept UTC+7 without summer time since 1975: no zone database is needed."""

_stopped: datetime | None = None


def now() -> datetime:
    """Tell the present moment, aware, in UTC."""
    return _stopped or datetime.now(UTC)  # noqa: TID251 - this is the clock itself


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
    """Stop the clock at a moment; nested calls move it, leaving gives the old time back."""
    global _stopped  # noqa: PLW0603 - a process has one clock
    before, _stopped = _stopped, at.astimezone(UTC)
    try:
        yield
    finally:
        _stopped = before
