"""A database that is away, full, locked or too slow: one error for all that, told by kind."""

import sqlite3
from contextlib import AbstractContextManager
from enum import StrEnum

import asyncpg
from tortoise.exceptions import BaseORMException

from media.sentences import Sentence
from shop.errors import UnavailableError

DATABASE_ERRORS = (BaseORMException, asyncpg.PostgresError)
NOT_NOW = Sentence(
    "Danh mục đang bận hoặc tạm nghỉ. Hãy thử lại sau ít phút.",
    "The catalogue is busy or away; try again in a few minutes.",
)


class Why(StrEnum):
    """What is wrong with the database; a label of the counter of these errors."""

    AWAY = "away"
    """It does not answer, ended the connection, or is starting or stopping."""
    BUSY = "busy"
    """All its connections, or ours, are taken."""
    LOCKED = "locked"
    """Another transaction has held what is needed for too long."""
    SLOW = "slow"
    FULL = "full"


class AwayError(UnavailableError):
    """The database cannot do it now; the same request may succeed later (503)."""

    def __init__(self, why: Why) -> None:
        super().__init__(NOT_NOW)
        self.why = why


OF_POSTGRES: tuple[tuple[type[Exception], Why], ...] = (
    (asyncpg.LockNotAvailableError, Why.LOCKED),
    (asyncpg.DeadlockDetectedError, Why.LOCKED),
    (asyncpg.QueryCanceledError, Why.SLOW),
    (asyncpg.TooManyConnectionsError, Why.BUSY),
    (asyncpg.InsufficientResourcesError, Why.FULL),
    (asyncpg.OperatorInterventionError, Why.AWAY),
    (asyncpg.IdleInTransactionSessionTimeoutError, Why.AWAY),
    (asyncpg.InvalidCatalogNameError, Why.AWAY),
    (asyncpg.PostgresConnectionError, Why.AWAY),
    (asyncpg.InterfaceError, Why.AWAY),
    (asyncpg.InternalClientError, Why.AWAY),  # it was told that the server ends, and asked again
    (TimeoutError, Why.SLOW),
    (OSError, Why.AWAY),
)
"""Errors of the driver, most special first (PostgreSQL, appendix A: classes 08, 53, 55, 57)."""
OF_SQLITE = {
    sqlite3.SQLITE_BUSY: Why.LOCKED,
    sqlite3.SQLITE_LOCKED: Why.LOCKED,
    sqlite3.SQLITE_FULL: Why.FULL,
    sqlite3.SQLITE_IOERR: Why.AWAY,
    sqlite3.SQLITE_CANTOPEN: Why.AWAY,
}
"""Primary result codes, which are the last byte of an extended one."""


def why_away(error: BaseException) -> Why | None:
    """Tell why an error of the database means that it cannot do it now; None for any other."""
    if isinstance(error, AwayError):
        return error.why
    is_of_database = isinstance(error, BaseORMException | sqlite3.Error | asyncpg.PostgresError)
    return _why(error) if is_of_database else None


class _TellingWhy:
    """Stands around every statement, so it is a plain object: a generator costs ten times that."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _where: object) -> None:
        if isinstance(error, AwayError) or not isinstance(error, Exception):
            return
        if why := _why(error):
            raise AwayError(why) from error


_TELLING_WHY = _TellingWhy()


def telling_why() -> AbstractContextManager[None]:
    """Turn errors of a database that cannot do it now into AwayError; leave all others alone."""
    return _TELLING_WHY


def _why(error: BaseException) -> Why | None:
    """Tell why the database failed; None for a failure that is a mistake of ours."""
    if isinstance(error, BaseORMException):  # Tortoise wraps what the driver raised
        inner = error.__cause__ or error.__context__
        return _why(inner) if inner else None
    if isinstance(error, sqlite3.Error):
        return OF_SQLITE.get((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF)
    return next((why for kind, why in OF_POSTGRES if isinstance(error, kind)), None)
