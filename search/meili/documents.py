"""How an entry, what is left of one, and the position become documents."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from search import vietnamese
from search.engine import Entry, Position
from search.kinds import kinds_of
from search.meili.coding import coded, key
from search.meili.schema import EVERY, GONE, LISTED, NO_WORD, POSITION, toned, version
from search.meili.tokens import plain, telling, tokens_of
from search.vocabulary import keywords, syllables

Document = dict[str, Any]
POSITION_ID = "position"
FOREVER = 2**52
"""Numbers are doubles there; this one is exact."""
_AS_IT_IS = re.compile(r"[A-Za-z0-9-]{1,100}")
_LONGEST_NAME = 100
_MOST_PROSE = 2000
_CASELESS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg~", "abcdefghijklmnopqrstuvwxyzㄅㄆㄇㄈㄉㄊㄋㄯ"
)
"""Meilisearch sorts without regard to case, our sort key minds it; these letters have none."""


def of_entry(entry: Entry, now: int) -> Document:
    """Write an entry as a document; `now` tells whether its stars hold."""
    return {
        "id": id_of(entry.code),
        "role": LISTED,
        EVERY: NO_WORD,
        **_keys(entry),
        **_attributes(entry),
        **_numbers(entry, now),
        "words": tokens_of(entry),
        "kinds": [key(kind) for kind in kinds_of(entry.name, entry.group)],
        "by_name": vietnamese.sort_key(entry.name[:_LONGEST_NAME]).translate(_CASELESS),
    }


def of_gone(code: str) -> Document:
    """Write what replaces a dropped entry, in the same task as everything else of a change."""
    return {"id": id_of(code), "role": GONE}


def of_position(position: Position, settings: str) -> Document:
    place = {"epoch": position.epoch, "serial": position.serial}
    versions = {"version": version(), "settings": settings}
    return {"id": POSITION_ID, "role": POSITION, **versions, **place}


def read_position(document: Mapping[str, Any]) -> Position | None:
    """Read what `of_position` wrote; None when it is of another schema."""
    if document.get("version") != version():
        return None
    return Position(document["epoch"], document["serial"])


def id_of(code: str) -> str:
    """Give the document's id, which may have letters, digits and hyphens only."""
    if _AS_IT_IS.fullmatch(code):
        return f"e-{code}"
    return f"h-{hashlib.sha256(key(code).encode()).hexdigest()}"


def _keys(entry: Entry) -> Document:
    single = ("code", "kind", "group", "commune_code", "producer_code", "audience")
    return {
        **{field: key(getattr(entry, field)) for field in single},
        "certificates": list(dict.fromkeys(map(key, entry.certificates))),
        "season_months": list(dict.fromkeys(entry.season_months)),
    }


def _attributes(entry: Entry) -> Document:
    texts = {
        "name": [entry.name],
        "alias": [*keywords(entry), entry.name_en],
        "producer": [entry.producer],
        "places": entry.places,
        "category": entry.category,
    }
    spelt = {field: [syllables(text) for text in texts[field]] for field in texts}
    spelt["text"] = [telling(entry.text)[:_MOST_PROSE]]
    document: Document = {}
    for field, words in spelt.items():
        document[toned(field)] = _written(words)
        document[field] = _written([plain(word) for word in text] for text in words)
    return document


def _written(texts: Iterable[Iterable[str]]) -> list[str]:
    return [" ".join(map(coded, words)) for words in texts if words]


def _numbers(entry: Entry, now: int) -> Document:
    until = FOREVER if entry.badges_until is None else entry.badges_until
    return {
        "stars": entry.stars,
        "price": entry.price,
        "badges_until": until,
        "recognised_on": entry.recognised_on,
        "sellable": int(entry.sellable),
        "quality": _quality(entry, valid=until > now),
    }


def _quality(entry: Entry, *, valid: bool) -> int:
    """Tell how good an entry is among equals; stars count until it is written anew."""
    stars = (entry.stars or 0) if valid else 0
    return 8 * entry.pictured + 4 * (entry.price is not None) + max(0, stars - 2)
