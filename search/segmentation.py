"""Spaces put back where a reader left them out: nuocmamcathai is nước mắm Cát Hải."""

import re
from dataclasses import dataclass

from search.tables import FOREIGN
from search.vietnamese import compose, plain, toned
from search.vocabulary import ANY, Vocabulary

_SHORTEST, _LONGEST = 4, 120
_LONGEST_PIECE = 12
_MOST_WAYS = 6
_PIECE, _LETTER, _STRANGERS = 0.2, 0.5, 1.0
"""What a piece costs, one of a single letter besides, and neighbours never seen together."""
_TOO_DEAR = 0.8
"""Dearer a piece, the letters only happen to be words."""
_HANGUL = "\uac00"
"""The first one. Korean has spaces: a syllable alone is a word only where it stands alone."""
_IN_ONE = (key[0] for key in FOREIGN if key[0] > "\u2e80" and (key[0] < _HANGUL or key[0][1:]))
_CUT = re.compile("|".join(sorted(map(re.escape, _IN_ONE), key=len, reverse=True)))


def apart(text: str) -> str:
    """Put spaces around the words of other languages that do not write any."""
    return _CUT.sub(r" \g<0> ", text)


@dataclass(frozen=True, slots=True)
class Parted:
    pieces: tuple[str, ...] = ()
    cost: float = 0.0


def part(vocabulary: Vocabulary, typed: str, *, unfinished: bool = False) -> Parted | None:
    """Part glued letters into known words, the likeliest way; None when there is no such way."""
    letters = compose(typed).lower()
    shortest = 2 if letters[:1].isdigit() else _SHORTEST
    if not shortest <= len(letters) <= _LONGEST:
        return None
    ways: list[list[Parted]] = [[Parted()], *([] for _ in letters)]
    for start in range(len(letters)):
        ways[start] = sorted(ways[start], key=lambda way: way.cost)[:_MOST_WAYS]
        for end in _ends(letters, start) if ways[start] else ():
            begins = unfinished and end == len(letters)
            for way in ways[start]:
                _go_on(vocabulary, ways[end], way, letters[start:end], begins=begins)
    found = [way for way in ways[-1] if len(way.pieces) > 1]
    best = min(found, key=lambda way: way.cost, default=None)
    return best if best and best.cost <= _TOO_DEAR * len(best.pieces) else None


def _ends(letters: str, start: int) -> range:
    """Tell where a piece may end: digits stay together."""
    end = start + 1
    if letters[start].isdigit():
        while end < len(letters) and letters[end].isdigit():
            end += 1
        return range(end, end + 1)
    return range(end, min(len(letters), start + _LONGEST_PIECE) + 1)


def _go_on(
    vocabulary: Vocabulary, ways: list[Parted], way: Parted, letters: str, *, begins: bool
) -> None:
    piece, known = _known(vocabulary, letters, begins=begins)
    if known:
        cost = way.cost + _PIECE + _LETTER * (len(piece) == 1)
        if way.pieces and not _go_together(vocabulary, way.pieces[-1], piece, begins=begins):
            cost += _STRANGERS
        ways.append(Parted((*way.pieces, piece), cost))


def _known(vocabulary: Vocabulary, letters: str, *, begins: bool) -> tuple[str, bool]:
    if letters.isdigit():
        return letters, True
    bare, marked = plain(letters), toned(letters)
    piece = bare if bare == marked else marked
    known = vocabulary.names(bare) if bare == marked else marked in vocabulary.words
    return piece, known or (begins and vocabulary.names_begin(piece, marked=bare != marked))


def _go_together(vocabulary: Vocabulary, first: str, second: str, *, begins: bool) -> bool:
    if first.isdigit() or second.isdigit():
        return True
    return vocabulary.follow(_spelling(first), _spelling(second), unfinished=begins)


def _spelling(piece: str) -> str:
    return piece if plain(piece) != piece else piece + ANY
