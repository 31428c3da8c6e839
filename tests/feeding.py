"""Feed files for tests: building them, reading them back, and goods that channels may have."""

import csv
import io
from typing import Any
from xml.etree import ElementTree as ET

import orjson

from shop import clock
from shop.models import (
    Decision,
    KeyKind,
    Listing,
    Partner,
    Photo,
    Picture,
    Product,
    SaleRestriction,
    SaleState,
    Variant,
)
from shop.partners import sales
from shop.partners.keys import Caller
from shop.partners.sales import Report
from shop.publishing import change, drain
from shop.readers import feeds
from tests.conftest import services_of
from tests.pictures import give_everything_a_picture

ORIGIN = "http://localhost:8000"
G = "{http://base.google.com/ns/1.0}"
SITE = "cho.example.vn"


async def build(door, **options: Any) -> bool:
    settings = services_of(door).settings
    return await feeds.build(settings.data, settings.base_url, **options)


async def release(door, name: str) -> None:
    settings = services_of(door).settings
    await feeds.release(settings.data, name, by="test")
    await feeds.build(settings.data, settings.base_url)


async def offer_everything() -> None:
    """Make of every product what channels may have: photographed, sourced, in stock and sold."""
    if not await Picture.all().count():
        await give_everything_a_picture()
    in_stock = {"availability": "in_stock", "availability_confirmed_on": clock.today()}
    async with change(by="test") as wanted:
        await Product.all().update(evidence="sourced")
        await decide_in_earnest()
        await Variant.all().update(**in_stock, availability_confirmed_by="operator")
        await Photo.all().update(illustration=False)
        wanted.touch_all(Product.all())
    while await drain():
        pass
    allowed = Product.exclude(sale_restriction=SaleRestriction.NOT_ONLINE)
    await sell(await allowed.order_by("code").values_list("code", flat=True))


async def decide_in_earnest() -> None:
    """Give each decision of the demonstration a number that real ones have."""
    for one in await Decision.filter(number__startswith="MH-"):
        await Decision.filter(id=one.id).update(number=one.number.removeprefix("MH-"))


async def show_real_stars() -> None:
    """Let the stars that are shown be by real decisions."""
    async with change(by="test") as wanted:
        await decide_in_earnest()
        wanted.touch_all(Product.filter(recognitions__id__gt=0).distinct())
    while await drain():
        pass


async def sell(codes: list[str], state: SaleState = SaleState.LIVE) -> None:
    """Report as a partner that it sells some products, or does no longer."""
    begun = {"site": SITE, "created_at": clock.now()}
    partner, _ = await Partner.get_or_create(begun, name="Chợ Đất Cảng")
    told = [Report(code, state, f"https://{SITE}/p/{code}") for code in codes]
    for start in range(0, len(told), 200):
        await sales.report(Caller(partner.id, KeyKind.PARTNER), told[start : start + 200])


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
