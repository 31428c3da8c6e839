"""Counts what people look for, open and call, and nothing about who they are.

Counts wait in memory for some seconds and are then added to rows; a kill loses those seconds, which
figures can bear. What looks like a number, an address or a link is not counted: people paste the
strangest things into a search box.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tortoise.expressions import F
from tortoise.functions import Count, Max, Sum
from tortoise.transactions import in_transaction

from search.vietnamese import compose
from shop import clock
from shop.database import delete_some
from shop.models import CallCount, ClickCount, Listing, SaleClick, SearchCount
from shop.models.columns import Row
from shop.partners.sales import Clicks, count_clicks

LONGEST = 80
MOST_WAITING = 2000
"""Different queries that wait in memory; more of them between two flushes are not people."""
MOST_A_DAY = 20_000
"""Different queries of one day that get a row; queries that have one are counted on."""
KEPT = timedelta(days=400)
MISSED = "cần tìm: "
"""Before what readers said that they miss, so that it is told from what was searched for."""
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
PRIVATE = re.compile(r"\d[\d .,/()-]{5,}\d|@|https?:|www\.", re.IGNORECASE)


@dataclass(slots=True)
class Counts:
    """What waits to be written, of one process."""

    searches: Counter[str] = field(default_factory=Counter)
    hits: dict[str, int] = field(default_factory=dict)
    clicks: Counter[tuple[str, str]] = field(default_factory=Counter)
    sales: Clicks = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    read: dict[str, tuple[str, int]] = field(default_factory=dict)
    """How lately typed queries were understood and what they found, to know them again."""

    def count_search(self, typed: str, understood: str, hits: int) -> None:
        if key := _key(understood):
            self.read[_key(typed)] = key, hits
            if len(self.read) > MOST_WAITING:
                del self.read[next(iter(self.read))]
            self.count_search_again(typed)

    def count_search_again(self, typed: str) -> None:
        """Count a search whose answer was at hand from an earlier one."""
        key, hits = self.read.get(_key(typed), ("", 0))
        if key and (key in self.searches or len(self.searches) < MOST_WAITING):
            self.searches[key] += 1
            self.hits[key] = max(hits, self.hits.get(key, 0))

    def count_missed(self, told: str) -> bool:
        """Count what a reader says to have looked for; False: it holds what is not counted."""
        if not (key := _key(told)):
            return False
        key = f"{MISSED}{key}"[:LONGEST].strip()
        if key in self.searches or len(self.searches) < MOST_WAITING:
            self.searches[key] += 1
            self.hits[key] = 0
        return True

    def count_opened(self, typed: str, code: str) -> None:
        """Count a product that was opened from the answer to a query."""
        key = self.read.get(_key(typed), ("", 0))[0] or _key(typed)
        if key and ((key, code) in self.clicks or len(self.clicks) < MOST_WAITING):
            self.clicks[key, code] += 1

    def count_went_to(self, partner: int, code: str) -> None:
        """Count a reader who went on to where a partner sells a product."""
        if (partner, code) in self.sales or len(self.sales) < MOST_WAITING:
            self.sales[partner, code] += 1

    def count_called(self, code: str) -> None:
        """Count a reader who pressed the number of a product's producer."""
        if code in self.calls or len(self.calls) < MOST_WAITING:
            self.calls[code] += 1

    async def flush(self) -> None:
        """Write down what waits; it waits on if the database refuses."""
        if not any((self.searches, self.clicks, self.sales, self.calls)):
            return
        searches, hits, clicks = self.searches.copy(), self.hits, self.clicks.copy()
        sales, calls = self.sales.copy(), self.calls.copy()
        async with in_transaction():
            today = clock.today()
            await _add_searches(today, searches, hits)
            await _add_clicks(today, clicks)
            await count_clicks(today, sales)
            await _add_calls(today, calls)
        self.searches -= searches
        self.clicks -= clicks
        self.sales -= sales
        self.calls -= calls
        self.hits = {key: self.hits[key] for key in self.searches}


def _key(text: str) -> str:
    """Give a text as it is counted: where it came from a header it may hold any character."""
    text = " ".join(CONTROL.sub(" ", compose(text)).casefold().split())
    return "" if PRIVATE.search(text) else text[:LONGEST].strip()


async def _add_searches(day: date, searches: Counter[str], hits: dict[str, int]) -> None:
    if await SearchCount.filter(day=day).count() < MOST_A_DAY:
        new = [SearchCount(day=day, understood=key) for key in sorted(searches)]
        await SearchCount.bulk_create(new, ignore_conflicts=True)
    for key in sorted(searches):  # always in one order, so that two processes cannot deadlock
        await SearchCount.filter(day=day, understood=key).update(
            searches=F("searches") + searches[key], hits=hits[key]
        )


async def _add_clicks(day: date, clicks: Counter[tuple[str, str]]) -> None:
    if await ClickCount.filter(day=day).count() < MOST_A_DAY:
        new = [ClickCount(day=day, understood=key, code=code) for key, code in sorted(clicks)]
        await ClickCount.bulk_create(new, ignore_conflicts=True)
    for key, code in sorted(clicks):
        await ClickCount.filter(day=day, understood=key, code=code).update(
            clicks=F("clicks") + clicks[key, code]
        )


async def _add_calls(day: date, calls: Counter[str]) -> None:
    """Add calls to the rows of a day; what is no product on show is not counted."""
    on_show = Listing.filter(code__in=sorted(calls), live=True).order_by("code")
    known = [str(row["code"]) for row in await on_show.values("code")]
    new = [CallCount(day=day, code=code) for code in known]
    await CallCount.bulk_create(new, ignore_conflicts=True)
    for code in known:
        await CallCount.filter(day=day, code=code).update(calls=F("calls") + calls[code])


async def forget_old(at: datetime | None = None) -> int:
    """Delete a portion of the counts that are too old at a moment; tell how many went."""
    before = clock.today(at) - KEPT
    counts = (SearchCount, ClickCount, SaleClick, CallCount)
    return sum([await delete_some(one.filter(day__lt=before)) for one in counts])


@dataclass(frozen=True, slots=True)
class LookedFor:
    """A query with its figures over some days."""

    understood: str
    searches: int
    days: int
    hits: int
    """The most it found on one of the days; 0: people look for it in vain."""
    clicks: int


async def looked_for(
    days: int, *, in_vain: bool = False, most: int = 100, skip: int = 0
) -> list[LookedFor]:
    """Say what people looked for in the last days, the most frequent first."""
    since = clock.today() - timedelta(days=days - 1)
    found = SearchCount.filter(day__gte=since).group_by("understood")
    counted = found.annotate(n=Sum("searches"), days=Count("id"), most=Max("hits"))
    if in_vain:
        counted = counted.filter(most=0)
    rows = (
        await counted.order_by("-n", "understood")
        .limit(most)
        .offset(skip)
        .values("understood", "n", "days", "most")
    )
    clicks = await _clicks([row["understood"] for row in rows], since)
    return [_figures(row, clicks) for row in rows]


async def _clicks(queries: Iterable[str], since: date) -> dict[str, int]:
    found = ClickCount.filter(day__gte=since, understood__in=list(queries)).group_by("understood")
    rows = await found.annotate(n=Sum("clicks")).values("understood", "n")
    return {row["understood"]: row["n"] for row in rows}


def _figures(row: Row, clicks: dict[str, int]) -> LookedFor:
    query = row["understood"]
    return LookedFor(query, row["n"], row["days"], row["most"], clicks.get(query, 0))
