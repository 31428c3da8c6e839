"""Tortoise's PostgreSQL backend as a service needs it: patient with nothing for ever.

- Writers have a few of the connections, so that readers always find one, however many writers wait
  for a lock.
- Waiting for a connection ends, where a limit is set, and so does giving one back.
- Rolling back ends, too: asyncpg 0.31 waits without limit for a frozen database to take note that
  the statement before was given up.
- A connection is given back when a transaction could not begin: Tortoise 1.1.9 loses that of a
  task that is cancelled during BEGIN.
- A task is out of its transaction whatever became of the connection: Tortoise 1.1.9 leaves it
  inside when that cannot be given back, and all that it asks later fails: a duty's for ever.
- Behind a pooler, such as pgbouncer, nothing is asked of a session: each statement may meet
  another one.
- A database that is away says so by one error (shop/database/away.py).

The module's name must contain "asyncpg": Tortoise picks the schema editor by it.
"""

import asyncio
from collections.abc import Callable
from typing import Any, cast
from uuid import uuid4

import asyncpg
from asyncpg import Connection
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    NestedTransactionContext,
    PoolConnectionWrapper,
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections

from shop.database.away import telling_why
from shop.database.waiting import Pressure, Waiting

OF_POOLERS = ("application_name", "options")
"""What a pooler may be told at the start of a connection; it refuses what it does not know."""
WRITERS = 4
"""Transactions of a process at a time; its pool has three times as many connections."""


class PooledConnection(Connection):  # type: ignore[misc] # asyncpg is not typed
    """A connection to a pooler: the session behind it is another one after each transaction."""

    def get_reset_query(self) -> str:
        """Undo nothing: the session that would be met may hold locks of another process."""
        return ""

    def _get_unique_id(self, prefix: str) -> str:
        """Name statements and cursors so that no other process has named one so in a session."""
        return f"__asyncpg_{prefix}_{uuid4().hex}__"


class PatientConnection(PoolConnectionWrapper[Connection]):
    client: "PatientAsyncpgClient"

    async def __aenter__(self) -> Connection:
        with telling_why():
            await self.ensure_connection()
            self.connection = await self.client.take()
        return self.connection


class PatientTransaction(TransactionWrapper):
    def __init__(self, client: "PatientAsyncpgClient | PatientTransaction") -> None:
        super().__init__(client)
        self.patience: float | None = client.patience

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(PatientTransaction(self))

    async def rollback(self) -> None:
        """Roll back; end the connection where that cannot be said in time: it means the same."""
        try:
            async with asyncio.timeout(self.patience):
                await super().rollback()
        except TimeoutError:
            self._connection.terminate()
            raise

    async def _translate_exceptions(self, func: Callable[..., Any], *args: Any, **more: Any) -> Any:
        with telling_why():
            return await super()._translate_exceptions(func, *args, **more)


class PatientTransactionContext(TransactionContextPooled):
    @property
    def _parent(self) -> "PatientAsyncpgClient":
        return cast("PatientAsyncpgClient", self.client._parent)  # noqa: SLF001 - as Tortoise does

    async def __aenter__(self) -> TransactionalDBClient:
        parent = self._parent
        with telling_why():
            await self.ensure_connection()
            async with asyncio.timeout(parent.patience):
                with parent.waiting.one_more():
                    await parent.writers.acquire()
            try:
                await self._begin(parent)
            except BaseException:
                parent.writers.release()
                raise
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client

    async def _begin(self, parent: "PatientAsyncpgClient") -> None:
        self.client._connection = connection = await parent.take()  # noqa: SLF001
        try:
            await self.client.begin()
            if parent.limits:
                await connection.execute(parent.limits)
        except BaseException:
            await parent.give_back(connection)  # it rolls back what began
            raise

    async def __aexit__(self, *failure: object) -> None:
        try:
            with telling_why():
                await super().__aexit__(*failure)
        finally:
            self._parent.writers.release()
            if not self.token._used:  # noqa: SLF001 - it cannot be asked otherwise
                get_connections().reset(self.token)


class PatientAsyncpgClient(AsyncpgDBClient):
    def __init__(
        self,
        *args: Any,
        patience: float | None = None,
        dsn: str | None = None,
        pooled: bool | None = None,
        startup_options: str = "",
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        if startup_options:
            self.server_settings["options"] = startup_options
        self.dsn = dsn
        """How TLS is spoken; all else comes by name."""
        self.pooled = pooled
        """Whether the address is a pooler's; None: find out."""
        self.limits = ""
        """What limits a transaction, where the session cannot be told."""
        self.patience = patience
        """Seconds to wait for a connection, or for a turn to write; None: for ever."""
        self.writers = asyncio.Semaphore(WRITERS)
        self.waiting = Waiting()

    def acquire_connection(self) -> PatientConnection:
        return PatientConnection(self, self._pool_init_lock)

    def _in_transaction(self) -> TransactionContext:
        return PatientTransactionContext(PatientTransaction(self), self._pool_init_lock)

    async def _translate_exceptions(self, func: Callable[..., Any], *args: Any, **more: Any) -> Any:
        with telling_why():
            return await super()._translate_exceptions(func, *args, **more)

    async def create_pool(self, **how: Any) -> asyncpg.Pool:
        """Open the pool, and open it otherwise where it leads to a pooler."""
        if not self.pooled:
            pool = await self._direct_pool(**how)
            if pool and (self.pooled is False or not await _leads_to_pooler(pool)):
                return pool
            if pool:
                await pool.close()
        settings = how.pop("server_settings")
        self.limits = "; ".join(
            f"SET LOCAL {name} = {int(value)}"
            for name, value in settings.items()
            if name.endswith("_timeout")
        )
        kept = {name: settings[name] for name in OF_POOLERS if name in settings}
        other = {"statement_cache_size": 0, "connection_class": PooledConnection}
        return await asyncpg.create_pool(self.dsn, **{**how, **other, "server_settings": kept})

    async def _direct_pool(self, **how: Any) -> asyncpg.Pool | None:
        """Open the pool as to a database itself; None: a pooler refused what it was told."""
        try:
            return await asyncpg.create_pool(self.dsn, **how)
        except asyncpg.ProtocolViolationError as refused:
            if self.pooled is False or "startup parameter" not in str(refused):
                raise
            return None

    async def take(self) -> Any:
        """Take a connection out of the pool. Raises TimeoutError after `patience`."""
        assert self._pool is not None  # noqa: S101 - `ensure_connection` made it
        with self.waiting.one_more():
            return await self._pool.acquire(timeout=self.patience)

    def pressure(self) -> Pressure:
        used = self._pool.get_size() - self._pool.get_idle_size() if self._pool else 0
        return Pressure(used, self.pool_maxsize - used, self.waiting.count)

    async def give_back(self, connection: Any) -> None:
        if self._pool:
            await self._pool.release(connection)


async def _leads_to_pooler(pool: asyncpg.Pool) -> bool:
    """Tell whether the session that answers is another one than the one that greeted us.

    A pooler greets with a process number of its own (the key to cancel by). Two of our processes
    may have named a statement alike in one of its sessions.
    """
    async with pool.acquire() as connection:
        try:
            answering = await connection.fetchval("SELECT pg_backend_pid()")
        except (asyncpg.DuplicatePreparedStatementError, asyncpg.InvalidSQLStatementNameError):
            return True
        return bool(answering != connection.get_server_pid())


client_class = PatientAsyncpgClient
