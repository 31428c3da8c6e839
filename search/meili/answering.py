"""One search, from the query to the answer: what is found first, then how many and which."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from search.engine import Answer, Position, Query, Sort, Unavailable
from search.looking import Leniency, ladder
from search.meili import counting
from search.meili.asking import Asking, Json
from search.meili.coding import read_key
from search.meili.documents import read_position
from search.meili.filters import all_of, listed, narrowing, one_of
from search.meili.matching import Matching
from search.meili.ranking import WORDLESS, Wording, wordings
from search.meili.schema import POSITION
from search.meili.tokens import Tokens
from search.query import Reading

_ORDERS = {
    Sort.NAME: ["by_name:asc", "code:asc"],
    Sort.PRICE_UP: ["price:asc", "code:asc"],
    Sort.PRICE_DOWN: ["price:desc", "code:asc"],
    Sort.NEWEST: ["recognised_on:desc", "code:asc"],
}
_EVERYTHING = "all"


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
    """The way to look that finds something, as a query of its own."""

    leniency: Leniency
    asked: Json
    total: int
    """Before any filter of the person's."""

    @property
    def by_filter(self) -> bool:
        return not self.asked["q"]


class Search:
    """One query, read with one vocabulary, put to one index."""

    def __init__(self, index: str, query: Query, reading: Reading, tokens: Tokens) -> None:
        self._index = index
        self._query = query
        self._reading = reading
        self._matching = Matching(reading.slots, tokens, query.now)

    async def look(self, asking: Asking) -> tuple[Position, Found | None]:
        """Find the strictest way to look that finds something, and where the index stands.

        The filters of the query do not count: they only ever narrow, and do not make the same
        words mean something else.
        """
        ways = [*self._ways()]
        counts = [counting.total(asked) for _, asked in ways]
        place, *counted = await asking.separately([_of_position(self._index), *counts])
        totals = [answer["totalHits"] for answer in counted]
        looked = (Found(*way, total) for way, total in zip(ways, totals, strict=True))
        return _position(place), next((found for found in looked if found.total), None)

    async def answer(self, asking: Asking, found: Found | None) -> Answer:
        counts = counting.Counts(0, {facet: {} for facet in self._query.facets})
        hits: tuple[str, ...] = ()
        if found:
            counts, hits = await asyncio.gather(
                counting.counts(asking, found.asked, self._query), self._hits(asking, found)
            )
        return Answer(
            understood=self._reading.understood,
            changed=self._reading.changed,
            cut=self._reading.cut,
            dropped=await self._dropped(asking, found, hits) if found else (),
            words=self._reading.words,
            total=counts.total,
            hits=hits,
            facets=counts.facets,
        )

    def _ways(self) -> Iterator[tuple[Leniency, Json]]:
        if not self._reading.slots:
            yield Leniency(), self._asked(listed())
            return
        for leniency in ladder(self._reading.slots):
            matching = self._matching.filter(leniency)
            if matching is not None:
                yield leniency, self._asked(matching)
            elif words := self._best_words(leniency):  # too long to say: Meilisearch decides
                yield leniency, self._asked(listed(), words, leniency)

    def _best_words(self, leniency: Leniency) -> str:
        worded = wordings(self._reading, self._matching, leniency)
        return next((wording.words for wording in worded if wording.words != WORDLESS), "")

    def _asked(self, matching: str, words: str = "", leniency: Leniency | None = None) -> Json:
        strategy = _strategy(leniency) if leniency and words else _EVERYTHING
        return {
            "indexUid": self._index,
            "q": words,
            "filter": matching,
            "matchingStrategy": strategy,
            "attributesToRetrieve": ["code"],
        }

    async def _hits(self, asking: Asking, found: Found) -> tuple[str, ...]:
        if found.total <= self._query.offset:
            return ()
        if order := self._order:
            page = {"sort": order, "limit": self._query.limit, "offset": self._query.offset}
            [answer] = await asking.separately([self._narrowed(found.asked) | page])
            hits = answer["hits"]
        else:
            limit, offset = self._query.limit, self._query.offset
            hits = await asking.merged(self._ranked(found), limit=limit, offset=offset)
        return tuple(read_key(hit["code"]) for hit in hits)

    @cached_property
    def _order(self) -> list[str] | None:
        if not self._reading.slots and self._query.sort is Sort.RELEVANCE:
            return _ORDERS[Sort.NEWEST]  # nothing was asked: the latest recognitions come first
        return _ORDERS.get(self._query.sort)

    def _ranked(self, found: Found) -> list[Json]:
        narrowed = self._narrowed(found.asked)
        worded = wordings(self._reading, self._matching, found.leniency)
        return [
            _weighed(narrowed, wording, found.leniency)
            for wording in worded
            if found.by_filter or wording.words != WORDLESS
        ]

    def _narrowed(self, asked: Json) -> Json:
        return asked | {"filter": all_of([asked["filter"], narrowing(self._query)])}

    async def _dropped(
        self, asking: Asking, found: Found, hits: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Tell which words the best hit lacks."""
        if not (found.leniency.dropped and hits):
            return ()
        best, far = one_of("code", hits[:1]), Leniency(far=True)
        hopeful = self._matching.slots
        having = [self._asked(all_of([best, self._matching.slot(one, far)])) for one in hopeful]
        answers = await asking.separately([counting.total(asked) for asked in having])
        had = {slot for slot, answer in zip(hopeful, answers, strict=True) if answer["totalHits"]}
        return tuple(slot.said for slot in self._reading.slots if slot not in had)


def _strategy(leniency: Leniency) -> str:
    """Say how Meilisearch treats words that an entry lacks: `frequency` drops the commonest."""
    return "frequency" if leniency.dropped else _EVERYTHING


def _weighed(narrowed: Json, wording: Wording, leniency: Leniency) -> Json:
    return narrowed | {
        "q": wording.words,
        "filter": all_of([narrowed["filter"], wording.filter]),
        "matchingStrategy": _strategy(leniency),
        "federationOptions": {"weight": wording.weight},
    }
