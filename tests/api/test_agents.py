"""UCP over REST: found, looked up, paged and refused as an agent sees it."""

from typing import Any

import orjson
import pytest

from shop.models import Producer, Product, SaleRestriction
from shop.publishing import change
from tests import ucp
from tests.conftest import front_door
from tests.ucp import needs_schemas

SEARCH, LOOKUP, PRODUCT = (f"/ucp/v1/catalog/{name}" for name in ("search", "lookup", "product"))
NUOC_MAM = "HP-OCOP-0026"


async def ask(door, path, **body: Any):
    answer = await door.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def codes_of(door, **body: Any):
    return [one["id"] for one in (await ask(door, SEARCH, **body))["products"]]


async def restrict(code, restriction=SaleRestriction.NOT_ONLINE):
    async with change(by="test") as one:
        await Product.filter(code=code).update(sale_restriction=restriction)
        one.touch(code)


async def unprice(code):
    from shop.models import Variant

    async with change(by="test") as one:
        await Variant.filter(product_id=code).update(price=None)
        one.touch(code)


@pytest.mark.shared
@needs_schemas
@pytest.mark.parametrize("place", ["", "/2026-04-08"])
async def test_the_profile_is_what_the_protocol_says(shop, place):
    profile = (await shop.get(f"/.well-known/ucp{place}")).json()["ucp"]

    assert ucp.faults(ucp.PROFILE, profile) == []


@pytest.mark.shared
@needs_schemas
async def test_answers_are_what_the_protocol_s_schemas_say(shop):
    found = await ask(shop, SEARCH, query="nước mắm", pagination={"limit": 3})
    read = await ask(shop, LOOKUP, ids=[NUOC_MAM, f"{NUOC_MAM}-1", "nothing"])
    one = await ask(shop, PRODUCT, id=NUOC_MAM)
    none = await ask(shop, PRODUCT, id="nothing")
    refused = await shop.post(SEARCH, json={})

    assert ucp.faults(ucp.SEARCH_RESPONSE, found) == []
    assert ucp.faults(ucp.LOOKUP_RESPONSE, read) == []
    assert ucp.faults(ucp.PRODUCT_RESPONSE, one) == []
    assert ucp.faults(ucp.ERROR_RESPONSE, none) == []
    assert ucp.faults(ucp.ERROR_RESPONSE, refused.json()) == []


@pytest.mark.shared
@needs_schemas
async def test_every_product_that_is_offered_is_valid(shop):
    cursor, seen = None, []
    while True:
        page = {"limit": 50, **({"cursor": cursor} if cursor else {})}
        found = await ask(shop, SEARCH, filters={"price": {"min": 0}}, pagination=page)
        seen += found["products"]
        if not found["pagination"]["has_next_page"]:
            break
        cursor = found["pagination"]["cursor"]

    assert [fault for one in seen for fault in ucp.faults(ucp.PRODUCT, one)] == []
    assert len({one["id"] for one in seen}) == len(seen)
    priced = {d["code"] for d in await _documents() if _is_offered(d)}
    assert {one["id"] for one in seen} == priced


def _is_offered(document):
    return "sale_restriction" not in document and any(
        "price" in one for one in document.get("variants", ())
    )


async def _documents():
    from tests.feeding import documents

    return await documents()


@pytest.mark.parametrize("query", ["nước mắm cát hải", "nuoc mam cat hai", NUOC_MAM])
async def test_vietnamese_is_found_with_marks_or_without(shop, query):
    assert (await codes_of(shop, query=query))[0] == NUOC_MAM


async def test_pages_follow_each_other_without_repeating(shop):
    first = await ask(shop, SEARCH, query="gạo", pagination={"limit": 4})
    again = {"limit": 4, "cursor": first["pagination"]["cursor"]}
    second = await ask(shop, SEARCH, query="gạo", pagination=again)
    both = await ask(shop, SEARCH, query="gạo", pagination={"limit": 8})

    pages = [one["id"] for page in (first, second) for one in page["products"]]
    assert pages == [one["id"] for one in both["products"]]
    assert len(set(pages)) == 8


async def test_a_page_has_ten_products_and_never_more_than_fifty(shop):
    assert len(await codes_of(shop, query="hải phòng")) == 10
    many = await codes_of(shop, filters={"price": {"min": 1}}, pagination={"limit": 10**30})
    assert len(many) == 50


@pytest.mark.parametrize("cursor", ["x", "é", "!!!", "OTk5OTk5", "a" * 200])
async def test_a_cursor_that_is_not_of_this_search_is_refused(shop, cursor):
    answer = await shop.post(SEARCH, json={"query": "gạo", "pagination": {"cursor": cursor}})

    assert answer.status_code == 400
    [message] = answer.json()["messages"]
    assert message["code"] == "invalid_request"
    assert message["content"].startswith("This cursor is not of this search")


async def test_a_cursor_of_another_search_is_refused(shop):
    cursor = (await ask(shop, SEARCH, query="gạo"))["pagination"]["cursor"]

    answer = await shop.post(SEARCH, json={"query": "mắm", "pagination": {"cursor": cursor}})

    assert answer.status_code == 400


async def test_prices_and_categories_narrow(shop):
    found = await ask(shop, SEARCH, query="mắm", filters={"price": {"min": 50000, "max": 80000}})
    ways = {one["categories"][0]["value"] for one in found["products"]}
    price = {one["price_range"]["min"]["amount"] for one in found["products"]}
    sauces = await ask(shop, SEARCH, filters={"categories": ["09"]})
    [way] = {one["categories"][0]["value"] for one in sauces["products"]}

    assert found["products"]
    assert ways
    assert all(50000 <= amount <= 80000 for amount in price)
    assert await codes_of(shop, filters={"categories": [way]}) == [
        one["id"] for one in sauces["products"]
    ]
    assert await codes_of(shop, filters={"categories": ["Đồ sắt"]}) == []


async def test_an_unknown_category_is_not_silently_empty(shop):
    found = await ask(shop, SEARCH, query="mắm", filters={"categories": ["Đồ sắt"]})

    assert found["products"] == []
    assert [one["code"] for one in found["messages"]] == ["nothing_in_categories"]


async def test_filters_without_effect_are_said(shop):
    found = await ask(
        shop,
        SEARCH,
        query="gạo",
        filters={"brand": ["x"], "price": {"max": 5}},
        context={"currency": "USD"},
    )

    assert [one["code"] for one in found["messages"]] == ["filter_ignored", "price_filter_ignored"]
    assert found["products"]


async def test_what_may_not_be_sold_or_has_no_price_is_passed_over_and_the_page_is_full(shop):
    hidden = await codes_of(shop, query="gạo", pagination={"limit": 2})
    await restrict(hidden[0])
    await unprice(hidden[1])

    found = await ask(shop, SEARCH, query="gạo", pagination={"limit": 4})

    assert len(found["products"]) == 4
    assert not {one["id"] for one in found["products"]} & set(hidden)
    assert found["messages"][0]["code"] == "item_unavailable"


async def test_a_producer_without_consent_is_not_offered(shop):
    from shop.models import Consent, Purpose

    [row] = await Product.filter(code=NUOC_MAM).values("producer_id")
    async with change(by="test") as one:
        await Consent.filter(producer_id=row["producer_id"], purpose=Purpose.MARKETPLACES).delete()
        for product in await Product.filter(producer_id=row["producer_id"]).values("code"):
            one.touch(product["code"])

    assert await Producer.filter(code=row["producer_id"]).exists()
    assert NUOC_MAM not in await codes_of(shop, query=NUOC_MAM)
    assert (await ask(shop, LOOKUP, ids=[NUOC_MAM]))["products"] == []
    assert (await ask(shop, PRODUCT, id=NUOC_MAM))["messages"][0]["code"] == "not_found"


async def test_ended_stars_are_not_shown_though_nobody_rendered_again(shop):
    from datetime import UTC, datetime

    from shop import clock

    with clock.stopped(datetime(2040, 1, 1, tzinfo=UTC)):
        product = (await ask(shop, PRODUCT, id=NUOC_MAM))["product"]

    assert "ocop" not in product["metadata"]
    assert "OCOP 3 sao" not in product["tags"]


async def test_an_identifier_is_answered_once_and_says_what_it_meant(shop):
    sku = f"{NUOC_MAM}-1"
    found = await ask(shop, LOOKUP, ids=[NUOC_MAM, sku, NUOC_MAM, "HP-NS-9999", "\x00"])

    [product] = found["products"]
    [variant] = product["variants"]
    assert variant["inputs"] == [
        {"id": NUOC_MAM, "match": "featured"},
        {"id": sku, "match": "exact"},
    ]
    assert found["messages"] == [
        {"type": "info", "code": "not_found", "content": "HP-NS-9999"},
        {"type": "info", "code": "not_found", "content": "\x00"},
    ]


@pytest.mark.parametrize("written", ["8931234567896", "08931234567896"])
async def test_a_gtin_finds_its_pack(shop, written):
    from shop.models import Variant

    async with change(by="test") as one:
        await Variant.filter(sku=f"{NUOC_MAM}-1").update(gtin="8931234567896")
        one.touch(NUOC_MAM)

    found = await ask(shop, LOOKUP, ids=[written])

    assert found["products"][0]["variants"][0]["inputs"] == [{"id": written, "match": "exact"}]


async def test_what_cannot_be_offered_is_told_from_what_is_unknown(shop):
    await restrict(NUOC_MAM, SaleRestriction.ADULTS_ONLY)

    found = await ask(shop, LOOKUP, ids=[NUOC_MAM])
    one = await ask(shop, PRODUCT, id=NUOC_MAM)

    assert found["products"] == []
    assert [m["code"] for m in found["messages"]] == ["item_unavailable"]
    assert (one["ucp"]["status"], one["messages"][0]["code"]) == ("error", "item_unavailable")


async def test_fifty_ids_are_taken_and_one_more_is_too_many(shop):
    ids = [f"HP-NS-{number:04}" for number in range(1, 52)]

    assert (await shop.post(LOOKUP, json={"ids": ids[:50]})).status_code == 200
    refused = await shop.post(LOOKUP, json={"ids": ids})

    assert refused.status_code == 400
    assert refused.json()["messages"][0]["code"] == "request_too_large"


async def test_a_product_that_is_not_there_is_an_unrecoverable_error(shop):
    answer = await shop.post(PRODUCT, json={"id": "HP-NS-9999"})

    assert answer.status_code == 200
    assert answer.json() == {
        "ucp": {
            "version": "2026-04-08",
            "status": "error",
            "capabilities": {"dev.ucp.shopping.catalog.lookup": [{"version": "2026-04-08"}]},
        },
        "messages": [
            {
                "type": "error",
                "code": "not_found",
                "content": "Product not found: HP-NS-9999",
                "severity": "unrecoverable",
            }
        ],
    }


async def test_a_pack_is_selected_by_its_label_or_its_sku(shop):
    from shop.models import Variant

    [first] = await Variant.filter(product_id=NUOC_MAM)
    async with change(by="test") as one:
        await Variant.create(
            product_id=NUOC_MAM, sku=f"{NUOC_MAM}-2", pack="can 5 lít", position=2, price=600000
        )
        one.touch(NUOC_MAM)

    chosen = [{"name": "Quy cách", "label": "can 5 lít"}]
    by_label = (await ask(shop, PRODUCT, id=NUOC_MAM, selected=chosen))["product"]
    by_sku = (await ask(shop, PRODUCT, id=f"{NUOC_MAM}-2"))["product"]
    nothing = [{"name": "Quy cách", "label": "bao tải"}]
    let_go = (await ask(shop, PRODUCT, id=NUOC_MAM, selected=nothing))["product"]

    assert [one["id"] for one in by_label["variants"]] == [f"{NUOC_MAM}-2"]
    assert by_label["selected"] == by_sku["selected"] == chosen
    assert [one["id"] for one in by_sku["variants"]] == [f"{NUOC_MAM}-2"]
    assert let_go["selected"] == [{"name": "Quy cách", "label": first.pack}]
    assert len(let_go["variants"]) == 2
    labels = {one["label"]: one["exists"] for one in let_go["options"][0]["values"]}
    assert labels == {first.pack: True, "can 5 lít": True}


async def test_english_is_asked_for_by_the_context_or_the_header(shop):
    by_context = await ask(shop, PRODUCT, id=NUOC_MAM, context={"language": "en-GB"})
    by_header = await shop.post(PRODUCT, json={"id": NUOC_MAM}, headers={"Accept-Language": "en"})
    vietnamese = await ask(shop, PRODUCT, id=NUOC_MAM)

    assert by_context["product"]["title"] == by_header.json()["product"]["title"]
    assert by_context["product"]["title"] != vietnamese["product"]["title"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"query": " "}', 400),
        (b'{"query": 5}', 400),
        (b'{"filters": {"brand": ["x"]}}', 400),
        (b'{"query": "x", "pagination": {"limit": 0}}', 400),
        (b'{"query": "x", "pagination": {"limit": true}}', 400),
        (b'{"query": "x", "filters": {"price": {"min": -1}}}', 400),
        (b'{"query": "\xff"}', 400),
        (b'{"query": "\\ud800"}', 400),
        (b'{"query": "x", "filters": {"y": 99999999999999999999999}}', 200),
        (b'{"query": "\\u0000 g\xe1\xba\xa1o"}', 200),
        (b'{"a":' * 9000, 400),
        (b"[" * 60_000, 400),
        (b" " * 70_000, 413),
    ],
)
async def test_odd_bodies_are_refused_in_the_protocol_s_shape(shop, body, status):
    answer = await shop.post(SEARCH, content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == status
    assert answer.json()["ucp"]["status"] == ("success" if status == 200 else "error")
    assert "Traceback" not in answer.text


async def test_other_refusals_have_that_shape_too(shop, monkeypatch):
    statuses = {
        (await shop.get(SEARCH)).status_code: 405,
        (await shop.post(SEARCH, content=b"{}")).status_code: 415,
        (await shop.post("/ucp/v1/catalog/nothing", json={})).status_code: 404,
        (await shop.post(f"{SEARCH}?x=1", json={"query": "a"})).status_code: 400,
        (await shop.post(SEARCH, json={}, headers={"Authorization": "Bearer x"})).status_code: 401,
    }
    wrong = await shop.post(SEARCH, json={}, headers={"Authorization": "Bearer x"})

    assert all(got == wanted for got, wanted in statuses.items())
    assert wrong.headers["www-authenticate"] == "Bearer"
    assert wrong.json()["messages"][0]["code"] == "unauthorized"


async def test_agents_have_the_share_of_their_address(settings):
    tight = settings.model_copy(update={"rate_per_address": 1})
    async with front_door(tight) as door:
        await door.get("/.well-known/ucp")
        by_rest = await door.post(SEARCH, json={"query": "gạo"})
        by_mcp = await door.post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "ping"})

    assert [by_rest.status_code, by_mcp.status_code] == [429, 429]
    assert by_rest.headers["retry-after"] == by_mcp.headers["retry-after"] == "60"
    assert by_rest.json()["messages"][0]["code"] == "rate_limited"
    assert by_mcp.json()["error"]["message"] == "More than 1 requests in a minute."


async def test_an_answer_is_not_kept_and_is_json(shop):
    answer = await shop.post(SEARCH, json={"query": "gạo"})

    assert orjson.loads(answer.content)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
