"""How an entry, what is left of one, and the position become documents."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from search.bands import bands_of
from search.codes import codes_of
from search.engine import Entry, Position
from search.fields import ATTRIBUTES, DERIVED, LISTED, Texts, folded, regions_of, roles_of, texts_of
from search.kinds import kinds_of
from search.meili.coding import coded, key
from search.meili.hits import FOREVER, place_of_name, told
from search.meili.schema import GONE, MADE, POSITION, version
from search.meili.tokens import tokens_of
from search.ranking import standing

Document = dict[str, Any]
POSITION_ID = "position"
_AS_IT_IS = re.compile(r"[A-Za-z0-9-]{1,100}")
_CASELESS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg~", "abcdefghijklmnopqrstuvwxyzㄅㄆㄇㄈㄉㄊㄋㄯ"
)
"""Meilisearch sorts without regard to case, our sort key minds it; these letters have none."""


def of_entry(entry: Entry, now: int) -> Document:
    """Write an entry as a document; `now` tells whether its stars hold."""
    texts, kinds = texts_of(entry), kinds_of(entry.name, entry.group)
    return {
        "id": id_of(entry.code),
        "role": LISTED,
        **_keys(entry),
        **_numbers(entry, kinds, now),
        **_searchable(texts),
        "words": tokens_of(texts),
        "kinds": [key(kind) for kind in kinds],
        "codes": [*map(key, codes_of(entry))],
        "regions": [*map(key, regions_of(entry))],
        "by_name": place_of_name(entry).translate(_CASELESS),
        "told": told(entry, texts),
    }


def of_gone(code: str) -> Document:
    """Write what replaces a dropped entry, in the same task as everything else of a change."""
    return {"id": id_of(code), "role": GONE}


def of_position(position: Position, settings: str, made_as: str) -> Document:
    """Write the position, the settings as the server told them, and what the index was made as."""
    place = {"epoch": position.epoch, "serial": position.serial}
    versions = {"version": version(), "settings": settings, "made_as": made_as}
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
        "uses": list(dict.fromkeys(map(key, entry.uses))),
        "season_months": list(dict.fromkeys(entry.season_months)),
        "price_bands": [*map(key, bands_of(entry.price))],
    }


def _searchable(texts: Texts) -> Document:
    plain = folded(texts)
    worded = {field: [" ".join(map(coded, of)) for of in plain[field]] for field in ATTRIBUTES}
    return worded | {field: sorted({*map(key, DERIVED[field](plain))}) for field in MADE}


def _numbers(entry: Entry, kinds: Sequence[str], now: int) -> Document:
    until = FOREVER if entry.badges_until is None else entry.badges_until
    return {
        "stars": entry.stars,
        "price": entry.price,
        "unit_price": entry.unit_price,
        "badges_until": until,
        "recognised_on": entry.recognised_on,
        "standing": standing(roles_of(entry), kinds, entry.stars if until > now else None),
    }
