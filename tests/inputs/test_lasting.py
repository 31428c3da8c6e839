"""Stars stand for 36 months: no day of any year gives another length."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.inputs.lasting import is_usual, lasts_through

DAYS = st.dates(date(2018, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("signed", "last"),
    [
        (date(2026, 3, 5), date(2029, 3, 5)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 2, 28), date(2028, 2, 28)),
        (date(2025, 12, 31), date(2028, 12, 31)),
    ],
)
def test_the_last_day_is_that_of_signing_three_years_on(signed, last):
    assert lasts_through(signed) == last


def test_of_29_february_both_days_beside_it_are_taken_and_no_others():
    signed = date(2024, 2, 29)

    taken = [day for n in range(1, 11) if is_usual(signed, day := date(2027, 2, 22) + timedelta(n))]

    assert taken == [date(2027, 2, 27), date(2027, 2, 28), date(2027, 3, 1)]


@given(DAYS, st.integers(-40_000, 40_000))
def test_only_a_day_more_or_less_is_usual(signed, off):
    end = lasts_through(signed) + timedelta(off)

    assert is_usual(signed, end) is (off in {-1, 0, 1})


@given(DAYS)
def test_two_digits_of_a_year_that_change_places_are_noticed(signed):
    right = lasts_through(signed)
    slipped = right.replace(year=2000 + right.year % 10 * 10 + right.year // 10 % 10, day=1)

    assert slipped.year == right.year or not is_usual(signed, slipped)
