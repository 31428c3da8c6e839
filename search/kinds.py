"""Of which kinds a product is, by how its name begins and by its group (tables/kinds.txt)."""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from search.tables import KINDS, Key, Kind, key

_LONGEST = 5
Index = dict[Any, set[str]]


def _filed(by: Callable[[Kind], Collection[str] | Collection[Key]]) -> Index:
    found: Index = defaultdict(set)
    for kind in KINDS.values():
        for one in by(kind):
            found[one].add(kind.name)
    return dict(found)


_BY_GROUP = _filed(lambda kind: kind.groups)
_BY_BEGINNING = _filed(lambda kind: kind.begins)
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


def _named(index: Index, said: Collection[str] | Collection[Key]) -> set[str]:
    return {kind for one in said for kind in index.get(one, ())}
