"""How long it stands that a pack is, or is not, to be had.

A word about stock grows old: ninety days after it was said, or when the season ends in which it was
said, what it told is unknown again. Both are known instants, so the document changes with them.
"""

from collections.abc import Collection
from datetime import date, timedelta

STANDS_FOR = timedelta(days=90)
MONTHS = 12


def stands_through(said_on: date, season: Collection[int]) -> date:
    """Give the last day on which a word about stock stands; `season`: months 1 to 12, or none."""
    last = said_on + STANDS_FOR - timedelta(days=1)
    return min(last, end or last) if (end := season_end(said_on, season)) else last


def season_end(day: date, season: Collection[int]) -> date | None:
    """Give the last day of the first season that ends on a day or later.

    None when there is no season, or one that never ends.
    """
    if not 0 < len(set(season)) < MONTHS:
        return None
    month = day.replace(day=1)
    while not (month.month in season and _next(month).month not in season):
        month = _next(month)
    return _next(month) - timedelta(days=1)


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
