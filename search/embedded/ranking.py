"""What sets entries apart that answer a query equally well: neighbours, beginnings, exactness."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import tantivy

from search.embedded.matching import any_of, scored
from search.embedded.reading import Word
from search.embedded.schema import BEGIN, END, SELLABLE, schema

_TOGETHER = {"name": 6.0, "alias": 5.5, "producer": 5.0, "places": 5.0, "category": 5.0}
_NEAR = ((2, 4.0), (6, 2.0))
"""How far apart neighbours of the query may stand in a name, and what that is still worth."""
_BEGINS = 0.5
_WHOLE_NAME = 0.5
_AS_TYPED = 0.25
_SELLABLE = 1 / 64
"""Less than anything else: it only parts equals."""


def ranked(words: Sequence[Word], matching: tantivy.Query) -> tantivy.Query:
    """Add to the score of what matches; nothing more matches."""
    bonuses = [(tantivy.Occur.Should, bonus) for bonus in _bonuses(words)]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, matching), *bonuses])


def _bonuses(words: Sequence[Word]) -> Iterator[tantivy.Query]:
    for first, second in pairwise(words):
        yield any_of(_neighbours(first, second))
    yield scored(tantivy.Query.phrase_query(schema(), "name", [BEGIN, words[0].plain]), _BEGINS)
    whole: list[str | tuple[int, str]] = [BEGIN, *(word.plain for word in words), END]
    yield scored(tantivy.Query.phrase_query(schema(), "name", whole), _WHOLE_NAME)
    for word in words:
        yield scored(tantivy.Query.term_query(schema(), "name_toned", word.toned), _AS_TYPED)
    yield scored(tantivy.Query.term_query(schema(), "role", SELLABLE), _SELLABLE)


def _neighbours(first: Word, second: Word) -> Iterator[tantivy.Query]:
    pair: list[str | tuple[int, str]] = [first.plain, second.plain]
    for field, bonus in _TOGETHER.items():
        yield scored(tantivy.Query.phrase_query(schema(), field, pair), bonus)
        if second.unfinished:
            begun = tantivy.Query.phrase_prefix_query(schema(), field, pair)
            yield scored(begun, bonus)
    for slop, bonus in _NEAR:
        yield scored(tantivy.Query.phrase_query(schema(), "name", pair, slop), bonus)
