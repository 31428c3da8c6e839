"""A database put back by its own tools, behind the service's back: partners start over."""

import asyncio

import pytest

from shop import catalogue, publishing
from shop.config import Settings
from shop.publishing.epochs import read_head
from shop.services import opened
from tests.conftest import front_door
from tests.databases import Saved
from tests.mirror.copies import copied, shown, sync_once
from tests.mirror.test_killed import following
from tests.publishing.goods import CA_MOI, GAO_RUOI, TRA_SEN, a_small_catalogue, goods, on_show
from tests.serving import served

LOST = 3
"""Changes after the copy was made."""


async def edits(sku: str, number: int, *, first: int = 1) -> None:
    for price in range(first, first + number):
        await catalogue.set_price(sku, price * 1000, by="test")


async def has_recorded(settings, seen) -> None:
    while read_head(settings.data) != seen:
        await publishing.wait_beyond(seen.serial, 0.05)


@pytest.fixture
async def ran(settings, tmp_path):
    """A catalogue that ran, of which a mirror has everything and a copy lacks the last changes."""
    async with front_door(settings, with_worker=True) as door:
        await a_small_catalogue()
        await on_show(goods(CA_MOI), goods(GAO_RUOI), goods(TRA_SEN))
        saved = Saved(settings.sqlite_file, settings.database_url, tmp_path)
        await edits(f"{CA_MOI}-1", LOST)
        assert await sync_once(door, tmp_path / "copy")
        seen = await publishing.head()
        async with asyncio.timeout(10):
            await has_recorded(settings, seen)
    return seen, saved


def elsewhere(settings, folder) -> Settings:
    """Settings of another machine, whose data folder knows nothing of this service's."""
    url = settings.database_url or f"sqlite:///{settings.sqlite_file}"
    return Settings(data=folder / "elsewhere", database_url=url)


async def beside(settings, folder, number: int) -> None:
    async with opened(elsewhere(settings, folder)):
        await edits(f"{GAO_RUOI}-1", number, first=50)


async def all_gone(door, seen) -> bool:
    answers = [
        await door.get(f"/api/v1/changes?since={seen.epoch}.{n}") for n in range(1, seen.serial + 1)
    ]
    return {answer.status_code for answer in answers} == {410}


@pytest.mark.parametrize("since", [0, LOST - 1, LOST, LOST + 4], ids="{} edits since".format)
async def test_put_back_while_stopped_whatever_was_edited_since(ran, settings, tmp_path, since):
    seen, saved = ran
    saved.put_back()
    if since:
        await beside(settings, tmp_path, since)

    async with front_door(settings) as door:
        assert await all_gone(door, seen)
        assert (await publishing.head()).serial == 3 + since
        assert await sync_once(door, tmp_path / "copy")
        assert copied(tmp_path / "copy") == await shown()


async def test_started_again_without_being_put_back_cursors_stay_good(ran, settings):
    seen, _ = ran
    async with opened(settings):
        await edits(f"{CA_MOI}-1", 2, first=20)  # what was last recorded is no listing any more

    async with front_door(settings) as door:
        answer = await door.get(f"/api/v1/changes?since={seen.epoch}.{seen.serial}")
        assert [item["serial"] for item in answer.json()["items"]] == [seen.serial + 2]


@pytest.mark.timeout(180)
async def test_put_back_under_a_running_service_which_goes_on_at_once(
    ran, settings, tmp_path, database_kind
):
    """On PostgreSQL with two web processes, of which the worker beside them tells."""
    seen, saved = ran
    several = ["--workers", "2"] if database_kind == "postgres" else []
    with served(settings, *several) as url, following(url, tmp_path / "copy"):
        saved.put_back()
        await beside(settings, tmp_path, LOST + 4)

        async with opened(elsewhere(settings, tmp_path)):
            await until_it_is_told(seen)
            await until_equal(tmp_path / "copy")
            assert (await publishing.head(afresh=True)).epoch != seen.epoch
            assert copied(tmp_path / "copy") == await shown()


async def until_it_is_told(seen) -> None:
    """Wait for the new epoch: a mirror that compares may be equal before it."""
    async with asyncio.timeout(40):
        while (await publishing.head(afresh=True)).epoch == seen.epoch:
            await publishing.wait_beyond(10**6, 0.1)


async def until_equal(copy) -> None:
    async with asyncio.timeout(40):
        while copied(copy) != await shown():
            await publishing.wait_beyond(10**6, 0.1)


async def test_if_the_record_was_put_back_too_a_mirror_finds_out_when_it_compares(
    ran, settings, tmp_path
):
    """The hole that is left: a cursor without a tag stays good, until copies compare."""
    seen, saved = ran
    saved.put_back()
    (settings.data / "head").unlink()
    await beside(settings, tmp_path, LOST + 4)

    async with front_door(settings) as door:
        answer = await door.get(f"/api/v1/changes?since={seen.epoch}.{seen.serial}")
        assert answer.status_code == 200
        assert await sync_once(door, tmp_path / "copy")
        assert copied(tmp_path / "copy") == await shown()
