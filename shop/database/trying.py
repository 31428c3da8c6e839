"""Trying: what is done inside is checked and answered as really, and is never committed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

from tortoise.transactions import in_transaction

_tried: ContextVar[bool] = ContextVar("tried", default=False)


@asynccontextmanager
async def tried() -> AsyncIterator[None]:
    """Roll back all that is written inside, whatever transactions it is written in.

    Nothing slow may happen inside: the locks of a real write are held as long.
    """
    token = _tried.set(True)
    try:
        async with in_transaction() as transaction:
            yield
            await transaction.rollback()
    finally:
        _tried.reset(token)


def is_tried() -> bool:
    """Tell whether this is a trial, so that no news of it may leave it."""
    return _tried.get()
