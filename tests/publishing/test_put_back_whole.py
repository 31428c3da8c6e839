"""A whole machine put back after partners went on: database, head and all, so we cannot know.

The tag of a cursor tells, and what was given out before there were tags is found by comparing.
"""

import shutil

import pytest

from shop import catalogue
from tests.conftest import front_door
from tests.cursors import place, serial
from tests.databases import Saved
from tests.mirror.copies import copied, shown, sync_once
from tests.mirror.guide import Follower, as_read
from tests.publishing.goods import CA_MOI, GAO_RUOI, TRA_SEN, a_small_catalogue, goods, on_show

LOST = 3
"""Changes that partners followed, and that the machine which is put back knows nothing of."""


async def edits(sku: str, number: int, *, first: int = 1) -> None:
    for price in range(first, first + number):
        await catalogue.set_price(sku, price * 1000, by="test")


@pytest.fixture
def aside(tmp_path_factory):
    """A folder on another machine."""
    return tmp_path_factory.mktemp("aside")


@pytest.fixture
async def ran(settings, aside):
    """Followers of a catalogue that went on after a snapshot, each at a place of its own."""
    async with front_door(settings):
        await a_small_catalogue()
        await on_show(goods(CA_MOI), goods(GAO_RUOI), goods(TRA_SEN))
    saved = Saved(settings.sqlite_file, settings.database_url, aside)
    snapshot = aside / "snapshot"
    shutil.copytree(settings.data, snapshot, ignore=shutil.ignore_patterns("*.sqlite3*"))
    followers = []
    async with front_door(settings) as door:
        for number in range(LOST + 1):
            followers.append(await a_follower(door))
            if number < LOST:
                await edits(f"{CA_MOI}-1", 1, first=number + 1)
        assert await sync_once(door, aside / "mirror")
    return saved, snapshot, followers


async def a_follower(door) -> Follower:
    follower = Follower(door)
    await follower.catch_up()
    return follower


def put_back(settings, saved, snapshot) -> None:
    saved.put_back()
    for there in settings.data.iterdir():
        if not there.name.startswith("sanvat.sqlite3"):
            shutil.rmtree(there) if there.is_dir() else there.unlink()
    shutil.copytree(snapshot, settings.data, dirs_exist_ok=True)


@pytest.mark.parametrize("since", [0, LOST - 1, LOST, LOST + 4], ids="{} edits since".format)
async def test_every_follower_of_the_four_steps_ends_equal(ran, settings, aside, since):
    saved, snapshot, followers = ran
    put_back(settings, saved, snapshot)
    async with front_door(settings) as door:
        await edits(f"{GAO_RUOI}-1", since, first=50)

        for follower in followers:
            follower.door = door
            await follower.catch_up()
        restarts = [follower.restarts for follower in followers]
        unequal = [
            n for n, one in enumerate(followers) if one.documents() != as_read(await shown())
        ]
        differing = [await follower.compare() for follower in followers]

        assert restarts == [0] + [1] * LOST  # the first has seen nothing that was lost
        assert unequal == []
        assert differing == [[]] * (LOST + 1)
        assert {serial(one.cursor) for one in followers} == {3 + since}
        assert await sync_once(door, aside / "mirror")
        assert copied(aside / "mirror") == await shown()


@pytest.mark.parametrize("since", [LOST, LOST + 4], ids="{} edits since".format)
async def test_a_cursor_without_a_tag_is_not_recognised_and_the_fourth_step_mends_the_copy(
    ran, settings, since
):
    saved, snapshot, followers = ran
    put_back(settings, saved, snapshot)
    async with front_door(settings) as door:
        await edits(f"{GAO_RUOI}-1", since, first=50)
        last = followers[-1]
        last.door, last.cursor = door, place(last.cursor)

        await last.catch_up()
        before = last.documents() == as_read(await shown())
        differing = await last.compare()

        assert (before, last.restarts) == (False, 0)
        assert differing != []
        assert last.documents() == as_read(await shown())
        assert await last.compare() == []
