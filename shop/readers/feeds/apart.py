"""Building the feed files in a process of its own (`python -m shop.readers.feeds`), never in ours.

One build reads the whole catalogue: a process that serves pages would have little left for them
meanwhile. A process that is killed leaves what a killed build leaves: nothing that a row names
(docs/adr/0034).
"""

import asyncio
import pickle
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import IO, cast

from shop.config import Settings
from shop.database import AwayError, Why
from shop.readers.feeds.building import Looked, look

AWAY = 75
"""Its exit status when the database is away (EX_TEMPFAIL of sysexits.h)."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What such a process is told; it reads no environment, which may say something else by now."""

    settings: Settings
    at: datetime


class Builder:
    """Has the files built when they are behind, by one process after the other."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._looked = Looked()
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False

    async def keep(self, at: datetime | None) -> int | None:
        """Have the files brought up to date if it is time; by the moment `at` if it is given.

        Gives the number of the process that was at it; None: there was nothing to do yet.
        Raises ChildProcessError when it failed, and AwayError.
        """
        ours = self._settings
        looked = await look(ours.data, ours.base_url, self._looked, at)
        if looked is None or self._ended:
            return None
        number = await self._run(Errand(ours, looked.at))
        self._looked = looked
        return number

    def end(self) -> None:
        """End what is being built, and begin nothing more: the next worker goes on."""
        self._ended = True
        if self._process:
            self._process.kill()

    async def _run(self, errand: Errand) -> int:
        self._process = process = _started()
        to = cast("IO[bytes]", process.stdin)  # it ends when this does, so when we do
        try:
            with suppress(BrokenPipeError):
                pickle.dump(errand, to)
                to.flush()
            status = await asyncio.to_thread(process.wait)
        finally:
            self._process = None
            process.kill()
            process.wait()
            with suppress(BrokenPipeError):
                to.close()
        if status and not self._ended:
            raise _failure(status)
        return process.pid


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        (sys.executable, "-m", "shop.readers.feeds"),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,  # it logs to standard error, as we do
        process_group=0,  # Ctrl-C is for the service to answer
    )


def _failure(status: int) -> Exception:
    if status == AWAY:
        return AwayError(Why.AWAY)
    return ChildProcessError(f"the process that builds feed files ended with status {status}")
