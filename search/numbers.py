"""Numbers with a meaning in a query: five stars, under 100k, in June."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search.tables import Fact
from search.vietnamese import plain, toned


@dataclass(frozen=True, slots=True)
class Bounds:
    """A range of prices in đồng, both ends included; None is open."""

    lowest: int | None = None
    highest: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    length: int
    """Words that it took."""
    fact: Fact | None = None
    bounds: Bounds | None = None


def _spelt(*words: str) -> frozenset[str]:
    """Give words as queries have them, with and without their marks."""
    return frozenset(spelling for word in words for spelling in (toned(word), plain(word)))


_DIGITS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "giêng": 1, "chạp": 12,
}  # fmt: skip
_DIGITS = {spelling: number for word, number in _DIGITS.items() for spelling in _spelt(word)}
_UNITS = {
    "k": 1000, "nghìn": 1000, "ngàn": 1000, "ng": 1000, "n": 1000, "tr": 10**6, "triệu": 10**6,
    "củ": 10**6, "đ": 1, "đồng": 1, "vnd": 1, "vnđ": 1,
}  # fmt: skip
_UNITS = {spelling: factor for word, factor in _UNITS.items() for spelling in _spelt(word)}
_AMOUNT = re.compile(r"(\d{1,9})(k|ng|n|tr|d|vnd)?")
_SMALLEST_BARE = 1000
"""A number without a unit is a price only from here on."""
_CLEAR = _spelt("k", "nghìn", "ngàn", "tr", "triệu", "đ", "đồng", "vnd", "vnđ")
"""Units that make a sum of a number alone: "ng" may be people, "củ" roots."""
_SMALLEST_ALONE = 50_000
"""A round number alone, without a unit, is a sum only from here on: ISO 22000 is none."""
_MONTH, _TEN = _spelt("tháng"), _spelt("mười")
_STARS = ("sao", "star", "stars")
_MOST_STARS, _MONTHS = 5, 12
_UNDER = _spelt("dưới", "under", "below", "max")
_OVER = _spelt("trên", "từ", "hơn", "over", "above", "from")
_ABOUT = _spelt("khoảng", "tầm", "cỡ", "about")
_TO = _spelt("đến", "tới", "to")
_PRICE = _spelt("giá", "price")
_A_FIFTH = 5


def numbers(words: Sequence[str]) -> Said | None:
    """Read what stands at the beginning of some words."""
    readers: tuple[Callable[[Sequence[str]], Said | None], ...] = (_stars, _month, _price)
    return next((said for read in readers if (said := read(words))), None)


def is_amount(word: str) -> bool:
    """Tell whether one word is a sum of money: 100k."""
    return bool(_AMOUNT.fullmatch(plain(word)))


def _stars(words: Sequence[str]) -> Said | None:
    if len(words) > 1 and words[1] in _STARS:
        stars = _number(words[0])
        if stars and stars <= _MOST_STARS:
            return Said(2, fact=Fact("stars", (str(stars),)))
    return None


def _month(words: Sequence[str]) -> Said | None:
    if len(words) > 1 and words[0] in _MONTH:
        month = _number(words[1])
        tens = words[1] in _TEN and len(words) > 2 and _number(words[2])  # noqa: PLR2004
        if tens and tens <= 2:  # noqa: PLR2004
            return Said(3, fact=Fact("season_months", (str(10 + tens),)))
        if month and month <= _MONTHS:
            return Said(2, fact=Fact("season_months", (str(month),)))
    return None


def _number(word: str) -> int | None:
    if word.isdecimal() and len(word) < _MONTHS:
        return int(word)
    return _DIGITS.get(word)


def _price(words: Sequence[str]) -> Said | None:
    start = 1 if words[0] in _PRICE else 0
    sign = words[start] if start < len(words) else ""
    if sign in _UNDER and (said := _amount(words[start + 1 :])):
        return Said(start + 1 + said[0], bounds=Bounds(highest=said[1]))
    if sign in _OVER and (said := _amount(words[start + 1 :])):
        return _range(words, start + 1 + said[0], said[1])
    if sign in _ABOUT and (said := _amount(words[start + 1 :])):
        least, most = said[1] - said[1] // _A_FIFTH, said[1] + said[1] // _A_FIFTH
        return Said(start + 1 + said[0], bounds=Bounds(least, most))
    return _budget(words, start)


def _budget(words: Sequence[str], start: int) -> Said | None:
    """Read a sum without a word before it, which is what one has to spend: gifts 300k."""
    said = _amount(words[start:])
    if said is None:
        return None
    length, most = said
    alone = _AMOUNT.fullmatch(plain(words[start]))
    unit = words[start + 1] if length > 1 else alone and alone[2]
    is_sum = most >= _SMALLEST_BARE and unit in _CLEAR if unit else _is_round(most)
    return Said(start + length, bounds=Bounds(highest=most)) if is_sum else None


def _is_round(number: int) -> bool:
    return number >= _SMALLEST_ALONE and number % _SMALLEST_BARE == 0


def _range(words: Sequence[str], read: int, lowest: int) -> Said:
    if read < len(words) and words[read] in _TO and (said := _amount(words[read + 1 :])):
        return Said(read + 1 + said[0], bounds=Bounds(lowest, said[1]))
    return Said(read, bounds=Bounds(lowest))


def _amount(words: Sequence[str]) -> tuple[int, int] | None:
    """Read a sum of money: how many words it takes, and đồng."""
    found = _AMOUNT.fullmatch(plain(words[0])) if words else None
    if not found:
        return None
    number = int(found[1])
    if found[2]:
        return 1, number * _UNITS[found[2]]
    if len(words) > 1 and words[1] in _UNITS:
        return 2, number * _UNITS[words[1]]
    return (1, number) if number >= _SMALLEST_BARE else None
