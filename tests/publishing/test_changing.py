"""A change writes rows and listings together, or nothing; and only what differs moves."""

import pytest
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from shop import catalogue, publishing
from shop.errors import NotFoundError
from shop.models import (
    Commune,
    Listing,
    ListingVersion,
    Product,
    Purpose,
    ToPublish,
    Variant,
)
from shop.publishing.changing import FAN_OUT, _publish
from shop.publishing.rendering import digest_of
from tests.conftest import front_door
from tests.publishing.goods import CA_MOI, GAO_RUOI, TRA_SEN, a_small_catalogue, goods, on_show
from tests.publishing.truth import (
    by_the_listings,
    by_the_rows,
    document,
    drift,
    record_serials,
    recorded_serials,
    serials,
    the_table,
)

MANY = FAN_OUT + 50


async def test_a_change_that_fails_leaves_neither_rows_nor_listings_nor_serials(small):
    await on_show(goods(), goods(GAO_RUOI))
    before, head = await the_table(), await publishing.head()

    with pytest.raises(NotFoundError):  # noqa: PT012 - all of the change fails
        async with publishing.change(by="test") as change:
            await Product.filter(code=CA_MOI).update(name_vi="Cá nục kho")
            change.touch(CA_MOI)
            raise NotFoundError("no")

    assert (await Product.get(code=CA_MOI)).name_vi == "Cá mòi kho Làng Chài"
    assert await the_table() == before
    assert await publishing.head() == head
    assert await ListingVersion.all().count() == 2


async def test_a_change_that_fails_after_its_listings_were_written_leaves_nothing(small):
    await on_show(goods())
    before, head = await the_table(), await publishing.head()

    with pytest.raises(IntegrityError):  # noqa: PT012 - all of the change fails
        async with publishing.change(by="test") as change:
            await Product.filter(code=CA_MOI).update(name_vi="Cá nục kho")
            change.touch(CA_MOI)
            moved = await _publish(change)
            assert moved.head == publishing.Head(head.epoch, head.serial + 1)
            await Variant.filter(product_id=CA_MOI).update(price=0)

    assert (await Product.get(code=CA_MOI)).name_vi == "Cá mòi kho Làng Chài"
    assert await the_table() == before
    assert await publishing.head() == head
    assert await ListingVersion.all().count() == 1
    await catalogue.withdraw(CA_MOI, by="test")
    assert await serials() == {CA_MOI: (2, 2)}


async def test_what_renders_the_same_does_not_move(small):
    await on_show(goods())
    await record_serials()

    async with publishing.change(by="test") as change:
        await Product.filter(code=CA_MOI).update(version=7, name_sort="khac")
        change.touch(CA_MOI)

    assert await recorded_serials() == []
    assert await serials() == {CA_MOI: (1, 1)}
    assert await ListingVersion.all().count() == 1


async def test_touching_an_unknown_or_an_unpublished_product_shows_nothing(small):
    await on_show(goods())
    await record_serials()

    async with publishing.change(by="test") as change:
        change.touch("HP-OCOP-9999")

    assert await recorded_serials() == []
    assert list(await the_table()) == [CA_MOI]
    assert (await publishing.head()).serial == 1


async def test_an_empty_change_touches_nothing(small):
    await on_show(goods())

    async with publishing.change(by="test"):
        pass

    assert (await publishing.head()).serial == 1


async def test_a_product_whose_rows_are_deleted_becomes_a_tombstone_that_can_come_back(small):
    await on_show(goods(), goods(GAO_RUOI))

    async with publishing.change(by="test") as change:
        await Product.filter(code=CA_MOI).delete()
        change.touch(CA_MOI)

    buried = await Listing.get(code=CA_MOI)
    assert (buried.live, buried.document, buried.serial, buried.rev) == (False, None, 3, 2)
    assert await serials() == {CA_MOI: (3, 2), GAO_RUOI: (2, 1)}
    await on_show(goods())
    assert await serials() == {CA_MOI: (4, 3), GAO_RUOI: (2, 1)}


async def test_a_change_inside_another_transaction_is_refused(small):
    await on_show(goods())

    with pytest.raises(RuntimeError, match="a transaction of its own"):
        async with in_transaction():
            await catalogue.withdraw(CA_MOI, by="test")

    assert (await publishing.head()).serial == 1
    assert await serials() == {CA_MOI: (1, 1)}


async def test_one_change_numbers_its_products_by_code(small):
    await on_show(goods(TRA_SEN), goods(CA_MOI), goods(GAO_RUOI))

    assert await serials() == {CA_MOI: (1, 1), GAO_RUOI: (2, 1), TRA_SEN: (3, 1)}


async def test_every_revision_stays_with_its_epoch_digest_and_author(small, stopped_clock):
    await on_show(goods())
    await catalogue.set_price(f"{CA_MOI}-1", 130_000, by="an")
    epoch = await publishing.renew_epoch("test")
    await catalogue.withdraw_consent("HP-CS-101", Purpose.MARKETPLACES, by="bình")
    await catalogue.withdraw(CA_MOI, by="chi")

    versions = await ListingVersion.filter(code=CA_MOI).order_by("rev")
    listing = await Listing.get(code=CA_MOI)

    assert [(v.rev, v.by) for v in versions] == [(1, "test"), (2, "an"), (3, "bình"), (4, "chi")]
    assert versions[0].epoch == versions[1].epoch != epoch
    assert [v.epoch for v in versions[2:]] == [epoch, epoch]
    audiences = ["everyone", "everyone", "site", "site"]
    assert [v.digest for v in versions] == [
        digest_of(v.document, audience) for v, audience in zip(versions, audiences, strict=True)
    ]
    assert versions[2].document == versions[1].document != versions[0].document
    assert (versions[3].document, versions[3].digest) == (None, listing.digest)
    assert {v.at for v in versions} == {stopped_clock}


async def test_what_one_producer_consented_to_decides_who_sees_it(small):
    await on_show(goods(), goods(GAO_RUOI, producer_id="HP-CS-102"))

    await catalogue.withdraw_consent("HP-CS-101", Purpose.CATALOGUE, by="test")

    gone, untouched = await Listing.get(code=CA_MOI), await Listing.get(code=GAO_RUOI)
    assert (gone.live, gone.document, gone.serial) == (False, None, 3)
    assert (untouched.live, untouched.serial) == (True, 2)


async def test_a_large_change_waits_for_the_worker_who_publishes_all_of_it(settings):
    async with front_door(settings, with_worker=True):
        await a_small_catalogue()
        stated = [goods(f"HP-OCOP-{n:04}") for n in range(1, MANY + 1)]
        for start in range(0, MANY, FAN_OUT):
            await on_show(*stated[start : start + FAN_OUT])
        await record_serials()
        head = (await publishing.head()).serial

        await catalogue.rename_commune("11728", "Xã Kiến Hưng Mới", by="an")

        seen = await publishing.wait_beyond(head + FAN_OUT, 10)
        assert seen.serial == head + MANY
        assert await recorded_serials() == list(range(head + 1, head + MANY + 1))
        assert await ToPublish.all().count() == 0
        assert await ListingVersion.filter(rev=2, by="an").count() == MANY
        assert await by_the_listings() == await by_the_rows()
        assert (await document(CA_MOI))["origin"]["commune"]["name"] == "Xã Kiến Hưng Mới"


async def test_a_large_change_that_waits_moves_no_listing_by_itself(small):
    stated = [goods(f"HP-OCOP-{n:04}") for n in range(1, FAN_OUT + 2)]
    await on_show(*stated[:FAN_OUT])
    await on_show(*stated[FAN_OUT:])
    before = await the_table()

    await catalogue.rename_commune("11728", "Xã Kiến Hưng Mới", by="an")

    assert await the_table() == before
    assert await ToPublish.all().count() == FAN_OUT + 1
    assert [await publishing.drain(), await publishing.drain(), await publishing.drain()] == [
        FAN_OUT,
        1,
        0,
    ]
    assert await drift() == (FAN_OUT + 1, [])


async def test_a_drained_revision_names_who_caused_it(small):
    await on_show(goods(), goods(GAO_RUOI, producer_id="HP-CS-102", commune_id="11761"))
    for code, commune, by in ((CA_MOI, "11728", "an"), (GAO_RUOI, "11761", "bình")):
        await Commune.filter(code=commune).update(name=f"Xã của {by}")
        await ToPublish.create(code=code, by=by)

    while await publishing.drain():
        pass

    versions = await ListingVersion.filter(rev=2).order_by("code")
    assert [(v.code, v.by) for v in versions] == [(CA_MOI, "an"), (GAO_RUOI, "bình")]
