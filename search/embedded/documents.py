"""How an entry, and the position of the index, become documents."""

import json
import string
from collections.abc import Iterable, Iterator

import tantivy

from search import vietnamese
from search.embedded.schema import BEGIN, END, LISTED, POSITION, SELLABLE, version
from search.engine import Entry, Position

FOREVER = 2**62
_DEAREST = 10**15
_LATEST = 10**8
_LONGEST_NAME = 200
_STOP_WORDS = frozenset(map(vietnamese.toned, vietnamese.STOP_WORDS))
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
    if entry.sellable:
        yield "role", SELLABLE
    yield "code", storable(entry.code)
    yield "kind", storable(entry.kind)
    yield "group", storable(entry.group)
    yield "commune_code", storable(entry.commune_code)
    yield "producer_code", storable(entry.producer_code)
    yield "audience", storable(entry.audience)
    for certificate in dict.fromkeys(entry.certificates):
        yield "certificates", storable(certificate)


def _attributes(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "name", _framed((entry.name,))
    yield "alias", _framed((*entry.keywords, entry.name_en))
    yield "producer", _framed((entry.producer,))
    yield "places", _framed(entry.places)
    yield "category", _framed(entry.category)


def _framed(texts: Iterable[str]) -> str:
    return " ".join(
        f"{BEGIN} {' '.join(map(vietnamese.singular, vietnamese.words(text)))} {END}"
        for text in texts
    )


def _toned(entry: Entry) -> Iterator[tuple[str, str]]:
    others = (*entry.keywords, entry.name_en, entry.producer, *entry.places, *entry.category)
    telling = [word for word in vietnamese.syllables(entry.text) if word not in _STOP_WORDS]
    yield "name_toned", _distinct(vietnamese.syllables(entry.name))
    yield "attributes_toned", _distinct(vietnamese.syllables(" ".join(others)))
    yield "text_toned", _distinct(telling)
    yield "text", _distinct(vietnamese.singular(vietnamese.plain(word)) for word in telling)


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
