"""Clauses as queries of tantivy."""

from collections.abc import Callable
from typing import Any

import tantivy

from search.clauses import (
    AllOf,
    AnyOf,
    AtLeast,
    Begins,
    Beside,
    Clause,
    Has,
    Raised,
    Within,
    Worth,
)
from search.embedded.schema import schema

_MUST, _SHOULD = tantivy.Occur.Must, tantivy.Occur.Should


def compiled(clause: Clause) -> tantivy.Query:
    return _COMPILERS[type(clause)](clause)


def _has(clause: Has) -> tantivy.Query:
    if len(clause.values) == 1:
        return tantivy.Query.term_query(schema(), clause.field, clause.values[0])
    return tantivy.Query.term_set_query(schema(), clause.field, list(clause.values))


def _begins(clause: Begins) -> tantivy.Query:
    return tantivy.Query.fuzzy_term_query(
        schema(), clause.field, clause.letters, distance=0, prefix=True
    )


def _beside(clause: Beside) -> tantivy.Query:
    pattern: list[str | tuple[int, str]] = [*clause.words]
    if clause.unfinished:
        return tantivy.Query.phrase_prefix_query(schema(), clause.field, pattern)
    return tantivy.Query.phrase_query(schema(), clause.field, pattern)


def _within(clause: Within) -> tantivy.Query:
    kind = tantivy.FieldType.Integer
    return tantivy.Query.range_query(schema(), clause.field, kind, clause.lowest, clause.highest)


def _any_of(clause: AnyOf) -> tantivy.Query:
    return tantivy.Query.disjunction_max_query([compiled(one) for one in clause.clauses])


def _all_of(clause: AllOf) -> tantivy.Query:
    return tantivy.Query.boolean_query([(_MUST, compiled(one)) for one in clause.clauses])


def _at_least(clause: AtLeast) -> tantivy.Query:
    return tantivy.Query.boolean_query(
        [(_SHOULD, compiled(one)) for one in clause.clauses],
        minimum_number_should_match=clause.least,
    )


def _worth(clause: Worth) -> tantivy.Query:
    return tantivy.Query.const_score_query(compiled(clause.clause), clause.score)


def _raised(clause: Raised) -> tantivy.Query:
    by = [(_SHOULD, compiled(one)) for one in clause.by]
    return tantivy.Query.boolean_query([(_MUST, compiled(clause.clause)), *by])


_COMPILERS: dict[type, Callable[[Any], tantivy.Query]] = {
    Has: _has,
    Begins: _begins,
    Beside: _beside,
    Within: _within,
    AnyOf: _any_of,
    AllOf: _all_of,
    AtLeast: _at_least,
    Worth: _worth,
    Raised: _raised,
}
