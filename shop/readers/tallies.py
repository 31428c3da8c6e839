"""How much of what is on show, and which of it the home page shows: kept by each web process.

One more reader of the change log, with its cursor in memory, so that the home page needs no search
engine. It is read when the home page is made, and then only what has changed.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from heapq import nsmallest
from typing import NamedTuple

import orjson

from shop import clock
from shop.database import AwayError, select
from shop.models import Recognition
from shop.models.columns import Row
from shop.publishing import Head, head

PAGE = 1000
MOST_RECENT = 24
"""More than are shown: of some the newest recognition was revoked."""
MONTHS_OF_THE_YEAR = 12
Counts = Mapping[str, Mapping[str, int]]
ON_SHOW = """
SELECT l.code, l.serial, l.live, p.kind, COALESCE(p.ocop_set_id, p.agri_group_id) AS goods,
  COALESCE(s.group_vi, g.name_vi) AS named, p.commune_id, CAST(p.season_months AS TEXT) AS months
FROM listing l LEFT JOIN product p ON p.code = l.code
  LEFT JOIN ocop_set s ON s.number = p.ocop_set_id
  LEFT JOIN agri_group g ON g.code = p.agri_group_id
WHERE l.serial > ? ORDER BY l.serial LIMIT ?
""".strip()


class _Shelf(NamedTuple):
    """All that is counted of a listing; those alike in it stand together."""

    kind: str
    goods: str
    """Number of an OCOP set, or code of an agricultural group."""
    named: str
    """The group of these goods, of which the home page shows one."""
    commune: str
    months: tuple[int, ...]


class Season(NamedTuple):
    """When how much of a group is to be had."""

    found: tuple[int, ...]
    """Of each month of the year, as many as a search for the group and the month finds."""
    ripe: frozenset[int]
    """Months in which something is to be had that is not all the year round."""


class Tallies:
    """The figures of one process."""

    def __init__(self) -> None:
        self._shelf_of: dict[str, _Shelf] = {}
        self._shelves: defaultdict[_Shelf, set[str]] = defaultdict(set)
        self._position, self._day = Head("", 0), date.min
        self._reading = asyncio.Lock()
        self.recent: list[str] = []
        """Of what is on show, what was recognised last, the newest first."""

    async def catch_up(self) -> None:
        """Read what has changed; while the database is away, all stays as it was.

        Raises AwayError where nothing was read yet.
        """
        try:
            async with self._reading:
                await self._read(await head(), clock.today())
        except AwayError:
            if not self._position.epoch:
                raise

    async def _read(self, seen: Head, today: date) -> None:
        if (seen, today) == (self._position, self._day):
            return
        if seen.epoch != self._position.epoch or seen.serial < self._position.serial:
            self._shelf_of, self._shelves = {}, defaultdict(set)
            self._position = Head("", 0)
        after = self._position.serial
        while rows := await select(ON_SHOW, after, PAGE):
            for row in rows:
                self._put(row)
            after = rows[-1]["serial"]
        self.recent = await self._recognised_by(today)
        self._position, self._day = seen, today

    def _put(self, row: Row) -> None:
        code = row["code"]
        if before := self._shelf_of.pop(code, None):
            self._shelves[before].discard(code)
            if not self._shelves[before]:
                del self._shelves[before]
        if row["live"] and row["kind"]:
            shelf = _shelf(row)
            self._shelf_of[code] = shelf
            self._shelves[shelf].add(code)

    async def _recognised_by(self, day: date) -> list[str]:
        """Look among the latest recognitions until enough of what is on show is found."""
        latest = Recognition.filter(decision__signed_on__lte=day)
        ordered = latest.order_by("-decision__signed_on", "product_id")
        found: dict[str, None] = {}
        start = 0
        while len(found) < MOST_RECENT:
            page = await ordered.offset(start).limit(PAGE).values("product_id")
            codes = [row["product_id"] for row in page]
            found |= dict.fromkeys(code for code in codes if code in self._shelf_of)
            if len(page) < PAGE:
                break
            start += PAGE
        return list(found)[:MOST_RECENT]

    @property
    def total(self) -> int:
        return len(self._shelf_of)

    def counts(self) -> Counts:
        """Count what is on show under each kind, group or set, and commune, as facets do."""
        kinds, groups, communes = Counter[str](), Counter[str](), Counter[str]()
        for shelf, codes in self._shelves.items():
            kinds[shelf.kind] += len(codes)
            groups[shelf.goods] += len(codes)
            communes[shelf.commune] += len(codes)
        return {"kind": kinds, "group": groups, "commune_code": communes}

    def in_season(self, month: int, most: int) -> list[str]:
        """Choose what has the shortest season, of all that is to be had in a month; one a group."""
        return self._shortest(lambda months: month in months, most)

    def beginning(self, month: int, most: int) -> list[str]:
        """Choose of what is to be had in a month, and was not in the one before, as above."""
        return self._shortest(lambda months: _begins(months, month), most)

    def _shortest(self, fits: Callable[[tuple[int, ...]], bool], most: int) -> list[str]:
        best: dict[str, tuple[int, str]] = {}
        for shelf, codes in self._shelves.items():
            if fits(shelf.months) and len(shelf.months) < MONTHS_OF_THE_YEAR:
                this = len(shelf.months), min(codes)
                best[shelf.named] = min(this, best.get(shelf.named, this))
        return [code for _, code in sorted(best.values())][:most]

    def all_beginning(self, month: int, most: int) -> list[str]:
        """Name all whose season begins in a month, the shortest seasons first."""
        found = (
            (len(shelf.months), code)
            for shelf, codes in self._shelves.items()
            if _begins(shelf.months, month)
            for code in codes
        )
        return [code for _, code in nsmallest(most, found)]

    def seasons(self) -> dict[str, Season]:
        """Count, for each group or set of which something has a season, what is to be had when."""
        found: defaultdict[str, list[int]] = defaultdict(lambda: [0] * MONTHS_OF_THE_YEAR)
        ripe: defaultdict[str, set[int]] = defaultdict(set)
        for shelf, codes in self._shelves.items():
            for month in shelf.months:
                found[shelf.goods][month - 1] += len(codes)
            if 0 < len(shelf.months) < MONTHS_OF_THE_YEAR:
                ripe[shelf.goods].update(shelf.months)
        return {goods: Season(tuple(found[goods]), frozenset(ripe[goods])) for goods in ripe}


def _begins(months: tuple[int, ...], month: int) -> bool:
    before = month - 1 or MONTHS_OF_THE_YEAR
    return month in months and before not in months


def _shelf(row: Row) -> _Shelf:
    return _same(row["kind"], row["goods"], row["named"], row["commune_id"], row["months"])


@lru_cache(maxsize=50_000)
def _same(kind: str, goods: str, named: str, commune: str, months: str) -> _Shelf:
    """Give one and the same shelf for all that is alike: a hundred thousand would fill memory."""
    return _Shelf(kind, goods, named, commune, tuple(orjson.loads(months)))
