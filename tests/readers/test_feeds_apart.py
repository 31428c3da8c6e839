"""Feed files are built beside the service, and the less often the more work that is."""

import asyncio
import pickle
import signal
import subprocess
import sys
from datetime import timedelta

import psutil
import pytest

from shop import catalogue, clock
from shop.models import FeedFile
from shop.readers.feeds import Builder
from shop.readers.feeds.apart import Errand
from shop.readers.feeds.pacing import NOTE, Took, took
from tests.conftest import services_of
from tests.feeding import build, fetched, lines

NUOC_MAM, NEXT_ONE = "HP-OCOP-0026", "HP-OCOP-0027"


@pytest.fixture
def builder(shop) -> Builder:
    return Builder(services_of(shop).settings)


def it_took(door, worked: float, passed: float = 1.0) -> None:
    note = f'{{"worked": {worked}, "passed": {passed}}}'
    (_folder(door) / NOTE).write_text(note)


def _folder(door):
    return services_of(door).settings.data / "feeds"


def _workers() -> list[psutil.Process]:
    return [one for one in psutil.Process().children() if "shop.readers.feeds" in one.cmdline()]


@pytest.mark.parametrize(
    ("worked", "passed", "stands"),
    [(0, 0, 20), (1.5, 2, 20), (9, 5, 90), (40, 30, 400), (70, 60, 480), (900, 500, 20)],
)
def test_a_file_stands_ten_times_its_work_and_is_never_ten_minutes_behind(worked, passed, stands):
    assert Took(worked, passed).stands == stands


@pytest.mark.parametrize("note", [b"", b"{}", b"[]", b'{"worked": "x", "passed": 1}', b"\xff"])
def test_a_damaged_note_of_what_a_build_took_is_none(tmp_path, note):
    (tmp_path / NOTE).write_bytes(note)

    assert took(tmp_path) == Took()


async def test_a_build_notes_what_it_took_and_the_files_are_built_by_another_process(shop, builder):
    number = await builder.keep(None)

    assert number not in (None, psutil.Process().pid)
    assert len(await lines(shop)) == 429
    assert took(_folder(shop)).worked > 0
    assert _workers() == []
    assert await builder.keep(None) is None


async def test_a_second_change_waits_for_its_time_and_is_in_the_file_then(
    shop, builder, stopped_clock
):
    await build(shop)
    it_took(shop, worked=9)
    await catalogue.withdraw(NUOC_MAM, by="test")
    before = await FeedFile.all().order_by("name").values()

    with clock.stopped(stopped_clock + timedelta(seconds=89)):
        assert await builder.keep(None) is None
    assert await FeedFile.all().order_by("name").values() == before
    with clock.stopped(stopped_clock + timedelta(seconds=90)):
        assert await builder.keep(None)

    assert NUOC_MAM not in {one["code"] for one in await lines(shop)}
    assert (await FeedFile.get(name="products.jsonl")).built_at == stopped_clock + timedelta(
        seconds=90
    )


async def test_what_was_suspended_does_not_wait(shop, builder, stopped_clock):
    await build(shop)
    it_took(shop, worked=9)
    await catalogue.withdraw(NEXT_ONE, by="test")
    await catalogue.suspend(NUOC_MAM, by="test", reason="thu hồi")

    assert await builder.keep(None)
    assert await builder.keep(None) is None

    codes = {one["code"] for one in await lines(shop)}
    assert (NUOC_MAM in codes, NEXT_ONE in codes, len(codes)) == (False, True, 428)


@pytest.mark.on("sqlite")
async def test_a_file_that_is_lost_does_not_wait_either(shop, builder, stopped_clock):
    await build(shop)
    it_took(shop, worked=9)
    await catalogue.withdraw(NUOC_MAM, by="test")
    (_folder(shop) / (await FeedFile.get(name="google.xml.zst")).digest).unlink()

    assert await builder.keep(None)

    assert (await shop.get("/feeds/google.xml.zst")).status_code == 200


async def test_killed_in_the_middle_it_leaves_the_old_files_and_the_next_goes_on(shop, builder):
    await build(shop)
    before = await fetched(shop, "products.jsonl")
    it_took(shop, worked=0)
    await FeedFile.all().update(considered_at=clock.now() - timedelta(minutes=1))
    await catalogue.withdraw(NUOC_MAM, by="test")

    async with asyncio.TaskGroup() as group:
        group.create_task(_kill_when_it_writes(shop))
        with pytest.raises(ChildProcessError, match="ended with status -9"):
            await builder.keep(None)
    kept = await fetched(shop, "products.jsonl")
    restarted = Builder(services_of(shop).settings)
    assert await restarted.keep(None)

    assert kept == before
    assert len(await lines(shop)) == 428
    assert list(_folder(shop).glob("growing-*")) == []


async def _kill_when_it_writes(door) -> None:
    while not list(_folder(door).glob("growing-*")):  # noqa: ASYNC110 - no event tells of it
        await asyncio.sleep(0.005)
    for one in _workers():
        one.kill()


@pytest.mark.on("sqlite")
async def test_a_worker_that_stops_ends_it_and_begins_nothing_more(shop, builder):
    async with asyncio.TaskGroup() as group:
        building = group.create_task(builder.keep(None))
        while not list(_folder(shop).glob("growing-*")):  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0.005)
        builder.end()

    assert building.result()
    assert _workers() == []
    assert await builder.keep(None) is None
    assert (await shop.get("/feeds/products.jsonl")).status_code == 503


@pytest.mark.on("sqlite")
async def test_it_dies_with_the_service_that_began_it(shop):
    errand = Errand(services_of(shop).settings, clock.now())
    folder = _folder(shop)
    folder.mkdir(parents=True)
    with (
        (folder / "lock").open("wb") as _,
        subprocess.Popen(  # noqa: ASYNC220 - it only starts here
            [sys.executable, "-m", "shop.readers.feeds"], stdin=subprocess.PIPE
        ) as process,
    ):
        pickle.dump(errand, process.stdin)
        process.stdin.flush()
        while not list(folder.glob("growing-*")):  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0.005)
        process.stdin.close()

    assert process.returncode == -signal.SIGKILL
    assert await FeedFile.all().count() == 0
