"""Writers at work, a mirror that dies again and again: at the end its folder equals the table."""

import asyncio
import random
from contextlib import suppress

import pytest

from shop import publishing
from tests.conftest import front_door
from tests.mirror.copies import copied, mirror_of, shown, sync_once
from tests.publishing.goods import a_small_catalogue, goods, on_show
from tests.publishing.test_many_writers import CODES, Writer

WRITERS = 6


async def lives_and_dies(door, folder, chance, written: asyncio.Event) -> int:
    """Follow, and be cut off in the middle of whatever is going on; tell how often it was."""
    deaths = 0
    while not written.is_set():
        async with mirror_of(door, folder) as mirror:
            with suppress(TimeoutError):
                async with asyncio.timeout(chance.uniform(0, 0.3)):
                    await mirror.follow()
        deaths += 1
    return deaths


@pytest.mark.parametrize("seed", range(2))
async def test_any_history_ends_in_a_copy_that_equals_the_table(settings, tmp_path, seed):
    chance, written = random.Random(seed), asyncio.Event()  # noqa: S311 - to be repeated
    copy = tmp_path / "copy"
    async with front_door(settings.model_copy(update={"rate_per_address": 0})) as door:
        await a_small_catalogue()
        await on_show(*[goods(c, producer_id=f"HP-CS-10{1 + n % 2}") for n, c in enumerate(CODES)])

        async with asyncio.timeout(60), asyncio.TaskGroup() as group:
            living = group.create_task(lives_and_dies(door, copy, chance, written))
            async with asyncio.TaskGroup() as at_work:
                for number in range(WRITERS):
                    at_work.create_task(Writer(seed * WRITERS + number).work())
            if seed:
                await publishing.renew_epoch("test")
            written.set()

        assert await sync_once(door, copy)
        assert living.result() > 2
        assert copied(copy) == await shown()
