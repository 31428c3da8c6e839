"""Filters, and the facets that offer them."""

from collections.abc import Collection, Iterable

import tantivy

from search.embedded.clauses import between, scored, valid_badges
from search.embedded.documents import storable
from search.embedded.schema import schema
from search.engine import SETS, Query
from search.looking import BADGES, counted_together

_MOST_VALUES = 10_000


def narrow(matching: tantivy.Query, query: Query, without: str | None = None) -> tantivy.Query:
    """Keep of what matches only what passes the filters of the query, `without` one of them."""
    return _both(matching, _filters(query, without))


def count_facets(
    searcher: tantivy.Searcher, matching: tantivy.Query, query: Query
) -> dict[str, dict[str, int]]:
    """Count the values of the facets that the query asks for, each without its own filter."""
    counted: dict[str, dict[str, int]] = {}
    for (without, of_badges), facets in counted_together(query).items():
        within = narrow(matching, query, without)
        if of_badges:
            within = _both(within, [valid_badges(query.now)])
        counted.update(_count(searcher, within, facets))
    return {facet: counted[facet] for facet in query.facets}


def _count(
    searcher: tantivy.Searcher, within: tantivy.Query, facets: Iterable[str]
) -> dict[str, dict[str, int]]:
    terms = {facet: {"terms": {"field": facet, "size": _MOST_VALUES}} for facet in facets}
    found = searcher.aggregate(within, terms)
    return {
        facet: {_text(bucket["key"]): bucket["doc_count"] for bucket in found[facet]["buckets"]}
        for facet in terms
    }


def _text(key: str | float) -> str:
    return key if isinstance(key, str) else str(int(key))


def _filters(query: Query, without: str | None) -> list[tantivy.Query]:
    filters = [
        _one_of(field, getattr(query, field))
        for field in SETS
        if getattr(query, field) and field != without
    ]
    if any(getattr(query, field) for field in BADGES - {without}):
        filters.append(valid_badges(query.now))
    if query.price_from is not None or query.price_to is not None:
        filters.append(between("price", query.price_from, query.price_to))
    return filters


def _one_of(field: str, values: Collection[str | int]) -> tantivy.Query:
    terms = [storable(value) if isinstance(value, str) else value for value in values]
    return tantivy.Query.term_set_query(schema(), field, terms)


def _both(matching: tantivy.Query, filters: Iterable[tantivy.Query]) -> tantivy.Query:
    parts = [(tantivy.Occur.Must, scored(each, 0.0)) for each in filters]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, matching), *parts])
