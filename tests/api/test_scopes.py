"""A partner with a scope copies just what is in it, and hears as deletes of all that leaves it."""

from typing import Any

import orjson
import pytest

from shop import catalogue
from shop.database import select
from shop.partners import keys
from shop.partners.scopes import EVERYTHING, Scope
from tests.api.test_following import hashed
from tests.mirror.copies import copied, sync_once

SEAFOOD = Scope.model_validate({"set": ["08"]})
STARS = Scope.model_validate({"kind": ["ocop"], "stars": [4, 5], "sellable": True})


async def in_scope(**named: Any) -> dict[str, bytes]:
    """Choose documents from the table by other code than ours: code → bytes."""
    rows = await select("SELECT code, document FROM listing WHERE live AND audience = 'everyone'")
    documents = {row["code"]: row["document"] for row in rows}
    return {code: text.encode() for code, text in documents.items() if _is(text, **named)}


def _is(text, sets=(), stars=(), *, sellable=False) -> bool:
    document = orjson.loads(text)
    if sets and document["category"].get("set") not in sets:
        return False
    if stars and document.get("ocop", {}).get("stars") not in stars:
        return False
    prices = [one for one in document.get("variants", []) if "price" in one]
    return not sellable or (prices != [] and document.get("sale_restriction") != "not_online")


@pytest.fixture
async def key(shop):
    return await keys.add_partner("Chợ Việt", by="test")


async def narrowed(scope: Scope) -> None:
    await keys.set_scope(await keys.partner_named("Chợ Việt"), scope, by="test")


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


async def read(door, key, since="0", **asked: str):
    answer = await door.get(
        "/api/v1/changes", params={"since": since, **asked}, headers=bearer(key)
    )
    return answer.status_code, answer.json()


async def test_a_copy_of_a_scope_holds_what_is_in_it_and_deletes_of_the_rest(shop, key):
    await narrowed(STARS)
    wanted = await in_scope(stars=(4, 5), sellable=True)

    _, page = await read(shop, key)

    held = {i["code"]: orjson.dumps(i["listing"]) for i in page["items"] if i["op"] == "upsert"}
    assert held == wanted
    assert 0 < len(wanted) < len(page["items"]) == 429
    assert {i["op"] for i in page["items"] if i["code"] not in wanted} == {"delete"}


async def test_ids_only_keep_to_the_scope_too(shop, key):
    await narrowed(SEAFOOD)
    _, full = await read(shop, key)
    for item in full["items"]:
        item.pop("listing", None)

    assert (await read(shop, key, fields="ids"))[1] == full


async def test_what_leaves_a_scope_is_a_delete_and_what_enters_it_an_upsert(shop, key):
    await narrowed(Scope(sellable=True))
    [code, *_] = sorted(await in_scope(sellable=True))
    [row] = await select("SELECT document FROM listing WHERE code = ?", code)
    skus = {one["sku"]: one["price"]["amount"] for one in orjson.loads(row["document"])["variants"]}
    cursor = (await read(shop, key))[1]["next"]

    for sku in skus:
        await catalogue.set_price(sku, None, by="test")
    _, left = await read(shop, key, cursor)
    for sku, price in skus.items():
        await catalogue.set_price(sku, price, by="test")
    _, entered = await read(shop, key, left["next"])

    assert [(i["code"], i["op"]) for i in left["items"]] == [(code, "delete")]
    assert [(i["code"], i["op"]) for i in entered["items"]] == [(code, "upsert")]


async def test_a_changed_scope_makes_every_cursor_start_over(shop, key):
    _, wide = await read(shop, key)
    await narrowed(SEAFOOD)
    status, gone = await read(shop, key, wide["next"])
    _, narrow = await read(shop, key)
    again, _ = await read(shop, key, narrow["next"])
    await narrowed(STARS)
    other, _ = await read(shop, key, narrow["next"])
    without_key = await shop.get("/api/v1/changes", params={"since": narrow["next"]})

    assert (status, gone["resync"]) == (410, "/api/v1/changes?since=0")
    assert again == 200
    assert (other, without_key.status_code) == (410, 410)


async def test_the_digest_of_a_scope_is_that_of_its_copy(shop, key):
    await narrowed(SEAFOOD)
    _, page = await read(shop, key)
    ours = [(i["code"], i["rev"], i["digest"]) for i in page["items"] if i["op"] == "upsert"]

    told = (await shop.get("/api/v1/digest", headers=bearer(key))).json()
    everyone = (await shop.get("/api/v1/digest")).json()
    number = next(n for n in range(256) if told["buckets"][n] != everyone["buckets"][n])
    listed = (await shop.get(f"/api/v1/digest?bucket={number}", headers=bearer(key))).json()

    assert told["buckets"] == hashed(ours)
    assert told["head"] == page["next"] != everyone["head"]
    assert [i["code"] for i in listed["items"] if i["code"] not in {c for c, *_ in ours}] == []


async def test_one_listing_out_of_scope_is_gone_for_this_key_only(shop, key):
    await narrowed(SEAFOOD)
    outside = next(iter(set(await in_scope()) - set(await in_scope(sets=("08",)))))

    with_key = await shop.get(f"/api/v1/listings/{outside}", headers=bearer(key))
    without = await shop.get(f"/api/v1/listings/{outside}")

    assert (with_key.status_code, without.status_code) == (410, 200)


async def test_a_mirror_follows_its_scope_and_starts_over_when_it_changes(shop, key, tmp_path):
    await narrowed(SEAFOOD)
    assert await sync_once(shop, tmp_path, key=key)
    assert copied(tmp_path) == await in_scope(sets=("08",))

    await narrowed(STARS)
    assert await sync_once(shop, tmp_path, key=key)
    assert copied(tmp_path) == await in_scope(stars=(4, 5), sellable=True)

    await narrowed(EVERYTHING)
    assert await sync_once(shop, tmp_path, key=key)
    assert len(copied(tmp_path)) == 429


async def test_a_partner_reads_its_own_place(shop, key):
    await narrowed(STARS)
    _, page = await read(shop, key)
    await shop.put("/api/v1/checkpoint", json={"cursor": page["next"]}, headers=bearer(key))
    await catalogue.withdraw("HP-OCOP-0026", by="test")

    told = (await shop.get("/api/v1/partner", headers=bearer(key))).json()

    assert (told["name"], told["behind"]) == ("Chợ Việt", 1)
    assert told["scope"] == {
        "kind": ["ocop"],
        "set": [],
        "commune": [],
        "stars": [4, 5],
        "sellable": True,
    }
    assert [one["last4"] for one in told["keys"]] == [key[-4:]]
