"""The settings that an index is given, and which version of them this code reads."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from search import tables

LAYOUT = 1
"""Raise it whenever documents are laid out differently: every index is then rebuilt."""

ATTRIBUTES = ("name", "alias", "producer", "places", "category", "text")
"""Searchable attributes of plain words, best first; each has a twin with the marks."""

EVERY = "every"
"""The first searchable attribute: it holds NO_WORD in every entry.

Merging compares scores only between queries that have words; else the weights would not count.
"""
NO_WORD = "0"
"""A word that no coded word is, nor the beginning of one that stands in an index."""

LISTED, GONE, POSITION = "listed", "gone", "position"
"""Values of `role`: an entry, what is left of a dropped one, and the one with the position."""

KEYS = (
    "role", "code", "words", "kinds", "kind", "group", "commune_code", "producer_code",
    "certificates", "audience", "stars", "season_months",
)  # fmt: skip
_ORDERED = ("searchableAttributes", "rankingRules")


def toned(attribute: str) -> str:
    return f"{attribute}_toned"


def settings() -> dict[str, Any]:
    """Give the settings; what an entry matches is decided by filters, its rank by these rules."""
    return {
        "searchableAttributes": [
            EVERY,
            *(name for one in ATTRIBUTES for name in (toned(one), one)),
        ],
        "displayedAttributes": ["code", "role", "version", "settings", "epoch", "serial"],
        "filterableAttributes": [
            _filterable(KEYS, comparison=False),
            _filterable(("price", "badges_until"), comparison=True),
        ],
        "sortableAttributes": ["by_name", "code", "price", "recognised_on"],
        "rankingRules": [
            *("words", "typo", "proximity", "attributeRank", "sort", "wordPosition", "exactness"),
            *("sellable:desc", "quality:desc", "code:asc"),
        ],
        # Slips are the query layer's: it knows which words exist and what costs how much. Here
        # they would only turn coded marks into others.
        "typoTolerance": {"enabled": False},
        "stopWords": [],
        "synonyms": {},
        "localizedAttributes": [{"attributePatterns": ["*"], "locales": ["vie"]}],
        "faceting": {"maxValuesPerFacet": 1000, "sortFacetValuesBy": {"*": "count"}},
        "pagination": {"maxTotalHits": 1_000_000},  # totals are exact up to here
        "facetSearch": False,
        "searchCutoffMs": 400,
    }


def _filterable(names: tuple[str, ...], *, comparison: bool) -> dict[str, Any]:
    operators = {"equality": True, "comparison": comparison}
    features = {"facetSearch": False, "filter": operators}
    return {"attributePatterns": list(names), "features": features}


@cache
def version() -> str:
    """Name the schema: under another name an index must be rebuilt."""
    kinds = (tables.FOLDER / "kinds.txt").read_text(encoding="utf-8")
    return _hash([LAYOUT, settings(), sorted(tables.PROSE_STOP_WORDS), kinds])


def fingerprint(echoed: Mapping[str, Any]) -> str:
    """Name the settings as a server tells them, to notice when somebody changes one.

    A server may tell them in another form than it was given, so it is compared with itself.
    """
    told = {name: echoed.get(name) for name in settings()}
    return _hash({name: _canonical(name, value) for name, value in told.items()})


def _canonical(name: str, value: object) -> object:
    if isinstance(value, list) and name not in _ORDERED:
        return sorted(json.dumps(one, sort_keys=True) for one in value)
    return value


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
