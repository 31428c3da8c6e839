"""The fields of the index, and which version of them this code reads."""

import hashlib
import json
from functools import cache
from typing import Any

import tantivy

from search import tables
from search.fields import (
    ATTRIBUTES,
    BEGINS,
    GRAMS,
    NEIGHBOURS,
    PROSE,
    TONED,
    WHOLE_ALIAS,
    WHOLE_NAME,
)

WORDING = 4
"""Raise it whenever texts are cut, folded or laid out differently: every index is then rebuilt."""

BEGIN, END = "^", "$"
"""Stand around each text of an attribute; no word is one of them, so no phrase crosses over."""

POSITION = "position"
"""Value of `role` of the one hidden document; those of entries are in search/fields.py."""

# Field -> (kind, options of the schema builder). Orders are texts that end in the code, so that
# no two entries share one and a page ends where the next begins.
_FIELDS: dict[str, tuple[str, dict[str, Any]]] = {
    "role": ("key", {}),
    "position": ("key", {"stored": True}),
    "code": ("key", {"stored": True, "fast": True}),
    "code_order": ("number", {"fast": True}),
    **{name: ("words", {"index_option": "position"}) for name in (*ATTRIBUTES, PROSE)},
    **{name: ("words", {"index_option": "position"}) for name in TONED.values()},
    # What a vocabulary is made of: how many entries have a word, which words are neighbours.
    "named": ("words", {"index_option": "basic"}),
    "pairs": ("words", {"index_option": "basic"}),
    "place_names": ("key", {}),
    # Neighbours are words of their own: a term is found faster than a phrase.
    **{name: ("words", {"index_option": "basic"}) for name in NEIGHBOURS},
    **{name: ("key", {}) for name in (BEGINS, WHOLE_NAME, WHOLE_ALIAS, GRAMS)},
    "kinds": ("key", {}),
    "codes": ("key", {}),
    "regions": ("key", {}),
    "kind": ("key", {"fast": True}),
    "group": ("key", {"fast": True}),
    "commune_code": ("key", {"fast": True}),
    "certificates": ("key", {"fast": True}),
    "uses": ("key", {"fast": True}),
    "price_bands": ("key", {"fast": True}),
    "producer_code": ("key", {}),
    "audience": ("key", {}),
    "stars": ("number", {"indexed": True, "fast": True}),
    "season_months": ("number", {"indexed": True, "fast": True}),
    "price": ("number", {"indexed": True, "fast": True}),
    "badges_until": ("number", {"indexed": True, "fast": True}),
    "by_name": ("key", {"fast": True}),
    "by_price_up": ("key", {"fast": True}),
    "by_price_down": ("key", {"fast": True}),
    "by_unit_price": ("key", {"fast": True}),
    "by_newest": ("key", {"fast": True}),
}


def version() -> str:
    """Name the schema: under another name an index must be rebuilt."""
    kinds = (tables.FOLDER / "kinds.txt").read_text(encoding="utf-8")
    layout = [WORDING, _FIELDS, sorted(tables.PROSE_STOP_WORDS), kinds]
    return hashlib.sha256(json.dumps(layout).encode()).hexdigest()[:12]


@cache
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name, (kind, options) in _FIELDS.items():
        _add_field(builder, name, kind, options)
    return builder.build()


def _add_field(
    builder: tantivy.SchemaBuilder, name: str, kind: str, options: dict[str, Any]
) -> None:
    if kind == "number":
        builder.add_integer_field(name, **options)
    elif kind == "words":
        builder.add_text_field(name, tokenizer_name="words", **options)
    else:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", **options)


def create_index(path: str) -> tantivy.Index:
    return _ready(tantivy.Index(schema(), path=path, reuse=False))


def open_index(path: str) -> tantivy.Index:
    """Open an index for reading or writing. Raises ValueError or OSError when it cannot be."""
    return _ready(tantivy.Index.open(path))


def _ready(index: tantivy.Index) -> tantivy.Index:
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("words", spaces)
    index.config_reader("manual", 0)
    return index
