"""The negative control: a cursor over ids of the database misses what the clock does not."""

import asyncio

from shop import publishing
from shop.database import database, select
from shop.models import Product
from tests.publishing.goods import CA_MOI, GAO_RUOI, goods, on_show
from tests.publishing.truth import Mirror, sql, the_table


async def rename(code: str, *, until: asyncio.Event, wrote: asyncio.Event) -> None:
    """Rename a product, note it as a naive change log would, and commit when told to."""
    async with publishing.change(by="test") as change:
        await Product.filter(code=code).update(name_vi=f"{code} đổi tên")
        await database().execute_query(f"INSERT INTO naive (code) VALUES ('{code}')")  # noqa: S608
        wrote.set()
        await until.wait()
        change.touch(code)


async def test_ids_are_given_out_before_they_are_committed_and_serials_are_not(on_postgres):
    await on_show(goods(CA_MOI), goods(GAO_RUOI))
    await sql("CREATE TABLE naive (id BIGSERIAL PRIMARY KEY, code TEXT)")
    ours, naive, naive_cursor = await Mirror().catch_up(), [], 0
    wrote, commit, at_once = asyncio.Event(), asyncio.Event(), asyncio.Event()
    at_once.set()

    async def read() -> int:
        await publishing.head(afresh=True)
        await ours.catch_up()
        rows = await select("SELECT id, code FROM naive WHERE id > ? ORDER BY id", naive_cursor)
        naive.extend(row["code"] for row in rows)
        return max([naive_cursor, *(row["id"] for row in rows)])

    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        group.create_task(rename(CA_MOI, until=commit, wrote=wrote))
        await wrote.wait()
        await rename(GAO_RUOI, until=at_once, wrote=asyncio.Event())
        naive_cursor = await read()
        commit.set()
    await read()

    assert naive == [GAO_RUOI]  # the other was committed under a lower id: missed for ever
    assert ours.copy == await the_table()
    assert {code: revision for code, (_, revision, *_) in ours.copy.items()} == {
        CA_MOI: 2,
        GAO_RUOI: 2,
    }
