"""What may go to Google, Meta and ACP goes, and nothing else; what may no more leaves at once."""

from datetime import timedelta

import orjson
import pytest

from shop import catalogue, clock
from shop.catalogue.offers import Said, set_availability
from shop.errors import UnwritableError
from shop.formats.channels import ACP, CHANNELS, GOOGLE, META
from shop.formats.files import NAMED, RECIPE
from shop.models import (
    Availability,
    Clock,
    Consent,
    FeedFile,
    KeyKind,
    Listing,
    Partner,
    Photo,
    Producer,
    Product,
    Purpose,
    SaleState,
    Variant,
)
from shop.partners import channels, keys, sales
from shop.partners.keys import Caller
from shop.partners.sales import Report
from shop.publishing import change, drain, head
from shop.queries.buying import buyable
from shop.queries.diagnosing import diagnose_all
from shop.readers.feeds import building, guarding
from tests.feeding import (
    SITE,
    build,
    documents,
    fetched,
    lines,
    offer_everything,
    release,
    rows,
    sell,
    xml_items,
)
from tests.formats.test_bans import OF_THE_LISTS
from tests.pictures import give_everything_a_picture
from tests.readers.test_feeds_guard import withdraw

FILES = {GOOGLE: "google.xml", META: "meta.csv", ACP: "acp/products.jsonl"}
SOLD = ("HP-OCOP-0026", "HP-OCOP-0027", "HP-OCOP-0028")
MADE_UP = "HP-NS-0127"
LIVE_FISH = "HP-NS-0054"


async def in_file(door, channel: str) -> set[str]:
    """Read the codes of the products that are in a channel's file."""
    if channel == GOOGLE:
        skus = {item.findtext("guid") for item in await xml_items(door)}
    elif channel == META:
        skus = {row["id"] for row in await rows(door, "meta.csv")}
    else:
        return {one["id"] for one in await lines(door, "acp/products.jsonl")}
    return {sku.rpartition("-")[0] for sku in skus}


async def withheld(name: str) -> int | None:
    return (await FeedFile.get(name=name)).withheld


async def allow_drawings() -> None:
    for channel in FILES:
        await channels.set_rule(channel, {"drawn_pictures": True}, by="test")


async def say_in_stock(codes) -> None:
    for sku in await Variant.filter(product_id__in=codes).values_list("sku", flat=True):
        await set_availability(sku, Availability.IN_STOCK, by="test")


async def test_channels_get_what_partners_sell_of_what_has_a_source_and_no_more(shop):
    """The bar of the issue, on the real lists: 27 products by three partners, drawings allowed."""
    await give_everything_a_picture()
    await allow_drawings()
    sourced = Product.filter(evidence="sourced").exclude(sale_restriction="not_online")
    chosen = (await sourced.order_by("code").values_list("code", flat=True))[20:47]
    for n, name in enumerate(["Chợ Một", "Chợ Hai", "Chợ Ba"]):
        partner = await Partner.create(name=name, site=f"cho{n}.vn", created_at=clock.now())
        told = [Report(code, SaleState.LIVE, f"https://cho{n}.vn/{code}") for code in chosen[n::3]]
        await sales.report(Caller(partner.id, KeyKind.PARTNER), told)
    await sell([MADE_UP, LIVE_FISH])
    known = [*chosen[:22], MADE_UP, LIVE_FISH]
    await say_in_stock(known)

    await build(shop)

    assert len(await lines(shop)) == 429
    for channel in FILES:
        kinds = CHANNELS[channel].banned_kinds
        banned = set().union(*(OF_THE_LISTS[kind] for kind in kinds))
        there = await in_file(shop, channel)
        assert there == set(chosen[:22]) - banned
        assert len(there) >= 12
        told = {
            one.code: one
            async for page in diagnose_all(await channels.terms(channel))
            for one in page
        }
        assert told.keys() == {one["code"] for one in await documents()}
        blocked = {
            code for code, one in told.items() if any(each.blocking for each in one.obstacles)
        }
        assert blocked == told.keys() - there
        reasons = {each.code for each in told[MADE_UP].obstacles if each.blocking}
        assert reasons == {"illustrative"}
        reasons = {each.code for each in told[LIVE_FISH].obstacles if each.blocking}
        assert reasons == {"banned_kind"}
        assert all(
            {"availability_unknown"}
            == {each.code for each in told[code].obstacles if each.blocking}
            for code in set(chosen[22:]) - banned
        )


async def test_by_default_a_drawing_is_no_picture_for_a_channel(shop):
    await offer_everything()
    await Photo.all().update(illustration=True)
    async with change(by="test") as wanted:
        wanted.touch_all(Product.all())
    while await drain():
        pass

    await build(shop)

    assert [await in_file(shop, channel) for channel in FILES] == [set()] * 3
    await channels.set_rule(META, {"drawn_pictures": True}, by="test")
    await build(shop)
    assert [len(await in_file(shop, channel)) for channel in FILES] == [0, 386, 0]


async def test_no_file_says_in_stock_of_what_was_not_confirmed(shop, stopped_clock):
    await offer_everything()
    confirmed = set(SOLD)
    async with change(by="test") as wanted:
        await Variant.exclude(product_id__in=confirmed).update(
            availability=None, availability_confirmed_on=None, availability_confirmed_by=None
        )
        wanted.touch_all(Product.all())
    while await drain():
        pass

    await build(shop)

    for name in NAMED:
        body = await fetched(shop, name)
        assert body.count(b"in_stock") + body.count(b"in stock") in {0, len(confirmed)}, name
    with clock.stopped(stopped_clock + timedelta(days=90)):  # the documents are as they were
        await note_a_report()
        await build(shop)
        for name in NAMED:
            body = await fetched(shop, name)
            assert b"in_stock" not in body, name
            assert b"in stock" not in body, name


async def test_a_producer_s_own_shop_is_a_way_to_buy_with_its_consent_alone(shop):
    await offer_everything()
    await sell(await Product.exclude(sale_restriction="not_online").values_list("code", flat=True),
               SaleState.ENDED)  # fmt: skip
    producer = (await Product.get(code=SOLD[0])).producer_id
    others = await Product.filter(producer_id=producer).values_list("code", flat=True)
    await Producer.filter(code=producer).update(shop_url="https://nuocmam.example.vn/")
    await Consent.filter(producer_id=producer, purpose=Purpose.CONTACT).delete()
    assert await buyable(others) == set()

    consent = await Consent.create(
        producer_id=producer, purpose=Purpose.CONTACT, basis="test", given_at=clock.now()
    )
    assert await buyable([*others, *SOLD[1:]]) == {*others}
    await build(shop)
    assert SOLD[0] in await in_file(shop, ACP)

    await Consent.filter(id=consent.id).update(withdrawn_at=clock.now())
    await note_a_report()
    await build(shop)
    assert SOLD[0] not in await in_file(shop, ACP)


@pytest.mark.parametrize("address", ["http://nuocmam.example.vn/", "https://10.0.0.1/", "x", "//"])
async def test_an_address_that_we_do_not_lead_to_is_no_way_to_buy(shop, address):
    producer = (await Product.get(code=SOLD[0])).producer_id
    await Producer.filter(code=producer).update(shop_url=address)
    await Consent.create(
        producer_id=producer, purpose=Purpose.CONTACT, basis="test", given_at=clock.now()
    )

    assert await buyable(SOLD) == set()


async def note_a_report() -> None:
    """Move the count, as every verb does that changes what can be bought where."""
    row = await Clock.get(id=1)
    await Clock.filter(id=1).update(reports=row.reports + 1)
    await head(afresh=True)


async def test_a_report_that_changes_no_file_gives_those_who_fetch_it_nothing_new(shop):
    await offer_everything()
    await build(shop)
    before = dict(await FeedFile.all().values_list("name", "digest"))

    await sell([SOLD[0]])

    assert await build(shop)
    assert dict(await FeedFile.all().values_list("name", "digest")) == before
    assert not await build(shop)


async def test_sales_that_end_leave_the_files_at_once_and_hold_nothing_back(shop):
    await offer_everything()
    await build(shop)
    every = await in_file(shop, GOOGLE)

    await sell(sorted(every - set(SOLD)), SaleState.ENDED)
    await build(shop)

    assert [await in_file(shop, channel) >= set(SOLD) for channel in FILES] == [True] * 3
    assert await in_file(shop, GOOGLE) == await in_file(shop, META) == set(SOLD)
    assert [await withheld(name) for name in FILES.values()] == [None] * 3
    await sell(list(SOLD), SaleState.ENDED)
    await build(shop)
    assert [await in_file(shop, one) for one in (GOOGLE, META)] == [set(), set()]


async def test_of_a_file_that_is_held_back_what_is_sold_no_more_leaves_the_old_bytes(shop):
    await offer_everything()
    await build(shop)
    before, was = await fetched(shop, "google.xml"), await in_file(shop, GOOGLE)
    gone = await withdraw(100)
    ended = set(sorted(was - gone)[:50])

    await sell(sorted(ended), SaleState.ENDED)
    await build(shop)

    assert await withheld("google.xml") == len(was - gone - ended)
    assert await in_file(shop, GOOGLE) == was - ended
    kept = [
        item for item in before.split(b"<item>")
        if not any(f"<g:id>{code}-".encode() in item for code in ended)
    ]  # fmt: skip
    assert await fetched(shop, "google.xml") == b"<item>".join(kept)
    assert not await build(shop)
    assert (await shop.get("/readyz")).json()["feeds_withheld"] == [
        "acp/products.jsonl", "google.en.xml", "google.xml", "meta.csv", "meta.en.csv",
        "products.csv", "products.jsonl",
    ]  # fmt: skip

    await release(shop, "google.xml")
    assert await in_file(shop, GOOGLE) == was - gone - ended


async def test_once_cleaned_a_file_is_counted_against_what_was_left_of_it(shop):
    await offer_everything()
    await build(shop)
    was = await in_file(shop, GOOGLE)
    gone = await withdraw(100)
    ended = sorted(was - gone)[:150]
    await sell(ended, SaleState.ENDED)
    await build(shop)
    assert await withheld("google.xml") is not None

    async with change(by="test") as wanted:
        await Product.filter(code__in=gone).update(state="published")
        wanted.touch(*gone)
    while await drain():
        pass
    await build(shop)

    assert await withheld("google.xml") is None
    assert await in_file(shop, GOOGLE) == was - set(ended)


async def built_by_an_older_release(door) -> set[str]:
    """Leave files as a release before this one wrote them: 429 packs, whatever they are."""
    await offer_everything()
    await build(door)
    await FeedFile.all().update(recipe=4)
    return await in_file(door, GOOGLE)


async def test_after_an_upgrade_the_first_file_of_the_new_rules_goes_out(shop):
    was = await built_by_an_older_release(shop)
    async with change(by="test") as wanted:
        await Product.exclude(code__in=SOLD).update(evidence="illustrative")
        wanted.touch_all(Product.all())
    while await drain():
        pass

    assert await build(shop)

    assert len(was) == 386
    assert [await in_file(shop, channel) for channel in FILES] == [set(SOLD)] * 3
    assert [await withheld(name) for name in NAMED] == [None] * len(NAMED)


async def test_an_upgrade_and_a_mistake_at_once_hold_it_back_without_what_is_forbidden(shop):
    await built_by_an_older_release(shop)
    odd, fine = await Variant.filter(product_id__in=SOLD).order_by("sku").limit(2)
    await Variant.exclude(id=odd.id).update(gtin=None)
    await Variant.filter(id=odd.id).update(gtin="9520009999991")
    async with change(by="test") as wanted:
        wanted.touch_all(Product.all())
    while await drain():
        pass
    was = await in_file(shop, ACP)
    assert odd.product_id in was
    gone = await withdraw(100)

    await build(shop)

    assert await withheld("acp/products.jsonl") == len(was - gone)
    there = await in_file(shop, ACP)
    assert odd.product_id not in there  # older files showed such numbers
    assert fine.product_id in there
    assert there == was - {odd.product_id}
    assert (await FeedFile.get(name="acp/products.jsonl")).recipe == RECIPE


async def test_a_release_that_is_killed_before_it_points_at_new_files_begins_again(
    shop, monkeypatch
):
    was = await built_by_an_older_release(shop)
    await sell(sorted(was - set(SOLD)), SaleState.ENDED)

    monkeypatch.setattr(guarding, "save", _killed)
    with pytest.raises(KeyboardInterrupt):
        await build(shop)
    monkeypatch.undo()

    assert await in_file(shop, GOOGLE) == was
    assert await build(shop)
    assert await in_file(shop, GOOGLE) == set(SOLD)


async def test_killed_between_writing_what_is_left_and_noting_it_the_next_build_does_both(
    shop, monkeypatch
):
    await offer_everything()
    await build(shop)
    was = await in_file(shop, GOOGLE)
    gone = await withdraw(100)
    ended = sorted(was - gone)[:50]
    await sell(ended, SaleState.ENDED)

    monkeypatch.setattr(guarding, "save", _killed)
    with pytest.raises(KeyboardInterrupt):
        await build(shop)
    monkeypatch.undo()

    row = await FeedFile.get(name="google.xml")
    assert (row.withheld, row.items) == (None, len(was))
    assert await build(shop)
    assert await in_file(shop, GOOGLE) == was - set(ended)


async def _killed(_) -> None:
    raise KeyboardInterrupt


async def test_where_nothing_can_be_built_what_is_sold_no_more_leaves_all_the_same(shop):
    await offer_everything()
    await build(shop)
    was = await in_file(shop, GOOGLE)
    listing = await Listing.get(code=SOLD[1])
    odd = listing.document.replace('"variants"', '"varients"').replace('"evidence"', '"evidense"')
    await Listing.filter(code=SOLD[1]).update(document=odd)
    await sell([SOLD[0]], SaleState.ENDED)

    with pytest.raises(UnwritableError):
        await build(shop)

    there = await in_file(shop, GOOGLE)
    assert there == was - {SOLD[0], SOLD[1]}  # what cannot be judged may not be shown either
    assert len(await lines(shop)) == 429


async def test_a_sale_that_ends_while_a_file_is_built_leaves_the_next(shop, monkeypatch):
    await offer_everything()
    pages = building.page_by_code

    async def ending(after: str, limit: int):
        found = await pages(after, limit)
        if after >= SOLD[0]:  # its page is written
            await sell([SOLD[0]], SaleState.ENDED)
        return found

    monkeypatch.setattr(building, "page_by_code", ending)
    await build(shop)
    monkeypatch.undo()

    assert SOLD[0] in await in_file(shop, META)
    assert await build(shop)
    assert SOLD[0] not in await in_file(shop, META)


async def test_a_rule_that_changes_while_a_file_is_built_makes_another(shop, monkeypatch):
    await offer_everything()
    await Photo.filter(product_id=SOLD[0]).update(illustration=True)
    async with change(by="test") as wanted:
        wanted.touch(SOLD[0])
    await channels.set_rule(META, {"drawn_pictures": True}, by="test")
    pages = building.page_by_code

    async def changing(after: str, limit: int):
        await channels.set_rule(META, {"drawn_pictures": False}, by="test")
        return await pages(after, limit)

    monkeypatch.setattr(building, "page_by_code", changing)
    await build(shop)
    monkeypatch.undo()

    assert SOLD[0] in await in_file(shop, META)
    assert await build(shop)
    assert SOLD[0] not in await in_file(shop, META)
    assert not await build(shop)


async def test_a_partner_whose_site_changes_sells_at_the_old_addresses_no_more(shop):
    await offer_everything()
    await build(shop)
    partner = await Partner.get(site=SITE)

    await keys.set_site(partner.id, "khac.example.vn", by="test")

    assert await buyable(SOLD) == set()
    await build(shop)
    assert [await in_file(shop, channel) for channel in FILES] == [set()] * 3
    await keys.set_site(partner.id, "example.vn", by="test")  # below which the old one is
    await build(shop)
    assert set(SOLD) <= await in_file(shop, GOOGLE)


async def test_what_is_withdrawn_leaves_though_it_is_on_sale(shop):
    await offer_everything()
    await build(shop)

    await catalogue.withdraw(SOLD[0], by="test")
    await build(shop)

    assert [SOLD[0] in await in_file(shop, channel) for channel in FILES] == [False] * 3
    [found] = [
        one
        async for page in diagnose_all(await channels.terms(GOOGLE), hidden=True)
        for one in page
        if one.code == SOLD[0]
    ]
    assert found.obstacles[0].code == "withdrawn"


async def test_what_was_said_to_be_gone_is_in_no_file_as_in_stock(shop):
    await offer_everything()
    [sku] = await Variant.filter(product_id=SOLD[0]).values_list("sku", flat=True)
    await set_availability(sku, Availability.OUT_OF_STOCK, by="test", said=Said())

    await build(shop)

    [row] = [one for one in await rows(shop, "meta.csv") if one["id"] == sku]
    assert row["availability"] == "out of stock"
    [one] = [one for one in await lines(shop, "acp/products.jsonl") if one["id"] == SOLD[0]]
    assert orjson.dumps(one).count(b'"available":false') == 1
