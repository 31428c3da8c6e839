"""Ranges of prices as people ask for them: chosen from a list, or typed as two numbers."""

import re

PRICE = re.compile(r"(\d{0,12})-(\d{0,12})", re.ASCII)
TYPED = re.compile(r"(\d{1,12})([kK]?)", re.ASCII)
BETWEEN_DIGITS = re.compile(r"[\s.,₫đĐ]+")
THOUSAND = 1000


def price_range(value: str) -> tuple[int | None, int | None]:
    """Read `min-max` in đồng; either may be missing."""
    low, _, high = value.partition("-")
    return (int(low) if low else None), (int(high) if high else None)


def is_price(value: str) -> bool:
    low, high = price_range(value) if PRICE.fullmatch(value) else (None, None)
    return (low is not None or high is not None) and (low or 0) <= (high or 10**12)


def typed_range(low: str, high: str) -> tuple[str, list[str]]:
    """Write what was typed as a range, empty where nothing was; and what could not be read.

    Two numbers in the wrong order are meant in the right one.
    """
    read = {one: _amount(one) for one in (low, high) if one.strip()}
    ends = [read.get(low), read.get(high)]
    if None not in ends:
        ends.sort(key=lambda end: end or 0)
    written = "-".join("" if end is None else str(end) for end in ends)
    return written.strip("-") and written, [one for one, end in read.items() if end is None]


def _amount(typed: str) -> int | None:
    """Read 120000, 120.000 đ, 120k; nothing costs less than a thousand, so 120 is 120.000."""
    if not (found := TYPED.fullmatch(BETWEEN_DIGITS.sub("", typed))):
        return None
    amount, thousands = int(found[1]), found[2] or int(found[1]) < THOUSAND
    return min(amount * THOUSAND if thousands else amount, 10**12 - 1)
