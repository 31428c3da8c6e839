"""Channels through the front door: who may read what, and who may change a rule."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from shop import catalogue
from shop.models import ApiKey, AuditEntry, KeyKind, Purpose
from shop.partners import channels, keys
from shop.partners.scopes import Scope
from shop.queries import exporting
from tests.feeding import offer_everything

RULE = {"percent": 8.5, "plus": 2000, "round_to": 1000, "categories": {"08": "100639"}}
SHOPEE = "/api/v1/channels/shopee"


@pytest.fixture
async def key(shop):
    return {"Authorization": f"Bearer {await keys.add_partner('Sàn Đất Cảng', by='test')}"}


async def test_everyone_may_know_what_a_channel_asks_for(shop):
    await channels.set_rule("shopee", {"basis_points": 850}, by="test")

    told = (await shop.get("/api/v1/channels")).json()["channels"]

    assert [one["channel"] for one in told] == [
        "google", "meta", "acp", "shopee", "lazada", "tiktok",
    ]  # fmt: skip
    assert (told[0]["file"], told[0]["fetches"]) == ("/feeds/google.xml", True)
    assert (told[2]["file"], told[2]["fetches"]) == ("/feeds/acp/products.jsonl", False)
    assert told[0]["requires"][:4] == ["pack", "source", "picture", "way_to_buy"]
    assert told[0]["banned_kinds"][-1] == "services"
    assert told[3] == {
        "channel": "shopee",
        "name": "Shopee",
        "sheet": "/api/v1/channels/shopee/export.xlsx",
        "requires": ["pack", "source", "picture", "price", "description", "category", "weight"],
        "bans": ["adults_only", "not_online"],
        "banned_kinds": ["live_animals", "supplements", "tobacco", "alcohol"],
        "drawn_pictures": False,
        "takes_preorders": True,
        "price_as_on_page": False,
        "longest_title": 120,
        "longest_description": 3000,
        "most_pictures": 9,
        "least_picture_side": 500,
    }


async def test_only_the_partner_of_a_channel_is_told_its_rule(shop, key):
    other = {"Authorization": f"Bearer {await keys.add_partner('Sàn Khác', by='test')}"}
    await channels.set_rule("shopee", {"basis_points": 850}, by="test")
    await channels.entrust("shopee", "Sàn Đất Cảng", by="test")

    mine = (await shop.get("/api/v1/channels", headers=key)).json()["channels"]
    theirs = (await shop.get("/api/v1/channels", headers=other)).json()["channels"]

    assert [one["channel"] for one in mine if "rule" in one] == ["shopee"]
    assert mine[3]["rule"] == {
        "percent": 8.5,
        "plus": 0,
        "round_to": 1,
        "categories": {},
        "drawn_pictures": False,
    }
    assert not any("rule" in one for one in theirs)


async def test_a_scope_narrows_what_is_said_and_exported(shop, key):
    partner = await keys.partner_named("Sàn Đất Cảng")
    await keys.set_scope(partner, Scope.model_validate({"set": ["10"]}), by="test")
    everything = (await shop.get("/api/v1/changes", headers=key)).json()["items"]
    in_scope = {item["code"] for item in everything if item["op"] == "upsert"}

    page = (await shop.get(f"{SHOPEE}/obstacles?limit=1000", headers=key)).json()
    sheet = await shop.get(f"{SHOPEE}/export.xlsx", headers=key)

    assert {item["code"] for item in page["items"]} == in_scope
    book = CalamineWorkbook.from_filelike(BytesIO(sheet.content))
    missing = book.get_sheet_by_name("Còn thiếu").to_python()[1:]
    assert {row[0] for row in missing} == in_scope


@pytest.mark.parametrize("path", ["obstacles", "export.xlsx"])
async def test_without_a_key_nobody_is_told_what_is_in_the_way(shop, key, path):
    assert (await shop.get(f"{SHOPEE}/{path}")).status_code == 401
    unknown = await shop.get(f"/api/v1/channels/ebay/{path}", headers=key)
    assert unknown.status_code == 404
    assert unknown.json()["detail"].startswith("There is no channel ebay. There are: google, ")


async def test_obstacles_come_by_code_page_after_page(shop, key):
    seen, address = [], "/api/v1/channels/google/obstacles?limit=200"
    more = ""
    while more is not None:
        page = (await shop.get(f"{address}&after={more}", headers=key)).json()
        seen += [item["code"] for item in page["items"]]
        more = page.get("next")

    assert seen == sorted(seen)
    assert len(seen) == len(set(seen)) == 429


async def test_one_product_is_diagnosed_in_words(shop, key):
    answer = await shop.get(
        "/api/v1/channels/google/obstacles?code=HP-OCOP-0026&code=HP-OCOP-9999", headers=key
    )

    [told] = answer.json()["items"]
    assert (told["code"], told["name"]) == ("HP-OCOP-0026", "Nước mắm Cát Hải")
    [asked] = [one for one in told["obstacles"] if one["field"] == "photos"]
    assert asked == {
        "code": "no_picture",
        "concerns": "HP-OCOP-0026",
        "field": "photos",
        "blocking": True,
        "vi": "Thêm một ảnh chụp sản phẩm: Google không nhận hàng không có ảnh.",
        "en": "Add a photo of the product: Google takes nothing without a picture.",
    }


async def test_a_partner_does_not_hear_of_what_is_not_for_everyone(shop, key):
    await catalogue.withdraw("HP-OCOP-0026", by="test")
    await catalogue.withdraw_consent("HP-CS-101", Purpose.MARKETPLACES, by="test")

    page = (await shop.get(f"{SHOPEE}/obstacles?limit=1000", headers=key)).json()
    one = (await shop.get(f"{SHOPEE}/obstacles?code=HP-OCOP-0026", headers=key)).json()

    assert one == {"channel": "shopee", "items": [], "unknown": ["HP-OCOP-0026"]}
    assert not {"HP-OCOP-0001", "HP-OCOP-0026"} & {item["code"] for item in page["items"]}


@pytest.mark.parametrize(
    "query", ["after=hp%20", "limit=0", "limit=1001", "code=%00", "bogus=1", "after=A&after=B"]
)
async def test_a_question_that_is_none_is_refused(shop, key, query):
    answer = await shop.get(f"{SHOPEE}/obstacles?{query}", headers=key)

    assert answer.status_code == 400
    assert answer.json()["errors"]


async def test_a_sheet_comes_whole_and_twice_the_same(shop, key):
    await channels.map_categories("shopee", {"ocop": "1", "agricultural": "2"}, by="test")
    await offer_everything()

    first, again = [await shop.get(f"{SHOPEE}/export.xlsx", headers=key) for _ in range(2)]

    assert first.status_code == 200
    assert first.headers["content-type"] == exporting.XLSX
    assert first.headers["content-disposition"] == 'attachment; filename="shopee.xlsx"'
    assert first.headers["content-length"] == str(len(first.content))
    assert first.content == again.content
    book = CalamineWorkbook.from_filelike(BytesIO(first.content))
    assert book.sheet_names == ["Shopee", "Còn thiếu"]
    assert len(book.get_sheet_by_name("Shopee").to_python()) > 300
    assert (await shop.get("/api/v1/channels/google/export.xlsx", headers=key)).status_code == 404


async def test_few_sheets_are_made_at_a_time(shop, key):
    async with exporting.making, exporting.making:
        busy = await shop.get(f"{SHOPEE}/export.xlsx", headers=key)

    assert busy.status_code == 503
    assert busy.headers["retry-after"]
    assert (await shop.get(f"{SHOPEE}/export.xlsx", headers=key)).status_code == 200


async def test_a_rule_is_set_by_the_partner_it_is_entrusted_to(shop, key):
    await channels.entrust("shopee", "Sàn Đất Cảng", by="test")

    answer = await shop.put(SHOPEE, json=RULE, headers=key)

    assert answer.status_code == 200
    assert answer.json()["rule"] == {**RULE, "drawn_pictures": False}
    rule = (await channels.rules())["shopee"]
    assert (rule.basis_points, rule.price(185_000)) == (850, 203_000)
    last = await AuditEntry.filter(action="channel.rule").order_by("-id").first()
    assert (last.by[:8], last.subject) == ("partner ", "channel shopee")


async def test_a_rule_that_says_nothing_of_drawings_leaves_them_as_they_were(shop, key):
    await channels.entrust("shopee", "Sàn Đất Cảng", by="test")

    told = [
        (await shop.put(SHOPEE, json=RULE | said, headers=key)).json()["drawn_pictures"]
        for said in ({}, {"drawn_pictures": True}, {}, {"drawn_pictures": False})
    ]

    assert told == [False, True, True, False]


async def test_a_rule_of_another_s_channel_is_not_to_be_changed(shop, key):
    await channels.entrust("lazada", "Sàn Đất Cảng", by="test")
    await keys.add_partner("Chợ Việt", by="test")
    await channels.entrust("tiktok", "Chợ Việt", by="test")

    answers = [
        (await shop.put(f"/api/v1/channels/{one}", json=RULE, headers=key)).status_code
        for one in ("shopee", "tiktok", "ebay")
    ]

    assert answers == [403, 403, 404]
    assert {rule.digest for rule in (await channels.rules()).values()} == {""}


async def test_a_key_without_the_right_changes_nothing(shop, key):
    await channels.entrust("shopee", "Sàn Đất Cảng", by="test")
    await ApiKey.filter(kind=KeyKind.PARTNER).update(rights=["pictures"])

    assert (await shop.put(SHOPEE, json=RULE, headers=key)).status_code == 403
    assert (await shop.put(SHOPEE, json=RULE)).status_code == 401
    assert (await channels.rules())["shopee"].digest == ""


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"percent": 8.555}, "percent"),
        ({"percent": -100}, "percent"),
        ({"plus": 2.5}, "plus"),
        ({"plus": -1}, "plus"),
        ({"plus": True}, "plus"),
        ({"round_to": "1"}, "round_to"),
        ({"round_to": 0}, "round_to"),
        ({"categories": {"08": 7}}, "categories.08"),
        ({"categories": {"08": "Nước mắm"}}, "categories.08"),
        ({"categories": {"\x00": "1"}}, "categories"),
        ({"drawn_pictures": 1}, "drawn_pictures"),
        ({"bogus": 1}, "bogus"),
    ],
)
async def test_what_cannot_be_a_rule_names_its_field(shop, key, sent, field):
    await channels.entrust("shopee", "Sàn Đất Cảng", by="test")

    answer = await shop.put(SHOPEE, json=RULE | sent, headers=key)

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert (await channels.rules())["shopee"].digest == ""


async def test_a_rule_is_sent_whole(shop, key):
    answer = await shop.put(SHOPEE, json={"percent": 8.5}, headers=key)

    fields = [one["field"] for one in answer.json()["errors"]]
    assert (answer.status_code, fields) == (422, ["plus", "round_to", "categories"])
