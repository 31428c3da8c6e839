"""Writers that meet: interleavings forced one step at a time, where PostgreSQL lets them happen.

The controls show that a cursor over a sequence or a timestamp misses what the clock row does not.
"""

# ruff: noqa: S608 - the statements are put together from constants of this test

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from tortoise.transactions import in_transaction

from shop import catalogue, publishing
from shop.database import select
from shop.models import Producer, Product, ToPublish
from shop.publishing.changing import FAN_OUT, lock_clock
from tests.publishing.goods import CA_MOI, GAO_RUOI, TRA_SEN, goods, on_show
from tests.publishing.truth import Mirror, document, drift, serials, sql, the_table

pytestmark = pytest.mark.usefixtures("on_postgres")
NAIVE = {
    "sequence": "nextval('naive_serial')",
    "timestamp": "now()",
}


@asynccontextmanager
async def limited() -> AsyncIterator[asyncio.TaskGroup]:
    """Run tasks of their own (and so of their own connections); a deadlock is a failure."""
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        yield group


async def until_waiting(backends: int) -> None:
    """Look until so many transactions of this database wait for a lock."""
    waiting = (
        "SELECT count(*) AS waiting FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    while (await select(waiting))[0]["waiting"] < backends:  # noqa: ASYNC110 - it is not our event
        await asyncio.sleep(0)


async def a_copy_of(code: str, new: str) -> None:
    await (await Product.get(code=code)).clone(pk=new).save(force_create=True)


async def test_two_workers_share_what_waits_instead_of_doing_it_twice():
    await ToPublish.bulk_create([ToPublish(code=f"HP-OCOP-{n:04}") for n in range(FAN_OUT + 50)])
    locked, both_wait = asyncio.Event(), asyncio.Event()

    async def hold_the_clock() -> None:
        async with in_transaction():
            await lock_clock()
            locked.set()
            await both_wait.wait()

    async with limited() as group:
        group.create_task(hold_the_clock())
        await locked.wait()
        workers = [group.create_task(publishing.drain()) for _ in range(2)]
        await until_waiting(2)
        both_wait.set()

    assert sorted(worker.result() for worker in workers) == [50, FAN_OUT]
    assert await ToPublish.all().count() == 0


async def test_a_product_added_while_its_producer_is_renamed_gets_the_new_name():
    await on_show(goods())
    inserted, renamed, added = asyncio.Event(), asyncio.Event(), asyncio.Event()
    names = []

    async def rename() -> None:
        async with publishing.change(by="rename") as change:
            await inserted.wait()
            await Producer.filter(code="HP-CS-101").update(name="Làng Chài Mới")
            change.touch_all(Product.filter(producer_id="HP-CS-101"))
            renamed.set()
            await added.wait()

    async def add() -> None:
        async with publishing.change(by="add") as change:
            await a_copy_of(CA_MOI, GAO_RUOI)
            inserted.set()
            await renamed.wait()
            change.touch(GAO_RUOI)
        names.append((await document(GAO_RUOI))["producer"]["name"])
        added.set()

    async with limited() as group:
        group.create_task(rename())
        group.create_task(add())

    assert names == ["Cơ sở chế biến Làng Chài"]  # the rename was not committed yet
    assert (await document(GAO_RUOI))["producer"]["name"] == "Làng Chài Mới"
    assert await serials() == {CA_MOI: (3, 2), GAO_RUOI: (4, 2)}
    assert await drift() == (2, [])


async def test_a_product_committed_after_the_rename_has_the_new_name_at_once():
    await on_show(goods())
    written, renamed = asyncio.Event(), asyncio.Event()

    async def add() -> None:
        async with publishing.change(by="add") as change:
            await a_copy_of(CA_MOI, GAO_RUOI)
            change.touch(GAO_RUOI)
            written.set()
            await renamed.wait()

    async with limited() as group:
        group.create_task(add())
        await written.wait()
        await catalogue.rename_producer("HP-CS-101", "Làng Chài Mới", by="rename")
        assert await serials() == {CA_MOI: (2, 2)}
        renamed.set()

    assert (await document(GAO_RUOI))["producer"]["name"] == "Làng Chài Mới"
    assert await serials() == {CA_MOI: (2, 2), GAO_RUOI: (3, 1)}
    assert await drift() == (2, [])


async def test_two_changes_of_one_product_publish_what_both_wrote():
    await on_show(goods())
    first, second = asyncio.Event(), asyncio.Event()

    async def rename() -> None:
        async with publishing.change(by="an") as change:
            await Product.filter(code=CA_MOI).update(name_en="Sardines")
            change.touch(CA_MOI)
            first.set()
            await second.wait()

    async with limited() as group:
        group.create_task(rename())
        await first.wait()
        await catalogue.set_price(f"{CA_MOI}-1", 130_000, by="bình")
        second.set()

    shown = await document(CA_MOI)
    assert (shown["name"]["en"], shown["variants"][0]["price"]["amount"]) == ("Sardines", 130_000)
    assert await serials() == {CA_MOI: (3, 3)}


@pytest.mark.parametrize("naive", NAIVE)
async def test_a_naive_cursor_misses_a_slow_writer_whom_ours_sees(naive):
    await on_show(goods(CA_MOI), goods(GAO_RUOI), goods(TRA_SEN))
    await sql(
        f"CREATE SEQUENCE naive_serial; CREATE TABLE naive AS SELECT code, {NAIVE[naive]} AS at"
        " FROM listing"
    )
    reader, naive_reader = await Mirror().catch_up(), NaiveReader()
    await naive_reader.read()
    begun, overtaken = asyncio.Event(), asyncio.Event()

    async def write(code: str) -> None:
        async with publishing.change(by="test") as change:
            await sql(f"UPDATE naive SET at = {NAIVE[naive]} WHERE code = '{code}'")
            await Product.filter(code=code).update(variety="mới")
            change.touch(code)
            if code == CA_MOI:
                begun.set()
                await overtaken.wait()

    async with limited() as group:
        group.create_task(write(CA_MOI))
        await begun.wait()
        await write(GAO_RUOI)
        assert await naive_reader.read() == [GAO_RUOI]
        await reader.catch_up()
        overtaken.set()

    assert await naive_reader.read() == []  # missed, for ever
    await reader.catch_up()
    assert reader.copy == await the_table()
    assert reader.given == [1, 2, 3, 4, 5]
    assert reader.copy[CA_MOI][:2] == (5, 2)


class NaiveReader:
    """What `WHERE changed_at > :last` or a BIGSERIAL would have a partner do."""

    def __init__(self) -> None:
        self.last = None

    async def read(self) -> list[str]:
        rows = await select("SELECT code, at FROM naive ORDER BY at, code")
        news = [row for row in rows if self.last is None or row["at"] > self.last]
        self.last = max([row["at"] for row in news], default=self.last)
        return [row["code"] for row in news]
