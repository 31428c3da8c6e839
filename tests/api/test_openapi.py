"""The description of the API, held against what the API does."""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance

from shop.api.routes import OPERATIONS
from shop.app import routes
from tests.serving import served

PROGRAMS = ("/api/", "/feeds/", "/ucp/", "/.well-known/", "/llms.txt", "/partners.md")
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "20"))
"""Of each operation, always the same; tests/edge makes up odd requests of all routes, too."""
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
            _try(operation)

    assert tried == {operation.path for operation in OPERATIONS}


def _try(operation) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def holds(case) -> None:
        case.call_and_validate(timeout=40, excluded_checks=BY_CONTRACT)

    holds()


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/v1/listings/HP-NS-9999", "/feeds/google.csv", "/media/x"]
)
async def test_what_is_not_there_is_a_problem_document(client, path):
    answer = await client.get(path)

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert set(answer.json()) == {"type", "title", "status", "detail", "instance"}
