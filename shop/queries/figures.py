"""How often a producer's products were opened from a search, and led on to a shop or a call.

What is counted tells of no person (shop/counting.py); a word that was looked for fewer than FEWEST
times is not told either, and not by what two periods differ in.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tortoise.functions import Sum
from tortoise.models import Model

from shop import clock
from shop.models import CallCount, ClickCount, Product, SaleClick

AT_ONCE = 50
"""Products on one page; the next one begins at the first code that it left out."""
FEWEST = 5
"""Fewer of a word are a person or two, and not told (portal.md §4, slice F)."""
LATELY, YEAR = timedelta(days=30), timedelta(days=365)

Pair = tuple[int, int]
"""A count of the last 30 days, and of the 335 days before."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted of one product in one period."""

    opened: int = 0
    """Out of the answer to a search."""
    words: Sequence[tuple[str, int]] = ()
    """What was looked for then, the most frequent first; the rest of `opened` is other words'."""
    to_shops: int = 0
    calls: int = 0

    @property
    def other_words(self) -> int:
        return self.opened - sum(n for _, n in self.words)

    @property
    def is_nothing(self) -> bool:
        return not (self.opened or self.to_shops or self.calls)


@dataclass(frozen=True, slots=True)
class ProductFigures:
    code: str
    name: str
    lately: Figures = field(default_factory=Figures)
    year: Figures = field(default_factory=Figures)


async def figures_of(producer: str, start: str = "") -> tuple[list[ProductFigures], str]:
    """Give the figures of a producer's products by their codes, and where the next page starts."""
    products = Product.filter(producer_id=producer, code__gte=start).order_by("code")
    found = await products.limit(AT_ONCE + 1).values("code", name="name_vi")
    codes = [row["code"] for row in found[:AT_ONCE]]
    words = await _words(codes)
    to_shops = await _counted(SaleClick, "clicks", codes)
    calls = await _counted(CallCount, "calls", codes)
    figures = [
        _figures(row, words.get(row["code"], {}), to_shops, calls) for row in found[:AT_ONCE]
    ]
    return figures, found[AT_ONCE]["code"] if len(found) > AT_ONCE else ""


def _figures(
    row: Mapping[str, str],
    words: Mapping[str, Pair],
    to_shops: Mapping[str, Pair],
    calls: Mapping[str, Pair],
) -> ProductFigures:
    code, told = row["code"], told_words(words)
    shops, called = to_shops.get(code, (0, 0)), calls.get(code, (0, 0))
    lately, before = (sum(pair[place] for pair in words.values()) for place in (0, 1))
    return ProductFigures(
        code,
        row["name"],
        Figures(lately, told[0], shops[0], called[0]),
        Figures(lately + before, told[1], sum(shops), sum(called)),
    )


def told_words(words: Mapping[str, Pair]) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Give the words that may be told of the last 30 days, and of the year. Pure.

    The year holds the 30 days, so that a word in both tells its earlier count as well: it stands
    in the 30 days only where both parts are many, or the earlier is none. A word whose parts are
    not told, and which would be almost all of the rest beside what is, is told of neither.
    """
    year = {word for word, pair in words.items() if sum(pair) >= FEWEST}
    parted = [word for word in year if not all(n == 0 or n >= FEWEST for n in words[word])]
    rest = sum(sum(pair) for word, pair in words.items() if word not in year)
    if len(parted) == 1 and rest < FEWEST:
        year -= {parted[0]}
    lately = [word for word in year if words[word][0] and word not in parted]
    of_year = [(word, sum(words[word])) for word in year]
    return sorted(((word, words[word][0]) for word in lately), key=_order), sorted(
        of_year, key=_order
    )


def _order(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


async def _words(codes: Collection[str]) -> dict[str, dict[str, Pair]]:
    """Give product → word → how often it was opened from it."""
    words: dict[str, dict[str, Pair]] = {}
    for (code, word), pair in _paired(
        await _sums(ClickCount, "clicks", codes, ("code", "understood"))
    ):
        words.setdefault(code, {})[word] = pair
    return words


async def _counted(of: type[Model], column: str, codes: Collection[str]) -> dict[str, Pair]:
    return {code: pair for (code,), pair in _paired(await _sums(of, column, codes, ("code",)))}


Sums = dict[tuple[str, ...], int]


async def _sums(
    of: type[Model], column: str, codes: Collection[str], keys: tuple[str, ...]
) -> tuple[Sums, Sums]:
    """Add up a column by some keys: of the last 30 days, and of the year."""
    today, found = clock.today(), of.filter(code__in=list(codes))
    sums: list[Sums] = []
    for period in (LATELY, YEAR):
        since: date = today - period + timedelta(days=1)
        grouped = found.filter(day__gte=since, day__lte=today).group_by(*keys)
        rows: list[dict[str, Any]] = await grouped.annotate(n=Sum(column)).values(*keys, "n")
        sums.append({tuple(row[key] for key in keys): int(row["n"]) for row in rows if row["n"]})
    return sums[0], sums[1]


def _paired(sums: tuple[Sums, Sums]) -> Iterator[tuple[tuple[str, ...], Pair]]:
    lately, year = sums
    for key, n in year.items():
        yield key, (lately.get(key, 0), n - lately.get(key, 0))
