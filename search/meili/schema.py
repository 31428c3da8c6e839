"""The settings that an index is given, and which version of them this code reads."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from search import tables
from search.fields import ATTRIBUTES, BEGINS, GRAMS, WHOLE_ALIAS

LAYOUT = 4
"""Raise it whenever documents are laid out differently: every index is then rebuilt."""

GONE, POSITION = "gone", "position"
"""Values of `role`, beside those of entries: what is left of a dropped one, and the position."""

MADE = (BEGINS, WHOLE_ALIAS, GRAMS)
"""Made of names, and keys as well."""
KEYS = (
    "role", "code", "codes", "words", "kinds", "kind", "group", "commune_code", "regions",
    "producer_code", "certificates", "uses", "audience", "stars", "season_months",
    "price_bands", *MADE,
)  # fmt: skip
_ORDERED = ("searchableAttributes", "rankingRules")


def settings() -> dict[str, Any]:
    """Give the settings.

    Filters decide what an entry matches, search/ranking.py its rank; these rules only say which
    are looked at when more match than are weighed. So prose need not be searched: what has a word
    there and nowhere else ranks last.
    """
    return {
        "searchableAttributes": [*ATTRIBUTES],
        "displayedAttributes": [
            *("code", "told"),
            *("role", "version", "settings", "made_as", "epoch", "serial"),
        ],
        "filterableAttributes": [
            _filterable(KEYS, comparison=False),
            _filterable(("price", "badges_until"), comparison=True),
        ],
        "sortableAttributes": ["by_name", "code", "price", "unit_price", "recognised_on"],
        "rankingRules": [
            *("words", "typo", "proximity", "attributeRank", "sort", "wordPosition", "exactness"),
            *("standing:desc", "code:asc"),
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
    """Name the settings as a server tells them, to notice when an operator changes one.

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
