"""Reading much at one instant: whole tables as they were together, while others go on writing.

On SQLite a transaction on a connection of its own, which a WAL lets read beside the writer; on
PostgreSQL a REPEATABLE READ transaction. Rows come some hundreds at a time, so memory stays flat.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiosqlite
import asyncpg

from shop.database.opening import database
from shop.database.sqlite_pool import PooledSqliteClient

ROWS = 500
Rows = Sequence[Any]
"""Rows of either driver, which answer to row["column"]."""


class Snapshot(ABC):
    """The database as it was at one instant."""

    @abstractmethod
    def read(self, sql: str) -> AsyncGenerator[Rows, None]:
        """Give all rows of a query, ROWS at a time."""


class _OfSqlite(Snapshot):
    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def read(self, sql: str) -> AsyncGenerator[Rows, None]:
        async with self._connection.execute(sql) as cursor:
            while rows := await cursor.fetchmany(ROWS):
                yield list(rows)


class _OfPostgres(Snapshot):
    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def read(self, sql: str) -> AsyncGenerator[Rows, None]:
        cursor = await self._connection.cursor(sql)
        while rows := await cursor.fetch(ROWS):
            yield rows


@asynccontextmanager
async def snapshot() -> AsyncIterator[Snapshot]:
    """Hold one instant of the database until the block is left."""
    connection = database()
    if isinstance(connection, PooledSqliteClient):
        async with aiosqlite.connect(connection.filename, isolation_level=None) as held:
            held._conn.row_factory = sqlite3.Row  # noqa: SLF001 - as Tortoise does for its own
            await held.execute("PRAGMA query_only=ON")
            await held.execute("BEGIN")
            await (await held.execute("SELECT 1 FROM clock")).fetchone()  # the instant is now
            yield _OfSqlite(held)
        return
    async with (
        connection.acquire_connection() as held,
        held.transaction(isolation="repeatable_read", readonly=True),
    ):
        yield _OfPostgres(held)


async def one(held: Snapshot, sql: str) -> Any:
    """Read the row of a query that gives one."""
    return [row async for rows in held.read(sql) for row in rows][0]  # noqa: RUF015 - an async one
