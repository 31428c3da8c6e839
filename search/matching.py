"""Which entries answer a query: its slots as clauses, from the strict reading to the forgiving one.

Scores are sums of whole 1/256: exact in 32-bit floats, so equal entries have equal scores. What
counts most is far apart: words found, then what it took to read them (typos, marks, synonyms),
then neighbours and fields, and last (ranking.py) the quality of the entry.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from search.candidates import Word
from search.clauses import (
    AtLeast,
    Begins,
    Beside,
    Clause,
    Has,
    Raised,
    Within,
    all_of,
    any_of,
    has,
    scored,
    valid_badges,
)
from search.fields import ATTRIBUTES, LISTED, PROSE, TONED
from search.looking import BADGES, NOW, NUMBERS, Leniency, ladder, month_of
from search.phrases import Alternative, Slot
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
EVERYTHING = scored(has("role", LISTED), 0.0)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to look."""

    leniency: Leniency
    wide: Clause
    close: Clause
    """Without what may be there by chance: meant when `wide` finds no more than FEW."""


def ways(slots: Sequence[Slot], now: int) -> Iterator[Way]:
    """Yield the ways to look that could find something, strictest first.

    The first that does counts. Without a word to look for, everything is found.
    """
    if not slots:
        yield Way(Leniency(), EVERYTHING, EVERYTHING)
        return
    for leniency in ladder(slots):
        wide = matching(slots, leniency, now)
        close = matching(slots, replace(leniency, chance=False), now)
        yield Way(leniency, wide, close)


def asked(slot: Slot, now: int) -> Clause:
    """Match the entries that have what one slot asks for, however it is read."""
    return matching([replace(slot, optional=False)], Leniency(far=True), now)


def matching(slots: Sequence[Slot], leniency: Leniency, now: int) -> Clause:
    """Match the entries that have what is asked for, scored by how well they have it."""
    hopeful = [slot for slot in slots if not slot.hopeless]
    required = [_clause(slot, leniency, now, WORD) for slot in hopeful if not slot.optional]
    optional = [_clause(slot, leniency, now, OPTIONAL) for slot in hopeful if slot.optional]
    sought: list[Clause] = list(required)
    if leniency.dropped:
        missing = sum(slot.hopeless and not slot.optional for slot in slots)
        least = max(1, len(required) + missing - leniency.dropped)
        sought = [AtLeast(least, tuple(required))]
    if len(required) > 1 and not leniency.chance:
        meant = [slot for slot in hopeful if not slot.optional]
        sought.append(_not_by_chance(meant, leniency, now))
    return Raised(all_of(sought), tuple(optional))


def _not_by_chance(slots: Sequence[Slot], leniency: Leniency, now: int) -> Clause:
    """Match what has a word outside of prose, or two side by side in it.

    Else any two words meet in some description.
    """
    outside = replace(leniency, names_only=True)
    clauses = [_clause(slot, outside, now, WORD) for slot in slots]
    words = [word for slot in slots for word in slot.words]
    clauses += [_in_prose(pair) for pair in pairwise(words)]
    return scored(any_of(clauses), 0)


def _clause(slot: Slot, leniency: Leniency, now: int, worth: float) -> Clause:
    return any_of(
        clause
        for alternative in slot.alternatives
        if (leniency.far or not alternative.far) and not alternative.hopeless
        for clause in _clauses(alternative, leniency, now, worth)
    )


def _clauses(
    alternative: Alternative, leniency: Leniency, now: int, worth: float
) -> Iterator[Clause]:
    score = worth - TYPO * min(alternative.cost, _DEAREST) * (worth / WORD)
    if alternative.fact:
        yield scored(_has(alternative.fact, now), score + _MEANT)
    if alternative.kind:
        yield scored(has("kinds", alternative.kind), score + _MEANT)
    if alternative.codes:
        yield scored(Has("codes", alternative.codes), score + _MEANT)
    if alternative.bounds:
        bounds = alternative.bounds
        yield scored(Within("price", bounds.lowest, bounds.highest), score + _MEANT)
    if alternative.phrase:
        yield from _side_by_side(alternative.words, score, leniency)
    elif alternative.words:
        yield _all_of(alternative.words, score, leniency)


def _has(fact: Fact, now: int) -> Clause:
    having = Has(fact.field, tuple(_value(fact.field, value, now) for value in fact.values))
    return all_of([having, valid_badges(now)]) if fact.field in BADGES else having


def _value(field: str, value: str, now: int) -> str | int:
    if value == NOW:
        return month_of(now)
    return int(value) if field in NUMBERS else value


def _side_by_side(words: Sequence[Word], score: float, leniency: Leniency) -> Iterator[Clause]:
    toned = all(word.toned for word in words)
    said = tuple(word.toned if toned else word.plain for word in words)
    for field, bonus in _BEST.items():
        name = TONED[field] if toned else field
        yield scored(Beside(name, said, words[-1].unfinished), score + bonus)
    yield scored(has("regions", " ".join(said)), score + _BEST["places"])
    if not leniency.names_only:
        yield scored(_in_prose(words), score + _TEXT)


def _in_prose(words: Sequence[Word]) -> Clause:
    toned = all(word.toned for word in words)
    field = TONED[PROSE] if toned else PROSE
    if len(words) == 1:
        return has(field, words[0].text)
    return Beside(field, tuple(word.toned if toned else word.plain for word in words))


def _all_of(words: Sequence[Word], score: float, leniency: Leniency) -> Clause:
    share = 1 / len(words)
    each = [any_of(_one(word, score * share, share, leniency)) for word in words]
    return all_of(each) if len(each) > 1 else each[0]


def _one(word: Word, score: float, share: float, leniency: Leniency) -> Iterator[Clause]:
    for field, bonus in _BEST.items():
        name = TONED[field] if word.toned else field
        worth = score + bonus * share
        yield scored(has(name, word.text), worth + _WHOLE)
        if word.unfinished:
            yield scored(Begins(name, word.text), worth)
    if not leniency.names_only:
        yield scored(_in_prose((word,)), score + _TEXT * share)
