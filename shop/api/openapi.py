"""The OpenAPI 3.1 description, made from the operations."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from shop import __version__
from shop.api.operations import Operation

ABOUT = """
The catalogue of agricultural and OCOP products of Hải Phòng, to search and to copy exactly.
Unknown or doubled parameters are refused. Without a key requests are counted for each address;
a partner's key, given as a bearer token, has a share of its own. See /partners.md.
"""


def openapi(operations: Sequence[Operation]) -> dict[str, Any]:
    answered: set[type] = {operation.refusal[0] for operation in operations}
    answered |= {operation.answers for operation in operations if operation.answers}
    sent: set[type] = {operation.sends for operation in operations if operation.sends}
    _, definitions = TypeAdapter.json_schemas(
        [*_adapters(answered, "serialization"), *_adapters(sent, "validation")],
        ref_template="#/components/schemas/{model}",
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sản vật Hải Phòng",
            "version": __version__,
            "description": ABOUT.strip(),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"key": []}],
        "paths": _paths(operations),
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _adapters(
    models: Iterable[type], mode: JsonSchemaMode
) -> list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]]:
    by_name = {model.__name__: model for model in models}
    return [(name, mode, TypeAdapter(by_name[name])) for name in sorted(by_name)]


def _paths(operations: Sequence[Operation]) -> dict[str, Any]:
    """Put the methods of an address together."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = operation.described()
    return paths
