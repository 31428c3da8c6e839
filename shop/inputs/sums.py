"""Sums of đồng as people write them: 125.000, 85k, 1tr2; what one may mean, and if that is certain.

Money is never guessed. A sum is certain where its writing leaves one meaning; else the meanings
are told, the likeliest first, so that the writer can choose. The text is small letters and NFC.
"""

import re
from decimal import Decimal
from typing import NamedTuple

THOUSAND, HUNDRED_THOUSAND, MILLION = 1_000, 100_000, 1_000_000
MOST, MOST_LIKELY = 10**12, 10**9
"""A sum is less; more than a billion is none of what an uncertain one may mean."""
MILLIONS = ("triệu", "trieu", "tr")
ABBREVIATED = ("ng", "n", "trăm", "tram")
"""nghìn and trăm nghìn as they are said between neighbours: never certain."""
SCALES = {
    "": 1,
    **dict.fromkeys(("k", "nghìn", "ngàn", "nghin", "ngan", "ng", "n"), THOUSAND),
    **dict.fromkeys(("trăm nghìn", "trăm ngàn", "trăm", "tram"), HUNDRED_THOUSAND),
    **dict.fromkeys(MILLIONS, MILLION),
}
SCALE = "trăm nghìn|trăm ngàn|trăm|tram|nghìn|ngàn|nghin|ngan|ng|n|k|triệu|trieu|tr"
CURRENCY = "đồng|dong|vnđ|vnd|đ|d|₫"
ENDS = r"(?![^\W_])"
"""No letter or digit follows: the k of kg scales nothing."""
AFTER_GROUPS = rf"(?=(?:[.,]00)? ?(?:(?:{CURRENCY}|một|mỗi|đến|tới){ENDS}|[/~–—-]|$))"
NUMBER = (
    rf"[1-9][0-9]{{0,2}}(?: [0-9]{{3}})+{AFTER_GROUPS}(?:[.,]00)?"
    r"|[1-9][0-9]{0,2}(?:(?:,| ?\. ?)[0-9]{3})+(?:[.,]00)?(?![0-9.,])"
    r"|[0-9]+(?:[.,][0-9]+)*"
)
LEAST_LIKELY = 10_000
TAIL = (
    " ?(?:rưỡi|ruoi)"
    "|(?:(?<=tr)|(?<=triệu)|(?<=trieu)) ?"
    "(?:[0-9]{3}[.,][0-9]{3}|[0-9]{1,3}(?: ?(?:k|nghìn|ngàn|nghin|ngan))?(?![0-9]))"
    "|[0-9](?![0-9])"
)
"""What may follow a scale: 1tr2, 1 triệu 250 nghìn, 12k5, 1 triệu rưỡi."""
WHOLE = re.compile(r"[1-9][0-9]{0,14}")
GROUPED = re.compile(r"([1-9][0-9]{0,2}([., ])[0-9]{3}(?:\2[0-9]{3})*)(?:(?!\2)[.,]00)?")
DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,11})[.,][0-9]{1,3}")
NO_FRACTION = re.compile(r"[.,]0{1,2}\Z")
"""Of 1250.000 it is no fraction: that may be 1.250.000."""
LOOSE = re.compile(r"[1-9][0-9]{0,11}(?:(?:,| ?\. ?)[0-9]{3})+(?:[.,]00)?")


class Meaning(NamedTuple):
    amounts: tuple[int, ...]
    """In đồng, the likeliest first; empty for what is no sum."""
    certain: bool = False


NONE = Meaning(())


def pattern(n: str = "") -> str:
    """Give the pattern of one sum; the names of its groups end in `n`."""
    scaled = rf"(?: ?(?P<scale{n}>{SCALE})(?P<tail{n}>{TAIL})?)?"
    return rf"(?P<number{n}>{NUMBER}){scaled}(?P<currency{n}> ?(?:{CURRENCY}))?{ENDS}"


def meaning(number: str, scale: str | None = "", tail: str | None = "") -> Meaning:
    """Tell what the parts of a sum may mean together."""
    by = SCALES[scale or ""]
    found = _tailed(number, by, tail) if tail else _scaled(number, by)
    most = MOST if found.certain else MOST_LIKELY
    amounts = tuple(dict.fromkeys(one for one in found.amounts if 0 < one < most))
    return Meaning(amounts, found.certain and bool(amounts) and scale not in ABBREVIATED)


def _scaled(number: str, by: int) -> Meaning:
    if WHOLE.fullmatch(number):
        return _whole(int(number), by)
    if grouped := GROUPED.fullmatch(number):
        return _grouped(*grouped[1].split(grouped[2]), by=by, mark=grouped[2])
    if DECIMAL.fullmatch(number):
        return _decimal(number, by)
    return _loose(number) if by == 1 else NONE


def _whole(number: int, by: int) -> Meaning:
    """Read 85k and 125000; a bare 125 is nearly always 125k, and so is 125000k."""
    if by == 1 and number < THOUSAND:
        return Meaning((number * THOUSAND, number))
    if by > 1 and number >= THOUSAND:
        return _either(number, number * by)
    return _sure(number * by)


def _grouped(first: str, *others: str, by: int, mark: str) -> Meaning:
    """Read 125.000; the thousands of 125.000k or 1.250 triệu are said twice, or are decimals."""
    value = int(first + "".join(others))
    if by == 1:
        return Meaning((value,), certain=mark != " " or _are_one(first, others))
    said_twice = value * by // THOUSAND if len(others) == 1 else value
    return _either(said_twice, value * by)


def _either(without: int, scaled: int) -> Meaning:
    """Put first what is likelier: 125.000 of 125.000k, but a million and a half of 1.500k."""
    is_small = without < LEAST_LIKELY
    return Meaning((scaled, without) if is_small else (without, scaled))


def _are_one(first: str, others: tuple[str, ...]) -> bool:
    """Tell 125 000 and 1 250 000 from two numbers side by side: 120 150, 120 150 000."""
    if len(others) == 1:
        return others[0] in {"000", "500"}
    return others[1:] == ("000",) and len(first) < len("000")


def _decimal(number: str, by: int) -> Meaning:
    """Read 1,2 triệu, and 125000.0 as programs write it; a bare 12,5 lacks its scale."""
    value = Decimal(number.replace(",", "."))
    if by == 1 and value >= THOUSAND:
        return _sure(int(value)) if NO_FRACTION.search(number) else _loose(number)
    scales = (by,) if by > 1 else (THOUSAND, MILLION)
    amounts = tuple(int(value * one) for one in scales if not value * one % 1)
    return Meaning(amounts, certain=by > 1 and value < THOUSAND)


def _loose(number: str) -> Meaning:
    """Read 125. 000 and 1.250,000: their digits, or without a last 000, as a question only."""
    if not LOOSE.fullmatch(number):
        return NONE
    value = int(re.sub(r"[^0-9]", "", re.sub(r"[.,]00\Z", "", number)))
    return Meaning((value, value // THOUSAND) if value % THOUSAND == 0 else (value,))


def _tailed(number: str, by: int, tail: str) -> Meaning:
    """Read 1tr2, 1tr250k, 1 triệu 250.000, 1 triệu rưỡi, 12k5."""
    if not WHOLE.fullmatch(number) or int(number) >= THOUSAND:
        return NONE
    base, digits = int(number) * by, re.sub(r"[^0-9]", "", tail)
    if not digits:  # half of a million is said of any; 125 nghìn rưỡi may be of another scale
        return Meaning((base + by // 2,), certain=by == MILLION)
    if len(digits) == len("250000"):
        return _sure(base + int(digits))
    as_part = base + int(digits) * by // 10 ** len(digits)
    if by < MILLION:
        return Meaning((as_part,), certain=by == THOUSAND)
    return _thousands(as_part, base + int(digits) * THOUSAND, digits, tail)


def _thousands(as_part: int, counted: int, digits: str, tail: str) -> Meaning:
    """Choose between a part of a million, 1tr25, and counted thousands, 1 triệu 50 nghìn."""
    if as_part == counted:
        return _sure(counted)
    scale = tail.lstrip(" 0123456789")
    if scale and scale != "k":
        return Meaning((counted, as_part)) if len(digits) == 1 else _sure(counted)
    if not scale and (len(digits) == 1 or tail == digits):
        return _sure(as_part)
    return Meaning((as_part, counted))


def _sure(amount: int) -> Meaning:
    return Meaning((amount,), certain=True)
