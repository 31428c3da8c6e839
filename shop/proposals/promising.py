"""The day by which officials promise to answer: so many working days on. Holidays are data.

Each row of `shop/data/days/holidays.csv` says by what it is one. Days of the lunar calendar are
reckoned, and the days that the government moves are known only once it has said so.
"""

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "days" / "holidays.csv"
SATURDAY = 5


def working_days_after(day: date, many: int) -> date:
    """Give the day so many working days later; weekends and holidays are none."""
    while many:
        day += timedelta(days=1)
        many -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in holidays()


@cache
def holidays() -> frozenset[date]:
    """Read the days on which officials do not work, whatever day of the week they are."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return frozenset(date.fromisoformat(row["day"]) for row in csv.DictReader(file))
