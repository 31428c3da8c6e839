"""When a message is tried again: the schedule of Standard Webhooks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

WAITS = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Before each attempt, since the one before it: some 76 hours together."""
JITTER = 0.1
"""Up to this share more, so that receivers that failed together are not tried together."""
LONGEST_WAIT = timedelta(hours=24)
"""The furthest that a receiver's `Retry-After` puts an attempt off."""
MAY_PUT_OFF = frozenset({429, 502, 503, 504})
Chance = Callable[[], float]
"""Gives a number from 0 to 1."""


def due_again(
    attempts: int, at: datetime, chance: Chance, not_before: datetime | None = None
) -> datetime | None:
    """Tell when to try again after so many attempts, the last of which ended now; None: never."""
    if attempts >= len(WAITS):
        return None
    by_schedule = at + WAITS[attempts] * (1 + JITTER * chance())
    put_off = min(not_before, at + LONGEST_WAIT) if not_before else by_schedule
    return max(by_schedule, put_off)


def put_off_until(status: int, retry_after: str | None, at: datetime) -> datetime | None:
    """Read `Retry-After` (RFC 9110 §10.2.3): seconds, or a date."""
    if status not in MAY_PUT_OFF or not retry_after:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return at + min(timedelta(seconds=int(text[:9])), LONGEST_WAIT)
    return _date(text)


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def succeeded(status: int) -> bool:
    """Only 2xx counts; redirects are not followed."""
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
