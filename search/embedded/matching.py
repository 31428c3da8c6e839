"""Which entries answer the words of a query: from the strict reading to the forgiving one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import tantivy

from search.embedded.reading import Word
from search.embedded.schema import ATTRIBUTES, LISTED, schema

# What counts, as powers of two apart and in whole 1/64: then sums in 32-bit floats are exact, and
# equal entries have equal scores. Words before typos before tones before (ranking.py) the rest.
WORD = 4096.0
TYPO = 256.0
TONE = 64.0

_BEST = dict(zip(ATTRIBUTES, (1.5, 1.25, 1.0, 0.875, 0.75), strict=True))
_TEXT = 0.25
_WHOLE = 1 / 16
"""A finished word is a little better than the beginning of one."""


@dataclass(frozen=True, slots=True)
class Leniency:
    typos_from: int | None = None
    """How many letters a word must have for one slip to be forgiven."""
    dropped: int = 0
    """How many words may be missing."""


def ladder(words: Sequence[Word]) -> Iterator[Leniency]:
    """Yield the ways to read a query, strictest first; most of the words must always be there."""
    yield Leniency()
    yield Leniency(typos_from=4)
    yield Leniency(typos_from=3)
    for dropped in range(1, (len(words) + 1) // 2):
        yield Leniency(typos_from=4, dropped=dropped)


def listed() -> tantivy.Query:
    """Match every entry, and not the position."""
    return scored(tantivy.Query.term_query(schema(), "role", LISTED), 0.0)


def matching(words: Sequence[Word], leniency: Leniency) -> tantivy.Query:
    """Match the entries that have the words, scored by words, typos, tones and attributes."""
    groups = [any_of(_alternatives(word, leniency.typos_from)) for word in words]
    if not leniency.dropped:
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, group) for group in groups])
    return tantivy.Query.boolean_query(
        [(tantivy.Occur.Should, group) for group in groups],
        minimum_number_should_match=len(groups) - leniency.dropped,
    )


def _alternatives(word: Word, typos_from: int | None) -> Iterator[tantivy.Query]:
    typos = 0 if typos_from is None else word.typos(from_letters=typos_from)
    for field, bonus in _BEST.items():
        yield from _exactly(field, word, word.plain, bonus)
        for slips in range(1, typos + 1):
            yield scored(nearly(field, word, slips), WORD - TYPO * slips + bonus)
    yield from _in_its_tone(word)


def _exactly(field: str, word: Word, spelling: str, bonus: float) -> Iterator[tantivy.Query]:
    term = tantivy.Query.term_query(schema(), field, spelling)
    yield scored(term, WORD + bonus + _WHOLE)
    if word.unfinished:
        begun = tantivy.Query.fuzzy_term_query(schema(), field, spelling, distance=0, prefix=True)
        yield scored(begun, WORD + bonus)


def _in_its_tone(word: Word) -> Iterator[tantivy.Query]:
    """Prefer what was typed with its marks.

    Prose must have them, or dưa would find every dừa; and it must have the whole word.
    """
    if not word.marked:
        yield scored(tantivy.Query.term_query(schema(), "text", word.plain), WORD + _TEXT)
        return
    yield from _exactly("name_toned", word, word.toned, TONE + _BEST["name"])
    yield from _exactly("attributes_toned", word, word.toned, TONE + _BEST["producer"])
    prose = tantivy.Query.term_query(schema(), "text_toned", word.toned)
    yield scored(prose, WORD + TONE + _TEXT)


def nearly(field: str, word: Word, slips: int) -> tantivy.Query:
    return tantivy.Query.fuzzy_term_query(
        schema(), field, word.plain, distance=slips, prefix=word.unfinished
    )


def any_of(queries: Iterator[tantivy.Query]) -> tantivy.Query:
    """Match what one of the queries matches, with the best score among them."""
    return tantivy.Query.disjunction_max_query(list(queries))


def scored(query: tantivy.Query, score: float) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, score)
