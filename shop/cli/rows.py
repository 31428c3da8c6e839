"""Opening the catalogue's rows, for commands that need nothing else of the service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shop import logs, publishing
from shop.cli.terminal import settings
from shop.config import Settings


@asynccontextmanager
async def open_rows() -> AsyncIterator[None]:
    """Open the rows for a command: no index, no pictures, nothing that asks other machines."""
    async with publishing.opened(quiet_settings()):
        yield


def quiet_settings() -> Settings:
    """Read the settings for a command, whose output is not to be mixed with logs."""
    ours = settings()
    logs.configure(ours.model_copy(update={"log_level": "warning"}))
    return ours
