"""The feed files as rows name them, remembered: the files themselves lie on the disk."""

import asyncio
from contextlib import suppress

from shop.database import AwayError
from shop.models import FeedFile
from shop.publishing import STALE_FOR, head, silent_for

EVERY = 10.0
"""Seconds between two looks while no file is asked for."""


class KnownFiles:
    """The rows of one process."""

    def __init__(self) -> None:
        self._files: dict[str, FeedFile] = {}
        self._epoch = ""

    async def current(self, name: str) -> FeedFile | None:
        """Give the file of this epoch, or one that stands for another that is held back.

        While the database is away, that of shortly before. Raises AwayError if that is not known.
        """
        try:
            await self._look()
        except AwayError:
            if not self._files or silent_for() > STALE_FOR:
                raise
        file = self._files.get(name)
        if file is None or (file.withheld is None and file.epoch != self._epoch):
            return None
        return file

    async def run(self, stopping: asyncio.Event) -> None:
        """Know the files before anything happens to the database, until told to stop."""
        while not stopping.is_set():
            with suppress(AwayError):
                await self._look()
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY):
                    await stopping.wait()

    async def _look(self) -> None:
        seen = await head()
        self._files = {file.name: file for file in await FeedFile.all()}
        self._epoch = seen.epoch
