"""Feed files for tests: building them, and reading them back."""

import csv
import io
from typing import Any
from xml.etree import ElementTree as ET

import orjson

from shop.models import Listing
from shop.readers import feeds
from tests.conftest import services_of

ORIGIN = "http://localhost:8000"
G = "{http://base.google.com/ns/1.0}"


async def build(door, **options: Any) -> bool:
    settings = services_of(door).settings
    return await feeds.build(settings.data, settings.base_url, **options)


async def release(door, name: str) -> None:
    settings = services_of(door).settings
    await feeds.release(settings.data, settings.base_url, name)


async def documents() -> list[dict[str, Any]]:
    """Read the table itself, with whole addresses."""
    rows = await Listing.filter(live=True).order_by("code").values("document")
    return [orjson.loads(row["document"].replace('"url":"/', f'"url":"{ORIGIN}/')) for row in rows]


async def fetched(door, name: str) -> bytes:
    answer = await door.get(f"/feeds/{name}")
    assert answer.status_code == 200, answer.text
    return answer.content


async def lines(door, name: str = "products.jsonl") -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in (await fetched(door, name)).splitlines()]


async def rows(door, name: str) -> list[dict[str, str]]:
    text = (await fetched(door, name)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


async def xml_items(door) -> list[ET.Element]:
    root = ET.fromstring(await fetched(door, "google.xml"))  # noqa: S314 - our own file
    return root.findall("channel/item")
