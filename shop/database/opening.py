"""Opening the database, making its tables, and knowing whether they are the ones we expect."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from zlib import crc32

from anyio import to_thread
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationExecutor
from tortoise.utils import get_schema_sql

from media.sentences import Sentence
from shop.config import Settings
from shop.database import upgrading
from shop.database.address import driver_options
from shop.database.sqlite_pool import PooledSqliteClient
from shop.database.upgrading import Upgraded
from shop.errors import SetupError
from shop.models.columns import Row

APP = "shop"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
POOL = 12
PATIENCE = 5.0
"""Seconds that a request waits for a connection, a lock, or its turn to write."""
SLOWEST = 10.0
"""Seconds that a statement of a request may take, by the database's clock and by ours."""
IDLE = 60.0
"""Seconds that a transaction of a request may stand still."""
KEEPALIVES = {
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}
"""The database lets a host go that died in a transaction after a minute, not after two hours."""
_versions: list[int] = []
"""Of this process's SQLite tables, once it is known."""
MIGRATION_LOCK = 7_251_001
"""Key of PostgreSQL's advisory lock: Tortoise's migrations take none (stack.md §3)."""
NO_TABLES = Sentence(
    "Cơ sở dữ liệu chưa có bảng. Hãy chạy: sanvat migrate.",
    "The database has no tables yet. Run: sanvat migrate.",
)
LACKS_MIGRATIONS = Sentence(
    "Cơ sở dữ liệu còn thiếu bước chuyển đổi. Hãy chạy: sanvat migrate.",
    "The database lacks migrations. Run: sanvat migrate.",
)
OLD_SQLITE = Sentence(
    "Danh mục {file} do bản sanvat khác tạo. Hãy dừng dịch vụ rồi chạy: sanvat migrate.",
    "The catalogue {file} was made by another version of sanvat. Stop the service and run: sanvat"
    " migrate.",
)


@asynccontextmanager
async def connected(settings: Settings, *, serving: bool = False) -> AsyncIterator[None]:
    """Open the database for this process; every task of it sees the connection.

    While it is `serving`, nothing waits for the database for ever: there is an AwayError instead.
    """
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    config = tortoise_config(settings, serving=serving)
    context = await Tortoise.init(config=config, use_tz=True, _enable_global_fallback=True)
    try:
        yield
    finally:
        await _close(context)


async def migrate(settings: Settings) -> str:
    """Bring the tables of an open database up to date, and say what was done.

    Raises SetupError for an older SQLite catalogue, which `upgrade` replaces while it is closed.
    """
    connection = database()
    if settings.sqlite_file:
        return await _make_sqlite_tables(settings, connection)
    executor = _migrations(connection, settings)
    async with _migration_lock(connection):
        waiting = len(await _waiting(executor))
        await executor.migrate()
    return f"{waiting} migrations applied" if waiting else "the tables are up to date"


async def upgrade(settings: Settings) -> Upgraded | None:
    """Replace an older SQLite catalogue by one of this version (shop/database/upgrading.py).

    The database must not be open here. Gives None when there was nothing to do.
    """
    old = settings.sqlite_file
    if old is None or not old.exists() or not upgrading.version_of(old):
        return None
    new = old.with_name(f"{old.name}.upgrading")
    with upgrading.alone(old):
        _remove(new)  # what an upgrade that was killed left
        try:
            expected = await _make_empty(new)
            if upgrading.version_of(old) == expected:
                return None
            return await to_thread.run_sync(upgrading.upgrade, old, new)
        finally:
            _remove(new)


def _remove(file: Path) -> None:
    for one in (file, *[file.with_name(f"{file.name}-{end}") for end in ("wal", "shm", "journal")]):
        one.unlink(missing_ok=True)


async def _make_empty(file: Path) -> int:
    """Make a catalogue with empty tables; give its version."""
    settings = Settings(data=file.parent, database_url=f"sqlite:///{file.absolute()}")
    async with connected(settings):
        await migrate(settings)
        return _expected_sqlite_version(database())


async def make_if_new(settings: Settings) -> None:
    """Make the tables of a SQLite catalogue that has none: there is nothing that could be lost."""
    if settings.sqlite_file and not await _sqlite_version(database()):
        await migrate(settings)


async def check(settings: Settings) -> None:
    """Refuse tables that are not the ones this code was written for."""
    connection = database()
    if settings.sqlite_file:
        version = await _sqlite_version(connection)
        if version != _expected_sqlite_version(connection):
            raise SetupError(OLD_SQLITE.filled(file=settings.sqlite_file) if version else NO_TABLES)
    elif await _waiting(_migrations(connection, settings)):
        raise SetupError(LACKS_MIGRATIONS)


def database() -> BaseDBAsyncClient:
    """Give the connection of the current task: the transaction's inside one."""
    return get_connection("default")


async def select(sql: str, *values: Any) -> list[Row]:
    """Read rows by our own SQL, written with `?` for each value on both databases."""
    _, rows = await database().execute_query(_numbered(sql), list(values))
    return rows  # type: ignore[return-value] # both drivers' rows answer to row["column"]


async def write_many(sql: str, values: list[list[Any]]) -> None:
    """Write by one statement of our own for each of many rows, with `?` as in `select`."""
    if values:
        await database().execute_many(_numbered(sql), values)


def _numbered(sql: str) -> str:
    """Write `$1` for the first `?`, as PostgreSQL wants it."""
    if database().capabilities.dialect != "postgres":
        return sql
    pieces = sql.split("?")
    return "".join(f"{piece}${n}" for n, piece in enumerate(pieces[:-1], 1)) + pieces[-1]


async def take_turns(*names: str) -> None:
    """Let transactions that name the same thing come one after the other, until each commits.

    On SQLite all that write do so anyway.
    """
    if database().capabilities.dialect == "postgres":
        for name in sorted(names):
            await select("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", name)


async def select_by_key(sql: str, *values: Any) -> list[Row]:
    """Read a row or two by an index: on SQLite without leaving the loop's thread."""
    connection = database()
    if isinstance(connection, PooledSqliteClient):
        return connection.read_here(sql, values)
    return await select(sql, *values)


def tortoise_config(settings: Settings, *, serving: bool = False) -> dict[str, Any]:
    return {
        "connections": {"default": _connection_config(settings, serving)},
        "apps": {
            APP: {
                "models": ["shop.models"],
                "default_connection": "default",
                "migrations": "shop.database.migrations",
            }
        },
    }


def _connection_config(settings: Settings, serving: bool) -> dict[str, Any]:  # noqa: FBT001
    patience = {"patience": PATIENCE if serving else None}
    if file := settings.sqlite_file:
        pragmas = {"synchronous": "FULL", "busy_timeout": int(PATIENCE * 1000)}
        return {
            "engine": "shop.database.sqlite_pool",
            "credentials": {"file_path": str(file), **patience, **pragmas},
        }
    return {
        "engine": "shop.database.asyncpg_pool",
        "credentials": {**_limits(serving), **_credentials(settings.database_url), **patience},
    }


def _credentials(address: str) -> dict[str, Any]:
    """Read the address of a PostgreSQL. Raises SetupError for a parameter that is not understood.

    What follows the `?` is read by us alone: Tortoise hands it on as it is.
    """
    bare, _, query = address.partition("?")
    found = expand_db_url(bare)["credentials"]
    told = driver_options(dict(parse_qsl(query, keep_blank_values=True)))
    pool = {"minsize": 1, "maxsize": POOL, "application_name": "sanvat"}
    return {**found, **pool, **told}


def _limits(serving: bool) -> dict[str, Any]:  # noqa: FBT001
    """Limit what a session may take: the database ends what we cannot, and we what it cannot."""
    if not serving:
        return {"server_settings": KEEPALIVES}
    ends = {
        "lock_timeout": PATIENCE,
        "statement_timeout": SLOWEST,
        "idle_in_transaction_session_timeout": IDLE,
    }
    told = {name: f"{seconds * 1000:.0f}" for name, seconds in ends.items()}
    limits = {"command_timeout": SLOWEST, "timeout": PATIENCE}
    return {"server_settings": {**KEEPALIVES, **told}, **limits}


async def _close(context: TortoiseContext) -> None:
    """Close every connection: an open SQLite thread keeps the process from ending."""
    await context.close_connections()


async def _make_sqlite_tables(settings: Settings, connection: BaseDBAsyncClient) -> str:
    expected = _expected_sqlite_version(connection)
    found = await _sqlite_version(connection)
    if found == expected:
        return "the tables are up to date"
    if found:
        raise SetupError(OLD_SQLITE.filled(file=settings.sqlite_file))
    await connection.execute_script(get_schema_sql(connection, safe=True))
    await connection.execute_script(f"PRAGMA user_version = {expected}")
    return "tables made"


def _expected_sqlite_version(connection: BaseDBAsyncClient) -> int:
    """Tell tables apart by what they are; sorted, for Tortoise may write them in another order."""
    if not _versions:  # working it out takes 15 ms, and the tables of a process are always the same
        sql = COMMENT.sub("", get_schema_sql(connection, safe=True))
        _versions.append(crc32("\n".join(sorted(sql.splitlines())).encode()) >> 1 or 1)
    return _versions[0]


async def _sqlite_version(connection: BaseDBAsyncClient) -> int:
    [row] = await connection.execute_query_dict("PRAGMA user_version")
    return int(row["user_version"])


def _migrations(connection: BaseDBAsyncClient, settings: Settings) -> MigrationExecutor:
    return MigrationExecutor(connection, tortoise_config(settings)["apps"])


async def _waiting(executor: MigrationExecutor) -> list[Any]:
    return list(await executor.plan())


@asynccontextmanager
async def _migration_lock(connection: BaseDBAsyncClient) -> AsyncIterator[None]:
    """Let one process migrate at a time; the lock needs a connection of its own.

    It is a transaction's, so that it holds behind a pooler too, which gives every transaction
    another session.
    """
    async with connection.acquire_connection() as held, held.transaction():
        await held.execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK)
        yield
