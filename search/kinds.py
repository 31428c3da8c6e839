"""Of which kinds a product is, by how its name begins and by its group (tables/kinds.txt)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any

from search.spelling import sound
from search.tables import KINDS, Key, Kind, key
from search.vietnamese import plain

_LONGEST = 5
_TELLING = 3
"""Letters without marks that tell one name from others; "bo" is beef and butter."""
_SURE = 0.85
"""Of so many of the names that begin with one unmarked word the first word is the same."""
Index = dict[Any, set[str]]


def _heard(words: Key) -> Key:
    return tuple(sound(plain(word)) for word in words)


def _filed(by: Callable[[Kind], Collection[str] | Collection[Key]]) -> Index:
    found: Index = defaultdict(set)
    for kind in KINDS.values():
        for one in by(kind):
            found[one].add(kind.name)
    return dict(found)


_BY_GROUP = _filed(lambda kind: kind.groups)
_BY_BEGINNING = _filed(lambda kind: kind.begins)
_BY_SOUND = _filed(lambda kind: [_heard(one) for one in kind.begins if len(one) > 1])
_BY_UNMARKED = _filed(lambda kind: [tuple(map(plain, one)) for one in kind.begins])
_FIRST: dict[str, Counter[str]] = defaultdict(Counter)
for _one in {one for kind in KINDS.values() for one in kind.begins}:
    _FIRST[plain(_one[0])][_one[0]] += 1
_NOT_BY_BEGINNING = _filed(lambda kind: kind.not_begins)
_BY_PHRASE = _filed(lambda kind: kind.anywhere)
_NOT_BY_PHRASE = _filed(lambda kind: kind.nowhere)


def kinds_of(name: str, group: str) -> list[str]:
    """Give the names of the kinds that a product with this name, in this group, is of."""
    spelt = key(name)
    beginnings = [spelt[:length] for length in range(1, _LONGEST + 1)]
    phrases = [spelt[at : at + length] for at in range(len(spelt)) for length in (1, 2, 3)]
    of = _named(_BY_GROUP, [group]) | _named(_BY_BEGINNING, beginnings)
    of |= _named(_BY_PHRASE, phrases)
    return sorted(of - _named(_NOT_BY_BEGINNING, beginnings) - _named(_NOT_BY_PHRASE, phrases))


def kinds_of_unmarked(name: str) -> list[str]:
    """Give the kinds by how a name begins that was typed without marks; the longest beginning.

    Where none is spelt so, by what sounds so: xúc sích is xúc xích.
    """
    spelt = key(name)
    beginnings = [spelt[:length] for length in range(_LONGEST, 0, -1)]
    telling = (one for one in beginnings if len(one) > 1 or not is_vague(one[0]))
    named = (_BY_UNMARKED.get(one) for one in telling if len("".join(one)) >= _TELLING)
    heard = (_BY_SOUND.get(_heard(one)) for one in beginnings if len(one) > 1)
    return sorted(next(filter(None, (*named, *heard)), ()))


def known_by(words: Sequence[str]) -> int:
    """Count the first words by which a name is known to be of a kind: three of sữa rửa mặt."""
    lengths = range(min(_LONGEST, len(words)), 0, -1)
    return next((length for length in lengths if tuple(words[:length]) in _BY_BEGINNING), 0)


def is_vague(word: str) -> bool:
    """Tell whether goods of other kinds begin with this unmarked word as well: bo is bò and bơ."""
    said = _FIRST.get(word, Counter())
    return max(said.values(), default=0) < _SURE * said.total()


def _named(index: Index, said: Collection[str] | Collection[Key]) -> set[str]:
    return {kind for one in said for kind in index.get(one, ())}
