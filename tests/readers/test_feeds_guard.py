"""The count guard: a file that lost too much is held back, and what must go goes all the same."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from shop import catalogue, clock
from shop.errors import InvalidError, NotFoundError
from shop.models import FeedFile, Listing, Product, Purpose, State
from shop.publishing import change, drain
from shop.readers.feeds import guarding
from tests.conftest import services_of
from tests.feeding import build, fetched, lines, offer_everything, release, xml_items

SUSPENDED, NO_CONSENT = "HP-OCOP-0026", "HP-CS-005"


async def withdraw(count: int) -> set[str]:
    """Take back the first products, as a mistake with a list would."""
    listed = await Listing.filter(live=True).order_by("code").limit(count).values("code")
    codes = {row["code"] for row in listed}
    async with change(by="test") as wanted:
        await Product.filter(code__in=codes).update(state=State.WITHDRAWN)
        wanted.touch(*codes)
    while await drain():
        pass
    return codes


@pytest.mark.parametrize(
    ("before", "now", "lost"),
    [(100, 80, False), (100, 79, True), (100, 120, False), (1, 0, True), (0, 0, False)],
)
def test_more_than_a_fifth_is_too_much(before, now, lost):
    assert guarding.lost_too_much(before, now) is lost


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_file_that_grows_is_never_held_back_and_an_emptied_one_always(before, now):
    assert not guarding.lost_too_much(before, before + now)
    assert guarding.lost_too_much(before + 1, 0)


async def test_a_file_that_would_lose_too_much_is_held_back(shop):
    await offer_everything()
    await build(shop)
    before = await fetched(shop, "products.jsonl")
    serial = (await FeedFile.get(name="products.jsonl.gz")).serial
    await withdraw(100)

    with capture_logs() as logs:
        await build(shop)

    assert await fetched(shop, "products.jsonl") == before
    alarms = {one["name"]: one["would_be"] for one in logs if one["event"] == "feed withheld"}
    assert alarms == {
        "products.jsonl": 329,
        "products.csv": 329,
        "google.xml": 386 - 90,  # of the hundred five are restricted, and five live animals
        "google.en.xml": 386 - 90,
        "meta.csv": 386 - 90,
        "meta.en.csv": 386 - 90,
        "acp/products.jsonl": 392 - 90,
    }
    assert (await shop.get("/readyz")).json()["feeds_withheld"] == sorted(alarms)
    metrics = (await shop.get("/metrics")).text
    assert 'sanvat_feed_withheld{name="products.jsonl"} 1.0' in metrics
    assert 'sanvat_feed_withheld{name="acp/metadata.json"} 0.0' in metrics
    row = await FeedFile.get(name="products.jsonl.gz")
    assert (row.serial, row.items, row.withheld) == (serial, 429, 329)


async def test_held_back_it_is_not_built_in_vain_and_alarms_once(shop):
    await build(shop)
    await withdraw(100)
    await build(shop)

    assert not await build(shop)
    await catalogue.suspend(SUSPENDED, by="test", reason="x")
    with capture_logs() as logs:
        assert await build(shop)

    assert "feed withheld" not in [one["event"] for one in logs]


async def test_it_is_let_go_by_name(shop):
    await offer_everything()
    await build(shop)
    gone = await withdraw(100)
    await build(shop)

    await release(shop, "products.jsonl")

    codes = {document["code"] for document in await lines(shop)}
    assert (len(codes), codes & gone) == (329, set())
    assert (await shop.get("/readyz")).json()["feeds_withheld"] == [
        "acp/products.jsonl",
        "google.en.xml",
        "google.xml",
        "meta.csv",
        "meta.en.csv",
        "products.csv",
    ]
    assert (await FeedFile.get(name="products.csv")).items == 429
    assert not await build(shop)


async def test_only_what_is_held_back_can_be_let_go(shop):
    await build(shop)

    with pytest.raises(InvalidError, match=r"products\.csv is not held back"):
        await release(shop, "products.csv")
    with pytest.raises(NotFoundError, match="There is no feed file everything"):
        await release(shop, "everything")


async def test_it_goes_by_itself_when_what_was_lost_comes_back(shop):
    await build(shop)
    codes = await withdraw(100)
    await build(shop)
    async with change(by="test") as wanted:
        await Product.filter(code__in=codes).update(state=State.PUBLISHED)
        wanted.touch(*codes)
    while await drain():
        pass

    await build(shop)

    assert (await shop.get("/readyz")).json()["feeds_withheld"] == []
    assert len(await lines(shop)) == 429


async def test_what_may_not_be_shown_leaves_a_file_that_is_held_back(pictured):
    await offer_everything()
    await build(pictured)
    withdrawn = await withdraw(100)
    await build(pictured)
    assert len(await lines(pictured)) == 429
    old = await fetched(pictured, "products.jsonl")

    await catalogue.suspend(SUSPENDED, by="test", reason="thu hồi")
    await catalogue.withdraw_consent(NO_CONSENT, Purpose.MARKETPLACES, by="test")
    await build(pictured)

    gone = {SUSPENDED} | set(
        await Product.filter(producer_id=NO_CONSENT).values_list("code", flat=True)
    )
    kept = [
        line for line in old.splitlines(keepends=True)
        if not any(f'{{"code":"{code}"'.encode() in line for code in gone)
    ]  # fmt: skip
    assert await fetched(pictured, "products.jsonl") == b"".join(kept)
    assert withdrawn - gone <= {document["code"] for document in await lines(pictured)}
    skus = {item.findtext("guid") for item in await xml_items(pictured)}
    assert len(skus) > 300
    assert not any(sku.startswith(tuple(gone)) for sku in skus)
    row = await FeedFile.get(name="products.jsonl")
    assert (row.items, row.withheld is None) == (429 - len(gone), False)


async def test_it_leaves_at_once_though_files_stand_for_a_while(shop, stopped_clock):
    await build(shop)
    await withdraw(100)
    with clock.stopped(stopped_clock + timedelta(minutes=1)):
        await build(shop)
        await catalogue.suspend(SUSPENDED, by="test", reason="thu hồi")

        assert not await build(shop, patiently=True)

    assert SUSPENDED not in {document["code"] for document in await lines(shop)}
    assert len(await lines(shop)) == 428


async def test_goods_that_a_channel_came_to_ban_leave_its_file_and_no_other(shop):
    await offer_everything()
    await build(shop)
    await withdraw(100)
    await build(shop)
    assert SUSPENDED in {one["id"] for one in await lines(shop, "acp/products.jsonl")}
    async with change(by="test") as wanted:
        await Product.filter(code=SUSPENDED).update(sale_restriction="not_online")
        wanted.touch(SUSPENDED)

    await build(shop)

    assert SUSPENDED not in {one["id"] for one in await lines(shop, "acp/products.jsonl")}
    assert SUSPENDED in {one["code"] for one in await lines(shop)}


async def test_even_a_mass_suspension_raises_the_alarm_but_shows_nothing_of_it(shop):
    await build(shop)
    codes = await withdraw(100)
    await Product.filter(code__in=codes).update(state=State.SUSPENDED)

    await build(shop)

    assert not codes & {document["code"] for document in await lines(shop)}
    assert (await FeedFile.get(name="products.jsonl")).withheld == 329


async def test_an_old_file_that_is_lost_is_not_waited_for(shop):
    await build(shop)
    await withdraw(100)
    row = await FeedFile.get(name="products.jsonl")
    (services_of(shop).settings.data / "feeds" / row.digest).unlink()

    await build(shop)

    assert len(await lines(shop)) == 329
