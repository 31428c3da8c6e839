"""How far the catalogue has got, as this process last saw it: one look at the clock serves all.

Every page and every waiting partner asks for the head; the row is read at most five times a second.
A change committed by this process is known to it at once, one by another process within LOOK_EVERY.
"""

import asyncio
from contextvars import Context
from dataclasses import dataclass
from time import monotonic

from shop.database import AwayError, Why, is_tried, select_by_key

LOOK_EVERY = 0.2
"""Seconds that a look at the clock row stays good."""
STALE_FOR = 600.0
"""Seconds after the last look that what was read before is still shown, while it is away."""
LONGEST_LOOK = 2.0
"""Seconds that requests wait for a look; then the database is away, until that look ends."""


@dataclass(frozen=True, slots=True)
class Head:
    epoch: str
    serial: int


@dataclass(frozen=True, slots=True)
class Moved:
    """What a transaction that wrote listings moved; None: it stands where it stood."""

    head: Head | None = None
    reports: int | None = None

    def note(self) -> None:
        """Let this process know at once, after the commit."""
        if self.head:
            note_move(self.head)
        if self.reports:
            note_reports(self.reports)


class _Watch:
    def __init__(self) -> None:
        self.head: Head | None = None
        self.reports = 0
        self.looked_at = 0.0
        self.moved = asyncio.Event()
        self.stopping = False
        self.look: asyncio.Task[Head] | None = None
        self.began = 0.0


_watch = _Watch()


async def head(*, afresh: bool = False) -> Head:
    """Give the epoch and the highest serial, at most LOOK_EVERY seconds old, or as of now.

    Raises AwayError, after LONGEST_LOOK seconds at the latest.
    """
    if afresh:
        return await _look()
    if _watch.head is None or monotonic() - _watch.looked_at > LOOK_EVERY:
        return await _look_together()
    return _watch.head


async def _look_together() -> Head:
    """Wait for the one look that serves all; it goes on when the request that began it ends."""
    if (look := _watch.look) is None or look.done():
        _watch.began = monotonic()
        loop = asyncio.get_running_loop()
        look = _watch.look = loop.create_task(_look(), context=Context())  # in no transaction
        look.add_done_callback(_take_note)
    left = max(0.0, _watch.began + LONGEST_LOOK - monotonic())
    done, _ = await asyncio.wait({look}, timeout=left)
    if not done:
        raise AwayError(Why.SLOW)
    return look.result()


def _take_note(look: asyncio.Task[Head]) -> None:
    """Take note of a failure that no request waits for any more, or asyncio complains."""
    if not look.cancelled():
        look.exception()


async def _look() -> Head:
    looked_at = monotonic()
    rows = await select_by_key("SELECT epoch, head, reports FROM clock WHERE id = 1")
    if not rows:  # a backup is being restored
        raise AwayError(Why.AWAY)
    row = rows[0]
    note_move(Head(row["epoch"], row["head"]))
    note_reports(row["reports"])
    _watch.looked_at = looked_at
    return _watch.head or Head(row["epoch"], row["head"])


def silent_for() -> float:
    """Give the seconds since the database last told how far it has got."""
    return monotonic() - _watch.looked_at


def last_seen() -> Head:
    """Give the head of the last look, however long ago that was."""
    return _watch.head or Head("", 0)


def note_move(seen: Head) -> None:
    """Note how far it has got, and wake waiting requests; what was read earlier is no news."""
    if is_tried():  # it will never be committed
        return
    if _watch.head is None or _watch.head.epoch != seen.epoch or _watch.head.serial < seen.serial:
        _saw(seen)


def reports() -> int:
    """Give the count of reports, as of the last look at the clock.

    It counts what pages show beside documents: sales of partners (shop/partners/sales.py), contacts
    of producers (shop/publishing/contacts.py).
    """
    return _watch.reports


def note_reports(count: int) -> None:
    """Note how many reports there are, like `note_move`."""
    if not is_tried():
        _watch.reports = max(_watch.reports, count)


def forget() -> None:
    """Know nothing: another database is about to be opened."""
    _watch.head, _watch.reports = None, 0
    _watch.stopping = False
    _watch.look = None  # a task belongs to the loop that it runs in


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
