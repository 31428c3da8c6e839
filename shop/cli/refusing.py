"""What the command line says of an error."""

import asyncpg
from cyclopts import CycloptsError
from tortoise.exceptions import BaseORMException

from search.engine import Busy, Unavailable
from shop.cli.terminal import settings
from shop.database import AwayError
from shop.errors import ShopError
from shop.mirror import MirrorError

DATABASE_ERRORS = (BaseORMException, asyncpg.PostgresError)
EXPECTED = (CycloptsError, ShopError, MirrorError, OSError, Busy, Unavailable, *DATABASE_ERRORS)


def in_words(refusal: BaseException) -> str:
    """Say an error in one sentence of English, with what would be right."""
    if isinstance(refusal, AwayError) and refusal.__cause__:
        refusal = refusal.__cause__  # it names the place
    match refusal:
        case CycloptsError():
            return f"{refusal} See: sanvat --help"
        case OSError():
            return f"{refusal.strerror or refusal}: {refusal.filename or _what_is_set()}"
        case Busy() | Unavailable():
            return "The index is being written by another process; try again shortly."
        case BaseORMException() | asyncpg.PostgresError():
            return f"The database refuses: {refusal} ({_what_is_set()})"
    return str(refusal)


def _what_is_set() -> str:
    """Name where the database is looked for, without its password."""
    ours = settings()
    if ours.sqlite_file:
        return str(ours.sqlite_file)
    return f"SANVAT_DATABASE_URL on {ours.database_url.rpartition('@')[2]}"
