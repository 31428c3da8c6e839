"""One search, from the query to the answer."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import tantivy

from search.embedded.clauses import compiled
from search.embedded.counting import count_facets
from search.embedded.hits import Hit, count, find
from search.engine import Answer, Query, Sort
from search.looking import FEW_SURE, NEAR, narrowed
from search.matching import Way, answered, near, nothing, ways
from search.query import Reading
from search.ranking import by_quality, ranked

_ORDERS = {
    Sort.NAME: "by_name",
    Sort.PRICE_UP: "by_price_up",
    Sort.PRICE_DOWN: "by_price_down",
    Sort.UNIT_PRICE: "by_unit_price",
    Sort.NEWEST: "by_newest",
}
_FURTHER = 64
"""How many times further to look when a page ends between equals."""
Late = Callable[[], bool]


def answer(
    searcher: tantivy.Searcher, reading: Reading, query: Query, late: Late = lambda: False
) -> Answer:
    """Answer a query; once it is `late`, with what was found till then, and without facets."""
    way = _found(searcher, reading, query, late)
    total, hits = _look(searcher, way, query)
    partial = late()
    few = total < FEW_SURE and query.text and not (query.literal or partial or query.offset)
    return answered(
        way,
        total,
        hits,
        partial=partial,
        near=_near(searcher, reading, query, hits) if few else (),
        facets={} if partial else count_facets(searcher, way.clause, query),
    )


def _near(
    searcher: tantivy.Searcher, reading: Reading, query: Query, hits: tuple[str, ...]
) -> tuple[str, ...]:
    if not (close := near(reading, query.now, found=bool(hits))):
        return ()
    wanted = narrowed(close, query)
    page = replace(query, limit=NEAR + len(hits))
    _, codes = _most_relevant(searcher, compiled(by_quality(wanted, query.now)), page)
    return tuple(code for code in codes if code not in hits)[:NEAR]


def _found(searcher: tantivy.Searcher, reading: Reading, query: Query, late: Late) -> Way:
    """Take the strictest way to look that finds something, before any filter.

    A filter then only ever narrows: it does not make the same words mean something else.
    """
    for way in ways(reading, query):
        if count(searcher, compiled(way.sure)):
            return way
        if late():
            break
    return nothing(reading, query)


def _look(searcher: tantivy.Searcher, way: Way, query: Query) -> tuple[int, tuple[str, ...]]:
    wanted, reading = narrowed(way.clause, query), way.reading
    order = _ORDERS.get(query.sort)
    if order is None and not reading.slots:
        order = _ORDERS[Sort.NEWEST]  # nothing was asked: the latest recognitions come first
    if order is None:
        return _most_relevant(searcher, compiled(ranked(reading, wanted, query.now)), query)
    return _in_order(searcher, compiled(wanted), order, query)


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
    reach = end + 1
    found = find(searcher, scored, _within(searcher, reach))
    while _tied_at_the_border(found.hits, end) and len(found.hits) < found.total:
        reach *= _FURTHER
        found = find(searcher, scored, _within(searcher, reach))
    addresses = _by_score_and_code(searcher, found.hits)[query.offset : end]
    codes = (searcher.doc(address)["code"][0] for address in addresses)
    return found.total, tuple(codes)


def _within(searcher: tantivy.Searcher, reach: int) -> int:
    return max(1, min(reach, searcher.num_docs))


def _tied_at_the_border(hits: Sequence[Hit], end: int) -> bool:
    """Tell whether a page ends between equals, of which there may be more than was looked for.

    Their order is left to chance by tantivy.
    """
    return 0 < end < len(hits) and hits[end - 1][0] == hits[-1][0]


def _by_score_and_code(searcher: tantivy.Searcher, hits: Sequence[Hit]) -> list[tantivy.DocAddress]:
    addresses = [address for _, address in hits]
    codes = searcher.fast_field_values("code_order", addresses)
    ordered = sorted(zip(hits, codes, strict=True), key=lambda pair: (-pair[0][0], pair[1]))
    return [address for (_, address), _ in ordered]
