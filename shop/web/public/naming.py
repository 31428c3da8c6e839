"""Producers, places and groups that a query names; places by what they were called before, too."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from search.kinds import known_by
from search.tables import OPTIONAL, STOP_WORDS
from search.vietnamese import marks, syllables, words
from shop.formats.document import Document
from shop.web import translated
from shop.web.language import Language, Said
from shop.web.public.directory import Called, Directory, Group

MOST = 12
"""A former district became at most as many places."""
LONGEST_NAME = 6
SHORTEST_PART = 2
TRADES = """
    htx hop tac xa to cong ty tnhh cp co phan mtv doanh nghiep tu nhan ho kinh doanh ca the so san
    xuat che bien dich vu nong trang trai thuong mai va
""".split()  # noqa: SIM905 - as many words in a list would be a page
"""Words at the front of a producer's name that say what it is, folded."""
FILLERS = STOP_WORDS.union(chain.from_iterable(OPTIONAL))
BETWEEN = re.compile("[,()]| và |chế biến từ |tươi")
"""What stands between the parts of a group's name, each the name of some goods."""


@dataclass(frozen=True, slots=True)
class NamedPage:
    """A page to which a query leads; `before` is the older name that was meant."""

    name: Said
    url: str
    before: str = ""


def pages_named(
    text: str, names: Directory, found: Iterable[Document], language: Language
) -> list[NamedPage]:
    """Give the pages of places and producers whose name the whole text is."""
    spelt = syllables(text)
    return [*_places([spelt], names, language), *_producers(spelt, found, language)][:MOST]


def pages_within(text: str, names: Directory, language: Language) -> list[NamedPage]:
    """Give the pages of places whose name stands somewhere in a text, the longest name first."""
    spelt = syllables(text)
    phrases = [
        spelt[at : at + length]
        for length in range(min(LONGEST_NAME, len(spelt)), SHORTEST_PART - 1, -1)
        for at in range(len(spelt) - length + 1)
    ]
    return _places(phrases, names, language)[:MOST]


def groups_named(text: str, names: Directory) -> Iterator[Group]:
    """Give the groups of whose names a part is what a text is about: sữa chua is of a sữa group.

    A text is about its first words, fillers left out. What more of them say is of a kind of its
    own: sữa rửa mặt is no sữa.
    """
    spelt = syllables(text)
    first = next((at for at, word in enumerate(spelt) if word not in FILLERS), 0)
    for group in names.groups.values():
        parts = [syllables(part) for part in BETWEEN.split(group.name["vi"].lower())]
        starts = ((spelt[at:], part) for part in parts if part for at in range(first + 1))
        if any(
            _is(said[: len(part)], part) and known_by(said) <= len(part) for said, part in starts
        ):
            yield group


def _places(phrases: Iterable[list[str]], names: Directory, language: Language) -> list[NamedPage]:
    pages: dict[str, NamedPage] = {}
    for phrase in phrases:
        for called in _called(phrase, names):
            place = called.place
            before = called.name if called.name != place.name else ""
            name, url = translated.place(place.name, language), language.address(place.path)
            pages.setdefault(place.code, NamedPage(name, url, before))
    return list(pages.values())


def _called(phrase: list[str], names: Directory) -> Iterator[Called]:
    """Give the places called so; marks that were typed must be theirs."""
    for called in names.called.get(" ".join(words(" ".join(phrase))), ()):
        if _are_marked(phrase, syllables(called.name)[-len(phrase) :]):
            yield called


def _producers(
    spelt: list[str], found: Iterable[Document], language: Language
) -> Iterator[NamedPage]:
    """Look among the makers of what was found: a producer's name finds what it makes."""
    makers = {one["producer"]["code"]: one["producer"] for one in found}
    for maker in makers.values():
        name = syllables(maker["name"])
        own = name[_trade(name) :]
        if any(_is(spelt, one) for one in (name, own) if len(one) >= SHORTEST_PART):
            yield NamedPage(
                translated.maker(maker["name"], language), language.address(maker["url"])
            )


def _trade(name: list[str]) -> int:
    plain = words(" ".join(name))
    return next((at for at, word in enumerate(plain) if word not in TRADES), 0)


def _is(spelt: list[str], name: list[str]) -> bool:
    return words(" ".join(spelt)) == words(" ".join(name)) and _are_marked(spelt, name)


def _are_marked(spelt: Collection[str], name: Collection[str]) -> bool:
    return all(marks(typed) <= marks(word) for typed, word in zip(spelt, name, strict=True))
