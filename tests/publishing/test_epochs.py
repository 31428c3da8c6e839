"""A catalogue whose serials may have gone back gets a new epoch, and old cursors start over."""

import asyncio

import pytest

from shop import catalogue, publishing
from shop.models import Clock, ListingVersion
from shop.publishing import Head
from shop.publishing.epochs import check_epoch, read_head, record_head
from shop.services import opened
from tests.conftest import front_door
from tests.publishing.goods import CA_MOI, a_small_catalogue, goods, on_show

TORN = [b"", b"{", b"\x00" * 40, b'"12"', b"[1]", b"null", b'{"epoch": "x"}', b"\xff\xfe"]


@pytest.fixture
async def known(settings):
    """A closed catalogue of one product at serial 1, whose head has been recorded."""
    async with opened(settings):
        await a_small_catalogue()
        await on_show(goods())
        record_head(settings.data, await publishing.head())
    return settings


async def epoch_of(settings) -> str:
    async with opened(settings):
        return (await publishing.head()).epoch


async def changes_status(settings, cursor: str) -> int:
    async with front_door(settings) as door:
        return (await door.get(f"/api/v1/changes?since={cursor}")).status_code


async def test_the_same_head_keeps_its_epoch_and_its_cursors(known):
    epoch = await epoch_of(known)

    assert read_head(known.data) == Head(epoch, 1)
    assert await epoch_of(known) == epoch
    assert await changes_status(known, f"{epoch}.1") == 200


async def test_a_head_beyond_the_recorded_one_keeps_its_epoch(known):
    epoch = await epoch_of(known)
    async with opened(known):
        await catalogue.withdraw(CA_MOI, by="test")

    assert await epoch_of(known) == epoch
    assert await changes_status(known, f"{epoch}.2") == 200


async def test_a_head_below_the_recorded_one_is_a_new_epoch_and_old_cursors_start_over(known):
    epoch = await epoch_of(known)
    record_head(known.data, Head(epoch, 2))

    new = await epoch_of(known)

    assert new != epoch
    assert len(new) == len(epoch) == 16
    for old in (f"{epoch}.0", f"{epoch}.1", f"{epoch}.2"):
        assert await changes_status(known, old) == 410
    assert await changes_status(known, f"{new}.1") == 200
    assert await epoch_of(known) == new


async def test_revisions_of_a_new_epoch_are_kept_under_its_name(known):
    epoch = await epoch_of(known)
    record_head(known.data, Head(epoch, 2))

    async with opened(known):
        await catalogue.withdraw(CA_MOI, by="test")
        new = await publishing.head()
        versions = await ListingVersion.all().order_by("rev").values_list("epoch", "rev")

    assert versions == [(epoch, 1), (new.epoch, 2)]
    assert new.serial == 2


async def test_another_server_or_timeline_is_a_new_epoch(known):
    epoch = await epoch_of(known)
    async with opened(known):
        origin = (await Clock.get(id=1)).origin
        await Clock.filter(id=1).update(origin="6901234567890123456/2")

    new = await epoch_of(known)

    assert new != epoch
    assert await epoch_of(known) == new
    assert await changes_status(known, f"{epoch}.1") == 410
    async with opened(known):
        assert (await Clock.get(id=1)).origin == origin


async def test_a_new_epoch_keeps_the_listings_and_their_serials(known):
    async with front_door(known) as door:
        before = (await door.get("/api/v1/changes")).json()
        await publishing.renew_epoch("test")
        after = (await door.get("/api/v1/changes")).json()

    assert after["items"] == before["items"]
    assert after["epoch"] != before["epoch"]


@pytest.mark.parametrize("torn", TORN)
async def test_a_torn_record_of_the_head_is_survived_and_written_anew(known, torn):
    epoch = await epoch_of(known)
    (known.data / "head").write_bytes(torn)

    assert await epoch_of(known) == epoch

    record_head(known.data, Head(epoch, 1))
    assert read_head(known.data) == Head(epoch, 1)


@pytest.mark.parametrize("serial", ["null", '"x"', "[]"])
async def test_a_record_that_is_no_number_is_survived(known, serial):
    epoch = await epoch_of(known)
    (known.data / "head").write_text(f'{{"epoch": "{epoch}", "serial": {serial}}}')

    assert await epoch_of(known) == epoch

    record_head(known.data, Head(epoch, 1))
    assert read_head(known.data) == Head(epoch, 1)


def test_the_recorded_head_never_goes_back_within_an_epoch(tmp_path):
    record_head(tmp_path, Head("a", 7))
    record_head(tmp_path, Head("a", 5))
    assert read_head(tmp_path) == Head("a", 7)

    record_head(tmp_path, Head("a", 8))
    assert read_head(tmp_path) == Head("a", 8)

    record_head(tmp_path, Head("b", 3))
    assert read_head(tmp_path) == Head("b", 3)
    assert [file.name for file in tmp_path.iterdir()] == ["head"]


def test_without_a_record_nothing_is_known(tmp_path):
    assert read_head(tmp_path) is None


async def test_the_running_worker_records_the_head(settings):
    async with front_door(settings, with_worker=True):
        await a_small_catalogue()
        await on_show(goods())
        seen = await publishing.head()
        while read_head(settings.data) != seen:
            await publishing.wait_beyond(seen.serial, 0.05)

    assert seen.serial == 1


async def test_opening_beside_a_busy_worker_keeps_the_epoch(known):
    async with opened(known):
        epoch, done = (await publishing.head()).epoch, asyncio.Event()

        async def write() -> None:
            price = 0
            while not done.is_set():
                price += 1
                await catalogue.set_price(f"{CA_MOI}-1", price, by="test")
                record_head(known.data, await publishing.head())

        async with asyncio.TaskGroup() as group:
            group.create_task(write())
            for _ in range(100):
                await check_epoch(known.data)
            done.set()

        assert (await publishing.head()).epoch == epoch
