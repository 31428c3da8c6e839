"""The type of the document, held against what is published."""

import enum
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from shop import models
from shop.formats import document
from shop.formats.document import Document
from tests.feeding import documents

TYPE = TypeAdapter(Document)
ENUMERATIONS = (
    "Kind", "Unit", "Availability", "SaleRestriction", "Evidence", "SubjectType", "CertificateKind",
)  # fmt: skip


async def a_document() -> dict[str, Any]:
    return (await documents())[0]


def refused(one: object) -> list[tuple[str, tuple[str | int, ...]]]:
    with pytest.raises(ValidationError) as refusal:
        TYPE.validate_python(one, strict=True)
    return [(error["type"], error["loc"]) for error in refusal.value.errors()]


async def test_every_published_document_is_of_the_type(shop):
    found = await documents()

    assert len(found) == 429
    assert [TYPE.validate_python(one, strict=True) for one in found] == found


async def test_a_document_with_a_picture_is_of_the_type(pictured):
    found = [one for one in await documents() if "photos" in one]

    assert len(found) == 429
    assert [TYPE.validate_python(one, strict=True) for one in found] == found


async def test_a_document_with_an_unknown_key_is_refused(shop):
    one = await a_document()

    assert refused({**one, "colour": "nâu"}) == [("extra_forbidden", ("colour",))]
    producer = {**one["producer"], "phone": "0225"}
    assert refused({**one, "producer": producer}) == [("extra_forbidden", ("producer", "phone"))]


async def test_a_document_that_lacks_a_key_is_refused(shop):
    one = await a_document()

    del one["producer"]["commune"]["name"], one["evidence"]

    assert refused(one) == [
        ("missing", ("producer", "commune", "name")),
        ("missing", ("evidence",)),
    ]


async def test_what_is_unknown_is_absent_and_never_null(shop):
    one = await a_document()

    assert refused({**one, "story": None}) == [("string_type", ("story",))]


@pytest.mark.parametrize("name", ENUMERATIONS)
def test_the_document_has_the_values_that_the_tables_have(name):
    literal, _ = get_args(getattr(document, name).__value__)
    choices: type[enum.StrEnum] = getattr(models, name)

    assert list(get_args(literal)) == [choice.value for choice in choices]
