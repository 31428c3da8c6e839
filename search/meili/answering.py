"""One search, from the query to the answer.

The server finds and counts; what is found is weighed here, by the clauses that the embedded engine
scores by, so both give the same order. Mostly all that is found comes with the first answer; only
of more than that the server says which are worth a look.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any

from anyio.to_thread import run_sync

from search.clauses import Clause
from search.engine import Answer, Position, Query, Sort, Unavailable
from search.looking import FEW_SURE, NEAR, narrowed
from search.matching import EVERYTHING, Way, answered, near, nothing, ways
from search.meili import counting
from search.meili.asking import Asking, Json
from search.meili.coding import coded
from search.meili.documents import read_position
from search.meili.filters import Filters, every, none_of, one_of
from search.meili.hits import Hit, hit_of
from search.meili.schema import POSITION
from search.meili.weighing import Weigh, weighing
from search.query import Reading
from search.ranking import by_quality, ranked

LOOKED_AT = 100
"""Hits that come with one answer, to be weighed here."""
_BEST = 50
"""So many of the best in quality are among them where more is found."""
_AT_ONCE = 8
"""More forgiving ways that are asked about together."""
_ORDERS = {
    Sort.NAME: ["by_name:asc", "code:asc"],
    Sort.PRICE_UP: ["price:asc", "code:asc"],
    Sort.PRICE_DOWN: ["price:desc", "code:asc"],
    Sort.UNIT_PRICE: ["unit_price:asc", "code:asc"],
    Sort.NEWEST: ["recognised_on:desc", "code:asc"],
}


async def position_of(asking: Asking, index: str) -> Position:
    """Tell how far the index has read. Raises Unavailable when it is missing or another's."""
    [answer] = await asking.separately([_of_position(index)])
    return _position(answer)


def _of_position(index: str) -> Json:
    return {"indexUid": index, "q": "", "filter": one_of("role", [POSITION]), "limit": 1}


def _position(answer: Json) -> Position:
    position = read_position(answer["hits"][0]) if answer["hits"] else None
    if position is None:
        raise Unavailable("the index is of another schema, or was never finished")
    return position


@dataclass(frozen=True, slots=True)
class Found:
    """What the strictest way that finds something finds, before any filter of the person's."""

    way: Way
    hits: Sequence[Hit] | None
    """All of it, best first; None when that is more than LOOKED_AT."""


class Search:
    """One query, read with one vocabulary, put to one index."""

    def __init__(self, index: str, query: Query, reading: Reading, filters: Filters) -> None:
        self._index = index
        self._query = query
        self._reading = reading
        self._filters = filters
        self._ways = ways(reading, query)
        self._first = next(self._ways, None) or nothing(reading, query)

    async def look(self, asking: Asking) -> tuple[Position, list[Json]]:
        """Tell where the index stands, and what was answered to the strictest way to look."""
        queries = [_of_position(self._index), *self._asked_first(self._first)]
        place, *answers = await asking.separately(queries)
        return _position(place), answers

    async def answer(self, asking: Asking, first: Sequence[Json]) -> Answer:
        """Answer with what was answered to `look`, or else with what more forgiving ways find."""
        answer, query = await self._sure(asking, first), self._query
        few = answer.total < FEW_SURE and query.text and not (query.literal or query.offset)
        return replace(answer, near=await self._near(asking, answer.hits)) if few else answer

    async def _sure(self, asking: Asking, first: Sequence[Json]) -> Answer:
        way = self._first
        if self._expects_many:
            found, sure, *many = first
            if not self._reading.slots or (found["totalHits"] > LOOKED_AT and sure["totalHits"]):
                return await self._of_many(asking, way, many)
            first = [found]
            if sure["totalHits"]:
                first = await asking.separately([self._count(way.clause, LOOKED_AT)])
        best = await run_sync(self._first_found, [way], first) or await self._forgiving(asking)
        if not best:
            return self._answered(nothing(self._reading, self._query), 0, ())
        if best.hits is None:
            many = await asking.separately(self._asked_of_many(best.way))
            return await self._of_many(asking, best.way, many)
        return await run_sync(self._of_all, best.way, best.hits)

    async def _forgiving(self, asking: Asking) -> Found | None:
        while more := await run_sync(lambda: [*islice(self._ways, _AT_ONCE)]):
            answers = await asking.separately([self._count(way.clause, LOOKED_AT) for way in more])
            if found := await run_sync(self._first_found, more, answers):
                return found
        return None

    def _asked_first(self, way: Way) -> list[Json]:
        if not self._expects_many:
            return [self._count(way.clause, LOOKED_AT)]
        counts = map(self._count, (way.clause, way.sure))
        return [*counts, *self._asked_of_many(way)]

    @cached_property
    def _expects_many(self) -> bool:
        """Guess by the rarest word whether more is found than LOOKED_AT."""
        words = [word for slot in self._reading.slots if not slot.optional for word in slot.words]
        if not words:  # all there is, or a code
            return not self._reading.slots
        return all(self._filters.entries_with(word) > LOOKED_AT for word in words)

    def _count(self, clause: Clause, shown: int = 0) -> Json:
        return counting.total(self._asked(self._filters.expression(clause)), shown=shown)

    def _first_found(self, looked: Sequence[Way], answers: Sequence[Json]) -> Found | None:
        """Take the strictest way that finds something which is not there by chance."""
        found = (self._found(*one) for one in zip(looked, answers, strict=True))
        return next((one for one in found if one), None)

    def _found(self, way: Way, answer: Json) -> Found | None:
        hits = self._in_order(way.reading, way.clause, _read(answer))
        if not _matching(hits, weighing(way.sure)):
            return None
        if answer["totalHits"] > LOOKED_AT and 2 * len(hits) > LOOKED_AT:
            return Found(way, None)  # what was asked for is mostly what is meant
        return Found(way, hits)

    def _in_order(self, reading: Reading, clause: Clause, hits: Iterable[Hit]) -> list[Hit]:
        """Give the hits that do match, best first."""
        return _best_first(ranked(reading, clause, self._query.now), hits)

    # What is near

    async def _near(self, asking: Asking, sure: Sequence[str]) -> tuple[str, ...]:
        """List what is best of what is near, by the words and by quality."""
        wanted = near(self._reading, self._query.now, found=bool(sure))
        if not wanted:
            return ()
        sought = self._within(wanted)
        queries = [sought, sought | self._worded(self._first)]
        answers = await asking.separately([{"limit": LOOKED_AT} | one for one in queries])
        best = by_quality(wanted, self._query.now)
        hits = await run_sync(_best_first, best, _together(*answers))
        return tuple(hit.code for hit in hits if hit.code not in sure)[:NEAR]

    # All that is found is here

    def _of_all(self, way: Way, found: Sequence[Hit]) -> Answer:
        hits = _matching(found, weighing(narrowed(EVERYTHING, self._query)))
        if self._sort is not Sort.RELEVANCE:
            hits = sorted(sorted(hits, key=lambda hit: hit.code), key=_KEYS[self._sort])
        facets = counting.count(found, self._query)
        return self._answered(way, len(hits), self._page(hits), facets)

    def _page(self, hits: Sequence[Hit]) -> Sequence[Hit]:
        return hits[self._query.offset : self._query.offset + self._query.limit]

    # There is more than that

    def _asked_of_many(self, way: Way) -> list[Json]:
        """Ask for the best in quality, with their number; for a page in order; and for facets.

        By relevance, the server says what is worth a look beside the best in quality.
        """
        matching = self._asked(self._filters.expression(way.clause))
        wanted = self._within(way.clause)
        counts = counting.counts(matching, self._query, self._filters)
        if self._sort is Sort.RELEVANCE:
            return [counting.total(wanted, shown=_BEST), wanted | self._worded(way), *counts]
        page = {"limit": self._query.limit, "offset": self._query.offset}
        order = {"sort": _ORDERS[self._sort]}
        return [counting.total(wanted), wanted | page | order, *counts]

    async def _of_many(self, asking: Asking, way: Way, answers: Sequence[Json]) -> Answer:
        best, worded, counts = answers[0], answers[1], answers[2:]
        total = best["totalHits"]
        if self._sort is Sort.RELEVANCE:
            hits = await run_sync(self._in_order, way.reading, way.clause, _together(best, worded))
            shown = [*self._page(hits), *await self._beyond(asking, way, hits, total)]
        else:
            shown = _read(worded)
        return self._answered(way, total, shown, counting.read_counts(counts, self._query))

    async def _beyond(
        self, asking: Asking, way: Way, weighed: Sequence[Hit], total: int
    ) -> Sequence[Hit]:
        """Give what a page shows beyond all that was weighed, by quality alone."""
        start, end = self._query.offset, self._query.offset + self._query.limit
        first = max(start, len(weighed))
        if first >= min(end, total):
            return ()
        wanted = self._within(way.clause)
        others = every([wanted["filter"], none_of("code", [hit.code for hit in weighed])])
        page = {"filter": others, "limit": end - first, "offset": first - len(weighed)}
        [answer] = await asking.separately([wanted | page])
        return _read(answer)

    def _within(self, clause: Clause) -> Json:
        return self._asked(self._filters.expression(narrowed(clause, self._query)))

    def _worded(self, way: Way) -> Json:
        """Give the words to the server; the last may go on unless a space follows it."""
        slots = [slot for chunk in way.kept for slot in chunk.slots] or way.reading.slots
        words = [word for slot in slots if not slot.optional for word in slot.words]
        said = " ".join(coded(word.plain) for word in words)
        unfinished = bool(words) and words[-1].unfinished
        asked = said if unfinished else f"{said} "
        return {"q": asked, "matchingStrategy": "frequency", "limit": LOOKED_AT}

    # Either way

    def _asked(self, matching: str) -> Json:
        return {
            "indexUid": self._index,
            "q": "",
            "filter": matching,
            "attributesToRetrieve": ["told"],
        }

    @cached_property
    def _sort(self) -> Sort:
        """Give the order; where nothing is asked for, the latest recognitions come first."""
        nothing = not self._reading.slots and self._query.sort is Sort.RELEVANCE
        return Sort.NEWEST if nothing else self._query.sort

    def _answered(
        self, way: Way, total: int, shown: Sequence[Hit], facets: counting.Facets | None = None
    ) -> Answer:
        counts = facets or {facet: {} for facet in self._query.facets}
        return answered(way, total, tuple(hit.code for hit in shown), facets=counts)


_KEYS: dict[Sort, Callable[[Hit], Any]] = {
    Sort.NAME: lambda hit: hit.by_name,
    Sort.PRICE_UP: lambda hit: _priced(hit.numbers["price"], 1),
    Sort.PRICE_DOWN: lambda hit: _priced(hit.numbers["price"], -1),
    Sort.UNIT_PRICE: lambda hit: _priced(hit.numbers["unit_price"], 1),
    Sort.NEWEST: lambda hit: -(hit.numbers["recognised_on"] or 0),
}


def _priced(price: int | None, direction: int) -> tuple[bool, int]:
    return price is None, direction * (price or 0)


def _read(answer: Json) -> list[Hit]:
    return [hit_of(hit["told"]) for hit in answer["hits"]]


def _together(*answers: Json) -> Iterable[Hit]:
    """Give each hit of some answers once."""
    return {hit.code: hit for answer in answers for hit in _read(answer)}.values()


def _best_first(clause: Clause, hits: Iterable[Hit]) -> list[Hit]:
    weigh = weighing(clause)
    weighed = [(worth, hit) for hit in hits if (worth := weigh(hit)) is not None]
    weighed.sort(key=lambda one: (-one[0], one[1].code))
    return [hit for _, hit in weighed]


def _matching(hits: Iterable[Hit], weigh: Weigh) -> list[Hit]:
    return [hit for hit in hits if weigh(hit) is not None]
