"""What a marketplace relies on when it follows the catalogue."""

import asyncio
from importlib import import_module

import pytest

from shop import catalogue, publishing
from shop.models import Listing, Purpose
from tests.cursors import place

PRODUCTS = 429


async def follow(door, since="0", limit=100):
    """Read the change log to its end; give the items and the last cursor."""
    items = []
    while True:
        page = (await door.get(f"/api/v1/changes?since={since}&limit={limit}")).json()
        items += page["items"]
        since = page["next"]
        if not page["has_more"]:
            return items, since


async def test_a_full_copy_holds_every_product_once(shop):
    items, cursor = await follow(shop)

    assert [item["op"] for item in items] == ["upsert"] * PRODUCTS
    assert len({item["code"] for item in items}) == PRODUCTS
    assert [item["serial"] for item in items] == list(range(1, PRODUCTS + 1))
    assert await follow(shop, cursor) == ([], cursor)


async def test_renaming_a_producer_moves_exactly_its_products(shop):
    _, cursor = await follow(shop)

    await catalogue.rename_producer("HP-CS-005", "HTX Nông nghiệp Đại Thắng mới", by="test")

    items, _ = await follow(shop, cursor)
    theirs = [
        i["code"]
        for i in (await follow(shop))[0]
        if i["listing"]["producer"]["code"] == "HP-CS-005"
    ]
    assert sorted(item["code"] for item in items) == sorted(theirs)
    assert {item["listing"]["producer"]["name"] for item in items} == {
        "HTX Nông nghiệp Đại Thắng mới"
    }
    assert {item["rev"] for item in items} == {2}


async def test_a_withdrawn_product_leaves_a_tombstone(shop, stopped_clock):
    _, cursor = await follow(shop)

    await catalogue.withdraw("HP-OCOP-0026", by="test")

    items, after = await follow(shop, cursor)

    assert (items, place(after)) == (
        [
            {
                "serial": PRODUCTS + 1,
                "rev": 2,
                "code": "HP-OCOP-0026",
                "op": "delete",
                "changed_at": "2026-11-23T03:00:00Z",
            }
        ],
        place(cursor).replace(".429", ".430"),
    )
    gone = await shop.get("/api/v1/listings/HP-OCOP-0026")
    assert (gone.status_code, gone.headers["content-type"]) == (410, "application/problem+json")


async def test_without_consent_to_marketplaces_partners_see_a_delete(shop):
    _, cursor = await follow(shop)
    theirs = await Listing.filter(document__contains='"HP-CS-005"').values_list("code", flat=True)

    await catalogue.withdraw_consent("HP-CS-005", Purpose.MARKETPLACES, by="test")

    items, _ = await follow(shop, cursor)
    assert {item["op"] for item in items} == {"delete"}
    assert sorted(item["code"] for item in items) == sorted(theirs)
    assert (await shop.get(f"/api/v1/listings/{theirs[0]}")).status_code == 410
    assert await Listing.filter(code__in=theirs, live=True).count() == len(theirs)


async def test_a_foreign_cursor_starts_over(shop):
    answer = await shop.get("/api/v1/changes", params={"since": "0123456789abcdef.5"})

    assert answer.status_code == 410
    assert answer.json()["resync"] == "/api/v1/changes?since=0"


NEVER_OURS = [
    "nonsense", "-1", "5", "٣", "2026-11-23", "0123456789abcdef", "0123456789abcdef.",
    "0123456789abcdef.-1", "0123456789abcdef.007", "0123456789ABCDEF.5", "0123456789abcdef.5\n",
    " 0123456789abcdef.5", "0123456789abcdef.5.", "0123456789abcdef.5.x", "0123456789abcdef.٣",
    "https://sanvat.example.vn/api/v1/changes?since=0", "null", "undefined",
]  # fmt: skip


@pytest.mark.parametrize("cursor", NEVER_OURS)
async def test_what_was_never_a_cursor_is_told_what_would_be_right(shop, cursor):
    answer = await shop.get("/api/v1/changes", params={"since": cursor})

    assert answer.status_code == 400
    assert "resync" not in answer.json()
    assert answer.json()["errors"] == [
        {
            "field": "since",
            "message": "This is no cursor of ours. Send the `next` that you got, letter by letter,"
            " or 0.",
            "value": cursor,
        }
    ]


async def test_a_cursor_that_was_given_out_before_there_were_tags_is_good(shop):
    _, cursor = await follow(shop)
    await catalogue.withdraw("HP-OCOP-0026", by="test")

    with_tag, without = await follow(shop, cursor), await follow(shop, place(cursor))

    assert place(cursor) != cursor
    assert with_tag == without
    assert [item["code"] for item in with_tag[0]] == ["HP-OCOP-0026"]


async def test_a_cursor_stays_good_when_its_code_changes_again(shop):
    _, at_head = await follow(shop)
    await catalogue.set_price("HP-OCOP-0026-1", 1_000, by="test")
    items, cursor = await follow(shop, at_head)
    await catalogue.set_price("HP-OCOP-0026-1", 2_000, by="test")

    again, _ = await follow(shop, cursor)

    assert [item["serial"] for item in [*items, *again]] == [PRODUCTS + 1, PRODUCTS + 2]


async def test_a_cursor_ahead_of_the_head_starts_over(shop):
    _, cursor = await follow(shop)
    epoch = cursor.partition(".")[0]
    tag = cursor.rpartition(".")[2]

    for ahead in (f"{epoch}.430", f"{epoch}.430.{tag}", f"{epoch}.9999999999999999999"):
        assert (await shop.get(f"/api/v1/changes?since={ahead}")).status_code == 410


async def test_a_tag_of_another_change_is_of_a_catalogue_that_went_another_way(shop):
    _, cursor = await follow(shop)
    place_, _, tag = cursor.rpartition(".")
    number, _, hashed = tag.partition("-")

    for other in (f"{number}-00000000", f"1-{hashed}", f"fffffffffffffff-{hashed}"):
        answer = await shop.get(f"/api/v1/changes?since={place_}.{other}")
        assert answer.status_code == 410
        assert answer.json()["resync"] == "/api/v1/changes?since=0"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("wait=31", "wait"),
        ("limt=5", "limt"),
        ("limit=5&limit=6", "limit"),
    ],
)
async def test_a_query_that_is_not_understood_is_refused(shop, query, field):
    answer = await shop.get(f"/api/v1/changes?{query}")

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_the_listing_is_the_document_of_the_change_log(shop):
    items, _ = await follow(shop)
    nuoc_mam = next(item for item in items if item["code"] == "HP-OCOP-0026")

    answer = await shop.get("/api/v1/listings/HP-OCOP-0026")

    assert answer.json() == nuoc_mam["listing"]
    assert answer.headers["etag"] == f'"{nuoc_mam["digest"]}"'
    assert answer.headers["x-catalogue-serial"] == "429"
    again = await shop.get(answer.request.url, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_reader_who_waits_into_a_new_epoch_starts_over(shop):
    _, cursor = await follow(shop)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(shop.get(f"/api/v1/changes?since={cursor}&wait=30"))
        await asyncio.sleep(0.05)  # it waits
        await publishing.renew_epoch("test")
        await catalogue.withdraw("HP-OCOP-0026", by="test")

    assert waiting.result().status_code == 410


async def test_many_who_wait_look_at_the_clock_once(shop, monkeypatch):
    looks = []
    module = import_module("shop.publishing.head")
    look = module._look

    async def counted():
        looks.append(1)
        return await look()

    monkeypatch.setattr(module, "_look", counted)
    async with asyncio.TaskGroup() as group:
        for _ in range(100):
            group.create_task(publishing.wait_beyond(PRODUCTS, 0.3))

    assert 1 <= len(looks) <= 4


async def test_an_answer_does_not_grow_with_what_is_thrown_at_it(shop):
    answer = await shop.get("/api/v1/changes?" + "&".join(f"x{n}=1" for n in range(2000)))

    assert answer.status_code == 400
    assert len(answer.json()["errors"]) == 20
    assert len(answer.content) < 5000
