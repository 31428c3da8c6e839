"""The row that every change needs is held: writers are told so, readers notice nothing."""

import asyncio
import sqlite3
from contextlib import closing, contextmanager

import asyncpg
import pytest

from shop.config import Settings
from tests import databases
from tests.faults.load import load
from tests.faults.site import site, until
from tests.faults.test_database import ERRORS

pytestmark = [pytest.mark.on(*databases.DATABASES), pytest.mark.timeout(600, func_only=True)]
WRITERS = 14
"""More than a process has connections."""


@contextmanager
def clock_held(settings: Settings):
    if file := settings.sqlite_file:
        with closing(sqlite3.connect(file, timeout=30, isolation_level=None)) as held:
            held.execute("BEGIN IMMEDIATE")
            yield
        return
    with asyncio.Runner() as runner:
        held = runner.run(_held(settings.database_url))
        try:
            yield
        finally:
            runner.run(held.close())


async def _held(url: str) -> asyncpg.Connection:
    connection = await asyncpg.connect(url)
    await connection.execute("BEGIN")
    await connection.fetch("SELECT * FROM clock WHERE id = 1 FOR UPDATE")
    return connection


@pytest.mark.slow
@pytest.mark.faults("clock row locked")
def test_the_clock_is_held(shown, account, database_kind):
    with site(shown) as running, load(running, sellers=WRITERS) as made:
        until(lambda: made.wrote[200])
        with clock_held(shown):
            seen = running.until(lambda seen: seen.figure(ERRORS, why="locked"))
            read = made.answers[200]
            until(lambda: made.answers[200] > read + 5)
        wrote = made.wrote[200]
        until(lambda: made.wrote[200] > wrote)

    assert made.noticed() == {}
    made.judge(account)
    assert seen.status == 200
    account.saw(f'{ERRORS}{{why="locked"}}')
    account.recovered = "at once"
    if database_kind == "postgres":
        assert seen.total("sanvat_database_oldest_transaction_seconds") > 1
        account.saw("sanvat_database_oldest_transaction_seconds")
