"""What the server tells of an entry that it found: enough to weigh, narrow, count and order it."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from search import vietnamese
from search.bands import bands_of
from search.codes import codes_of
from search.engine import Entry
from search.fields import DERIVED, PROSE, TONED, Texts, Words, plain, regions_of, roles_of, storable
from search.kinds import kinds_of

FOREVER = 2**52
"""Numbers are doubles in Meilisearch; this one is exact."""
_MOST_PROSE = 2000
_LONGEST_NAME = 100
_KEYS = ("code", "kind", "group", "commune_code", "producer_code", "audience")
_LISTS = (
    "role", "kinds", "codes", "regions", "certificates", "uses", "season_months", "stars",
)  # fmt: skip
BAR = "|"
"""Stands around each text; no word has one, so no phrase crosses over."""
_KEPT = 2048
"""Hits kept as they were read, some 5 kB each."""


class Hit:
    """One entry, read field by field as clauses ask for it: few are asked for."""

    def __init__(self, said: str) -> None:
        data = json.loads(said)
        self.code: str = data["keys"]["code"]
        self.by_name: str = data["by_name"]
        self.numbers: Mapping[str, int | None] = data["numbers"]
        self.texts: Mapping[str, str] = _Texts(data["texts"])
        """Field of words → its texts, as `| first text | second text |`."""
        self.values: Mapping[str, frozenset[Any]] = _Values(data, self.texts)
        """Any other field that a clause may speak of → its keys or numbers."""


class _Texts(dict[str, str]):
    """Of those with their marks, which are told, the others are made when they are asked for."""

    def __init__(self, told: Mapping[str, str]) -> None:
        super().__init__({TONED[field]: text for field, text in told.items()})

    def __missing__(self, field: str) -> str:
        self[field] = folded = " ".join(map(plain, self[TONED[field]].split(" ")))
        return folded


class _Values(dict[str, frozenset[Any]]):
    def __init__(self, data: Mapping[str, Any], texts: Mapping[str, str]) -> None:
        keys = {field: frozenset((key,)) for field, key in data["keys"].items()}
        super().__init__(keys | {field: frozenset(data[field]) for field in _LISTS})
        self["price_bands"] = frozenset(bands_of(data["numbers"]["price"]))
        self._words = _Words(texts)

    def __missing__(self, field: str) -> frozenset[str]:
        self[field] = found = frozenset(DERIVED[field](self._words))
        return found


class _Words(dict[str, list[Words]]):
    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__()
        self._texts = texts

    def __missing__(self, field: str) -> list[Words]:
        self[field] = cut = [text.split() for text in self._texts[field].strip(BAR).split(BAR)]
        return cut


def place_of_name(entry: Entry) -> str:
    """Give the place of a name in the dictionary."""
    return vietnamese.sort_key(entry.name[:_LONGEST_NAME])


def told(entry: Entry, texts: Texts) -> str:
    """Write what a hit shall tell: the server keeps and returns it, and never reads it."""
    prose = [words[:_MOST_PROSE] for words in texts[PROSE]]
    data = {
        "keys": {field: storable(getattr(entry, field)) for field in _KEYS},
        "role": [*roles_of(entry)],
        "kinds": kinds_of(entry.name, entry.group),
        "codes": codes_of(entry),
        "regions": regions_of(entry),
        "certificates": [storable(one) for one in dict.fromkeys(entry.certificates)],
        "uses": [storable(one) for one in dict.fromkeys(entry.uses)],
        "season_months": [*dict.fromkeys(entry.season_months)],
        "stars": [] if entry.stars is None else [entry.stars],
        "numbers": {
            "price": entry.price,
            "unit_price": entry.unit_price,
            "badges_until": FOREVER if entry.badges_until is None else entry.badges_until,
            "recognised_on": entry.recognised_on,
        },
        "by_name": place_of_name(entry),
        "texts": {
            field: " ".join([BAR, *(f"{' '.join(words)} {BAR}" for words in cut)])
            for field, cut in {**texts, PROSE: prose}.items()
        },
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=_KEPT)
def hit_of(said: str) -> Hit:
    """Read what `told` wrote: the same text is the same hit, whichever index it comes from."""
    return Hit(said)
