"""How hard pressed the database is: connections in use, what waits, the oldest transaction."""

import asyncio
from contextlib import suppress
from typing import cast

from shop.database.asyncpg_pool import PatientAsyncpgClient
from shop.database.opening import database, select
from shop.database.sqlite_pool import PooledSqliteClient
from shop.metrics import DATABASE_CONNECTIONS, DATABASE_WAITING

EVERY = 1.0
"""Seconds between two looks at the connections of this process."""
OLDEST = """
    SELECT max(extract(epoch FROM clock_timestamp() - xact_start))::float8 AS age
    FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND backend_type = 'client backend'
"""
"""Of those that our role may see: its own, or all with the role pg_read_all_stats."""


async def watch(stopping: asyncio.Event) -> None:
    """Keep the metrics of this process's connections right until told to stop."""
    while not stopping.is_set():
        note_pressure()
        with suppress(TimeoutError):
            async with asyncio.timeout(EVERY):
                await stopping.wait()


def note_pressure() -> None:
    pressure = cast("PooledSqliteClient | PatientAsyncpgClient", database()).pressure()
    DATABASE_CONNECTIONS.labels("used").set(pressure.used)
    DATABASE_CONNECTIONS.labels("free").set(pressure.free)
    DATABASE_WAITING.set(pressure.waiting)


async def oldest_transaction() -> float:
    """Tell for how many seconds a transaction is open: on SQLite one of this process."""
    if database().capabilities.dialect != "postgres":
        return cast("PooledSqliteClient", database()).oldest()
    [row] = await select(OLDEST)
    return float(row["age"] or 0.0)
