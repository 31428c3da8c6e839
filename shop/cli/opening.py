"""Opening the whole service for a command: its rows, index, pictures and how others are asked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shop.cli.rows import quiet_settings
from shop.services import Services, opened


@asynccontextmanager
async def open_quietly() -> AsyncIterator[Services]:
    """Open the service; commands over rows alone open them in a third of the time (rows.py)."""
    async with opened(quiet_settings()) as services:
        yield services
