"""Builds the feed files once, as the service that began it says; ends when that does."""

import asyncio
import os
import pickle
import signal
import sys
from threading import Thread

import structlog

from shop import logs, publishing
from shop.database import why_away
from shop.readers.feeds.apart import AWAY, Errand
from shop.readers.feeds.building import build

NICER = 5
"""Steps by which it stands back (nice(2)): beside pages it gets a quarter of a core, not half.

It stays in the session of the service: Linux weighs sessions against each other before that
(sched(7), autogroup)."""
log = structlog.get_logger()


def main() -> int:
    errand: Errand = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the service that began us
    Thread(target=_end_with_service, daemon=True).start()
    os.nice(NICER)
    logs.configure(errand.settings)
    try:
        asyncio.run(_build(errand))
    except Exception as error:  # noqa: BLE001 - it is told, and the service tries again
        return _told(error)
    return 0


async def _build(errand: Errand) -> None:
    settings = errand.settings
    async with publishing.opened(settings):
        await build(settings.data, settings.base_url, patiently=True, at=errand.at)


def _told(error: Exception) -> int:
    if why_away(error) is not None:
        return AWAY
    log.error("feeds not built", exc_info=error)
    return 1


def _end_with_service() -> None:
    """Wait for the end of our input, which comes when the service ends, even killed.

    Read from the descriptor: Python aborts when it ends while a thread holds its own stdin.
    """
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
