"""The facets of what is found."""

from collections.abc import Iterable

import tantivy

from search.clauses import Clause
from search.embedded.clauses import compiled
from search.engine import Query
from search.looking import counted

_MOST_VALUES = 10_000


def count_facets(
    searcher: tantivy.Searcher, matching: Clause, query: Query
) -> dict[str, dict[str, int]]:
    """Count the values of the facets that the query asks for, each without its own filter."""
    found: dict[str, dict[str, int]] = {}
    for within, facets in counted(matching, query):
        found.update(_count(searcher, compiled(within), facets))
    return {facet: found[facet] for facet in query.facets}


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
