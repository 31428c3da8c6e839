"""How an entry, and the position of the index, become documents."""

import json
import string
from collections.abc import Iterable, Iterator

import tantivy

from search import fields, vietnamese
from search.bands import bands_of
from search.codes import codes_of
from search.embedded.schema import BEGIN, END, POSITION, version
from search.engine import Entry, Position
from search.kinds import kinds_of
from search.places import bare_name
from search.vocabulary import pairs_of, syllables

FOREVER = 2**62
_DEAREST = 10**15
_LATEST = 10**8
_LONGEST_NAME = 200
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
    for field, text in (*_keys(entry), *_attributes(entry), *_orders(entry)):
        document.add_text(field, text)
    for field, number in _numbers(entry):
        document.add_integer(field, number)
    return document


def _keys(entry: Entry) -> Iterator[tuple[str, str]]:
    for role in fields.roles_of(entry):
        yield "role", role
    for kind in kinds_of(entry.name, entry.group):
        yield "kinds", kind
    for code in codes_of(entry):
        yield "codes", code
    for region in fields.regions_of(entry):
        yield "regions", region
    yield "code", fields.storable(entry.code)
    yield "kind", fields.storable(entry.kind)
    yield "group", fields.storable(entry.group)
    yield "commune_code", fields.storable(entry.commune_code)
    yield "producer_code", fields.storable(entry.producer_code)
    yield "audience", fields.storable(entry.audience)
    for several in ("certificates", "uses"):
        yield from ((several, fields.storable(one)) for one in {*getattr(entry, several)})
    yield from (("price_bands", band) for band in bands_of(entry.price))


def _attributes(entry: Entry) -> Iterator[tuple[str, str]]:
    texts = fields.texts_of(entry)
    plain = fields.folded(texts)
    for field in fields.ATTRIBUTES:
        yield fields.TONED[field], _framed(texts[field])
        yield field, _framed(plain[field])
    yield fields.TONED[fields.PROSE], " ".join(*texts[fields.PROSE])
    yield fields.PROSE, " ".join(*plain[fields.PROSE])
    for field, values in fields.DERIVED.items():
        yield from ((field, value) for value in dict.fromkeys(values(plain)))
    places = map(syllables, (*entry.places, *entry.regions))
    yield from (("place_names", bare_name(words)) for words in places)
    named = [words for field in fields.ATTRIBUTES for words in texts[field]]
    yield "named", _distinct(word for words in named for word in words)
    pairs = (pair for words in named for pair in pairs_of(words))
    yield "pairs", _distinct(fields.pair(*pair.split(" ")) for pair in pairs)


def _framed(texts: Iterable[Iterable[str]]) -> str:
    return " ".join(f"{BEGIN} {' '.join(words)} {END}" for words in texts)


def _distinct(words: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(words))


def _orders(entry: Entry) -> Iterator[tuple[str, str]]:
    code, price, unit = fields.storable(entry.code), entry.price, entry.unit_price
    name = vietnamese.sort_key(entry.name[:_LONGEST_NAME])
    yield "by_name", f"{name}\t{code}"
    yield "by_newest", f"{_LATEST - entry.recognised_on:09}\t{code}"
    yield "by_price_up", f"{_DEAREST if price is None else price:016}\t{code}"
    yield "by_unit_price", f"{_DEAREST if unit is None else unit:016}\t{code}"
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
