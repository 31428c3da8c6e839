"""Tortoise's PostgreSQL backend, giving a connection back when a transaction could not begin.

Tortoise 1.1.9 loses the pooled connection of a task that is cancelled during BEGIN; after a dozen
of those every writer waits for ever. The module's name must contain "asyncpg": Tortoise picks the
schema editor by it.
"""

from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections


class ReturningTransactionContext(TransactionContextPooled):
    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        pool = self.client._parent._pool  # noqa: SLF001 - as Tortoise does
        self.client._connection = await pool.acquire()  # noqa: SLF001
        try:
            await self.client.begin()
        except BaseException:
            await pool.release(self.client._connection)  # noqa: SLF001 - it rolls back what began
            raise
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client


class ReturningAsyncpgClient(AsyncpgDBClient):
    def _in_transaction(self) -> TransactionContext:
        return ReturningTransactionContext(TransactionWrapper(self), self._pool_init_lock)


client_class = ReturningAsyncpgClient
