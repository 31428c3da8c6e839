"""Codes in a query: products, producers, bar codes, decisions, each in one form however typed.

They are read by their patterns, before words are, and never respelt.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from search.engine import Entry
from search.vietnamese import compose, fold

_PART = r"[\s./_‐-―−-]*"
_LED = r"ma(?: so| sp| san pham| hang| co so)*[\s:.#]*"
_BARE = r"0\d{1,7}|(?!(?:19|20)\d\d\b)\d{2,8}"
"""A number that stands apart from its letters: not the stars of hp ocop 4 sao, and no year."""
_PRODUCT = re.compile(
    rf"\b(?:{_LED}(?:hp)?{_PART}(?P<led>ns|ocop|cs){_PART}(?P<led_number>\d{{1,8}})"
    rf"|hp(?:(?P<series>[./_‐-―−-]*(?:ns|ocop|cs)[./_‐-―−-]*)(?P<number>\d{{1,8}})"
    rf"|{_PART}(?P<apart>ns|ocop|cs)\s+(?P<bare>{_BARE}))"
    rf"|(?P<short>ns|ocop|cs){_PART}(?P<zeros>0\d{{2,7}})"
    rf"|^(?P<only>ns|ocop)\s*(?P<said>{_BARE})(?=\s*$))(?:-\d{{1,3}})?\b"
)
_DECISION = re.compile(
    r"\b(?:(?:quyet dinh|qd)\s*)?(?:so\s*)?"
    r"(?P<number>(?:[a-z]{1,3}-)?\d{1,5}(?:/\d{4})?)\s*/?\s*qd\b"
    r"(?:(?:\s*[-/]\s*|\s+(?=ubnd|bnn))(?P<by>[a-z]{2,}(?:-[a-z]{2,})*))?"
    r"|\b(?:quyet dinh|qd)\s*(?:so\s*)?(?P<alone>(?:[a-z]{1,3}-)?\d{1,5})\b"
)
_GTIN = re.compile(
    r"(?<![\w.,/-])(?P<led>(?:ma vach|barcode|gtin|ean|upc)[\s:.#]*)?"
    r"(?P<digits>\d(?:[\s‐-―-]?\d){7,13})(?![\w/]|[.,-]\d)"
)
_LENGTHS = (8, 12, 13, 14)
_WIDTHS = {"ns": 4, "ocop": 4, "cs": 3}


@lru_cache(maxsize=10_000)
def codes_in(text: str) -> tuple[tuple[str, ...], str]:
    """Give the codes that a text names, each as it is filed, and what else the text says."""
    folded = fold(rest := compose(text))
    found: list[str] = []
    for pattern, read in _READERS if any(map(str.isdigit, folded)) else ():
        for match in pattern.finditer(folded):
            if code := read(match):
                found.append(code)
                start, end = match.span()
                rest = rest[:start] + " " * (end - start) + rest[end:]
        if found:
            folded = fold(rest)
        if rest.isspace():
            break
    return tuple(dict.fromkeys(found)), rest


def filed(codes: Iterable[str]) -> list[str]:
    """Give all under which what has these codes is filed; a decision also without who made it."""
    named = (code for text in codes for code in codes_in(text)[0])
    return list(dict.fromkeys(form for code in named for form in _forms(code)))


def codes_of(entry: Entry) -> list[str]:
    return filed((entry.code, *entry.codes))


def _forms(code: str) -> Iterator[str]:
    yield code
    number, is_decision, _ = code.partition("/QD")
    if is_decision:
        yield f"{number}/QD"


def _product(match: re.Match[str]) -> str:
    series = re.sub(r"[^a-z]", "", _said(match, "led", "series", "apart", "short", "only"))
    number = _said(match, "led_number", "number", "bare", "zeros", "said")
    return f"HP-{series.upper()}-{int(number):0{_WIDTHS[series]}}"


def _said(match: re.Match[str], *ways: str) -> str:
    return next(said for way in ways if (said := match[way]))


def _decision(match: re.Match[str]) -> str:
    letters, _, number = (match["number"] or match["alone"]).rpartition("-")
    number = f"{letters}-{number.lstrip('0')}" if letters else number.lstrip("0")
    return f"{number}/QD{'-' if match['by'] else ''}{match['by'] or ''}".upper()


def _gtin(match: re.Match[str]) -> str:
    """Read a bar code: one that is said to be one, that stands alone, or whose check digit holds.

    Printed in groups it has three or more; two are as likely two prices.
    """
    groups = re.findall(r"\d+", match["digits"])
    digits = "".join(groups)
    alone = match[0].strip() == match.string.strip()
    sure = len(digits) in _LENGTHS and (alone or _checks(digits)) and len(groups) != 2  # noqa: PLR2004
    return digits.zfill(14) if match["led"] or sure or (alone and len(groups) == 1) else ""


def _checks(digits: str) -> bool:
    weighed = (int(digit) * (1, 3)[at % 2] for at, digit in enumerate(reversed(digits)))
    return sum(weighed) % 10 == 0


_READERS = ((_PRODUCT, _product), (_DECISION, _decision), (_GTIN, _gtin))
