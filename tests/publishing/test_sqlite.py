"""SQLite as a service needs it: readers never wait, writers queue, and no lock is left behind."""

import asyncio
import sqlite3

import pytest
from tortoise.transactions import in_transaction

from shop import catalogue, publishing
from shop.database import AwayError, Why, database, opening, select
from shop.models import Product
from shop.publishing.changing import _publish
from tests.publishing.goods import CA_MOI, GAO_RUOI, goods, on_show
from tests.publishing.truth import (
    by_the_listings,
    by_the_rows,
    document,
    record_serials,
    recorded_serials,
    serials,
)


@pytest.fixture(autouse=True)
async def shown(on_sqlite):
    await on_show(goods(CA_MOI), goods(GAO_RUOI))
    return on_sqlite


async def test_readers_do_not_wait_for_an_open_change_and_see_nothing_of_it():
    written, read = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with publishing.change(by="test") as change:
            await Product.filter(code=CA_MOI).update(name_en="Sardines")
            change.touch(CA_MOI)
            await _publish(change)
            assert (await document(CA_MOI))["name"]["en"] == "Sardines"
            written.set()
            await read.wait()

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(write())
        await written.wait()
        names = await asyncio.gather(*[document(CA_MOI) for _ in range(8)])
        assert {shown["name"]["en"] for shown in names} == {"Lang Chai braised sardines"}
        assert await serials() == {CA_MOI: (1, 1), GAO_RUOI: (2, 1)}
        read.set()

    assert (await document(CA_MOI))["name"]["en"] == "Sardines"


async def test_readers_cannot_write():
    async with database()._reader() as reader:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await reader.execute("DELETE FROM listing")


async def test_the_writer_is_durable_keeps_foreign_keys_and_waits():
    async with in_transaction() as writer:
        pragmas = {
            name: (await writer.execute_query_dict(f"PRAGMA {name}"))[0]
            for name in ("synchronous", "foreign_keys", "journal_mode", "busy_timeout")
        }

    assert pragmas == {
        "synchronous": {"synchronous": 2},
        "foreign_keys": {"foreign_keys": 1},
        "journal_mode": {"journal_mode": "wal"},
        "busy_timeout": {"timeout": int(opening.PATIENCE * 1000)},
    }


async def test_a_transaction_that_reads_first_cannot_be_overtaken_by_another_process(shown):
    with sqlite3.connect(shown.sqlite_file, timeout=0) as other:
        async with in_transaction():
            await Product.get(code=CA_MOI)
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            await Product.filter(code=CA_MOI).update(name_en="Sardines")
        other.execute("BEGIN IMMEDIATE")
    other.close()

    assert (await Product.get(code=CA_MOI)).name_en == "Sardines"


async def test_a_writer_who_is_refused_gives_the_lock_back(shown):
    with sqlite3.connect(shown.sqlite_file) as other:
        await database().execute_query("PRAGMA busy_timeout = 1")
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(AwayError) as refused:
            await catalogue.withdraw(CA_MOI, by="test")
        assert refused.value.why == Why.LOCKED

        other.rollback()
    other.close()
    async with asyncio.timeout(5):
        await catalogue.withdraw(CA_MOI, by="test")
    assert await serials() == {CA_MOI: (3, 2), GAO_RUOI: (2, 1)}


async def test_a_writer_cancelled_while_another_process_writes_leaves_no_lock(shown):
    with sqlite3.connect(shown.sqlite_file) as other:
        other.execute("BEGIN IMMEDIATE")
        async with asyncio.TaskGroup() as group:
            waiting = group.create_task(catalogue.withdraw(CA_MOI, by="test"))
            done, _ = await asyncio.wait([waiting], timeout=0.05)
            waiting.cancel()
            other.rollback()
        assert not done
        assert waiting.cancelled()
    other.close()

    async with asyncio.timeout(5):
        await catalogue.withdraw(GAO_RUOI, by="test")
    assert await serials() == {CA_MOI: (1, 1), GAO_RUOI: (3, 2)}
    assert (await select("SELECT state FROM product WHERE code = ?", CA_MOI))[0][0] == "published"


async def test_writers_cancelled_anywhere_leave_whole_changes_and_no_lock():
    await record_serials()

    for turns in range(60):
        async with asyncio.TaskGroup() as group:
            hurried = group.create_task(catalogue.rename_producer("HP-CS-101", f"{turns}", by="x"))
            for _ in range(turns):
                await asyncio.sleep(0)
            hurried.cancel()

    async with asyncio.timeout(5):
        await catalogue.rename_producer("HP-CS-101", "Làng Chài", by="test")
    ended = (await publishing.head()).serial
    assert await recorded_serials() == list(range(3, ended + 1))
    assert await by_the_listings() == await by_the_rows()
