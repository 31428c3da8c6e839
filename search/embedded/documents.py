"""How an entry, and the position of the index, become documents."""

import json
import string
from collections.abc import Iterable, Iterator

import tantivy

from search import vietnamese
from search.embedded.schema import (
    BEGIN,
    END,
    LISTED,
    PICTURED,
    POSITION,
    TONED,
    UNPRICED,
    UNSELLABLE,
    version,
)
from search.embedded.vocabulary import pair_term
from search.engine import Entry, Position
from search.kinds import kinds_of
from search.tables import PROSE_STOP_WORDS
from search.vocabulary import attributes, categories, keywords, pairs_of, syllables

FOREVER = 2**62
_DEAREST = 10**15
_LATEST = 10**8
_LONGEST_NAME = 200
_NEAR = 4
"""Words apart at which two words of a name are still near."""
_CODE_CHARACTERS = "-" + string.digits + string.ascii_uppercase
_CODE_LENGTH = 12  # as many digits of base 38 as a signed 64-bit number holds


def of_position(position: Position) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("role", POSITION)
    document.add_text("position", json.dumps([version(), position.epoch, position.serial]))
    return document


def read_position(written: str) -> Position | None:
    """Read what `of_position` wrote; None when it is of another schema."""
    schema, epoch, serial = json.loads(written)
    return Position(epoch, serial) if schema == version() else None


def of_entry(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    for field, text in (*_keys(entry), *_attributes(entry), *_toned(entry), *_orders(entry)):
        document.add_text(field, text)
    for field, number in _numbers(entry):
        document.add_integer(field, number)
    return document


def storable(text: str) -> str:
    """Replace what UTF-8 cannot hold (lone surrogates)."""
    return text.encode("utf-8", "replace").decode()


def _keys(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "role", LISTED
    for role, is_so in (
        (UNSELLABLE, not entry.sellable),
        (PICTURED, entry.pictured),
        (UNPRICED, entry.price is None),
    ):
        if is_so:
            yield "role", role
    for kind in kinds_of(entry.name, entry.group):
        yield "kinds", kind
    yield "code", storable(entry.code)
    yield "kind", storable(entry.kind)
    yield "group", storable(entry.group)
    yield "commune_code", storable(entry.commune_code)
    yield "producer_code", storable(entry.producer_code)
    yield "audience", storable(entry.audience)
    for certificate in dict.fromkeys(entry.certificates):
        yield "certificates", storable(certificate)


def _attributes(entry: Entry) -> Iterator[tuple[str, str]]:
    folded = {}
    for field, texts in _texts(entry).items():
        spelt = [syllables(text) for text in texts]
        folded[field] = [[_folded(word) for word in text] for text in spelt]
        yield TONED[field], _framed(spelt)
        yield field, _framed(folded[field])
    yield from _neighbours(folded)
    yield from _wholes(folded["name"], folded["alias"])


def _neighbours(folded: dict[str, list[list[str]]]) -> Iterator[tuple[str, str]]:
    name, alias = folded["name"], folded["alias"]
    others = [*folded["producer"], *folded["places"], *folded["category"]]
    yield "name_pairs", _distinct(_pairs(name, 1))
    yield "alias_pairs", _distinct(_pairs(alias, 1))
    yield "other_pairs", _distinct(_pairs(others, 1))
    near = (pair for distance in range(2, _NEAR + 1) for pair in _pairs(name, distance))
    yield "name_near", _distinct(near)


def _pairs(texts: Iterable[list[str]], distance: int) -> Iterator[str]:
    for words in texts:
        for first, second in zip(words, words[distance:], strict=False):
            yield pair_term(first, second)


def _wholes(names: list[list[str]], aliases: list[list[str]]) -> Iterator[tuple[str, str]]:
    for name in names:
        yield "whole_name", " ".join(name)
        for length in range(1, _NEAR + 1):
            yield "begins", " ".join(name[:length])
    for alias in aliases:
        yield "whole_alias", " ".join(alias)


def _texts(entry: Entry) -> dict[str, tuple[str, ...]]:
    return {
        "name": (entry.name,),
        "alias": (*keywords(entry), entry.name_en),
        "producer": (entry.producer,),
        "places": entry.places,
        "category": categories(entry),
    }


def _framed(texts: Iterable[Iterable[str]]) -> str:
    return " ".join(f"{BEGIN} {' '.join(words)} {END}" for words in texts)


def _folded(word: str) -> str:
    return vietnamese.singular(vietnamese.plain(word))


def _toned(entry: Entry) -> Iterator[tuple[str, str]]:
    telling = [word for word in syllables(entry.text) if word not in PROSE_STOP_WORDS]
    pairs = (pair for text in attributes(entry) for pair in pairs_of(syllables(text)))
    yield "text_toned", " ".join(telling)
    yield "text", " ".join(map(_folded, telling))
    yield "pairs", _distinct(pair_term(*pair.split(" ")) for pair in pairs)


def _distinct(words: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(words))


def _orders(entry: Entry) -> Iterator[tuple[str, str]]:
    code, price = storable(entry.code), entry.price
    name = vietnamese.sort_key(entry.name[:_LONGEST_NAME])
    yield "by_name", f"{name}\t{code}"
    yield "by_newest", f"{_LATEST - entry.recognised_on:09}\t{code}"
    yield "by_price_up", f"{_DEAREST if price is None else price:016}\t{code}"
    yield "by_price_down", f"{_DEAREST if price is None else _DEAREST - 1 - price:016}\t{code}"


def _numbers(entry: Entry) -> Iterator[tuple[str, int]]:
    yield "code_order", _code_order(entry.code)
    yield "badges_until", FOREVER if entry.badges_until is None else entry.badges_until
    if entry.stars is not None:
        yield "stars", entry.stars
    if entry.price is not None:
        yield "price", entry.price
    for month in dict.fromkeys(entry.season_months):
        yield "season_months", month


def _code_order(code: str) -> int:
    """Give the first letters of a code as a number in the same order."""
    order = 0
    for char in code.upper().ljust(_CODE_LENGTH)[:_CODE_LENGTH]:
        order = order * (len(_CODE_CHARACTERS) + 1) + _CODE_CHARACTERS.find(char) + 1
    return order
