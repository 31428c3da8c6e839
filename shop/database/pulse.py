"""The heartbeats of one worker: kept in memory, and written down together now and then."""

import asyncio
from contextlib import suppress
from dataclasses import replace

import structlog

from shop.database.away import why_away
from shop.database.heartbeats import Beat, note

EVERY = 10.0
"""Seconds between two times that they are written, while nothing is new."""
LOOK = 0.5
"""Seconds after which something new is written at the latest."""
log = structlog.get_logger()


class Pulse:
    """Keeps how each duty went last; what fails, goes on again or is new is written at once."""

    def __init__(self) -> None:
        self.counted: dict[str, int] = {}
        """Duty → what it counted."""
        self._unwritten: dict[str, Beat] = {}
        self._fails: dict[str, bool] = {}
        self._has_news = False

    def beat(self, beat: Beat) -> None:
        self._unwritten[beat.duty] = beat
        fails = beat.failures > 0
        self._has_news |= fails or self._fails.get(beat.duty) is not False
        self._fails[beat.duty] = fails

    async def run(self, stopping: asyncio.Event) -> None:
        """Write until told to stop; what the database did not take waits for the usual time."""
        waited, is_taken = 0.0, True
        while not stopping.is_set():
            if waited >= EVERY or (self._has_news and is_taken):
                waited, is_taken = 0.0, await self._write()
            await _pause(LOOK, stopping)
            waited += LOOK

    async def _write(self) -> bool:
        """Write what is unwritten; tell whether the database took it."""
        beats, self._unwritten, self._has_news = self._unwritten, {}, False
        try:
            await note(*map(self._with_count, beats.values()))
        except Exception as error:
            self._unwritten = beats | self._unwritten
            if why_away(error) is None:
                log.exception("heartbeats not written")
            return False
        return True

    def _with_count(self, beat: Beat) -> Beat:
        return replace(beat, counted=self.counted.get(beat.duty))


async def _pause(seconds: float, stopping: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stopping.wait()
