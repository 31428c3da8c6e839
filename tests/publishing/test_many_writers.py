"""Sixteen writers at once, a tenth of them failing, and readers who must miss nothing."""

import asyncio
import random
from importlib import import_module

import pytest

from shop import catalogue, publishing
from shop.models import Commune, ListingVersion, Producer, Product, State
from tests.publishing.goods import goods, on_show
from tests.publishing.truth import (
    Mirror,
    by_the_listings,
    by_the_rows,
    record_serials,
    recorded_serials,
    the_table,
)

WRITERS, CHANGES_EACH = 16, 12
PRODUCTS = 24
CODES = [f"HP-OCOP-{n:04}" for n in range(1, PRODUCTS + 1)]
OWN = [f"HP-OCOP-9{n:03}" for n in range(WRITERS * CHANGES_EACH)]


class GaveUpError(Exception):
    """A writer's own failure, in the middle of its change."""


class Writer:
    """Does what officials, producers and imports do, to products that others write as well."""

    def __init__(self, number: int) -> None:
        self.by = f"writer {number}"
        self.chance = random.Random(number)  # noqa: S311 - a test that can be repeated
        self.new = iter(OWN[number * CHANGES_EACH :])
        self.gave_up = 0

    async def work(self) -> None:
        for _ in range(CHANGES_EACH):
            act = self.chance.choice(
                [self.price, self.price, self.toggle, self.producer, self.commune, self.add]
            )
            try:
                await (self.fail() if self.chance.random() < 0.1 else act())
            except GaveUpError:
                self.gave_up += 1

    async def price(self) -> None:
        sku = f"{self.chance.choice(CODES)}-1"
        await catalogue.set_price(sku, self.chance.randint(1, 9) * 10_000, by=self.by)

    async def toggle(self) -> None:
        async with publishing.change(by=self.by) as change:
            code = self.chance.choice(CODES)
            state = self.chance.choice([State.PUBLISHED, State.WITHDRAWN])
            await Product.filter(code=code).update(state=state)
            change.touch(code)

    async def producer(self) -> None:
        name = f"Hợp tác xã {self.chance.randint(1, 99)}"
        await catalogue.rename_producer(self.chance.choice(await pks(Producer)), name, by=self.by)

    async def commune(self) -> None:
        name = f"Xã {self.chance.randint(1, 99)}"
        await catalogue.rename_commune(self.chance.choice(await pks(Commune)), name, by=self.by)

    async def add(self) -> None:
        producer = self.chance.choice(await pks(Producer))
        await on_show(goods(next(self.new), producer_id=producer))

    async def fail(self) -> None:
        async with publishing.change(by=self.by) as change:
            code = self.chance.choice(CODES)
            await Product.filter(code=code).update(name_vi="không ai được thấy")
            change.touch_all(Product.filter(producer_id="HP-CS-101"))
            raise GaveUpError


async def pks(model) -> list[str]:
    return await model.all().order_by("code").values_list("code", flat=True)


async def follow(reader: Mirror, written: asyncio.Event) -> list[Mirror]:
    """Read all the while; keep a copy of the reader at each cursor it stood at."""
    kept = []
    while not written.is_set():
        kept.append(reader.at_this_cursor())
        await reader.read(limit=5)
    return kept


@pytest.fixture
async def crowd(small, monkeypatch):
    """A catalogue of 24 products of two producers, and a process that always looks at the clock."""
    monkeypatch.setattr(import_module("shop.publishing.head"), "LOOK_EVERY", 0)
    await on_show(
        *[goods(c, producer_id=f"HP-CS-10{1 + n % 2}") for n, c in enumerate(CODES)],
    )
    return small


async def test_sixteen_writers_lose_nothing_and_a_reader_misses_nothing(crowd):
    await record_serials()
    began = (await publishing.head()).serial
    writers, reader, written = [Writer(n) for n in range(WRITERS)], Mirror(), asyncio.Event()

    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        following = group.create_task(follow(reader, written))
        async with asyncio.TaskGroup() as at_work:
            for writer in writers:
                at_work.create_task(writer.work())
        written.set()
    await reader.catch_up()

    assert sum(writer.gave_up for writer in writers) == 26
    assert "không ai được thấy" not in str(await the_table())
    assert await by_the_listings() == await by_the_rows()
    assert reader.copy == await the_table()
    assert reader.given == sorted(set(reader.given))
    ended = (await publishing.head()).serial
    assert await recorded_serials() == list(range(began + 1, ended + 1))
    assert await ListingVersion.all().count() == ended
    await assert_that_replay_from_any_cursor_ends_alike(following.result())


async def assert_that_replay_from_any_cursor_ends_alike(kept: list[Mirror]) -> None:
    cursors = {mirror.cursor: mirror for mirror in kept}
    assert len(cursors) > 20
    table = await the_table()
    for mirror in list(cursors.values())[:: len(cursors) // 20]:
        assert (await mirror.catch_up()).copy == table
