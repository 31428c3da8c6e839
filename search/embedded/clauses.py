"""The smallest clauses, and how they are scored."""

from collections.abc import Iterable

import tantivy

from search.embedded.schema import LISTED, schema

_EXACT = 256


def listed() -> tantivy.Query:
    """Match every entry, and not the position."""
    return scored(tantivy.Query.term_query(schema(), "role", LISTED), 0.0)


def valid_badges(now: int) -> tantivy.Query:
    return between("badges_until", now + 1, None)


def between(field: str, lowest: int | None, highest: int | None) -> tantivy.Query:
    return tantivy.Query.range_query(schema(), field, tantivy.FieldType.Integer, lowest, highest)


def all_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def any_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    """Match what one of the queries matches, with the best score among them."""
    return tantivy.Query.disjunction_max_query(list(queries))


def scored(query: tantivy.Query, score: float) -> tantivy.Query:
    """Give whatever matches this score, in whole 1/256: their sums are exact in 32-bit floats."""
    return tantivy.Query.const_score_query(query, round(score * _EXACT) / _EXACT)
