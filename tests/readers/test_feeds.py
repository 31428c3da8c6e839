"""The feed file that partners download."""

from datetime import timedelta

import orjson

from shop import catalogue, clock
from shop.models import FeedFile, Listing, Purpose
from shop.readers import feeds
from tests.conftest import TODAY, services_of

ORIGIN = "http://localhost:8000"


async def build(door) -> bool:
    settings = services_of(door).settings
    return await feeds.build(settings.data, settings.base_url)


async def lines(door) -> list[dict]:
    answer = await door.get("/feeds/products.jsonl")
    assert answer.status_code == 200
    return [orjson.loads(line) for line in answer.content.splitlines()]


async def test_until_it_is_built_a_feed_asks_to_come_back(shop):
    answer = await shop.get("/feeds/products.jsonl")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


async def test_the_feed_holds_every_listing_with_whole_addresses(shop):
    assert await build(shop)

    documents = await lines(shop)
    stored = await Listing.get(code="HP-OCOP-0026")
    [nuoc_mam] = [d for d in documents if d["code"] == "HP-OCOP-0026"]
    assert [d["code"] for d in documents] == sorted(d["code"] for d in documents)
    assert len(documents) == 429
    assert nuoc_mam["url"] == f"{ORIGIN}/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai"
    expected = orjson.loads(stored.document.replace('"url":"/', f'"url":"{ORIGIN}/'))
    assert nuoc_mam == expected


async def test_the_manifest_names_the_file_by_its_digest(shop):
    await build(shop)

    manifest = (await shop.get("/api/v1/manifest")).json()
    answer = await shop.get("/feeds/products.jsonl")

    [file] = manifest["files"]
    assert file["name"] == "products.jsonl"
    assert (file["items"], file["serial"], file["bytes"]) == (429, 429, len(answer.content))
    assert answer.headers["etag"] == f'"{file["sha256"]}"'
    assert manifest["head"].endswith(".429")


async def test_a_feed_is_built_again_only_when_the_catalogue_has_moved(shop):
    assert await build(shop)
    assert not await build(shop)

    await catalogue.withdraw("HP-OCOP-0026", by="test")

    assert await build(shop)
    assert len(await lines(shop)) == 428
    assert (await FeedFile.get(name="products.jsonl")).serial == 430


async def test_who_has_the_feed_already_gets_304_and_a_part_can_be_asked_for(shop):
    await build(shop)
    answer = await shop.get("/feeds/products.jsonl")

    again = await shop.get(
        "/feeds/products.jsonl", headers={"If-None-Match": answer.headers["etag"]}
    )
    part = await shop.get("/feeds/products.jsonl", headers={"Range": "bytes=10-19"})

    assert (again.status_code, again.content) == (304, b"")
    assert (part.status_code, part.content) == (206, answer.content[10:20])


async def test_who_did_not_consent_to_marketplaces_is_not_in_the_feed(shop):
    await catalogue.withdraw_consent("HP-CS-005", Purpose.MARKETPLACES, by="test")

    await build(shop)

    assert "HP-CS-005" not in {d["producer"]["code"] for d in await lines(shop)}


async def test_stars_that_ended_are_not_in_a_feed_even_while_the_worker_is_dead(shop):
    soonest = await Listing.exclude(changes_at=None).order_by("changes_at").first()
    assert orjson.loads(soonest.document)["ocop"]["stars"]

    with clock.stopped(max(soonest.changes_at, TODAY) + timedelta(seconds=1)):
        await build(shop)

    [document] = [d for d in await lines(shop) if d["code"] == soonest.code]
    assert "ocop" not in document


async def test_while_changes_stream_in_a_feed_stands_for_a_while(shop, stopped_clock):
    settings = services_of(shop).settings
    assert await build(shop)
    await catalogue.withdraw("HP-OCOP-0026", by="test")

    assert not await feeds.build(settings.data, settings.base_url, at_most_every=20)
    with clock.stopped(stopped_clock + timedelta(seconds=20)):
        assert await feeds.build(settings.data, settings.base_url, at_most_every=20)


async def test_files_that_were_replaced_do_not_pile_up(shop):
    for code in ("HP-OCOP-0026", "HP-OCOP-0027", "HP-OCOP-0028", "HP-OCOP-0029"):
        await catalogue.withdraw(code, by="test")
        assert await build(shop)

    assert len(list((services_of(shop).settings.data / "feeds").iterdir())) == 3
    assert len(await lines(shop)) == 425
