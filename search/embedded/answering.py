"""One search, from the query to the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import tantivy

from search.clauses import Clause, all_of, any_of, has
from search.embedded.clauses import compiled
from search.embedded.counting import count_facets
from search.embedded.hits import Hit, count, find
from search.engine import Answer, Query, Sort
from search.looking import FEW, Leniency, narrowed
from search.matching import Way, asked, ways
from search.phrases import Slot
from search.query import Reading
from search.ranking import ranked

_ORDERS = {
    Sort.NAME: "by_name",
    Sort.PRICE_UP: "by_price_up",
    Sort.PRICE_DOWN: "by_price_down",
    Sort.NEWEST: "by_newest",
}
Late = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class _Found:
    """What one way to look finds."""

    clause: Clause
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
        asks=reading.asks,
        words=reading.words,
        total=found.total,
        hits=found.hits,
        facets={} if partial else count_facets(searcher, found.clause, query),
    )


def _found(searcher: tantivy.Searcher, reading: Reading, query: Query, late: Late) -> _Found:
    """Take the strictest way to look that finds something, before any filter.

    A filter then only ever narrows: it does not make the same words mean something else.
    """
    for way in ways(reading.slots, query.now):
        if clause := _finding(searcher, way):
            return _look(searcher, reading, query, _Found(clause, way.leniency))
        if late():
            break
    return _Found(any_of(()), Leniency())


def _finding(searcher: tantivy.Searcher, way: Way) -> Clause | None:
    """Give what finds something that is not there by chance."""
    if count(searcher, compiled(way.wide)) > FEW:
        return way.wide
    return way.close if count(searcher, compiled(way.close)) else None


def _look(searcher: tantivy.Searcher, reading: Reading, query: Query, found: _Found) -> _Found:
    wanted = narrowed(found.clause, query)
    order = _ORDERS.get(query.sort)
    if order is None and not reading.slots:
        order = _ORDERS[Sort.NEWEST]  # nothing was asked: the latest recognitions come first
    if order is None:
        total, hits = _most_relevant(searcher, compiled(ranked(reading, wanted, query.now)), query)
    else:
        total, hits = _in_order(searcher, compiled(wanted), order, query)
    return replace(found, total=total, hits=hits)


def _dropped(
    searcher: tantivy.Searcher, slots: Sequence[Slot], found: _Found, now: int
) -> tuple[str, ...]:
    """Tell which words the best hit lacks."""
    if not (found.leniency.dropped and found.hits):
        return ()
    best = has("code", found.hits[0])
    lacking = (
        slot
        for slot in slots
        if slot.hopeless or not count(searcher, compiled(all_of([best, asked(slot, now)])))
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
