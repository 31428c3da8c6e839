"""How far the catalogue has got, as this process last saw it: one look at the clock serves all.

Every page and every waiting partner asks for the head; the row is read at most five times a second.
A change committed by this process is known to it at once, one by another process within LOOK_EVERY.
"""

import asyncio
from dataclasses import dataclass
from time import monotonic

from shop.database import select_by_key

LOOK_EVERY = 0.2
"""Seconds that a look at the clock row stays good."""


@dataclass(frozen=True, slots=True)
class Head:
    epoch: str
    serial: int


class _Watch:
    def __init__(self) -> None:
        self.head: Head | None = None
        self.reports = 0
        self.looked_at = 0.0
        self.moved = asyncio.Event()
        self.stopping = False
        self.looking = asyncio.Lock()


_watch = _Watch()


async def head(*, afresh: bool = False) -> Head:
    """Give the epoch and the highest serial, at most LOOK_EVERY seconds old, or as of now."""
    if afresh:
        return await _look()
    if _is_stale():
        async with _watch.looking:  # one looks, all see
            if _is_stale():
                return await _look()
    return _watch.head or Head("", 0)


def _is_stale() -> bool:
    return _watch.head is None or monotonic() - _watch.looked_at > LOOK_EVERY


async def _look() -> Head:
    looked_at = monotonic()
    [row] = await select_by_key("SELECT epoch, head, reports FROM clock WHERE id = 1")
    note_move(Head(row["epoch"], row["head"]))
    note_reports(row["reports"])
    _watch.looked_at = looked_at
    return _watch.head or Head(row["epoch"], row["head"])


def note_move(seen: Head) -> None:
    """Note how far it has got, and wake waiting requests; what was read earlier is no news."""
    if _watch.head is None or _watch.head.epoch != seen.epoch or _watch.head.serial < seen.serial:
        _saw(seen)


def reports() -> int:
    """Give the count of reports (shop/partners/sales.py), as of the last look at the clock."""
    return _watch.reports


def note_reports(count: int) -> None:
    """Note how many reports there are, like `note_move`."""
    _watch.reports = max(_watch.reports, count)


def forget() -> None:
    """Know nothing: another database is about to be opened."""
    _watch.head, _watch.reports = None, 0
    _watch.stopping = False
    _watch.looking = asyncio.Lock()  # a lock belongs to the loop that first waits for it


def stop_waiting() -> None:
    """Let all waiting requests go at their next look: the service is about to stop."""
    _watch.stopping = True


async def wait_beyond(serial: int, seconds: float) -> Head:
    """Wait until the head is beyond a serial, or the time is up; hold no connection meanwhile."""
    deadline = monotonic() + seconds
    while (seen := await head()).serial <= serial and (left := deadline - monotonic()) > 0:
        if _watch.stopping:
            break
        moved_on = _watch.moved
        try:
            async with asyncio.timeout(min(left, LOOK_EVERY)):
                await moved_on.wait()
        except TimeoutError:
            continue
    return seen


def _saw(seen: Head) -> None:
    if seen != _watch.head:
        if _watch.head is None or _watch.head.epoch != seen.epoch:
            _watch.reports = 0
        _watch.head = seen
        _watch.moved.set()
        _watch.moved = asyncio.Event()
