"""Stock and prices from programs: partners' and producers' own; each item by itself, once."""

import asyncio
import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop import catalogue, clock
from shop.backup.tables import TAKEN
from shop.models import AuditEntry, KeptAnswer, KeyKind, Listing, Product, Right, Variant
from shop.partners import answers, keys
from tests.commands import told
from tests.conftest import front_door

CODE = "HP-OCOP-0026"
SKU = f"{CODE}-1"
AT = {"code": CODE, "state": "live", "url": "https://shop.choviet.example.vn/p/26"}


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
async def partner(shop):
    """Give the headers of a partner that sells one product."""
    header = bearer(await keys.add_partner("Chợ Việt", by="test", site="choviet.example.vn"))
    await shop.put("/api/v1/sales", json={"sales": [AT]}, headers=header)
    return header


@pytest.fixture
async def producer(shop) -> str:
    """Give the code of the producer of that product."""
    return (await Product.get(code=CODE)).producer_id


@pytest.fixture
async def own(shop, producer):
    """Give the headers of the producer's own system."""
    return bearer(await keys.add_partner("Phần mềm kho", by="test", producer=producer))


async def pack_of(door, sku=SKU) -> dict:
    packs = (await door.get(f"/api/v1/listings/{CODE}")).json()["variants"]
    return next(one for one in packs if one["sku"] == sku)


async def put(door, header, what, packs, **more: str):
    return await door.put(f"/api/v1/{what}", json={"packs": packs}, headers={**header, **more})


async def another_producers_pack(producer: str) -> str:
    other = await Variant.filter(price__gt=0).exclude(product__producer_id=producer).first()
    return other.sku


async def test_a_producer_s_own_system_tells_prices_and_stock(shop, own):
    today = str(clock.today())
    price = await put(shop, own, "prices", [{"sku": SKU, "price": 96000, "on": today}])
    stock = await put(shop, own, "availability", [{"sku": SKU, "availability": "out_of_stock"}])

    assert price.json() == stock.json() == {
        "taken": 1, "refused": 0, "results": [{"sku": SKU, "came": "taken"}],
    }  # fmt: skip
    pack = await pack_of(shop)
    said = {"confirmed_on": today, "confirmed_by": "producer"}
    assert pack["price"] == {"amount": 96000, "currency": "VND", **said}
    assert (pack["availability"], pack["availability_confirmed_by"]) == ("out_of_stock", "producer")
    told = await AuditEntry.filter(action="variant.price").order_by("-id").first()
    number = await keys.partner_named("Phần mềm kho")
    assert (told.by, told.subject) == (f"program {number}", SKU)


async def test_it_speaks_of_its_producer_s_packs_only(shop, own, producer):
    strange = await another_producers_pack(producer)
    before = await Variant.get(sku=strange)
    packs = [{"sku": strange, "price": before.price + 1000}, {"sku": SKU, "price": 97000}]

    answer = await put(shop, own, "prices", packs)

    wrong, right = answer.json()["results"]
    assert (wrong["came"], right["came"]) == ("refused", "taken")
    assert wrong["errors"] == [
        {
            "field": "sku",
            "message": f"“{strange}” is no pack of your producer’s. Look at its code again.",
            "value": strange,
        }
    ]
    assert (await Variant.get(sku=strange)).price == before.price


async def test_it_may_do_nothing_else(shop, own, producer):
    partner = await keys.partner_named("Phần mềm kho")

    sales = await shop.put("/api/v1/sales", json={"sales": [AT]}, headers=own)
    pictures = await shop.post("/api/v1/pictures", headers=own)
    rule = await shop.put("/api/v1/channels/google", json={"percent": 1}, headers=own)
    me = (await shop.get("/api/v1/partner", headers=own)).json()

    assert [one.status_code for one in (sales, pictures, rule)] == [403, 403, 403]
    assert me["producer"] == producer
    assert [one["rights"] for one in me["keys"]] == [["keys", "reports", "webhooks"]]
    with pytest.raises(Exception, match="no service key"):
        await keys.add_key(partner, by="test", kind=KeyKind.SERVICE)


async def test_a_key_of_a_producer_s_system_is_good_for_little(shop, own, producer):
    caller = await keys.caller_of(own["Authorization"].removeprefix("Bearer "))

    assert (caller.producer, caller.name) == (producer, f"program {caller.partner}")
    assert caller.rights == frozenset({Right.REPORTS, Right.KEYS, Right.WEBHOOKS})


@pytest.mark.parametrize(
    ("price", "came"),
    [
        (950_000, "taken"), (950_001, "refused"), (9_500, "taken"), (9_499, "refused"),
        (999, "refused"), (0, "refused"), (-5, "refused"), (95_000.5, "refused"),
        ("95000", "refused"), (10**13, "refused"), (10**30, "refused"), (None, "taken"),
        (True, "refused"),
    ],
)  # fmt: skip
async def test_a_price_makes_sense_or_is_refused(shop, own, price, came):
    await catalogue.set_price(SKU, 95_000, by="test")

    answer = await put(shop, own, "prices", [{"sku": SKU, "price": price}])

    assert answer.status_code == 200
    assert answer.json()["results"][0]["came"] == came
    kept = (await Variant.get(sku=SKU)).price
    assert kept == (price if came == "taken" else 95_000)


async def test_a_price_that_is_ten_times_off_says_what_to_do(shop, own):
    await catalogue.set_price(SKU, 95_000, by="test")

    answer = await put(shop, own, "prices", [{"sku": SKU, "price": 1_250_000}])

    [result] = answer.json()["results"]
    assert result["errors"] == [
        {
            "field": "price",
            "message": "The price is 95,000 đồng; “1,250,000” is ten times off."
            " Change it on the producer’s pages.",
            "value": "1250000",
        }
    ]


async def test_what_a_partner_asks_stands_beside_our_price(shop, partner):
    before = await pack_of(shop)
    head = (await shop.get("/api/v1/manifest")).json()["head"]

    first = await put(shop, partner, "prices", [{"sku": SKU, "price": 110_000, "on": "2026-11-20"}])
    older = await put(shop, partner, "prices", [{"sku": SKU, "price": 105_000, "on": "2026-11-19"}])
    strange = await put(shop, partner, "prices", [{"sku": "HP-OCOP-0027-1", "price": 110_000}])
    nought = await put(shop, partner, "prices", [{"sku": SKU, "price": 1_100_000}])

    assert "Look at its noughts." in nought.json()["results"][0]["errors"][0]["message"]
    assert [one.json()["results"][0]["came"] for one in (first, older, strange)] == [
        "taken", "outdated", "refused",
    ]  # fmt: skip
    assert await pack_of(shop) == before
    assert (await shop.get("/api/v1/manifest")).json()["head"] == head
    [sale] = (await shop.get("/api/v1/sales", headers=partner)).json()["sales"]
    assert sale["prices"] == [{"sku": SKU, "price": 110_000, "on": "2026-11-20"}]


async def test_a_partner_s_shelf_price_is_told_by_the_command(full_settings, inside):
    async with front_door(full_settings) as door:
        header = bearer(await keys.add_partner("Chợ Việt", by="test", site="choviet.example.vn"))
        await door.put("/api/v1/sales", json={"sales": [AT]}, headers=header)
        await put(door, header, "prices", [{"sku": SKU, "price": 110_000}])

    code, said, _ = told(await inside(full_settings, "partner", "sales", "Chợ Việt"))

    assert (code, said) == (0, f"{CODE}\tlive\t0\t{AT['url']}\t{SKU}=110000\n")


# The name of a request


async def test_a_request_sent_again_is_answered_as_before(shop, own):
    packs = [{"sku": SKU, "price": 96_000}, {"sku": "X", "price": 1}]
    first = await put(shop, own, "prices", packs, **{"Idempotency-Key": '"8e03978e-40d5"'})
    await catalogue.set_price(SKU, 99_000, by="test")

    again = await put(shop, own, "prices", packs, **{"Idempotency-Key": "8e03978e-40d5"})

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.content == first.content
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert (await Variant.get(sku=SKU)).price == 99_000


async def test_the_same_name_of_another_request_is_refused(shop, own, partner):
    name = {"Idempotency-Key": "kho-2026-11-23"}
    await put(shop, own, "prices", [{"sku": SKU, "price": 96_000}], **name)

    other = await put(shop, own, "prices", [{"sku": SKU, "price": 97_000}], **name)
    elsewhere = await put(shop, own, "availability", [{"sku": SKU, "price": 96_000}], **name)
    others = await put(shop, partner, "prices", [{"sku": SKU, "price": 97_000}], **name)

    assert (other.status_code, elsewhere.status_code, others.status_code) == (422, 422, 200)
    assert other.json()["errors"][0]["field"] == "Idempotency-Key"
    assert (await Variant.get(sku=SKU)).price == 96_000


@pytest.mark.parametrize("name", ["", '""', "a b", "x" * 101, '"x', "é"])
async def test_a_name_that_is_none_is_refused(shop, own, name):
    header = {**own, "Idempotency-Key": name.encode()}
    body = {"packs": [{"sku": SKU, "price": 96_000}]}

    answer = await shop.put("/api/v1/prices", json=body, headers=header)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert not await KeptAnswer.exists()


async def test_a_name_is_kept_for_three_days(shop, own):
    packs, name = [{"sku": SKU, "price": 96_000}], {"Idempotency-Key": "một".encode().hex()}
    began = clock.now()
    with clock.stopped(began):
        await put(shop, own, "prices", packs, **name)
    with clock.stopped(began + timedelta(days=3)):
        assert await answers.forget_old() == 0
        again = await put(shop, own, "prices", packs, **name)
    with clock.stopped(began + timedelta(days=3, seconds=1)):
        anew = await put(shop, own, "prices", [{"sku": SKU, "price": 97_000}], **name)
    with clock.stopped(began + timedelta(days=7)):
        assert await answers.forget_old() == 1

    assert again.headers["idempotent-replayed"] == "true"
    assert (anew.status_code, (await Variant.get(sku=SKU)).price) == (200, 97_000)


async def test_a_report_of_sales_is_named_too(shop, partner):
    body, name = {"sales": [AT, {"code": "?"}]}, {**partner, "Idempotency-Key": "s1"}
    first = await shop.put("/api/v1/sales", json=body, headers=name)
    await catalogue.withdraw(CODE, by="test")

    again = await shop.put("/api/v1/sales", json=body, headers=name)

    assert first.json()["taken"] == 1
    assert again.content == first.content
    assert again.headers["idempotent-replayed"] == "true"


BATCH = st.lists(
    st.tuples(st.sampled_from([SKU, "HP-OCOP-0001-9", "x"]), st.sampled_from([90_000, 5, 99_000])),
    min_size=1,
    max_size=3,
)


@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(batches=st.lists(BATCH, min_size=1, max_size=4), seed=st.integers(0, 99))
async def test_however_often_and_at_once_it_is_sent_it_is_done_once(shop, own, batches, seed):
    """Each batch has a name and is sent three times, mixed and two at a time."""
    before = await AuditEntry.filter(action="variant.price").count()
    sent = [
        (f"{seed}-{json.dumps(batches)}"[:60].encode().hex()[:80] + str(n), batch)
        for n, batch in enumerate(batches)
    ] * 3
    found: dict[str, set[bytes]] = {}

    for start in range(0, len(sent), 2):
        pair = [
            put(shop, own, "prices", [{"sku": sku, "price": price} for sku, price in batch],
                **{"Idempotency-Key": name})
            for name, batch in sent[start : start + 2]
        ]  # fmt: skip
        for (name, _), answer in zip(
            sent[start : start + 2], await asyncio.gather(*pair), strict=True
        ):
            found.setdefault(name, set()).add(answer.content)

    assert all(len(one) == 1 for one in found.values())
    taken = sum(json.loads(min(one))["taken"] for one in found.values())
    assert await AuditEntry.filter(action="variant.price").count() - before == taken
    await KeptAnswer.all().delete()


# What is tried


@pytest.fixture
async def sandbox(shop, partner):
    number = await keys.partner_named("Chợ Việt")
    return bearer((await keys.add_key(number, by="test", is_sandbox=True)).key)


async def everything() -> list[object]:
    rows = [await model.all().order_by(model._meta.pk_attr).values() for model in TAKEN]
    return [row for of in rows for row in of]


async def test_what_is_tried_is_answered_as_really_and_not_kept(shop, partner, sandbox):
    me = (await shop.get("/api/v1/partner", headers=sandbox)).json()
    real = next(one["id"] for one in me["keys"] if not one["sandbox"])
    cursor = (await shop.get("/api/v1/manifest", headers=sandbox)).json()["head"]
    before, head = await everything(), (await Listing.all().count())
    url = {"url": "https://hook.choviet.example.vn/"}
    sales = [AT | {"state": "ended"}, {"code": "HP-NS-9999", "state": "live"}]
    tried = [
        await shop.put("/api/v1/sales", json={"sales": sales}, headers=sandbox),
        await put(shop, sandbox, "availability", [{"sku": SKU, "availability": "out_of_stock"}]),
        await put(shop, sandbox, "prices", [{"sku": SKU, "price": 99_000}]),
        await shop.put("/api/v1/checkpoint", json={"cursor": cursor}, headers=sandbox),
        await shop.post("/api/v1/webhooks", json=url, headers=sandbox),
        await shop.post("/api/v1/keys", json={}, headers=sandbox),
        await shop.delete(f"/api/v1/keys/{me['keys'][0]['id']}", headers=sandbox),
    ]
    refused = await shop.delete(f"/api/v1/keys/{real}", headers=sandbox)

    assert [one.status_code for one in tried] == [200, 200, 200, 200, 201, 201, 204]
    assert [one["came"] for one in tried[0].json()["results"]] == ["taken", "refused"]
    assert [one.json()["taken"] for one in tried[1:3]] == [1, 1]
    assert {one.headers["x-catalogue-sandbox"] for one in [*tried, refused]} == {"true"}
    assert refused.status_code == 422  # the last key that is no trial
    assert await everything() == before
    assert await Listing.all().count() == head
    assert "availability" not in await pack_of(shop)
    assert "Mua tại" in (await shop.get(f"/san-pham/{CODE}", follow_redirects=True)).text


async def test_a_key_to_try_with_reads_as_any_key(shop, partner, sandbox):
    number = await keys.partner_named("Chợ Việt")
    paths = (
        "/api/v1/changes?limit=5",
        "/api/v1/sales",
        "/api/v1/digest",
        f"/api/v1/listings/{CODE}",
    )

    for path in paths:
        really, tried = [await shop.get(path, headers=one) for one in (partner, sandbox)]
        assert tried.content == really.content
        assert tried.headers["x-catalogue-sandbox"] == "true"
        assert "x-catalogue-sandbox" not in really.headers
    assert (await shop.post("/api/v1/pictures", headers=sandbox)).status_code == 403
    assert sorted(one.is_sandbox for one in await keys.keys_of(number)) == [False, True]


async def test_a_partner_makes_its_own_key_to_try_with_beside_two_others(shop, partner):
    await shop.post("/api/v1/keys", json={}, headers=partner)
    made = await shop.post("/api/v1/keys", json={"sandbox": True}, headers=partner)

    assert made.status_code == 201
    assert made.json()["key"].startswith("hpn_test_")
    assert (await shop.post("/api/v1/keys", json={}, headers=partner)).status_code == 422
    me = (await shop.get("/api/v1/partner", headers=bearer(made.json()["key"]))).json()
    assert [one["sandbox"] for one in me["keys"]] == [True, False, False]


async def test_a_trial_leaves_no_news_behind(shop, own):
    number = await keys.partner_named("Phần mềm kho")
    trial = bearer((await keys.add_key(number, by="test", is_sandbox=True)).key)
    head = (await shop.get("/api/v1/manifest")).json()["head"]

    answer = await put(shop, trial, "prices", [{"sku": SKU, "price": 97_000}])
    wait = await shop.get(f"/api/v1/changes?since={head}")

    assert answer.json()["taken"] == 1
    assert (wait.json()["items"], wait.json()["head"]) == ([], head)
    really = await put(shop, own, "prices", [{"sku": SKU, "price": 97_000}])
    assert really.json() == answer.json()
    [item] = (await shop.get(f"/api/v1/changes?since={head}")).json()["items"]
    assert item["code"] == CODE
