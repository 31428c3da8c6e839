"""Suggestions as one types: phrases to ask for, and names that hold every typed word.

Pure: names in, names out. Words are filed by how they are written, so that typed marks prefer the
names that have them; a reader without marks means any reading, and gets the best known first. What
so suggests little is read as the search reads it, see search/query.py.
"""

import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain, islice, takewhile

from search import places, vietnamese
from search.engine import Entry
from search.kinds import kinds_of
from search.query import Reader, Reading
from search.tables import is_common
from search.vocabulary import Vocabulary, keywords, pairs_of, syllables

MOST = 8
SHORTEST = 2
"""Letters below which half of all names would be meant."""
COMPLETIONS = 2
_LONGEST, _MOST_WORDS = 100, 12
_MOST_WEIGHED = 300
"""Names that are looked at closely, the best known ones; so an answer takes a bounded time."""
_ENOUGH = 3
"""So many of the words as they stand, and none is read otherwise."""
_MOST_READ, _LONGEST_PHRASE = 6, 5
_LIST = re.compile(r"[,;:(/–—]| - ")
_SAME, _NEARLY, _OTHERWISE = 0, 1, 2
"""How a word is marked: as typed, with more marks than were typed so far, or with others."""

Postings = dict[str, "array[int]"]
_Step = tuple[bool, int]
_BEGINNING: tuple[_Step, ...] = ((True, _NEARLY),)
_HOLDING = (*_BEGINNING, (False, _NEARLY))
_ANYHOW = (*_HOLDING, (False, _OTHERWISE))
"""From names that begin so, through names that hold it, to names marked otherwise."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of something; several names may be `of` one thing, which is suggested once."""

    text: str
    of: int
    title: int = 0
    """Words at its front that people leave out: the Xã of Xã An Lão."""


@dataclass(frozen=True, slots=True)
class _Typed:
    word: str
    readings: dict[str, int]
    """Known words that it may be → how they are marked."""


class Names:
    """Names in which to look, and phrases that a text may go on to, each given best known first."""

    def __init__(self, names: Iterable[Name], phrases: Iterable[Name] = ()) -> None:
        self._names, self._phrases = _Shelf(names), _Shelf(phrases)
        self._reader = Reader(_vocabulary((self._names, self._phrases)))

    def __len__(self) -> int:
        return len(self._names.names)

    def find(self, text: str, most: int = MOST) -> list[Name]:
        """Give what may be meant by what is typed so far, likeliest first."""
        text = vietnamese.compose(text[:_LONGEST])
        if sum(map(len, vietnamese.spelt(text))) < SHORTEST:
            return []
        found: dict[int, Name] = {}
        for said, steps in self._ways(text, found):
            completions = islice(self._phrases.find(said, _BEGINNING), COMPLETIONS)
            for name in islice(chain(completions, self._names.find(said, steps)), most):
                found.setdefault(name.of, name)
            if len(found) >= _ENOUGH:
                break
        return list(found.values())[:most]

    def _ways(self, text: str, found: Collection[int]) -> Iterator[tuple[str, Sequence[_Step]]]:
        """Give the words as they stand, then as they are read, and last with any other marks.

        What may be other words altogether is read only while nothing was found.
        """
        yield text, _HOLDING
        end = " " if text[-1:].isspace() else ""
        reading = self._reader.read(text)
        yield from ((said + end, _HOLDING) for said in _said(reading))
        for other in reading.others if not found else ():
            yield from ((said + end, _HOLDING) for said in _said(other))
        yield text, _ANYHOW


class _Shelf:
    """Names by their words."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = list(names)
        self.spelt = _spelt(self.names)
        self._anywhere: Postings = defaultdict(_no_places)
        self._first: Postings = defaultdict(_no_places)
        for place, (name, spelt) in enumerate(zip(self.names, self.spelt, strict=True)):
            for word in dict.fromkeys(spelt):
                self._anywhere[word].append(place)
            for word in dict.fromkeys(spelt[: name.title + 1]):
                self._first[word].append(place)
        self._plain: dict[str, list[str]] = defaultdict(list)
        for word in self._anywhere:
            self._plain[vietnamese.plain(word)].append(word)
        self._sorted_plain = sorted(self._plain)

    def _read(self, text: str) -> list[_Typed]:
        words = vietnamese.spelt(text)[:_MOST_WORDS]
        last = len(words) if not text[-1:].isspace() else 0
        return [
            _Typed(word, self._readings(word, unfinished=at == last))
            for at, word in enumerate(words, 1)
        ]

    def _readings(self, word: str, *, unfinished: bool) -> dict[str, int]:
        plain, toned = vietnamese.plain(word), vietnamese.toned(word)
        spellings = self._beginning(plain) if unfinished else [plain]
        return {
            one: _off(toned, one, unfinished=unfinished)
            for spelling in spellings
            for one in self._plain.get(spelling, ())
        }

    def _beginning(self, plain: str) -> Iterator[str]:
        start = bisect_left(self._sorted_plain, plain)
        known = islice(self._sorted_plain, start, None)
        return takewhile(lambda one: one.startswith(plain), known)

    def find(self, text: str, steps: Iterable[_Step]) -> Iterator[Name]:
        """Give the names that have all its words, in some steps from the nearest."""
        typed = self._read(text)
        seen: set[int] = set()
        for at_front, most_off in steps if typed else ():
            filed = self._first if at_front else self._anywhere
            places = set(self._having(typed, filed, most_off)) - seen
            seen |= places
            weighed = sorted((self._weigh(place, typed), place) for place in places)
            yield from (self.names[place] for _, place in weighed)

    def _having(self, typed: Sequence[_Typed], first: Postings, most_off: int) -> Collection[int]:
        """Give the best known of the names that have all words, the first one where it is filed."""
        filed = [first, *[self._anywhere] * (len(typed) - 1)]
        enough = _MOST_WEIGHED if len(typed) == 1 else None
        each = [
            [
                postings[reading][:enough]
                for reading, off in one.readings.items()
                if off <= most_off and reading in postings
            ]
            for one, postings in zip(typed, filed, strict=True)
        ]
        each.sort(key=lambda lists: sum(map(len, lists)))
        found = set(chain.from_iterable(each[0]))
        for lists in each[1:]:
            found.intersection_update(chain.from_iterable(lists))
        return nsmallest(_MOST_WEIGHED, found) if len(found) > _MOST_WEIGHED else found

    def _weigh(self, place: int, typed: Sequence[_Typed]) -> tuple[int, int]:
        """Tell how far a name is from what was typed: in its marks, then in its order."""
        spelt, title = self.spelt[place], self.names[place].title
        runs = [
            (off, _order(at, title, len(typed), spelt, typed))
            for at in range(len(spelt) - len(typed) + 1)
            if (off := _run(spelt, at, typed)) is not None
        ]
        scattered = (sum(min(_offs(spelt, one)) for one in typed), 3)
        return min(runs, default=scattered)


def title_of(place: str) -> int:
    """Count the words at the front of a place's name that only say what it is."""
    return places.title_of(vietnamese.spelt(place))


def _spelt(names: Iterable[Name]) -> list[tuple[str, ...]]:
    """Cut names into syllables; each is held once, however many names have it."""
    known: dict[str, str] = {}
    return [tuple(known.setdefault(word, word) for word in syllables(name.text)) for name in names]


def _vocabulary(shelves: Iterable[_Shelf]) -> Vocabulary:
    """Give the words of names as a Reader wants them, whichever engine searches."""
    words, pairs, called = Counter[str](), set[str](), set[str]()
    for shelf in shelves:
        for name, spelt in zip(shelf.names, shelf.spelt, strict=True):
            words.update(set(spelt))
            pairs.update(pairs_of(list(spelt)))
            called.update([" ".join(spelt[name.title :])] if name.title else [])
    return Vocabulary(words, {}, pairs, called)


def _said(reading: Reading) -> Iterable[str]:
    """Write what a reading means: at its best, then with one of its words taken otherwise."""
    slots = [slot for slot in reading.slots if not slot.optional]
    best = [slot.said for slot in slots]
    meant = (
        [*best[:at], one.kind or " ".join(word.text for word in one.words), *best[at + 1 :]]
        for at, slot in enumerate(slots)
        for one in slot.alternatives
        if one.kind or one.words
    )
    whole = [slot.said for slot in reading.slots]
    return islice(dict.fromkeys(map(" ".join, chain([whole], meant))), _MOST_READ)


def phrases_of(entry: Entry) -> Iterator[str]:
    """Give what one may ask for and find a product: its kinds, its keywords, how its name begins.

    A name of something is not cut in the middle, and neither is a word of two syllables. With the
    beginning, before any name, go the places that it comes from: nước mắm Cát Hải.
    """
    for kind in kinds_of(entry.name, entry.group):
        yield " ".join(map(vietnamese.placed, kind.split()))
    yield from keywords(entry)
    name = _LIST.split(entry.name)[0]
    spelt = f"{name[:1].lower()}{name[1:]}".split()[: _LONGEST_PHRASE + 1]
    for end in range(1, len(spelt)):
        last, following = spelt[end - 1 : end + 1]
        inside = last != last.lower() and following != following.lower()
        if not (inside or is_common(vietnamese.syllables(f"{last} {following}"))):
            begun = " ".join(spelt[:end])
            yield begun
            if begun == begun.lower():
                yield from (f"{begun} {_bare(place)}" for place in entry.places[:-1])


def _bare(place: str) -> str:
    return " ".join(place.split()[title_of(place) :])


def _no_places() -> "array[int]":
    return array("I")


def _off(toned: str, word: str, *, unfinished: bool) -> int:
    """Compare the marks of a typed word with those of a known one that is spelt so without them."""
    typed = vietnamese.marks(toned)
    if not typed or toned == word:
        return _SAME
    if not typed <= vietnamese.marks(word):
        return _OTHERWISE
    return _SAME if unfinished and word.startswith(toned) else _NEARLY


def _offs(spelt: Sequence[str], one: _Typed) -> Iterator[int]:
    return (one.readings[word] for word in spelt if word in one.readings)


def _run(spelt: Sequence[str], at: int, typed: Sequence[_Typed]) -> int | None:
    """Tell how the words from one on are marked; None when they are not the typed ones."""
    total = 0
    for word, one in zip(spelt[at:], typed, strict=False):
        off = one.readings.get(word)
        if off is None:
            return None
        total += off
    return total


def _order(at: int, title: int, length: int, spelt: Sequence[str], typed: Sequence[_Typed]) -> int:
    """Put a name that is all typed before one that begins so, and that before one that goes on."""
    if at > title:
        return 2
    whole = at + length == len(spelt) and len(spelt[-1]) == len(typed[-1].word)
    return 0 if whole else 1
