"""What the index knows of the words of a query; glued ones are parted: nuocmam is nước mắm."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

import tantivy

from search import vietnamese
from search.embedded.counting import count
from search.embedded.reading import Word
from search.embedded.schema import ATTRIBUTES, schema

_SHORTEST = 4
_LONGEST = 40
_PIECE = range(7, 1, -1)
"""Letters of a syllable, the longest first: nghiêng has seven; those of one are too risky."""
_SPELT_IN = ("name", "alias", "places")


def look_up(searcher: tantivy.Searcher, words: Sequence[Word]) -> list[Word]:
    """Tell which words are known, and part the others where the parts stand side by side."""
    parts = chain.from_iterable(_parts(searcher, word) for word in words)
    return [replace(word, known=_is_known(searcher, word)) for word in parts]


def _is_known(searcher: tantivy.Searcher, word: Word) -> bool:
    return any(searcher.doc_freq(field, word.plain) for field in (*ATTRIBUTES, "text"))


def _parts(searcher: tantivy.Searcher, word: Word) -> Sequence[Word]:
    if not _SHORTEST <= len(word.plain) <= _LONGEST or _is_begun(searcher, word.plain):
        return [word]
    pieces = next(_segmentations(searcher, vietnamese.compose(word.typed)), None)
    if pieces is None:
        return [word]
    *finished, last = pieces
    return [*map(Word.of, finished), Word.of(last, unfinished=word.unfinished)]


def _is_begun(searcher: tantivy.Searcher, letters: str) -> bool:
    return any(searcher.terms_with_prefix(field, letters, limit=1) for field in _SPELT_IN)


def _segmentations(
    searcher: tantivy.Searcher, rest: str, before: str | None = None
) -> Iterator[list[str]]:
    """Yield ways to part the rest, of which each two neighbours stand together somewhere."""
    for length in _PIECE:
        piece, remaining = rest[:length], rest[length:]
        if len(piece) < length or not _follows(searcher, before, piece):
            continue
        if not remaining and before:
            yield [piece]
        for following in _segmentations(searcher, remaining, piece) if remaining else ():
            yield [piece, *following]


def _follows(searcher: tantivy.Searcher, before: str | None, piece: str) -> bool:
    second = vietnamese.plain(piece)
    if before is None:
        return any(searcher.doc_freq(field, second) for field in _SPELT_IN)
    pair: list[str | tuple[int, str]] = [vietnamese.plain(before), second]
    return any(
        searcher.doc_freq(field, second)
        and count(searcher, tantivy.Query.phrase_query(schema(), field, pair))
        for field in _SPELT_IN
    )
