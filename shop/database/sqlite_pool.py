"""Tortoise's SQLite backend as a service needs it: one writer, several readers, real constraints.

Tortoise's own has one connection behind one lock, so that any open transaction blocks every read,
and begins transactions deferred, so that two processes that read and then write fail at once with
"database is locked". Here writers take `BEGIN IMMEDIATE` and reads have connections of their own.
The module's name must contain "sqlite": Tortoise picks the schema editor by it.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any, cast

import aiosqlite
from tortoise.backends.base.client import (
    ConnectionWrapper,
    TransactionalDBClient,
    TransactionContext,
)
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
    translate_exceptions,
)
from tortoise.backends.sqlite.schema_generator import SqliteSchemaGenerator
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from shop.database.away import telling_why
from shop.database.waiting import Pressure, Waiting

READERS = 4
READER_PRAGMAS = ("query_only=ON", "busy_timeout=5000", "cache_size=-4000")


class CheckedSchemaGenerator(SqliteSchemaGenerator):
    """Writes the check constraints of `Meta.constraints`, which Tortoise 1.1.9 silently drops."""

    _checks: Sequence[str] = ()

    def _get_table_sql(self, model: type[Model], safe: bool = True) -> dict[str, Any]:  # noqa: FBT001, FBT002 - Tortoise's own
        self._checks = [
            f'CONSTRAINT "{constraint.name}" CHECK ({constraint.check})'
            for constraint in model._meta.constraints  # noqa: SLF001 - there is no other way in
            if isinstance(constraint, CheckConstraint)
        ]
        return super()._get_table_sql(model, safe)

    def _get_inner_statements(self) -> list[str]:
        return [*super()._get_inner_statements(), *self._checks]


class ImmediateTransaction(SqliteTransactionWrapper):
    async def begin(self) -> None:
        try:
            await self._connection.commit()
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as refused:
            raise OperationalError(refused) from refused


class ImmediateTransactionContext(SqliteTransactionContext):
    """Gives the writer's lock back when the transaction could not begin, or was cancelled then."""

    @property
    def _client(self) -> "PooledSqliteClient":
        return cast("PooledSqliteClient", self.connection._parent)  # noqa: SLF001 - as Tortoise does

    async def __aenter__(self) -> TransactionalDBClient:
        parent = self._client
        with telling_why():
            async with asyncio.timeout(parent.patience):
                with parent.waiting.one_more():
                    await self._trxlock.acquire()
            await self._begin()
        parent.began = monotonic()
        self.token = get_connections().set(self.connection_name, self.connection)
        return cast("TransactionalDBClient", self.connection)

    async def _begin(self) -> None:
        try:
            await self.ensure_connection()
            await self.connection.begin()
        except BaseException:
            if writer := self.connection._connection:  # noqa: SLF001 - Tortoise's own does
                await writer.rollback()  # a cancelled BEGIN still happens, in SQLite's thread
            self._trxlock.release()
            raise

    async def __aexit__(self, *failure: object) -> None:
        self._client.began = None
        with telling_why():
            await super().__aexit__(*failure)


class PatientConnection(ConnectionWrapper[aiosqlite.Connection]):
    """The writer's connection, waited for no longer than the client is patient."""

    async def __aenter__(self) -> aiosqlite.Connection:
        client = cast("PooledSqliteClient", self.client)
        with telling_why():
            async with asyncio.timeout(client.patience):
                with client.waiting.one_more():
                    await self._lock.acquire()
            try:
                await self.ensure_connection()
            except BaseException:
                self._lock.release()
                raise
        return self.connection


class PooledSqliteClient(SqliteClient):
    schema_generator = CheckedSchemaGenerator

    def __init__(self, file_path: str, patience: float | None = None, **credentials: Any) -> None:
        super().__init__(file_path, **credentials)
        self.patience = patience
        """Seconds to wait for a turn to write; None: for ever."""
        self.waiting = Waiting()
        self.began: float | None = None
        """When the transaction began that is open, by the machine's steady clock."""
        self._free: asyncio.Queue[aiosqlite.Connection] | None = None
        self._readers: list[aiosqlite.Connection] = []
        self._opening = asyncio.Lock()
        self._here: sqlite3.Connection | None = None

    def _in_transaction(self) -> TransactionContext:
        return ImmediateTransactionContext(ImmediateTransaction(self), self._lock)

    def acquire_connection(self) -> PatientConnection:
        return PatientConnection(self._lock, self)

    async def execute_query(
        self, query: str, values: list[Any] | None = None
    ) -> tuple[int, Sequence[Any]]:
        with telling_why():
            done: tuple[int, Sequence[Any]] = await self._execute(query, values)
        return done

    @translate_exceptions
    async def _execute(self, query: str, values: list[Any] | None) -> tuple[int, Sequence[Any]]:
        if not query.startswith("SELECT"):
            written: tuple[int, Sequence[Any]] = await super().execute_query(query, values)
            return written
        async with self._reader() as reader:
            rows = list(await reader.execute_fetchall(query, values))
        return len(rows), rows

    async def execute_query_dict(
        self, query: str, values: list[Any] | None = None
    ) -> list[dict[str, Any]]:
        _, rows = await self.execute_query(query, values)
        return list(map(dict, rows))

    def read_here(self, query: str, values: Sequence[Any]) -> list[Any]:
        """Read a row or two by their key in the loop's own thread.

        That takes some 20 µs; a hop to a reader's thread and back takes ten times as long. Readers
        of a WAL never wait for a writer. What may read many rows belongs to `execute_query`.
        """
        if self._here is None:
            self._here = sqlite3.connect(self.filename, isolation_level=None)
            self._here.row_factory = sqlite3.Row
            for pragma in READER_PRAGMAS:
                self._here.execute(f"PRAGMA {pragma}")
        with telling_why():
            return self._here.execute(query, values).fetchall()

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[aiosqlite.Connection]:
        free = self._free or await self._open_readers()
        with self.waiting.one_more():
            reader = await free.get()
        try:
            yield reader
        finally:
            free.put_nowait(reader)

    def pressure(self) -> Pressure:
        """Count the readers, and the one writer as in use while it has its lock."""
        idle = self._free.qsize() if self._free else READERS
        used = READERS - idle + self._lock.locked()
        return Pressure(used, READERS + 1 - used, self.waiting.count)

    def oldest(self) -> float:
        """Tell for how many seconds the transaction of this process is open."""
        return monotonic() - self.began if self.began is not None else 0.0

    async def _open_readers(self) -> asyncio.Queue[aiosqlite.Connection]:
        async with self._opening:
            if self._free is None:
                async with self._lock:  # the writer makes the file and its WAL first
                    await self.create_connection(with_db=True)
                free: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()
                for _ in range(READERS):
                    free.put_nowait(await self._open_reader())
                self._free = free
            return self._free

    async def _open_reader(self) -> aiosqlite.Connection:
        reader = await aiosqlite.connect(self.filename, isolation_level=None)
        self._readers.append(reader)
        reader._conn.row_factory = sqlite3.Row  # noqa: SLF001 - as Tortoise does for its own
        for pragma in READER_PRAGMAS:
            await (await reader.execute(f"PRAGMA {pragma}")).close()
        return reader

    async def close(self) -> None:
        if self._here:
            self._here.close()
            self._here = None
        readers, self._readers, self._free = self._readers, [], None
        for reader in readers:
            await reader.close()
        await super().close()


client_class = PooledSqliteClient
