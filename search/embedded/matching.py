"""Which entries answer a query: its slots as clauses, from the strict reading to the forgiving one.

Scores are sums of whole 1/256: exact in 32-bit floats, so equal entries have equal scores. What
counts most is far apart: words found, then what it took to read them (typos, marks, synonyms),
then neighbours and fields, and last (ranking.py) the quality of the entry.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import tantivy

from search.embedded.clauses import all_of, any_of, between, scored, valid_badges
from search.embedded.schema import ATTRIBUTES, TONED, schema
from search.looking import BADGES, NOW, NUMBERS, Leniency, month_of
from search.phrases import Alternative, Slot
from search.query import Word
from search.tables import Fact

WORD = 2048.0
OPTIONAL = 48.0
TYPO = 256.0
_BEST = dict(zip(ATTRIBUTES, (24.0, 20.0, 16.0, 14.0, 8.0), strict=True))
_MEANT = _BEST["name"]
"""A fact or a kind is worth as much as a word of the name."""
_TEXT = -64.0
_WHOLE = 2.0
"""A finished word is a little better than the beginning of one."""
_DEAREST = 6.0


def matching(slots: Sequence[Slot], leniency: Leniency, now: int) -> tantivy.Query:
    """Match the entries that have what is asked for, scored by how well they have it."""
    hopeful = [slot for slot in slots if not slot.hopeless]
    required = [_clause(slot, leniency, now, WORD) for slot in hopeful if not slot.optional]
    optional = [_clause(slot, leniency, now, OPTIONAL) for slot in hopeful if slot.optional]
    missing = sum(slot.hopeless and not slot.optional for slot in slots)
    extra = [(tantivy.Occur.Should, clause) for clause in optional]
    if len(required) > 1 and not leniency.chance:
        sought = [slot for slot in hopeful if not slot.optional]
        extra.append((tantivy.Occur.Must, _not_by_chance(sought, leniency, now)))
    if not leniency.dropped:
        must = [(tantivy.Occur.Must, clause) for clause in required]
        return tantivy.Query.boolean_query([*must, *extra])
    most = tantivy.Query.boolean_query(
        [(tantivy.Occur.Should, clause) for clause in required],
        minimum_number_should_match=max(1, len(required) + missing - leniency.dropped),
    )
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, most), *extra])


def _not_by_chance(slots: Sequence[Slot], leniency: Leniency, now: int) -> tantivy.Query:
    """Match what has a word outside of prose, or two side by side in it.

    Else any two words meet in some description.
    """
    outside = replace(leniency, names_only=True)
    clauses = [_clause(slot, outside, now, WORD) for slot in slots]
    words = [word for slot in slots for word in slot.words]
    clauses += [_in_prose(pair) for pair in pairwise(words)]
    return scored(tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in clauses]), 0)


def _clause(slot: Slot, leniency: Leniency, now: int, worth: float) -> tantivy.Query:
    return any_of(
        clause
        for alternative in slot.alternatives
        if (leniency.far or not alternative.far) and not alternative.hopeless
        for clause in _clauses(alternative, leniency, now, worth)
    )


def _clauses(
    alternative: Alternative, leniency: Leniency, now: int, worth: float
) -> Iterator[tantivy.Query]:
    score = worth - TYPO * min(alternative.cost, _DEAREST) * (worth / WORD)
    if alternative.fact:
        yield scored(_has(alternative.fact, now), score + _MEANT)
    if alternative.kind:
        kind = tantivy.Query.term_query(schema(), "kinds", alternative.kind)
        yield scored(kind, score + _MEANT)
    if alternative.bounds:
        bounds = alternative.bounds
        yield scored(between("price", bounds.lowest, bounds.highest), score + _MEANT)
    if alternative.phrase:
        yield from _side_by_side(alternative.words, score, leniency)
    elif alternative.words:
        yield _all_of(alternative.words, score, leniency)


def _has(fact: Fact, now: int) -> tantivy.Query:
    values = [_value(fact.field, value, now) for value in fact.values]
    having = tantivy.Query.term_set_query(schema(), fact.field, values)
    return all_of([having, valid_badges(now)]) if fact.field in BADGES else having


def _value(field: str, value: str, now: int) -> str | int:
    if value == NOW:
        return month_of(now)
    return int(value) if field in NUMBERS else value


def _side_by_side(
    words: Sequence[Word], score: float, leniency: Leniency
) -> Iterator[tantivy.Query]:
    toned = all(word.toned for word in words)
    pattern: list[str | tuple[int, str]] = [w.toned if toned else w.plain for w in words]
    for field, bonus in _BEST.items():
        name = TONED[field] if toned else field
        yield scored(_phrase(name, pattern, unfinished=words[-1].unfinished), score + bonus)
    if not leniency.names_only:
        yield scored(_in_prose(words), score + _TEXT)


def _phrase(field: str, pattern: list[str | tuple[int, str]], *, unfinished: bool) -> tantivy.Query:
    if unfinished:
        return tantivy.Query.phrase_prefix_query(schema(), field, pattern)
    return tantivy.Query.phrase_query(schema(), field, pattern)


def _in_prose(words: Sequence[Word]) -> tantivy.Query:
    toned = all(word.toned for word in words)
    field = "text_toned" if toned else "text"
    pattern: list[str | tuple[int, str]] = [w.toned if toned else w.plain for w in words]
    if len(words) == 1:
        return tantivy.Query.term_query(schema(), field, words[0].text)
    return tantivy.Query.phrase_query(schema(), field, pattern)


def _all_of(words: Sequence[Word], score: float, leniency: Leniency) -> tantivy.Query:
    share = 1 / len(words)
    each = [any_of(_one(word, score * share, share, leniency)) for word in words]
    return all_of(each) if len(each) > 1 else each[0]


def _one(word: Word, score: float, share: float, leniency: Leniency) -> Iterator[tantivy.Query]:
    for field, bonus in _BEST.items():
        name = TONED[field] if word.toned else field
        yield from _in(name, word.text, score + bonus * share, unfinished=word.unfinished)
    if not leniency.names_only:
        yield scored(_in_prose((word,)), score + _TEXT * share)


def _in(field: str, spelling: str, score: float, *, unfinished: bool) -> Iterator[tantivy.Query]:
    yield scored(tantivy.Query.term_query(schema(), field, spelling), score + _WHOLE)
    if unfinished:
        begun = tantivy.Query.fuzzy_term_query(schema(), field, spelling, distance=0, prefix=True)
        yield scored(begun, score)
