"""Phrases with a meaning of their own in a query: synonyms, facts, kinds, words that say little."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from search import vietnamese
from search.candidates import UNKNOWN, Word
from search.lattice import Choice
from search.numbers import Bounds, numbers
from search.places import title_of
from search.tables import (
    ABBREVIATIONS,
    CHAT,
    FACTS,
    KINDS,
    OPTIONAL,
    QUESTIONS,
    SYNONYMS,
    Fact,
    Key,
    Kind,
    is_common,
)
from search.vocabulary import Vocabulary

_LONGEST, _PAIR = 6, 2
_MOST_ALTERNATIVES = 8
_SYNONYM, _SHORT_SYNONYM = 0.4, 0.6
_ONLY_NAMED = 0.5
_ALSO_SAID = 0.2
_NAMED = frozenset({"certificates", "uses"})
"""Fields whose facts a name may claim as well: gạo hữu cơ."""
_DENYING = frozenset({"không", "khong", "ko", "k", "no", "without"})


@dataclass(frozen=True, slots=True)
class Alternative:
    """One thing that a slot may mean: words, or a fact, a kind or a range of prices."""

    cost: float
    """In typos; what is likelier costs less."""
    words: tuple[Word, ...] = ()
    phrase: bool = False
    """The words must stand side by side."""
    fact: Fact | None = None
    kind: str = ""
    bounds: Bounds | None = None
    codes: tuple[str, ...] = ()
    """One of them must name it, see search/codes.py."""
    hopeless: bool = False
    """No product has such a word."""
    named: bool = False
    """Only a name, a keyword, a place or a group counts."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that is asked for."""

    words: tuple[Word, ...]
    """What was said, as it is read."""
    alternatives: tuple[Alternative, ...]
    optional: bool = False
    """A product that has it comes first; one without it is found too."""
    asks: str = ""
    """It is a question for this: `season`, `price`, `where`."""

    @property
    def hopeless(self) -> bool:
        return all(alternative.hopeless for alternative in self.alternatives)

    @property
    def said(self) -> str:
        return " ".join(vietnamese.placed(word.text) for word in self.words)


@dataclass(frozen=True, slots=True)
class _Unit:
    word: Word
    alternatives: tuple[Alternative, ...]

    def slot(self) -> Slot:
        return Slot((self.word,), self.alternatives)


def slots_of(
    weighed: Sequence[Sequence[Choice]], vocabulary: Vocabulary, *, literal: bool
) -> list[Slot]:
    units = [unit for choices in weighed for unit in _units(choices)]
    if literal:
        return list(dict.fromkeys(unit.slot() for unit in units))
    slots = list(dict.fromkeys(_Phrases(units, vocabulary).slots()))
    slots = [_as_part(before, slot, after) for before, slot, after in _in_threes(slots)]
    if slots and all(slot.optional for slot in slots):
        slots[-1] = replace(slots[-1], optional=False)
    return slots


def _in_threes(slots: Sequence[Slot]) -> Iterator[tuple[Slot | None, Slot, Slot | None]]:
    return zip((None, *slots), slots, (*slots[1:], None), strict=False)


def _as_part(before: Slot | None, slot: Slot, after: Slot | None) -> Slot:
    """Ask for a word that says little where it is part of one that says much: sữa tươi."""
    if not slot.optional or len(slot.words) > 1 or slot.asks:
        return slot
    pairs = ([before, slot] if before else [], [slot, after] if after else [])
    parts = ([word.text for one in pair for word in one.words] for pair in pairs)
    return replace(slot, optional=not any(is_common(part) for part in parts if len(part) == _PAIR))


def _units(choices: Sequence[Choice]) -> Iterator[_Unit]:
    """Give a unit for each word of the best reading; the other readings of one word go along."""
    best = choices[0].candidate
    if len(best.words) > 1:
        for word in best.words:
            yield _Unit(word, (Alternative(choices[0].behind, (word,)),))
        return
    kept = [
        Alternative(
            choice.behind,
            choice.candidate.words,
            hopeless=choice.candidate.cost >= UNKNOWN,
        )
        for choice in choices[:_MOST_ALTERNATIVES]
    ]
    yield _Unit(best.words[0], tuple(kept))


def known_phrases(words: Sequence[str]) -> set[int]:
    """Tell which of some typed words are in phrases of the tables, or in numbers with a meaning.

    They are right as they are, whether a product has them or not.
    """
    known: set[int] = set()
    for at in range(len(words)):
        lengths = [said.length] if (said := numbers(words[at:])) else []
        parts = [words[at : at + size] for size in range(1, _LONGEST + 1)]
        lengths += [len(part) for part in parts if _is_phrase(part)]
        known.update(range(at, at + max(lengths, default=0)))
    return known


def _is_phrase(words: Sequence[str]) -> bool:
    key = tuple(words)
    if len(words) == 1:
        unmarked_filler = key in OPTIONAL and not _has_marks(words)  # cheap, not đâu
        known = key in SYNONYMS or key in KINDS or key in FACTS or key in CHAT
        return known or unmarked_filler
    found = _phrases_by_plain().get(tuple(map(vietnamese.plain, words)), ())
    return key in found or (bool(found) and not _has_marks(words)) or is_common(words)


class _Phrases:
    def __init__(self, units: Sequence[_Unit], vocabulary: Vocabulary) -> None:
        self._units = units
        self._vocabulary = vocabulary
        self._marked = any(_is_marked(unit.word) for unit in units)

    def slots(self) -> Iterator[Slot]:
        at = 0
        while at < len(self._units):
            length, slots = self._longest(at)
            yield from slots
            at += length

    def _longest(self, at: int) -> tuple[int, list[Slot]]:
        if bounds := numbers([unit.word.text for unit in self._units[at:]]):
            meant = Alternative(0.0, fact=bounds.fact, bounds=bounds.bounds)
            said = tuple(unit.word for unit in self._units[at : at + bounds.length])
            return bounds.length, [Slot(said, (meant,))]
        if denied := self._denied(at):
            return len(denied.words), [denied]
        for length in range(min(_LONGEST, len(self._units) - at), 0, -1):
            if slot := self._slot(at, length, self._keys(at, length)):
                return length, [slot]
        return 1, [self._units[at].slot()]

    def _denied(self, at: int) -> Slot | None:
        """Give what is said not to be wanted; it is no match but where it is denied too.

        The không that only asks ("có mật ong không shop") stands before nothing, or before chat.
        """
        if at + 1 == len(self._units) or self._units[at].word.text not in _DENYING:
            return None
        end = at + 1
        while end < len(self._units):
            length, [slot, *_] = self._longest(end)
            is_whole = end > at + 1 and len(slot.words) > 1
            if is_whole or slot.optional or any(one.fact for one in slot.alternatives):
                break
            end += length
        if end == at + 1:
            return None
        words = tuple(unit.word for unit in self._units[at:end])
        return Slot(words, (Alternative(0.0, words, phrase=True),), optional=True)

    def _slot(self, at: int, length: int, keys: Sequence[Key]) -> Slot | None:
        for key in keys:
            if key in FACTS:
                return self._of_fact(at, length, FACTS[key])
            kinds = [_kind(KINDS[key])] if key in KINDS else []
            others = [*kinds, *_synonyms(key)]
            optional = key in OPTIONAL
            if others or optional:
                slot = self._with_literal(at, length, others, _ONLY_NAMED if kinds else 0.0)
                return replace(slot, optional=optional, asks=QUESTIONS.get(key, ""))
        name = self._place(at, length)
        titled = [Alternative(_ALSO_SAID, name, phrase=True)] if len(name) < length else []
        return self._with_literal(at, length, titled, 0.0) if name else None

    def _of_fact(self, at: int, length: int, fact: Fact) -> Slot:
        """Ask for a fact, or for a name that claims it; a text that speaks of it proves nothing."""
        meant = Alternative(0.0, fact=fact)
        slot = self._with_literal(at, length, [meant], _ALSO_SAID)
        named = tuple(replace(one, named=True) for one in slot.alternatives if not one.fact)
        return replace(slot, alternatives=(meant, *(named if fact.field in _NAMED else ())))

    def _place(self, at: int, length: int) -> tuple[Word, ...]:
        """Give the whole name of a place, its title left out; no single word of it is meant."""
        words = tuple(unit.word for unit in self._units[at : at + length])
        name = words[title_of([word.plain for word in words]) :]
        if len(name) < 2 or any(word.unfinished for word in words[:-1]):  # noqa: PLR2004
            return ()
        return name if self._vocabulary.is_place([word.text for word in name]) else ()

    def _with_literal(
        self, at: int, length: int, others: Iterable[Alternative], cost: float
    ) -> Slot:
        units = self._units[at : at + length]
        words = tuple(unit.word for unit in units)
        if length == 1:
            literal = [replace(one, cost=one.cost + cost) for one in units[0].alternatives]
        else:
            literal = [Alternative(cost, words, phrase=True)]
        return Slot(words, tuple(sorted((*literal, *others), key=lambda one: one.cost)))

    def _keys(self, at: int, length: int) -> list[Key]:
        """Give the phrases of the tables that stand here."""
        words = [unit.word for unit in self._units[at : at + length]]
        if any(word.unfinished for word in words[:-1]):
            return []
        found = _phrases_by_plain().get(tuple(word.plain for word in words), ())
        return [key for key in found if self._is_said(words, key)]

    def _is_said(self, words: Sequence[Word], key: Key) -> bool:
        if any(word.toned and word.toned != part for word, part in zip(words, key, strict=True)):
            return False
        if len(key) > 1 or words[0].toned or not _has_marks(key):
            return True
        likeliest = self._vocabulary.readings(words[0].plain)[:1]
        return key in KINDS and likeliest == [key[0]]


def _synonyms(key: Key) -> list[Alternative]:
    price = _SYNONYM if len(key) > 1 else _SHORT_SYNONYM
    meant = [*SYNONYMS.get(key, ()), *(ABBREVIATIONS.get(key, ()) if len(key) > 1 else ())]
    return [
        Alternative(price, tuple(_exact(one) for one in phrase), phrase=len(phrase) > 1)
        for phrase in meant[:_MOST_ALTERNATIVES]
    ]


def _kind(kind: Kind) -> Alternative:
    return Alternative(0.0, kind=kind.name)


def _exact(syllable: str) -> Word:
    return Word(vietnamese.plain(syllable), syllable)


def _is_marked(word: Word) -> bool:
    return bool(word.toned) and word.toned != word.plain


def _has_marks(key: Sequence[str]) -> bool:
    return any(vietnamese.plain(part) != part for part in key)


@cache
def _phrases_by_plain() -> dict[tuple[str, ...], tuple[Key, ...]]:
    found: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    shortened = (key for key in ABBREVIATIONS if len(key) > 1)
    tables = (FACTS, KINDS, SYNONYMS, shortened, OPTIONAL)
    for key in dict.fromkeys(key for table in tables for key in table):
        found[tuple(vietnamese.singular(vietnamese.plain(part)) for part in key)].append(key)
    return {plain: tuple(keys) for plain, keys in found.items()}
