"""How long a recognition of OCOP stands: 36 months from the day of its decision (QĐ 148/QĐ-TTg)."""

from calendar import monthrange
from datetime import date, timedelta

from shop.errors.mistakes import WrongValueError
from shop.inputs import refusing

MONTHS = 36
GIVE = timedelta(days=1)
"""Papers count the day of signing or not, and 29 February has no day to return to."""


def lasts_through(signed_on: date) -> date:
    """Give the last day of a recognition whose decision was signed on a day."""
    years, month = divmod(signed_on.month - 1 + MONTHS, 12)
    last = monthrange(signed_on.year + years, month + 1)[1]
    return signed_on.replace(
        year=signed_on.year + years, month=month + 1, day=min(signed_on.day, last)
    )


def is_usual(signed_on: date, expires_on: date) -> bool:
    """Tell whether a recognition is as long as they are, give or take a day."""
    return abs(expires_on - lasts_through(signed_on)) <= GIVE


def day_told(day: date) -> str:
    """Write a day as refusals do, in either language."""
    return f"{day.day}/{day.month}/{day.year}"


def must_last(signed_on: date, expires_on: date, *, confirmed: bool) -> None:
    """Refuse days of a list that no recognition has; another length only where it is confirmed.

    Raises WrongValueError.
    """
    if expires_on <= signed_on:
        raise WrongValueError(refusing.ENDS_BEFORE_IT_BEGINS, "expires_on")
    if not (confirmed or is_usual(signed_on, expires_on)):
        right = day_told(lasts_through(signed_on))
        raise WrongValueError(refusing.OTHER_LENGTH, "expires_on", right=right)
