"""The published schemas of UCP 2026-04-08, and what breaks them."""

from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

SCHEMAS = Path(__file__).parents[2] / "shared" / "schemas" / "ucp"
ROOT = "https://ucp.dev/schemas"
PROFILE = "ucp.json#/$defs/business_schema"
PRODUCT = "shopping/types/product.json"
SEARCH_RESPONSE = "shopping/catalog_search.json#/$defs/search_response"
LOOKUP_RESPONSE = "shopping/catalog_lookup.json#/$defs/lookup_response"
PRODUCT_RESPONSE = "shopping/catalog_lookup.json#/$defs/get_product_response"
ERROR_RESPONSE = "shopping/types/error_response.json"
needs_schemas = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="../shared/schemas is not here")


@cache
def _registry() -> Registry:
    found = [orjson.loads(file.read_bytes()) for file in sorted(SCHEMAS.rglob("*.json"))]
    return Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in found
    )


def faults(schema: str, thing: Any) -> list[str]:
    validator = Draft202012Validator({"$ref": f"{ROOT}/{schema}"}, registry=_registry())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(thing)]
