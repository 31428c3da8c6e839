"""Of which kinds a product is, by how its name begins and by its group (tables/kinds.txt)."""

from collections import defaultdict
from collections.abc import Callable, Collection
from functools import cache

from search.tables import KINDS, Key, Kind, key

_LONGEST = 5
Index = dict[Key, set[str]]


def kinds_of(name: str, group: str) -> list[str]:
    """Give the names of the kinds that a product with this name, in this group, is of."""
    spelt = key(name)
    beginnings = [spelt[:length] for length in range(1, _LONGEST + 1)]
    phrases = [spelt[at : at + length] for at in range(len(spelt)) for length in (1, 2, 3)]
    of = _by_group().get(group, set()) | _named(_by_beginning(), beginnings)
    of |= _named(_by_phrase(), phrases)
    return sorted(of - _named(_not_by_beginning(), beginnings) - _named(_not_by_phrase(), phrases))


def _named(index: Index, phrases: Collection[Key]) -> set[str]:
    return {kind for phrase in phrases for kind in index.get(phrase, ())}


@cache
def _by_group() -> dict[str, set[str]]:
    found = defaultdict(set)
    for kind in KINDS.values():
        for group in kind.groups:
            found[group].add(kind.name)
    return dict(found)


def _filed(by: Callable[[Kind], Collection[Key]]) -> Index:
    found = defaultdict(set)
    for kind in KINDS.values():
        for phrase in by(kind):
            found[phrase].add(kind.name)
    return dict(found)


@cache
def _by_beginning() -> Index:
    return _filed(lambda kind: kind.begins)


@cache
def _not_by_beginning() -> Index:
    return _filed(lambda kind: kind.not_begins)


@cache
def _by_phrase() -> Index:
    return _filed(lambda kind: kind.anywhere)


@cache
def _not_by_phrase() -> Index:
    return _filed(lambda kind: kind.nowhere)
