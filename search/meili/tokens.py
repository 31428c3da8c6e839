"""The words that an entry has, as the values of one filter: they decide what it matches.

Each value says where the word stands: in an attribute (names, producers, places, categories) or
in prose, and whether with its marks. Neighbours are values as well.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from search.candidates import Word
from search.fields import ATTRIBUTES, PROSE, TONED, Texts, folded, plain
from search.meili.coding import coded
from search.vocabulary import Vocabulary

_TONED, _PLAIN = "t", "p"
_MARKS = {
    **dict.fromkeys((TONED[field] for field in ATTRIBUTES), _TONED),
    **dict.fromkeys(ATTRIBUTES, _PLAIN),
    TONED[PROSE]: "x",
    PROSE: "y",
}
_MOST_BEGUN = 400
"""Words that an unfinished one may become: a filter has room for so many, best known first."""


def tokens_of(texts: Texts) -> list[str]:
    marked = {TONED[field]: cut for field, cut in texts.items()} | folded(texts)
    found = {
        token
        for field, cut in marked.items()
        for words in cut
        for token in (*_singly(field, words), *_in_pairs(field, words))
    }
    return sorted(found)


def _singly(field: str, words: Sequence[str]) -> Iterator[str]:
    return (_token(field, word) for word in words)


def _in_pairs(field: str, words: Sequence[str]) -> Iterator[str]:
    return (_token(field, *pair) for pair in pairwise(words))


def _token(field: str, *words: str) -> str:
    return f"{_MARKS[field]}.{'_'.join(map(coded, words))}"


class Tokens:
    """Which tokens a clause about words asks for, with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        by_count = sorted(vocabulary.words, key=lambda word: (-vocabulary.count(word), word))
        pairs = sorted(vocabulary.pairs)
        self._words = {_TONED: _Beginnings(by_count), _PLAIN: _Beginnings(map(plain, by_count))}
        self._pairs = {_TONED: _Beginnings(pairs), _PLAIN: _Beginnings(map(_plain_pair, pairs))}

    def entries_with(self, word: Word) -> int:
        """Tell about how many entries have a word, unfinished ones left out."""
        known = self._vocabulary
        spelt = [word.toned] if word.toned else known.readings(word.plain)
        return sum(known.words.get(one, 0) + known.prose.get(one, 0) for one in spelt)

    @staticmethod
    def knows(field: str) -> bool:
        """Tell whether a field is one of words."""
        return field in _MARKS

    def having(self, field: str, words: Iterable[str]) -> list[str]:
        return [*_singly(field, [*words])]

    def beginning(self, field: str, letters: str) -> list[str]:
        return [_token(field, word) for word in self._words[_MARKS[field]].by(letters)]

    def beside(self, field: str, words: Sequence[str]) -> list[str]:
        """Give the token of each two neighbours; the entry must have them all."""
        return [*_in_pairs(field, words)]

    def begun(self, field: str, first: str, letters: str) -> list[str]:
        """Give the tokens of a word and one after it that begins with some letters."""
        pairs = self._pairs[_MARKS[field]].by(f"{first} {letters}")
        seconds = dict.fromkeys((letters, *(pair.partition(" ")[2] for pair in pairs)))
        return [_token(field, first, second) for second in seconds]


class _Beginnings:
    def __init__(self, words: Iterable[str]) -> None:
        """Take words, best known first."""
        self._rank = {word: rank for rank, word in enumerate(dict.fromkeys(words))}
        self._sorted = sorted(self._rank)

    def by(self, beginning: str) -> list[str]:
        start = bisect_left(self._sorted, beginning)
        end = bisect_left(self._sorted, beginning + "\U0010ffff")
        found = self._sorted[start:end]
        return sorted(found, key=self._rank.__getitem__)[:_MOST_BEGUN]


def _plain_pair(pair: str) -> str:
    return " ".join(plain(word) for word in pair.split(" "))
