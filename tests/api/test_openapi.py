"""The description of the API, held against what the API does."""

import os
import re
from itertools import chain

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance

from shop.api.examples import ANSWERED, REFUSED, SENT
from shop.api.openapi import openapi
from shop.api.operations import JSON
from shop.api.routes import OPERATIONS
from shop.api.telling import TOLD, is_file, subject_of
from shop.app import routes
from tests.serving import served

PROGRAMS = ("/api/", "/feeds/", "/ucp/", "/.well-known/", "/llms.txt", "/partners")
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "20"))
"""Of each operation, always the same; tests/edge makes up odd requests of all routes, too."""
DESCRIBED = openapi(OPERATIONS, "https://sanvat.example.vn")
SCHEMAS = DESCRIBED["components"]["schemas"]
BY_CONTRACT = [positive_data_acceptance]
"""An opaque cursor that we never gave out is well-formed and 410 all the same."""


async def test_the_description_is_valid_openapi_3_1(client):
    description = (await client.get("/openapi.json")).json()

    assert description["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(description).iter_errors()) == []


async def test_every_route_for_programs_is_described(client):
    described = set((await client.get("/openapi.json")).json()["paths"])

    served_paths = {route.path for route in routes() if route.path.startswith(PROGRAMS)}
    assert described == served_paths


def test_the_api_does_what_its_description_says(full_settings):
    load_all_checks()
    with served(full_settings, SANVAT_RATE_PER_ADDRESS="0") as origin:
        schema = schemathesis.openapi.from_url(f"{origin}/openapi.json")
        tried = set()
        for found in schema.get_all_operations():
            operation = found.ok()
            tried.add(operation.path)
            _try(operation, origin)

    assert tried == {operation.path for operation in OPERATIONS}


def _try(operation, origin) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def holds(case) -> None:
        case.call_and_validate(base_url=origin, timeout=40, excluded_checks=BY_CONTRACT)

    holds()


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/v1/listings/HP-NS-9999", "/feeds/google.csv", "/media/x"]
)
async def test_what_is_not_there_is_a_problem_document(client, path):
    answer = await client.get(path)

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert set(answer.json()) == {"type", "title", "status", "detail", "instance"}


def operations():
    """Give every operation of the description, the webhook's too."""
    places = chain(DESCRIBED["paths"].values(), DESCRIBED["webhooks"].values())
    return [one for place in places for one in place.values()]


def nodes(schema):
    """Give a schema and all that is in it."""
    inner = schema.values() if isinstance(schema, dict) else schema
    yield schema
    for one in inner if isinstance(schema, (dict, list)) else ():
        yield from nodes(one)


def reached(names) -> set[str]:
    """Find the components that some are made of, by their references."""
    found, waiting = set(), list(names)
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting += re.findall(r"#/components/schemas/(\w+)", str(SCHEMAS[name]))
    return found


SENT_BY_US = reached(
    {one.answers.__name__ for one in OPERATIONS if one.answers}
    | {one.refusal[0].__name__ for one in OPERATIONS}
)
SENT_TO_US = reached({one.sends.__name__ for one in OPERATIONS if one.sends})


def test_what_we_send_may_grow_and_what_we_receive_may_not():
    closed = {
        name
        for name, schema in SCHEMAS.items()
        if any(isinstance(one, dict) and one.get("additionalProperties") is False
               for one in nodes(schema))
    }  # fmt: skip

    assert closed == {"CheckpointSent", "KeyWanted", "PriceTold", "PricesTold", "RuleSent",
                      "SaleTold", "SalesTold", "StockTold", "StocksTold", "WebhookSent"
                      }  # fmt: skip
    assert closed <= SENT_TO_US
    assert {name for name in SENT_BY_US & SENT_TO_US if SCHEMAS[name].get("type") == "object"} == (
        set()
    )


def test_nothing_that_may_be_absent_is_said_to_be_null():
    nullable = {
        (name, key)
        for name, schema in SCHEMAS.items()
        for key, one in schema.get("properties", {}).items()
        if {"type": "null"} in one.get("anyOf", [])
    }
    parameters = [one["schema"] for told in operations() for one in told.get("parameters", [])]

    assert nullable == {("Manifest", "audit"), ("PriceTold", "price"), ("ShelfPriceKept", "price")}
    assert "audit" in SCHEMAS["Manifest"]["required"]
    assert [one for one in parameters if "anyOf" in one] == []


def test_an_upsert_is_told_from_a_delete():
    assert SCHEMAS["Change"] == {
        "discriminator": {
            "propertyName": "op",
            "mapping": {
                "upsert": "#/components/schemas/Upsert",
                "delete": "#/components/schemas/Delete",
            },
        },
        "oneOf": [
            {"$ref": "#/components/schemas/Upsert"},
            {"$ref": "#/components/schemas/Delete"},
        ],
    }
    for name, op in (("Upsert", "upsert"), ("Delete", "delete")):
        told = SCHEMAS[name]["properties"]["op"]
        assert (told["type"], told["const"], told["enum"]) == ("string", op, [op])
        assert "op" in SCHEMAS[name]["required"]


def test_every_operation_has_words_a_part_and_a_name_for_programs():
    tags = {one["name"] for one in DESCRIBED["tags"]}

    lacking = {one.id for one in OPERATIONS if not is_file(one)} - {
        one.id for one in OPERATIONS if subject_of(one.id) in TOLD
    }
    assert lacking == set()
    assert {tag for one in operations() for tag in one["tags"]} == tags
    names = [one["operationId"] for one in operations()]
    assert [name for name in names if not re.fullmatch(r"[a-z0-9_-]+", name)] == []
    assert len(set(names)) == len(names)
    assert DESCRIBED["info"]["title"].isascii()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.id)
def test_every_json_operation_has_an_example(operation):
    assert (subject_of(operation.id) in SENT) == (operation.sends is not None)
    assert (subject_of(operation.id) in ANSWERED) == (operation.answers is not None)


EXAMPLES_SHOWN = [
    (told["operationId"], place, content["schema"], content["example"])
    for told in operations()
    for place, holder in [("sent", told.get("requestBody", {})), *told["responses"].items()]
    for content in holder.get("content", {}).values()
    if "example" in content
]


@pytest.mark.parametrize(
    ("schema", "example"),
    [(schema, example) for _, _, schema, example in EXAMPLES_SHOWN],
    ids=[f"{name} {place}" for name, place, _, _ in EXAMPLES_SHOWN],
)
def test_an_example_is_right_by_its_schema(schema, example):
    whole = {**schema, "components": DESCRIBED["components"]}
    judge = jsonschema.Draft202012Validator(
        whole, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )

    assert [str(error) for error in judge.iter_errors(example)] == []


def test_every_example_is_shown():
    shown = {(subject_of(name), place) for name, place, *_ in EXAMPLES_SHOWN}

    assert {name for name, place in shown if place == "sent"} == {*SENT, "catalogue-changed"}
    assert {name for name, place in shown if place.startswith("2")} == set(ANSWERED)
    assert set(REFUSED) <= shown


def test_a_refusal_says_when_to_come_back_and_all_answers_what_is_left():
    changes = DESCRIBED["paths"]["/api/v1/changes"]["get"]["responses"]

    assert "Retry-After" in changes["429"]["headers"]
    assert "WWW-Authenticate" in changes["401"]["headers"]
    for answer in changes.values():
        assert {"RateLimit", "RateLimit-Policy"} <= set(answer["headers"])
    assert set(DESCRIBED["components"]["headers"]) >= set(changes["429"]["headers"])


async def test_the_description_names_the_service_that_wrote_it(client):
    told = (await client.get("/openapi.json")).json()

    assert [one["url"] for one in told["servers"]] == ["http://localhost:8000"]
    assert told["info"]["contact"]["url"] == "http://localhost:8000/partners.md"
    assert told["paths"]["/feeds/products.jsonl"]["get"]["responses"]["200"]["content"] == {
        "application/jsonl": {"schema": {"type": "string", "format": "binary"}}
    }
    assert JSON in told["paths"]["/api/v1/categories"]["get"]["responses"]["200"]["content"]
