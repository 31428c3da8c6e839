"""The OpenAPI 3.1 description, made from the operations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from shop import __version__
from shop.api import examples, telling
from shop.api.operations import Operation, described_whole, never_null
from shop.api.schemas import CatalogueChanged

Schema = dict[str, Any]
COMPONENTS = "#/components/schemas/"
ABOUT = """
Danh mục nông sản và sản phẩm OCOP của thành phố Hải Phòng.
The catalogue of agricultural and OCOP products of Hải Phòng, to search and to copy exactly.
Unknown or doubled parameters are refused. Without a key requests are counted for each address;
a partner's key, given as a bearer token, has a share of its own. Answers may get new keys: ignore
those that you do not know. In words, with what holds for versions: {origin}/partners.md
"""


def openapi(operations: Sequence[Operation], origin: str) -> Schema:
    """Describe the operations of the service at an origin."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "San vat Hai Phong API",
            "x-title-vi": "Sản vật Hải Phòng",
            "version": __version__,
            "description": ABOUT.format(origin=origin).strip(),
            "contact": {"name": "Sản vật Hải Phòng", "url": f"{origin}/partners.md"},
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": origin, "description": "The service that wrote this"}],
        "security": [{}, {"key": []}],
        "tags": [{"name": name, "description": text} for name, text in telling.TAGS.items()],
        "paths": _paths(operations),
        "webhooks": {"catalogue.changed": {"post": _catalogue_changed()}},
        "components": {
            "schemas": _schemas(operations),
            "headers": telling.HEADERS,
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A partner's key, `hpn_live_…`; the operator makes the first.",
                }
            },
        },
    }


def _paths(operations: Sequence[Operation]) -> Schema:
    """Put the methods of an address together."""
    paths: Schema = {}
    for operation in operations:
        told = {**operation.described(), **telling.told_of(operation)}
        examples.show(telling.subject_of(operation.id), told)
        paths.setdefault(operation.path, {})[operation.method.lower()] = told
    return paths


def _catalogue_changed() -> Schema:
    """Describe what we send to a webhook (docs/partners.md#webhooks).

    Without components: generators that know no webhooks would leave those out.
    """
    shown = _described(described_whole(CatalogueChanged), closed=False)
    content = {"application/json": {"schema": shown, "example": examples.CATALOGUE_CHANGED}}
    return {
        "operationId": "catalogue-changed",
        "summary": "The catalogue has changed",
        **telling.WEBHOOK,
        "requestBody": {"required": True, "content": content},
        "responses": {
            "204": {"description": "Taken; any other 2xx says the same"},
            "410": {"description": "Disables the webhook at once"},
        },
        "security": [],
    }


def _schemas(operations: Sequence[Operation]) -> Schema:
    """Give all components: what we send may grow, what we receive is held to its letter."""
    answered: set[type] = {operation.refusal[0] for operation in operations}
    answered |= {operation.answers for operation in operations if operation.answers}
    sent: set[type] = {operation.sends for operation in operations if operation.sends}
    _, definitions = TypeAdapter.json_schemas(
        [*_adapters(answered, "serialization"), *_adapters(sent, "validation")],
        ref_template=COMPONENTS + "{model}",
    )
    known: dict[str, Schema] = definitions["$defs"]
    received = set(_reached({model.__name__ for model in sent}, known))
    return {
        name: _described(schema, closed=name in received) for name, schema in sorted(known.items())
    }


def _adapters(
    models: Iterable[type], mode: JsonSchemaMode
) -> list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]]:
    by_name = {model.__name__: model for model in models}
    return [(name, mode, TypeAdapter(by_name[name])) for name in sorted(by_name)]


def _reached(names: Iterable[str], known: Mapping[str, Schema]) -> set[str]:
    """Find the components that some of them are made of."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting += [ref.removeprefix(COMPONENTS) for ref in _references(known[name])]
    return found


def _references(schema: Any) -> Iterator[str]:
    inner = schema.values() if isinstance(schema, dict) else schema
    if isinstance(schema, dict) and isinstance(schema.get("$ref"), str):
        yield schema["$ref"]
    for one in inner if isinstance(schema, (dict, list)) else ():
        yield from _references(one)


def _described(schema: Any, *, closed: bool) -> Any:
    """Describe all the way down: no key is null, for what is unknown is absent.

    What we send may get keys that are new, so a reader is not told that there are none.
    """
    if isinstance(schema, list):
        return [_described(one, closed=closed) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _described(value, closed=closed) for key, value in schema.items()}
    if kept.get("additionalProperties") is False and not closed:
        del kept["additionalProperties"]
    return _constant(never_null(kept))


def _constant(schema: Schema) -> Schema:
    """Say a constant as an enumeration of one, too, which older generators know."""
    return {**schema, "enum": [schema["const"]]} if "const" in schema else schema
