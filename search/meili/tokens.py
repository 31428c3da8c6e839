"""The words that an entry has, as the values of one filter: they decide what it matches.

Each value says where the word stands: in an attribute (names, producers, places, categories) or
in prose, and whether with its marks. Neighbours are values as well.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from search import vietnamese
from search.candidates import Word
from search.engine import Entry
from search.meili.coding import coded
from search.tables import PROSE_STOP_WORDS
from search.vocabulary import Vocabulary, attributes, syllables

_TONED, _PLAIN = "t", "p"
_PROSE_TONED, _PROSE_PLAIN = "x", "y"
_MOST_BEGUN = 400
"""Words that an unfinished one may become: a filter has room for so many, best known first."""


def tokens_of(entry: Entry) -> list[str]:
    spelt = [syllables(text) for text in attributes(entry)]
    prose = telling(entry.text)
    found = [token for text in spelt for token in _of_text(text, _TONED, _PLAIN)]
    return sorted({*found, *_of_text(prose, _PROSE_TONED, _PROSE_PLAIN)})


def telling(text: str) -> list[str]:
    return [word for word in syllables(text) if word not in PROSE_STOP_WORDS]


def plain(word: str) -> str:
    return vietnamese.singular(vietnamese.plain(word))


def _of_text(spelt: Sequence[str], toned_mark: str, plain_mark: str) -> Iterator[str]:
    for mark, words in ((toned_mark, spelt), (plain_mark, [plain(word) for word in spelt])):
        yield from (_token(mark, word) for word in words)
        yield from (_token(mark, *pair) for pair in pairwise(words))


def _token(mark: str, *words: str) -> str:
    return f"{mark}.{'_'.join(map(coded, words))}"


class Tokens:
    """Which tokens a word of a query asks for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        by_count = sorted(vocabulary.words, key=lambda word: (-vocabulary.count(word), word))
        self._toned = _Beginnings(by_count)
        self._plain = _Beginnings(map(plain, by_count))
        self._toned_pairs = _Beginnings(vocabulary.pairs)
        self._plain_pairs = _Beginnings(map(_plain_pair, vocabulary.pairs))

    def word(self, word: Word, *, names_only: bool) -> list[str]:
        mark, prose = (_TONED, _PROSE_TONED) if word.toned else (_PLAIN, _PROSE_PLAIN)
        begun = self._toned if word.toned else self._plain
        found = [word.text, *(begun.by(word.text) if word.unfinished else ())]
        in_names = [_token(mark, one) for one in dict.fromkeys(found)]
        return in_names if names_only else [*in_names, _token(prose, word.text)]

    def pair(self, first: Word, second: Word) -> list[str]:
        """Give the tokens of two neighbours in an attribute."""
        are_toned = bool(first.toned and second.toned)
        words = (first.toned, second.toned) if are_toned else (first.plain, second.plain)
        begun = self._toned_pairs if are_toned else self._plain_pairs
        pairs = [words]
        if second.unfinished:
            pairs += [(words[0], pair.partition(" ")[2]) for pair in begun.by(" ".join(words))]
        mark = _TONED if are_toned else _PLAIN
        return [_token(mark, *pair) for pair in dict.fromkeys(pairs)]

    def pair_in_prose(self, first: Word, second: Word) -> list[str]:
        if first.toned and second.toned:
            return [_token(_PROSE_TONED, first.toned, second.toned)]
        return [_token(_PROSE_PLAIN, first.plain, second.plain)]


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
