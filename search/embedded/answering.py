"""One search, from the query to the answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import tantivy

from search.embedded.counting import Hit, count, find
from search.embedded.matching import ladder, listed, matching
from search.embedded.narrowing import count_facets, narrow
from search.embedded.ranking import ranked
from search.embedded.reading import Word, read
from search.embedded.vocabulary import look_up
from search.engine import Answer, Query, Sort

_ORDERS = {
    Sort.NAME: "by_name",
    Sort.PRICE_UP: "by_price_up",
    Sort.PRICE_DOWN: "by_price_down",
    Sort.NEWEST: "by_newest",
}


@dataclass(frozen=True, slots=True)
class _Reading:
    words: Sequence[Word]
    matching: tantivy.Query


def answer(searcher: tantivy.Searcher, query: Query) -> Answer:
    reading = _understand(searcher, query.text)
    narrowed = narrow(reading.matching, query)
    order = _ORDERS.get(query.sort)
    if order is None and not reading.words:
        order = _ORDERS[Sort.NEWEST]  # nothing was asked: the latest recognitions come first
    if order is None:
        total, hits = _most_relevant(searcher, ranked(reading.words, narrowed), query)
    else:
        total, hits = _in_order(searcher, narrowed, order, query)
    facets = count_facets(searcher, reading.matching, query)
    understood = " ".join(word.typed for word in reading.words)
    return Answer(understood=understood, total=total, hits=hits, facets=facets)


def _understand(searcher: tantivy.Searcher, text: str) -> _Reading:
    """Choose the strictest reading that finds something, before any filter.

    A filter then only ever narrows: it does not make the same words mean something else.
    """
    words = look_up(searcher, read(text))
    if not words:
        return _Reading((), listed())
    candidates = [matching(words, leniency) for leniency in ladder(words)]
    found = (each for each in candidates if count(searcher, each))
    return _Reading(words, next(found, candidates[0]))


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
