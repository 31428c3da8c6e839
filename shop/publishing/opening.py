"""Opening the catalogue's rows and its log, and making sure that they are the ones we knew."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from media import failpoints
from shop import database
from shop.config import Settings
from shop.publishing.epochs import check_epoch, ensure_clock
from shop.publishing.head import forget


@asynccontextmanager
async def opened(settings: Settings, *, serving: bool = False) -> AsyncIterator[None]:
    """Open all that is needed to read and write rows; how patiently is said by `connected`.

    Raises SetupError when the tables are missing or not of this version.
    """
    forget()
    failpoints.arm(settings.failpoint)
    async with database.connected(settings, serving=serving):
        await database.select("SELECT 1")  # Tortoise takes one that is down for one without tables
        await database.make_if_new(settings)
        await database.check(settings)
        await ensure_clock()
        await check_epoch(settings.data)
        yield
