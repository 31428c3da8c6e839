"""The OpenAPI 3.1 description, made from the operations."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shop import __version__
from shop.api.operations import Operation

ABOUT = """
The catalogue of agricultural and OCOP products of Hải Phòng, to search and to copy exactly.
Unknown or doubled parameters are refused. Without a key requests are counted for each address;
a partner's key, given as a bearer token, has a share of its own. See /partners.md.
"""


def openapi(operations: Sequence[Operation]) -> dict[str, Any]:
    models: set[type[BaseModel]] = {operation.refusal[0] for operation in operations}
    models |= {operation.answers for operation in operations if operation.answers}
    sent = {operation.sends for operation in operations if operation.sends}
    _, definitions = models_json_schema(
        [
            *((model, "serialization") for model in sorted(models, key=_name)),
            *((model, "validation") for model in sorted(sent, key=_name)),
        ],
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


def _name(model: type[BaseModel]) -> str:
    return model.__name__


def _paths(operations: Sequence[Operation]) -> dict[str, Any]:
    """Put the methods of an address together."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = operation.described()
    return paths
