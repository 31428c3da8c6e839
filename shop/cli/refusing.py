"""What the command line says of an error."""

import errno
from tempfile import gettempdir

import asyncpg
from cyclopts import CycloptsError
from tortoise.exceptions import BaseORMException

from media.unavailable import Unavailable as NoPictures
from search.engine import Busy, Unavailable
from shop.cli.terminal import settings
from shop.database import DATABASE_ERRORS, AwayError
from shop.errors import ShopError
from shop.mirror import MirrorError

EXPECTED = (CycloptsError, ShopError, MirrorError, OSError, Busy, Unavailable, *DATABASE_ERRORS)
OF_A_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS}


def in_words(refusal: BaseException) -> str:
    """Say an error in one sentence of English, with what would be right."""
    if isinstance(refusal, AwayError) and refusal.__cause__:
        refusal = refusal.__cause__  # it names the place
    match refusal:
        case CycloptsError():
            return f"{refusal} See: sanvat --help"
        case NoPictures():
            return f"{refusal}{_reason(refusal)}"
        case OSError():
            return f"{refusal.strerror or refusal}: {refusal.filename or _place(refusal)}"
        case Busy() | Unavailable():
            return "The index is being written by another process; try again shortly."
        case BaseORMException() | asyncpg.PostgresError():
            return f"The database refuses: {refusal} ({_what_is_set()})"
    return str(refusal)


def status_of(refusal: BaseException) -> int:
    return 2 if isinstance(refusal, CycloptsError) else 1


def _reason(refusal: NoPictures) -> str:
    """Say what the machine told, if it did: of a store that is away, or a disk that is full."""
    if (cause := refusal.__cause__) is None:
        return ""
    why = getattr(cause, "strerror", None) or type(cause).__name__
    return f": {why}: {settings().storage}"


def _place(refusal: OSError) -> str:
    """Name where it went wrong, of an error that names no file: a disk, or else the database."""
    if refusal.errno in OF_A_DISK:
        return f"a file in {settings().data} or in {gettempdir()}"
    return _what_is_set()


def _what_is_set() -> str:
    """Name where the database is looked for, without its password or that of its key."""
    ours = settings()
    if ours.sqlite_file:
        return str(ours.sqlite_file)
    address = ours.database_url.partition("?")[0]
    return f"SANVAT_DATABASE_URL on {address.rpartition('@')[2]}"
