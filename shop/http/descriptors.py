"""How many connections a process can hold, and telling when it can open nothing more.

libuv closes without a word what it cannot accept for want of a descriptor: this looks for itself.
"""

import asyncio
import errno
import os
import resource
from contextlib import suppress
from functools import lru_cache

import structlog

from shop.metrics import EXHAUSTED

EVERY = 1.0
"""Seconds between two looks, and between two log lines."""
ENOUGH = 65_536
"""Open files; a limit that is higher yet is not asked for."""
NONE_LEFT = (errno.EMFILE, errno.ENFILE)
log = structlog.get_logger()
_turned_away = 0
"""Connections since the last look."""


@lru_cache
def most_connections(wanted: int | None) -> int:
    """Give how many connections to hold: a quarter of the files that may be open is for others."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    room = (ENOUGH if allowed == resource.RLIM_INFINITY else allowed) * 3 // 4
    return min(wanted or room, room)


def raise_limit() -> None:
    """Let this process open as many files as it may allow itself.

    The lower limit, most often 1,024, is for programs with `select`, which counts no further.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        most_connections.cache_clear()


def note_turned_away() -> None:
    global _turned_away  # noqa: PLW0603 - one count of the process
    _turned_away += 1


async def watch(stopping: asyncio.Event) -> None:
    """Say once a second at most that connections are turned away, or that nothing can be opened."""
    while not stopping.is_set():
        _look()
        with suppress(TimeoutError):
            async with asyncio.timeout(EVERY):
                await stopping.wait()


def _look() -> None:
    global _turned_away  # noqa: PLW0603
    if _turned_away:
        log.warning("connections turned away", count=_turned_away)
        _turned_away = 0
    if not _can_open():
        EXHAUSTED.inc()
        log.error("no descriptors left", limit=resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _can_open() -> bool:
    try:
        os.close(os.dup(2))
    except OSError as refused:
        return refused.errno not in NONE_LEFT
    return True
