"""By when an answer is promised: working days, with weekends and holidays of Vietnam left out."""

import csv
from datetime import date, timedelta

import pytest

from shop.proposals.promising import FILE, holidays, is_working_day, working_days_after


@pytest.mark.parametrize(
    ("sent", "promised"),
    [
        (date(2026, 11, 30), date(2026, 12, 3)),  # Monday to Thursday
        (date(2026, 12, 3), date(2026, 12, 8)),  # over a weekend
        (date(2026, 12, 5), date(2026, 12, 9)),  # sent on a Saturday
        (date(2026, 12, 30), date(2027, 1, 5)),  # New Year is a Friday
        (date(2027, 2, 4), date(2027, 2, 16)),  # Tết, and two days in the place of its weekend
        (date(2027, 4, 29), date(2027, 5, 6)),  # 30 April, and Monday for 1 May
        (
            date(2026, 4, 24),
            date(2026, 5, 4),
        ),  # Hùng Kings' day in the place of a Sunday, 30/4, 1/5
    ],
)
def test_an_answer_is_promised_for_the_third_working_day(sent, promised):
    assert working_days_after(sent, 3) == promised


def test_a_promised_day_is_always_worked_on():
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(730)]

    assert [one for one in days if not is_working_day(working_days_after(one, 3))] == []


def test_each_holiday_says_by_what_it_is_one_and_no_reckoned_one_is_called_sure():
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) == len(holidays())
    assert [row["day"] for row in rows] == sorted(row["day"] for row in rows)
    for row in rows:
        assert row["basis"].startswith("Bộ luật Lao động 2019 điều 11"), row
        assert (row["reckoned"], row["verified"]) in {("yes", "no"), ("no", "yes")}, row
    for year in (2026, 2027):
        fixed = {f"{year}-{day}" for day in ("01-01", "04-30", "05-01", "09-02")}
        assert {row["day"] for row in rows if row["verified"] == "yes"} >= fixed
