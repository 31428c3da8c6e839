"""Schemas of tools as the plainest agents read them: without `$ref`, and without `null`.

Some clients drop a tool, or are refused by their model, for either. What may be null may as well be
left out.
"""

from typing import Any

Schema = dict[str, Any]
DEFINED = "#/$defs/"
NULL = {"type": "null"}


def flat(schema: Schema) -> Schema:
    """Put every definition where it is used; none of ours holds itself."""
    return _flat(schema, schema.get("$defs", {}))


def _flat(schema: Schema, defined: Schema) -> Schema:
    schema = _without_null(schema)
    whole = {**_meant(schema, defined), **schema}
    kept = {key: value for key, value in whole.items() if key not in {"$defs", "$ref", "title"}}
    if isinstance(kept.get("default"), dict):  # it says what its own properties say
        del kept["default"]
    if "properties" in kept:
        named = kept["properties"].items()
        kept["properties"] = {name: _flat(one, defined) for name, one in named}
    if isinstance(kept.get("items"), dict):
        kept["items"] = _flat(kept["items"], defined)
    return kept


def _meant(schema: Schema, defined: Schema) -> Schema:
    reference = schema.get("$ref", "")
    return _flat(defined[reference.removeprefix(DEFINED)], defined) if reference else {}


def _without_null(schema: Schema) -> Schema:
    choices = [one for one in schema.get("anyOf", ()) if one != NULL]
    if len(choices) != 1:
        return schema
    others = {key: value for key, value in schema.items() if key not in {"anyOf", "default"}}
    return {**choices[0], **others}
