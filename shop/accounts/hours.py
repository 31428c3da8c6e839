"""When people are told what can wait: no telephone rings at night for it."""

from datetime import datetime, time

from shop import clock

MORNING, NIGHT = time(7, 30), time(20, 0)
DESK_OPENS = time(9, 0)
"""When officials have begun; later they see on the desk what a message would tell."""
SATURDAY = 5


def is_daytime(at: datetime) -> bool:
    """Tell whether producers may be told at a moment what can wait."""
    return MORNING <= _there(at).time() < NIGHT


def is_morning_of_work(at: datetime) -> bool:
    """Tell whether it is a moment for what officials are told once a day."""
    there = _there(at)
    return there.weekday() < SATURDAY and MORNING <= there.time() < DESK_OPENS


def _there(at: datetime) -> datetime:
    return at.astimezone(clock.VIETNAM)
