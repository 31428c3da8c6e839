"""The digest, the checkpoint and changes without documents, as docs/partners.md describes them."""

from hashlib import sha256

import pytest

from shop import catalogue, publishing
from shop.models import Partner, Purpose
from shop.partners import following, keys
from tests.api.test_changes import follow
from tests.cursors import place

EMPTY = sha256().hexdigest()


def hashed(items) -> list[str]:
    """Compute the digest as docs/partners.md tells a partner to, with other code than ours."""
    lines: list[list[str]] = [[] for _ in range(256)]
    for code, rev, digest in sorted(items):
        lines[int(sha256(code.encode()).hexdigest()[:2], 16)].append(f"{code} {rev} {digest}\n")
    return [sha256("".join(bucket).encode()).hexdigest() for bucket in lines]


async def test_the_digest_is_what_a_partner_computes_from_a_copy(shop):
    await catalogue.withdraw("HP-OCOP-0026", by="test")
    await catalogue.withdraw_consent("HP-CS-005", Purpose.MARKETPLACES, by="test")
    items, cursor = await follow(shop)

    told = (await shop.get("/api/v1/digest")).json()

    ours = [(i["code"], i["rev"], i["digest"]) for i in items if i["op"] == "upsert"]
    assert set(told) == {"epoch", "head", "buckets"}
    assert told["head"] == cursor
    assert told["buckets"] == hashed(ours)


async def test_the_digest_of_nothing_is_256_times_the_hash_of_nothing(client):
    told = (await client.get("/api/v1/digest")).json()

    assert told["buckets"] == [EMPTY] * 256
    assert told["head"].endswith(".0")


async def test_a_change_moves_one_bucket_and_the_head(shop):
    before = (await shop.get("/api/v1/digest")).json()
    await catalogue.set_price("HP-OCOP-0026-1", 1_000, by="test")
    after = (await shop.get("/api/v1/digest")).json()

    moved = [n for n in range(256) if before["buckets"][n] != after["buckets"][n]]
    assert moved == [sha256(b"HP-OCOP-0026").digest()[0]]
    assert place(after["head"]) == f"{after['epoch']}.430"


async def test_a_bucket_lists_what_its_hash_is_made_of(shop):
    digest = (await shop.get("/api/v1/digest")).json()
    number = sha256(b"HP-OCOP-0026").digest()[0]

    told = (await shop.get(f"/api/v1/digest?bucket={number}")).json()

    assert (told["head"], told["bucket"]) == (digest["head"], number)
    listed = [(item["code"], item["rev"], item["digest"]) for item in told["items"]]
    assert "HP-OCOP-0026" in [code for code, *_ in listed]
    assert listed == sorted(listed)
    assert hashed(listed)[number] == digest["buckets"][number]


@pytest.mark.parametrize("number", [-1, 256])
async def test_there_are_256_buckets(client, number):
    assert (await client.get(f"/api/v1/digest?bucket={number}")).status_code == 400


async def test_changes_come_without_documents_if_only_ids_are_asked_for(shop):
    await catalogue.withdraw("HP-OCOP-0026", by="test")
    full = (await shop.get("/api/v1/changes")).json()

    ids = (await shop.get("/api/v1/changes?fields=ids")).json()

    for item in full["items"]:
        item.pop("listing", None)
    assert ids == full
    assert [item["op"] for item in ids["items"]] == ["upsert"] * 428 + ["delete"]


@pytest.fixture
async def partner(shop):
    return {"Authorization": f"Bearer {await keys.add_partner('Chợ Việt', by='test')}"}


async def test_a_partner_says_how_far_it_is_and_officials_see_who_lags(
    shop, partner, stopped_clock
):
    epoch = (await publishing.head()).epoch
    head = (await shop.get("/api/v1/manifest")).json()["head"]

    answer = await shop.put("/api/v1/checkpoint", json={"cursor": f"{epoch}.400"}, headers=partner)

    assert answer.status_code == 200
    assert answer.json() == {
        "epoch": epoch,
        "head": head,
        "cursor": f"{epoch}.400",
        "behind": 29,
    }
    row = await Partner.get(name="Chợ Việt")
    assert (row.checkpoint_epoch, row.checkpoint_serial) == (epoch, 400)
    assert row.checkpoint_at == stopped_clock
    [lag] = await following.lags()
    assert (lag.partner, lag.behind, lag.age.total_seconds()) == ("Chợ Việt", 29, 0)


async def test_after_a_new_epoch_a_partner_lags_by_everything(shop, partner):
    epoch = (await publishing.head()).epoch
    await shop.put("/api/v1/checkpoint", json={"cursor": f"{epoch}.429"}, headers=partner)

    await publishing.renew_epoch("test")

    assert [lag.behind for lag in await following.lags()] == [429]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"cursor": "x.1"}', "application/json", 400),
        (b'{"cursor": "0123456789abcdef.1"}', "application/json", 410),
        (b'{"cursor": 1}', "application/json", 422),
        (b"{}", "application/json", 422),
        (b'{"cursor": "0", "more": 1}', "application/json", 422),
        (b"[", "application/json", 422),
        (b'{"cursor": "0"}', "text/plain", 415),
        (b" " * 70_000, "application/json", 413),
    ],
)
async def test_what_is_no_checkpoint_is_refused_and_nothing_noted(
    shop, partner, body, kind, status
):
    headers = {**partner, "Content-Type": kind}

    answer = await shop.put("/api/v1/checkpoint", content=body, headers=headers)

    assert answer.status_code == status
    assert (await Partner.get(name="Chợ Việt")).checkpoint_at is None


async def test_a_checkpoint_needs_a_key(shop):
    assert (await shop.put("/api/v1/checkpoint", json={"cursor": "0"})).status_code == 401
