"""Suggestions as one types: names that hold every typed word, the last one perhaps unfinished.

Pure: names in, names out. Words are filed by how they are written, so that typed marks prefer the
names that have them; a reader without marks means any reading, and gets the best known first.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain, islice, takewhile

from search import places, vietnamese
from search.input_methods import decode

MOST = 8
SHORTEST = 2
"""Letters below which half of all names would be meant."""
_LONGEST, _MOST_WORDS = 100, 12
_MOST_WEIGHED = 300
"""Names that are looked at closely, the best known ones; so an answer takes a bounded time."""
_SHORTEST_GLUED = 4
_SAME, _NEARLY, _OTHERWISE = 0, 1, 2
"""How a word is marked: as typed, with more marks than were typed so far, or with others."""

Postings = dict[str, "array[int]"]


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
    unfinished: bool
    readings: dict[str, int]
    """Known words that it may be → how they are marked."""


class Names:
    """Names in which to look, given best known first."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = list(names)
        self._spelt = _spelt(self._names)
        self._anywhere: Postings = defaultdict(_no_places)
        self._first: Postings = defaultdict(_no_places)
        for place, (name, spelt) in enumerate(zip(self._names, self._spelt, strict=True)):
            for word in dict.fromkeys(spelt):
                self._anywhere[word].append(place)
            for word in dict.fromkeys(spelt[: name.title + 1]):
                self._first[word].append(place)
        self._plain: dict[str, list[str]] = defaultdict(list)
        for word in self._anywhere:
            self._plain[vietnamese.plain(word)].append(word)
        self._sorted_plain = sorted(self._plain)
        glued = sorted((_glue(spelt), place) for place, spelt in enumerate(self._spelt))
        self._glued = [letters for letters, _ in glued]
        self._glued_places = array("I", (place for _, place in glued))

    def __len__(self) -> int:
        return len(self._names)

    def find(self, text: str, most: int = MOST) -> list[Name]:
        """Give the names that a reader who has typed this may mean, likeliest first."""
        text = vietnamese.compose(text[:_LONGEST])
        typed = self._read(text)
        if sum(len(one.word) for one in typed) < SHORTEST:
            return []
        found: dict[int, Name] = {}
        for name in chain(self._ladder(typed), self._begin_glued(typed)):
            found.setdefault(name.of, name)
            if len(found) == most:
                break
        return list(found.values())

    def _read(self, text: str) -> list[_Typed]:
        words = vietnamese.spelt(text)[:_MOST_WORDS]
        last = len(words) if not text[-1:].isspace() else 0
        return [self._typed(word, unfinished=at == last) for at, word in enumerate(words, 1)]

    def _typed(self, word: str, *, unfinished: bool) -> _Typed:
        readings = self._readings(word, unfinished=unfinished)
        if not readings:
            for meant in decode(word):
                readings |= self._readings(meant, unfinished=unfinished)
            readings = {one: off for one, off in readings.items() if off <= _NEARLY}
        return _Typed(word, unfinished, readings)

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

    def _ladder(self, typed: Sequence[_Typed]) -> Iterator[Name]:
        """Go from names that begin so, through names that hold it, to names marked otherwise."""
        seen: set[int] = set()
        for filed, most_off in (
            (self._first, _NEARLY),
            (self._anywhere, _NEARLY),
            (self._anywhere, _OTHERWISE),
        ):
            places = set(self._having(typed, filed, most_off)) - seen
            seen |= places
            weighed = sorted((self._weigh(place, typed), place) for place in places)
            yield from (self._names[place] for _, place in weighed)

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
        spelt, title = self._spelt[place], self._names[place].title
        runs = [
            (off, _order(at, title, len(typed), spelt, typed))
            for at in range(len(spelt) - len(typed) + 1)
            if (off := _run(spelt, at, typed)) is not None
        ]
        scattered = (sum(min(_offs(spelt, one)) for one in typed), 3)
        return min(runs, default=scattered)

    def _begin_glued(self, typed: Sequence[_Typed]) -> Iterator[Name]:
        """Give names that begin with these letters when spaces are left out of both."""
        letters = _glue(one.word for one in typed)
        if len(letters) < _SHORTEST_GLUED:
            return
        start = bisect_left(self._glued, letters)
        near = self._glued[start : start + _MOST_WEIGHED]
        length = sum(1 for _ in takewhile(lambda one: one.startswith(letters), near))
        places = sorted(self._glued_places[start : start + length])
        yield from (self._names[place] for place in places)


def title_of(place: str) -> int:
    """Count the words at the front of a place's name that only say what it is."""
    return places.title_of(vietnamese.spelt(place))


def _spelt(names: Iterable[Name]) -> list[tuple[str, ...]]:
    """Cut names into syllables; each is held once, however many names have it."""
    known: dict[str, str] = {}
    return [
        tuple(known.setdefault(word, word) for word in vietnamese.syllables(name.text))
        for name in names
    ]


def _no_places() -> "array[int]":
    return array("I")


def _glue(spelt: Iterable[str]) -> str:
    return "".join(map(vietnamese.plain, spelt)).replace("y", "i")  # see vietnamese.toned


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
