"""What a partner does by itself: two keys at a time, less than all rights, and its own sales."""

from datetime import timedelta

import pytest

from shop import catalogue, clock
from shop.errors import InvalidError
from shop.models import AuditEntry, Availability, Kind, Purpose, SaleClick
from shop.partners import keys
from shop.partners.scopes import Scope
from tests.conftest import TODAY

CODE = "HP-OCOP-0026"
AT = {"code": CODE, "state": "live", "url": "https://shop.choviet.example.vn/p/26"}


@pytest.fixture
async def door(shop):
    """Give the front door of a partner's program, with its key."""
    key = await keys.add_partner("Chợ Việt", by="test", site="choviet.example.vn")
    shop.headers["Authorization"] = f"Bearer {key}"
    return shop


async def me(door) -> dict:
    return (await door.get("/api/v1/partner")).json()


async def with_key(door, key, path="/api/v1/partner") -> int:
    return (await door.get(path, headers={"Authorization": f"Bearer {key}"})).status_code


async def test_a_partner_changes_over_to_a_new_key(door):
    [old] = (await me(door))["keys"]

    made = (await door.post("/api/v1/keys", json={"days": 30})).json()
    third = await door.post("/api/v1/keys", json={})
    ended = await door.delete(f"/api/v1/keys/{old['id']}")

    assert third.status_code == 422
    assert "two keys" in third.json()["detail"]
    assert (ended.status_code, ended.content) == (204, b"")
    assert (await door.get("/api/v1/partner")).status_code == 401
    assert await with_key(door, made["key"]) == 200
    actions = [row["action"] for row in await AuditEntry.all().order_by("id").values("action")]
    assert actions[-3:] == ["key.add", "key.add", "key.revoke"]


async def test_a_key_ends_after_its_days(shop):
    with clock.stopped(TODAY):
        await keys.add_partner("Chợ Việt", by="test")
        partner = await keys.partner_named("Chợ Việt")
        made = await keys.add_key(partner, by="test", days=30)
        assert await with_key(shop, made.key) == 200
    with clock.stopped(TODAY + timedelta(days=30)):
        assert await with_key(shop, made.key) == 401
        assert (await keys.add_key(partner, by="test")).key  # the ended one counts no more


async def test_nobody_ends_the_last_key_by_a_slip(door):
    [only] = (await me(door))["keys"]

    refused = await door.delete(f"/api/v1/keys/{only['id']}")

    assert (refused.status_code, refused.json()["detail"][:21]) == (422, "This is your last key")
    assert (await door.get("/api/v1/partner")).status_code == 200


async def test_a_partner_that_is_ended_may_nothing_and_is_nowhere(door):
    await door.put("/api/v1/sales", json={"sales": [AT]})
    assert "Mua tại" in await page_of(door)
    partner = await keys.partner_named("Chợ Việt")

    await keys.end_partner(partner, by="test")

    assert (await door.get("/api/v1/partner")).status_code == 401
    assert "Mua tại" not in await page_of(door)
    assert (await door.get(f"/mua/{CODE}/{partner}")).status_code == 404


@pytest.mark.parametrize("days", [0, 366])
async def test_a_key_is_good_for_a_year_at_most(door, days):
    assert (await door.post("/api/v1/keys", json={"days": days})).status_code == 422


async def test_keys_are_not_made_without_end(shop, stopped_clock):
    await keys.add_partner("Chợ Việt", by="test")
    partner = await keys.partner_named("Chợ Việt")

    for _ in range(9):
        made = await keys.add_key(partner, by="test")
        await keys.revoke_key(made.id, by="test")

    with pytest.raises(InvalidError, match="10 keys a day"):
        await keys.add_key(partner, by="test")
    with clock.stopped(TODAY + timedelta(days=1)):
        assert (await keys.add_key(partner, by="test")).key


async def test_a_key_can_do_only_what_it_was_given(door):
    made = (await door.post("/api/v1/keys", json={"rights": ["reports", "keys"]})).json()
    narrow = {"Authorization": f"Bearer {made['key']}"}

    pictures = await door.post("/api/v1/pictures", headers=narrow)
    more = await door.post("/api/v1/keys", json={"rights": ["webhooks"]}, headers=narrow)
    sales = await door.get("/api/v1/sales", headers=narrow)

    assert (pictures.status_code, more.status_code, sales.status_code) == (403, 403, 200)


@pytest.mark.parametrize("key", ["0", "x", "1" * 30, "-1", "²"])
async def test_what_is_no_key_of_mine_is_not_found(door, key):
    assert (await door.delete(f"/api/v1/keys/{key}")).status_code == 404


async def test_nobody_ends_another_partner_s_key(door):
    await keys.add_partner("Chợ Khác", by="test")
    [theirs] = await keys.keys_of(await keys.partner_named("Chợ Khác"))

    assert (await door.delete(f"/api/v1/keys/{theirs.id}")).status_code == 404
    assert (await keys.keys_of(await keys.partner_named("Chợ Khác")))[0].is_valid


async def page_of(door, code=CODE, language="") -> str:
    shown = await door.get(f"{language}/san-pham/{code}", follow_redirects=True)
    return shown.text


async def test_a_reported_sale_is_shown_followed_and_counted(door):
    before = await page_of(door)

    taken = await door.put("/api/v1/sales", json={"sales": [AT]})
    shown = await page_of(door)
    in_english = await page_of(door, language="/en")
    partner = await keys.partner_named("Chợ Việt")
    went = await door.get(f"/mua/{CODE}/{partner}")
    await door._transport.app.state.process.counts.flush()
    listed = (await door.get("/api/v1/sales")).json()

    assert taken.json() == {
        "taken": 1,
        "refused": 0,
        "results": [{"code": CODE, "came": "taken"}],
    }
    assert "Mua tại Chợ Việt" not in before
    assert "Mua tại Chợ Việt" in shown
    assert "Buy at Chợ Việt" in in_english
    assert f'href="/mua/{CODE}/{partner}"' in shown
    assert (went.status_code, went.headers["location"]) == (302, AT["url"])
    assert went.headers["cache-control"] == "no-store"
    [sale] = listed["sales"]
    assert (sale["code"], sale["state"], sale["clicks"]) == (CODE, "live", 1)
    assert await SaleClick.all().count() == 1


async def test_a_sale_that_ended_is_no_longer_shown(door):
    await door.put("/api/v1/sales", json={"sales": [AT]})
    assert "Mua tại" in await page_of(door)
    partner = await keys.partner_named("Chợ Việt")

    await door.put("/api/v1/sales", json={"sales": [{"code": CODE, "state": "ended"}]})

    assert "Mua tại" not in await page_of(door)
    assert (await door.get(f"/mua/{CODE}/{partner}")).status_code == 404


async def test_a_report_moves_no_copy(door):
    head = (await door.get("/api/v1/manifest")).json()["head"]

    await door.put("/api/v1/sales", json={"sales": [AT]})

    assert (await door.get("/api/v1/manifest")).json()["head"] == head


@pytest.mark.parametrize(
    ("differs", "field"),
    [
        ({"code": "HP-OCOP-9999"}, "code"),
        ({"url": "https://cho-khac.example.vn/26"}, "url"),
        ({"url": "https://choviet.example.vn.evil.example/26"}, "url"),
        ({"url": "https://evilchoviet.example.vn/26"}, "url"),
        ({"url": "http://choviet.example.vn/26"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://evil@choviet.example.vn/26"}, "url"),
        ({"url": ""}, "url"),
        ({"state": "sold"}, "state"),
        ({"nots": "thừa"}, "nots"),
    ],
)
async def test_a_wrong_report_is_refused_with_its_field(door, differs, field):
    answer = await door.put("/api/v1/sales", json={"sales": [AT | differs]})

    [result] = answer.json()["results"]
    assert (answer.status_code, answer.json()["taken"], answer.json()["refused"]) == (200, 0, 1)
    assert (result["code"], result["came"]) == ((AT | differs)["code"], "refused")
    assert [error["field"] for error in result["errors"]] == [field]
    assert (await door.get("/api/v1/sales")).json() == {"sales": []}


async def test_a_wrong_report_does_not_keep_the_others_out(door):
    wrong = {"code": "HP-NS-9999", "state": "ended"}

    answer = await door.put("/api/v1/sales", json={"sales": [wrong, AT, "không phải", {}]})

    assert [one["came"] for one in answer.json()["results"]] == [
        "refused", "taken", "refused", "refused",
    ]  # fmt: skip
    assert [one.get("code") for one in answer.json()["results"]] == [
        "HP-NS-9999", CODE, None, None,
    ]  # fmt: skip
    assert [one["code"] for one in (await door.get("/api/v1/sales")).json()["sales"]] == [CODE]


async def test_what_is_named_twice_is_taken_neither_time(door):
    answer = await door.put("/api/v1/sales", json={"sales": [AT, AT | {"state": "pending"}]})

    assert [one["came"] for one in answer.json()["results"]] == ["refused", "refused"]
    assert "named twice" in answer.json()["results"][0]["errors"][0]["message"]
    assert (await door.get("/api/v1/sales")).json() == {"sales": []}


@pytest.mark.parametrize("body", [{}, {"sales": []}, {"sales": "x"}, {"sales": [AT], "x": 1}, []])
async def test_a_body_that_is_none_is_refused_whole(door, body):
    assert (await door.put("/api/v1/sales", json=body)).status_code == 422


@pytest.mark.parametrize("state", ["ended", "rejected"])
async def test_the_end_of_a_sale_is_taken_whatever_became_of_the_product(door, state):
    other = "HP-OCOP-0027"
    await door.put("/api/v1/sales", json={"sales": [AT, AT | {"code": other}]})
    await catalogue.withdraw(CODE, by="test")
    partner = await keys.partner_named("Chợ Việt")
    await keys.set_scope(partner, Scope(kind={Kind.AGRICULTURAL}), by="test")
    stray = "https://cho-cu.example.vn/p"
    over = [
        {"code": one, "state": state, "note": "Hết hợp đồng", "url": url}
        for one, url in ((CODE, stray), (other, AT["url"]))
    ]

    answer = await door.put("/api/v1/sales", json={"sales": over})

    assert [one["came"] for one in answer.json()["results"]] == ["taken", "taken"]
    kept = (await door.get("/api/v1/sales")).json()["sales"]
    assert [(one["code"], one["state"], one["note"], one["url"]) for one in kept] == [
        (CODE, state, "Hết hợp đồng", ""), (other, state, "Hết hợp đồng", AT["url"]),
    ]  # fmt: skip


async def test_the_end_of_what_was_never_reported_is_refused(door):
    await catalogue.withdraw(CODE, by="test")

    answer = await door.put("/api/v1/sales", json={"sales": [{"code": CODE, "state": "ended"}]})

    assert answer.json()["results"][0]["came"] == "refused"
    assert (await door.get("/api/v1/sales")).json() == {"sales": []}


async def test_withdrawn_goods_are_not_reported_and_their_page_leads_nowhere(door):
    await door.put("/api/v1/sales", json={"sales": [AT]})
    await catalogue.withdraw(CODE, by="test")

    answer = await door.put("/api/v1/sales", json={"sales": [AT]})
    assert answer.json()["results"][0]["came"] == "refused"
    assert (await door.get(f"/san-pham/{CODE}")).status_code == 410


@pytest.mark.parametrize("partner", ["0", "99999", "9" * 40])
async def test_what_is_not_sold_somewhere_leads_nowhere(door, partner):
    assert (await door.get(f"/mua/{CODE}/{partner}")).status_code == 404


async def test_sales_come_page_by_page(door):
    pages = (await door.get("/api/v1/changes?limit=3&fields=ids")).json()["items"]
    told = [{"code": item["code"], "state": "rejected", "note": "Thiếu ảnh"} for item in pages]
    await door.put("/api/v1/sales", json={"sales": told})

    first = (await door.get("/api/v1/sales?limit=2")).json()
    rest = (await door.get(f"/api/v1/sales?limit=2&after={first['next']}")).json()

    codes = [one["code"] for one in first["sales"] + rest["sales"]]
    assert codes == sorted(item["code"] for item in pages)
    assert "next" not in rest


@pytest.mark.parametrize(
    "differs",
    [{"code": "HP\0"}, {"state": "rejected", "note": "Thiếu\0ảnh"}, {"url": "https://\0"}],
)
async def test_a_character_that_postgresql_cannot_keep_is_refused(door, differs):
    answer = await door.put("/api/v1/sales", json={"sales": [AT | differs]})

    assert answer.json()["results"][0]["came"] == "refused"
    assert (await door.get("/api/v1/sales")).json() == {"sales": []}


async def test_addresses_with_such_a_character_lead_nowhere(door):
    assert (await door.get("/mua/%00/1")).status_code == 404
    assert (await door.get("/api/v1/sales?after=%00")).status_code == 400
    assert (await door.get("/api/v1/webhooks/%00")).status_code == 404
    assert (await door.delete("/api/v1/webhooks/%00")).status_code == 404


async def test_what_may_no_longer_be_sold_leads_nowhere(door):
    await door.put("/api/v1/sales", json={"sales": [AT]})
    partner = await keys.partner_named("Chợ Việt")
    producer = (await door.get(f"/api/v1/listings/{CODE}")).json()["producer"]["code"]
    assert "Mua tại" in await page_of(door)

    await catalogue.withdraw_consent(producer, Purpose.MARKETPLACES, by="test")
    no_consent = await door.get(f"/mua/{CODE}/{partner}")
    shown = await page_of(door)
    await catalogue.withdraw(CODE, by="test")
    withdrawn = await door.get(f"/mua/{CODE}/{partner}")

    assert "Mua tại" not in shown
    assert (no_consent.status_code, withdrawn.status_code) == (404, 410)


async def test_addresses_of_a_former_site_are_no_longer_shown(door):
    await door.put("/api/v1/sales", json={"sales": [AT]})
    partner = await keys.partner_named("Chợ Việt")
    assert "Mua tại" in await page_of(door)

    await keys.set_site(partner, "chomoi.example.vn", by="test")
    shown = await page_of(door)
    went = await door.get(f"/mua/{CODE}/{partner}")
    await keys.set_site(partner, "choviet.example.vn", by="test")

    assert "Mua tại" not in shown
    assert went.status_code == 404
    assert "Mua tại Chợ Việt" in await page_of(door)


async def test_a_site_may_have_a_vietnamese_name(door):
    partner = await keys.partner_named("Chợ Việt")
    await keys.set_site(partner, "xn--chvit-471bzh.vn", by="test")

    told = [AT | {"url": "https://chợviệt.vn/26"}]

    assert (await door.put("/api/v1/sales", json={"sales": told})).json()["taken"] == 1


async def test_as_many_long_reports_as_are_allowed_fit_in_a_request(door):
    pages = (await door.get("/api/v1/changes?limit=200&fields=ids")).json()["items"]
    told = [{"code": item["code"], "state": "rejected", "note": "ế" * 500} for item in pages]

    assert (await door.put("/api/v1/sales", json={"sales": told})).json()["taken"] == 200


async def stock_of(door) -> dict:
    [pack] = (await door.get(f"/api/v1/listings/{CODE}")).json()["variants"]
    return {key: value for key, value in pack.items() if key.startswith("availability")}


async def test_a_partner_says_which_of_its_packs_are_to_be_had(door, stopped_clock):
    await door.put("/api/v1/sales", json={"sales": [AT]})
    gone = {"sku": f"{CODE}-1", "availability": "out_of_stock", "on": "2026-11-20"}

    taken = await door.put("/api/v1/availability", json={"packs": [gone]})

    assert (taken.status_code, taken.json()) == (
        200,
        {"taken": 1, "refused": 0, "results": [{"sku": f"{CODE}-1", "came": "taken"}]},
    )
    assert await stock_of(door) == {
        "availability": "out_of_stock",
        "availability_confirmed_on": "2026-11-20",
        "availability_confirmed_by": "partner",
    }


async def test_a_partner_s_older_word_gives_way(door, stopped_clock):
    await door.put("/api/v1/sales", json={"sales": [AT]})
    await catalogue.set_availability(f"{CODE}-1", Availability.IN_STOCK, by="test")
    gone = {"sku": f"{CODE}-1", "availability": "out_of_stock", "on": "2026-11-20"}

    answer = await door.put("/api/v1/availability", json={"packs": [gone]})

    assert answer.json() == {
        "taken": 0,
        "refused": 0,
        "results": [{"sku": f"{CODE}-1", "came": "outdated"}],
    }
    assert (await stock_of(door))["availability"] == "in_stock"


@pytest.mark.parametrize(
    ("differs", "field"),
    [
        ({"sku": "HP-OCOP-0001-1"}, "sku"),
        ({"sku": f"{CODE}-9"}, "sku"),
        ({"on": "2026-11-24"}, "on"),
        ({"on": "hôm qua"}, "on"),
        ({"availability": "nhiều"}, "availability"),
    ],
)
async def test_a_word_about_stock_that_cannot_be_taken_is_named(
    door, stopped_clock, differs, field
):
    other = "HP-OCOP-0027"
    await door.put("/api/v1/sales", json={"sales": [AT, AT | {"code": other}]})
    usual = {"sku": f"{CODE}-1", "availability": "in_stock"}
    packs = [usual | differs, usual | {"sku": f"{other}-1"}]

    answer = await door.put("/api/v1/availability", json={"packs": packs})

    wrong, right = answer.json()["results"]
    assert (answer.status_code, right["came"], wrong["came"]) == (200, "taken", "refused")
    assert [error["field"] for error in wrong["errors"]] == [field]
    assert await stock_of(door) == {}
