"""One search, from the query to the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import tantivy

from search.embedded.clauses import all_of, listed
from search.embedded.counting import Hit, count, find
from search.embedded.matching import matching
from search.embedded.narrowing import count_facets, narrow
from search.embedded.ranking import ranked
from search.embedded.schema import schema
from search.engine import Answer, Query, Sort
from search.looking import Leniency, ladder
from search.phrases import Slot
from search.query import Reading

_ORDERS = {
    Sort.NAME: "by_name",
    Sort.PRICE_UP: "by_price_up",
    Sort.PRICE_DOWN: "by_price_down",
    Sort.NEWEST: "by_newest",
}


Late = Callable[[], bool]
_FEW = 50
"""So few hits may all be there by chance, and are looked at again; among more they come last."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What one way to look finds."""

    matching: tantivy.Query
    leniency: Leniency
    total: int = 0
    hits: tuple[str, ...] = ()


def answer(
    searcher: tantivy.Searcher, reading: Reading, query: Query, late: Late = lambda: False
) -> Answer:
    """Answer a query; once it is `late`, with what was found till then, and without facets."""
    found = _found(searcher, reading, query, late)
    partial = late()
    return Answer(
        understood=reading.understood,
        changed=reading.changed,
        cut=reading.cut,
        partial=partial,
        dropped=() if partial else _dropped(searcher, reading.slots, found, query.now),
        words=reading.words,
        total=found.total,
        hits=found.hits,
        facets={} if partial else count_facets(searcher, found.matching, query),
    )


def _found(searcher: tantivy.Searcher, reading: Reading, query: Query, late: Late) -> _Found:
    """Take the strictest way to look that finds something, before any filter.

    A filter then only ever narrows: it does not make the same words mean something else.
    """
    if not reading.slots:
        return _look(searcher, reading, query, _Found(listed(), Leniency()))
    for leniency in ladder(reading.slots):
        way = _without_chance(searcher, reading.slots, leniency, query.now)
        if way:
            return _look(searcher, reading, query, way)
        if late():
            break
    return _Found(tantivy.Query.empty_query(), Leniency())


def _without_chance(
    searcher: tantivy.Searcher, slots: Sequence[Slot], leniency: Leniency, now: int
) -> _Found | None:
    """Give a way to look if it finds something that is not there by chance."""
    for strictness in (leniency, replace(leniency, chance=False)):
        way = _Found(matching(slots, strictness, now), strictness)
        total = count(searcher, way.matching)
        if total > _FEW:
            return way
    return way if total else None


def _look(searcher: tantivy.Searcher, reading: Reading, query: Query, way: _Found) -> _Found:
    narrowed = narrow(way.matching, query)
    order = _ORDERS.get(query.sort)
    if order is None and not reading.slots:
        order = _ORDERS[Sort.NEWEST]  # nothing was asked: the latest recognitions come first
    if order is None:
        total, hits = _most_relevant(searcher, ranked(reading, narrowed, query.now), query)
    else:
        total, hits = _in_order(searcher, narrowed, order, query)
    return replace(way, total=total, hits=hits)


def _dropped(
    searcher: tantivy.Searcher, slots: Sequence[Slot], found: _Found, now: int
) -> tuple[str, ...]:
    """Tell which words the best hit lacks."""
    if not (found.leniency.dropped and found.hits):
        return ()
    best = tantivy.Query.term_query(schema(), "code", found.hits[0])
    lacking = (
        slot
        for slot in slots
        if slot.hopeless
        or not count(searcher, all_of([best, matching([slot], Leniency(far=True), now)]))
    )
    return tuple(slot.said for slot in lacking)


def _in_order(
    searcher: tantivy.Searcher, narrowed: tantivy.Query, order: str, query: Query
) -> tuple[int, tuple[str, ...]]:
    total = count(searcher, narrowed)
    length = min(query.limit, total - query.offset)
    if length <= 0:
        return total, ()
    found = searcher.search(
        narrowed,
        length,
        count=False,
        order_by_field=order,
        offset=query.offset,
        order=tantivy.Order.Asc,
    )
    return total, tuple(key.rpartition("\t")[2] for key, _ in found.hits)


def _most_relevant(
    searcher: tantivy.Searcher, scored: tantivy.Query, query: Query
) -> tuple[int, tuple[str, ...]]:
    end = query.offset + query.limit
    reach = max(1, min(end + 1, searcher.num_docs))
    found = find(searcher, scored, reach)
    if _tied_at_the_border(found.hits, end):
        found = find(searcher, scored, found.total)
    addresses = _by_score_and_code(searcher, found.hits)[query.offset : end]
    codes = (searcher.doc(address)["code"][0] for address in addresses)
    return found.total, tuple(codes)


def _tied_at_the_border(hits: Sequence[Hit], end: int) -> bool:
    """Tell whether the page ends between equals, whose order tantivy leaves to chance."""
    return 0 < end < len(hits) and hits[end - 1][0] == hits[end][0]


def _by_score_and_code(searcher: tantivy.Searcher, hits: Sequence[Hit]) -> list[tantivy.DocAddress]:
    addresses = [address for _, address in hits]
    codes = searcher.fast_field_values("code_order", addresses)
    ordered = sorted(zip(hits, codes, strict=True), key=lambda pair: (-pair[0][0], pair[1]))
    return [address for (_, address), _ in ordered]
