"""The feed files that partners download: what is in them, and when they are built."""

import gzip
from datetime import timedelta

import orjson
import pytest
from zstandard import ZstdDecompressor

from shop import catalogue, clock
from shop.formats.bans import BANS
from shop.formats.files import FORMATS
from shop.models import FeedFile, Listing, Product, Purpose
from shop.partners import channels
from shop.publishing import change
from shop.readers.feeds import building
from tests.conftest import TODAY, services_of
from tests.cursors import serial
from tests.feeding import (
    ORIGIN,
    G,
    build,
    documents,
    fetched,
    lines,
    offer_everything,
    rows,
    xml_items,
)
from tests.formats.test_bans import OF_THE_LISTS
from tests.pictures import give_everything_a_picture

RESTRICTED = 19
"""Of the 429: 14 not online, 5 for adults only."""
BANNED = 18
"""Of the others: 16 live animals and 2 supplements (tests/formats/test_bans.py)."""
SERVICES = 6
"""Which Google and Meta take none of."""


async def test_until_it_is_built_a_feed_asks_to_come_back(shop):
    answer = await shop.get("/feeds/products.jsonl")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


async def test_the_feed_holds_every_listing_with_whole_addresses(shop):
    assert await build(shop)

    assert await lines(shop) == await documents()
    assert len(await lines(shop)) == 429
    [nuoc_mam] = [d for d in await lines(shop) if d["code"] == "HP-OCOP-0026"]
    assert nuoc_mam["url"] == f"{ORIGIN}/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai"


async def test_every_file_reads_back_as_its_documents(pictured):
    await offer_everything()
    await build(pictured)

    everything = await documents()
    kinds = [OF_THE_LISTS[kind] for kind in BANS["acp"]]
    sold = [
        d
        for d in everything
        if "sale_restriction" not in d and d["code"] not in set().union(*kinds)
    ]
    goods = [d for d in sold if d["code"] not in OF_THE_LISTS["services"]]
    packs = {v["sku"]: (d, v) for d in goods for v in d["variants"]}
    assert len(sold) == 429 - RESTRICTED - BANNED
    assert len(goods) == len(sold) - SERVICES

    table = await rows(pictured, "products.csv")
    assert [row["code"] for row in table] == [d["code"] for d in everything for _ in d["variants"]]
    assert [_as_row(d, v) for d in everything for v in d["variants"]] == [
        {key: row[key] for key in _as_row(everything[0], everything[0]["variants"][0])}
        for row in table
    ]
    google = {item.findtext(f"{G}id"): item for item in await xml_items(pictured)}
    assert list(google) == list(packs)
    assert {sku: _of_google(item) for sku, item in google.items()} == {
        sku: _expected_of_google(d, v)
        for sku, (d, v) in packs.items()
    }  # fmt: skip
    meta = {row["id"]: row for row in await rows(pictured, "meta.csv")}
    assert {sku: (row["price"], row["availability"], row["link"]) for sku, row in meta.items()} == {
        sku: (f"{v['price']['amount']} VND", v["availability"].replace("_", " "), d["url"])
        for sku, (d, v) in packs.items()
    }
    acp = await lines(pictured, "acp/products.jsonl")
    assert [(p["id"], p["url"], [v["price"] for v in p["variants"]]) for p in acp] == [
        (d["code"], d["url"], [_plain(v["price"]) for v in d["variants"]]) for d in sold
    ]


def _plain(price) -> dict:
    """Give a price as ACP's closed schema knows it."""
    return {"amount": price["amount"], "currency": price["currency"]}


def _as_row(document, variant) -> dict[str, str]:
    stars = document.get("ocop", {}).get("stars", "")
    return {
        "sku": variant["sku"],
        "pack": variant["pack"],
        "price_vnd": str(variant["price"]["amount"]) if "price" in variant else "",
        "availability": variant.get("availability", ""),
        "gtin": variant.get("gtin", ""),
        "name_vi": document["name"]["vi"],
        "stars": str(stars),
        "producer_name": document["producer"]["name"],
        "commune": document["origin"]["commune"]["name"],
        "sale_restriction": document.get("sale_restriction", ""),
        "description_vi": document["description"]["vi"],
        "url": document["url"],
    }


def _expected_of_google(document, variant) -> tuple[str | None, ...]:
    price, picture = variant["price"]["amount"], document["photos"][0]["url"]
    gtin = variant.get("gtin", "952")
    traded = None if gtin.startswith("952") else gtin  # GS1's specimens
    return f"{price} VND", variant["availability"], document["url"], traded, picture


def _of_google(item) -> tuple[str | None, ...]:
    names = ("price", "availability", "link", "gtin", "image_link")
    return tuple(item.findtext(f"{G}{name}") for name in names)


async def test_each_file_is_there_as_gzip_and_zstd_too(shop):
    await build(shop)

    for one in FORMATS:
        plain = await fetched(shop, one.name)
        assert gzip.decompress(await fetched(shop, f"{one.name}.gz")) == plain
        zstd = ZstdDecompressor().stream_reader(await fetched(shop, f"{one.name}.zst"))
        assert zstd.read() == plain


async def test_the_manifest_names_every_file_by_its_digest(shop):
    await give_everything_a_picture()
    await build(shop)

    manifest = (await shop.get("/api/v1/manifest")).json()

    assert len(manifest["files"]) == 24
    for file in manifest["files"]:
        answer = await shop.get(f"/feeds/{file['name']}")
        assert (file["serial"], file["bytes"]) == (858, len(answer.content))
        assert answer.headers["etag"] == f'"{file["sha256"]}"'
    items = {file["name"]: file["items"] for file in manifest["files"]}
    assert (items["products.jsonl"], items["products.csv.gz"]) == (429, 429)
    assert items["acp/products.jsonl.zst"] == items["google.xml"] == 0  # nothing is on sale
    assert serial(manifest["head"]) == 858


async def test_the_manifest_says_of_a_channel_s_file_whether_drawings_may_be_in_it(shop):
    await channels.set_rule("meta", {"drawn_pictures": True}, by="test")
    await build(shop)

    files = (await shop.get("/api/v1/manifest")).json()["files"]

    told = {one["name"]: one.get("drawn_pictures") for one in files}
    assert {name for name, drawn in told.items() if drawn} == {
        "meta.csv",
        "meta.csv.gz",
        "meta.csv.zst",
        "meta.en.csv",
        "meta.en.csv.gz",
        "meta.en.csv.zst",
    }
    assert {name.partition(".")[0] for name, drawn in told.items() if drawn is False} == {
        "google",
        "acp/products",
    }


async def test_the_same_catalogue_makes_the_same_bytes(shop):
    await build(shop)
    before = dict(await FeedFile.all().values_list("name", "digest"))
    await FeedFile.all().delete()

    await build(shop)

    assert dict(await FeedFile.all().values_list("name", "digest")) == before


async def test_a_feed_is_built_again_only_when_the_catalogue_has_moved(shop):
    assert await build(shop)
    assert not await build(shop)

    await catalogue.withdraw("HP-OCOP-0026", by="test")

    assert await build(shop)
    assert len(await lines(shop)) == 428
    assert (await FeedFile.get(name="products.jsonl")).serial == 430


async def test_who_did_not_consent_to_marketplaces_is_not_in_the_feed(shop):
    await catalogue.withdraw_consent("HP-CS-005", Purpose.MARKETPLACES, by="test")

    await build(shop)

    assert "HP-CS-005" not in {d["producer"]["code"] for d in await lines(shop)}


@pytest.mark.parametrize("restriction", ["not_online", "adults_only"])
async def test_what_a_channel_bans_is_in_the_open_files_only(pictured, restriction):
    await offer_everything()
    async with change(by="test") as wanted:
        await Product.filter(code="HP-NS-0001").update(sale_restriction=restriction)
        wanted.touch("HP-NS-0001")

    await build(pictured)

    carrying = [one.name for one in FORMATS if b"HP-NS-0001" in await fetched(pictured, one.name)]
    assert carrying == ["products.jsonl", "products.csv"]


async def test_stars_that_ended_are_not_in_a_feed_even_while_the_worker_is_dead(shop):
    soonest = await Listing.exclude(changes_at=None).order_by("changes_at").first()
    assert orjson.loads(soonest.document)["ocop"]["stars"]

    with clock.stopped(max(soonest.changes_at, TODAY) + timedelta(seconds=1)):
        await build(shop)

    [document] = [d for d in await lines(shop) if d["code"] == soonest.code]
    assert "ocop" not in document


async def test_while_changes_stream_in_a_feed_stands_for_a_while(shop, stopped_clock):
    assert await build(shop)
    await catalogue.withdraw("HP-OCOP-0026", by="test")

    assert not await build(shop, patiently=True)
    with clock.stopped(stopped_clock + timedelta(seconds=20)):
        assert await build(shop, patiently=True)


async def test_files_that_were_replaced_do_not_pile_up(shop):
    for code in ("HP-OCOP-0026", "HP-OCOP-0027", "HP-OCOP-0028", "HP-OCOP-0029"):
        await catalogue.withdraw(code, by="test")
        assert await build(shop)

    now = set(await FeedFile.all().values_list("digest", flat=True))
    there = {file.name.partition(".")[0] for file in _folder(shop).iterdir()} - {"lock"}
    assert now < there
    assert len(there) <= 2 * 18
    assert len(await lines(shop)) == 425


async def test_a_build_that_dies_leaves_the_old_files_and_no_remains(shop, monkeypatch):
    await build(shop)
    before = await fetched(shop, "products.jsonl")
    await catalogue.withdraw("HP-OCOP-0026", by="test")

    monkeypatch.setattr(building, "_finish", _no_space)
    with pytest.raises(OSError, match="no space"):
        await build(shop)
    monkeypatch.undo()

    assert await fetched(shop, "products.jsonl") == before
    assert [file for file in _folder(shop).iterdir() if file.name.startswith("growing")]
    assert await build(shop)
    assert [file for file in _folder(shop).iterdir() if file.name.startswith("growing")] == []
    assert len(await lines(shop)) == 428


def _no_space(growing):
    raise OSError("no space left on the device")


async def test_a_file_that_is_lost_is_built_again(shop):
    await build(shop)
    row = await FeedFile.get(name="google.xml.zst")
    (_folder(shop) / row.digest).unlink()
    assert (await shop.get("/feeds/google.xml.zst")).status_code == 503

    assert await build(shop)

    assert (await shop.get("/feeds/google.xml.zst")).status_code == 200


def _folder(door):
    return services_of(door).settings.data / "feeds"
