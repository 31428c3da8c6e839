"""In what order the entries come that answer a query: weighted queries, merged by the server.

Each way to read the query is one of them, dearer ones weigh less; all have the same filter for
what is found. The last, for no word, lists whatever no other one named.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from search.candidates import Word
from search.looking import Leniency
from search.meili.coding import coded
from search.meili.filters import all_of
from search.meili.matching import Matching
from search.meili.schema import NO_WORD
from search.phrases import Alternative, Slot
from search.query import Reading

_MOST_READINGS = 8
_STEEP = 7.5
"""A weight is e to the minus this times the cost. A server scores a word between 1 (in a name) and
some 0.1 (in prose), which is what a third of a typo costs in the embedded engine as well."""
_LIKELY = -0.06
"""For what is typed without marks: the reading that is best known."""
_BARE = 0.19
"""For leaving out what need not be there."""
_REST = 2.0
WORDLESS = f"{NO_WORD} "
"""Asks for every entry, with one and the same score."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One query that a server ranks: its words, a filter beside them, and what a hit is worth."""

    words: str
    filter: str
    weight: float


def wordings(reading: Reading, matching: Matching, leniency: Leniency) -> list[Wording]:
    marks = _likely_marks(reading)
    found: dict[tuple[str, str], Wording] = {}
    for wording in _wordings(matching, leniency, marks):
        found.setdefault((wording.words, wording.filter), wording)
    return sorted(found.values(), key=lambda wording: -wording.weight)


def _wordings(matching: Matching, leniency: Leniency, marks: dict[Word, str]) -> Iterator[Wording]:
    required = [slot for slot in matching.slots if not slot.optional]
    for slots, lacking in ((matching.slots, 0.0), (required, _BARE)):
        for cost, chosen in _readings(slots, leniency):
            beside = all_of(map(matching.meaning, chosen))
            yield Wording(_said(chosen, marks), beside, _weight(cost + lacking + _LIKELY))
            yield Wording(_said(chosen, {}), beside, _weight(cost + lacking))
    yield Wording(WORDLESS, "", _weight(_REST))


def _weight(cost: float) -> float:
    return math.exp(-_STEEP * cost)


def _readings(
    slots: Sequence[Slot], leniency: Leniency
) -> list[tuple[float, tuple[Alternative, ...]]]:
    """Choose an alternative of each slot, the cheapest choices first."""
    chosen: list[tuple[float, tuple[Alternative, ...]]] = [(0.0, ())]
    for slot in slots:
        grown = [
            (cost + one.cost, (*before, one))
            for cost, before in chosen
            for one in slot.alternatives
            if not one.hopeless and (leniency.far or not one.far)
        ]
        chosen = nsmallest(_MOST_READINGS, grown, key=lambda choice: choice[0])
    return chosen


def _said(chosen: Sequence[Alternative], marks: dict[Word, str]) -> str:
    """Write the words for Meilisearch: the last one may go on unless a space follows it."""
    parts = [_one_said(one, marks) for one in chosen if not (one.fact or one.kind or one.bounds)]
    words = [word for one in chosen for word in one.words]
    finished = not (words and words[-1].unfinished)
    said = " ".join(filter(None, parts)) or NO_WORD
    return f"{said} " if finished else said


def _one_said(alternative: Alternative, marks: dict[Word, str]) -> str:
    words = " ".join(coded(marks.get(word, word.text)) for word in alternative.words)
    return f'"{words}"' if alternative.phrase and len(alternative.words) > 1 else words


def _likely_marks(reading: Reading) -> dict[Word, str]:
    words = [word for slot in reading.slots for word in slot.words]
    pairs = zip(words, reading.likely, strict=True)
    return {word: toned for word, toned in pairs if not word.toned and not word.unfinished}
