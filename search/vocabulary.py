"""What the published documents say: their syllables, and which of them stand side by side.

It is what tells nước mắm from nuoc mam: the query layer asks it which words exist, with which
marks, and which are neighbours. Any engine may keep one; it goes through plain data.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, Self

from search import vietnamese
from search.engine import Entry
from search.places import bare_name
from search.tables import PROSE_STOP_WORDS

ANY = "?"
"""After a plain syllable: with whatever marks."""
_LONGEST = 30
_MOST_CHECKED = 400
"""Neighbours of one syllable that are looked through for an unfinished one."""


class Vocabulary:
    """Syllables are `toned` and lower case; those without a mark are also singular."""

    def __init__(
        self,
        words: Mapping[str, int],
        prose: Mapping[str, int],
        pairs: Iterable[str],
        places: Iterable[str] = (),
    ) -> None:
        self.words = words
        """Syllables of names, keywords, producers, places and categories → entries with them."""
        self.prose = prose
        """The same of descriptions."""
        self.pairs = frozenset(pairs)
        """Neighbours in names, keywords, producers, places and categories: `nước mắm`."""
        self.places = frozenset(places)
        """Whole names of places, without what they are: `hải dương`."""

    @classmethod
    def of_entries(cls, entries: Iterable[Entry]) -> Self:
        words, prose, pairs = Counter[str](), Counter[str](), set[str]()
        places: set[str] = set()
        for entry in entries:
            spelt = [syllables(text) for text in attributes(entry)]
            words.update({word for text in spelt for word in text})
            prose.update(set(syllables(entry.text)) - PROSE_STOP_WORDS)
            pairs.update(pair for text in spelt for pair in pairs_of(text))
            places.update(bare_name(syllables(place)) for place in (*entry.places, *entry.regions))
        return cls(words, prose, pairs, places)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote."""
        return cls(data["words"], data["prose"], data["pairs"], data.get("places", ()))

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain data, for JSON."""
        words, prose = dict(self.words), dict(self.prose)
        sets = {"pairs": sorted(self.pairs), "places": sorted(self.places)}
        return {"words": words, "prose": prose, **sets}

    def count(self, word: str) -> int:
        """Tell how many entries have a syllable with just these marks; prose counts little."""
        return 8 * self.words.get(word, 0) + self.prose.get(word, 0)

    def readings(self, plain: str) -> list[str]:
        """Give the syllables that are spelt so without marks, best known first."""
        return self._readings.get(plain, [])

    def knows(self, plain: str) -> bool:
        return plain in self._readings

    def names(self, plain: str) -> bool:
        """Tell whether something other than prose has a syllable spelt so without marks."""
        return plain in self._plain_names

    def is_place(self, words: Sequence[str]) -> bool:
        """Tell whether some words are the whole name of a place; one without marks may have any."""
        called = self._places.get(tuple(map(vietnamese.plain, words)), ())
        return any(all(map(_may_be, words, name)) for name in called)

    def names_begin(self, beginning: str, *, marked: bool) -> bool:
        """Tell whether a word of a name or place begins so."""
        return _begins(self._sorted_words if marked else self._sorted_plain, beginning)

    def follow(self, first: str, second: str, *, unfinished: bool = False) -> bool:
        """Tell whether two syllables are neighbours; ANY after one stands for any marks."""
        firsts = self._spellings(first)
        if unfinished and any(self._begin_after(one, second) for one in firsts):
            return True
        return any(f"{a} {b}" in self.pairs for a in firsts for b in self._spellings(second))

    def likely(self, words: Iterable[str]) -> Iterator[str]:
        """Give each unmarked syllable the marks that go best with what stands before it."""
        before = ""
        for word in words:
            readings = self._spellings(word)
            fitting = [one for one in readings if f"{before} {one}" in self.pairs]
            before = (fitting or readings)[0]
            yield before

    def _spellings(self, word: str) -> list[str]:
        if not word.endswith(ANY):
            return [word]
        return self._readings.get(word[:-1]) or [word[:-1]]

    def _begin_after(self, first: str, beginning: str) -> bool:
        beginning = beginning.removesuffix(ANY)
        wanted = f"{first} "
        start = bisect_left(self._sorted_pairs, wanted)
        for pair in self._sorted_pairs[start : start + _MOST_CHECKED]:
            if not pair.startswith(wanted):
                return False
            second = pair[len(wanted) :]
            if second.startswith(beginning) or vietnamese.plain(second).startswith(beginning):
                return True
        return False

    @cached_property
    def plain_words(self) -> frozenset[str]:
        """Every syllable as it is spelt without marks, numbers left out."""
        return frozenset(word for word in self._readings if not word.isdigit())

    @cached_property
    def _readings(self) -> dict[str, list[str]]:
        spelt = defaultdict(list)
        for word in dict.fromkeys((*self.words, *self.prose)):
            spelt[vietnamese.plain(word)].append(word)
        for words in spelt.values():
            words.sort(key=lambda word: (-self.count(word), word))
        return dict(spelt)

    @cached_property
    def _places(self) -> dict[tuple[str, ...], list[list[str]]]:
        called = defaultdict(list)
        for name in map(str.split, self.places):
            called[tuple(map(vietnamese.plain, name))].append(name)
        return dict(called)

    @cached_property
    def _plain_names(self) -> frozenset[str]:
        return frozenset(map(vietnamese.plain, self.words))

    @cached_property
    def _sorted_plain(self) -> list[str]:
        return sorted(self._plain_names)

    @cached_property
    def _sorted_words(self) -> list[str]:
        return sorted(self.words)

    @cached_property
    def _sorted_pairs(self) -> list[str]:
        return sorted(self.pairs)


def attributes(entry: Entry) -> tuple[str, ...]:
    """Give the texts of an entry that are not prose."""
    named = (entry.name, *keywords(entry), entry.name_en)
    return (*named, entry.producer, *entry.places, *categories(entry))


def categories(entry: Entry) -> tuple[str, ...]:
    """Give the names of categories that do not list several things.

    "Thịt, thủy sản, trứng, sữa tươi" does not tell which of them a product is; kinds do.
    """
    return tuple(name for name in entry.category if "," not in name)


def keywords(entry: Entry) -> tuple[str, ...]:
    """Give the keywords that do not repeat others without their marks.

    `gao nep` beside gạo nếp is there for search engines that need it; here it would make gao a
    word.
    """
    texts = [syllables(text) for text in (entry.name, *entry.keywords)]
    echoes = {vietnamese.plain(word) for text in texts if _has_marks(text) for word in text}
    return tuple(
        keyword
        for keyword, text in zip(entry.keywords, texts[1:], strict=True)
        if _has_marks(text) or not echoes.issuperset(text)
    )


def _may_be(typed: str, word: str) -> bool:
    return typed in {word, vietnamese.plain(word)}


def _has_marks(words: Iterable[str]) -> bool:
    return any(vietnamese.plain(word) != word for word in words)


def syllables(text: str) -> list[str]:
    """Cut a text into the syllables that a vocabulary and an index know."""
    cut = (word[:_LONGEST] for word in vietnamese.syllables(text))
    return [word if vietnamese.plain(word) != word else vietnamese.singular(word) for word in cut]


def pairs_of(spelt: list[str]) -> Iterator[str]:
    """Give the pairs of neighbours of a text; numbers have none."""
    for first, second in pairwise(spelt):
        if not (first.isdigit() or second.isdigit()):
            yield f"{first} {second}"


def _begins(ordered: list[str], beginning: str) -> bool:
    place = bisect_left(ordered, beginning)
    return place < len(ordered) and ordered[place].startswith(beginning)
