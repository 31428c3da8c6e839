"""Building the feed files: one pass over the listings, all formats beside each other.

Pages go by code (by serial they would lose what is edited meanwhile), and the files carry the head
as it was before the first page.
"""

import asyncio
import fcntl
from asyncio import wrap_future
from collections import deque
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog
from anyio import to_thread

from media.sentences import Sentence
from shop import clock
from shop.errors import UnavailableError
from shop.formats.files import FORMATS, Format
from shop.formats.writing import Listed, Page, Written
from shop.models import Audience
from shop.partners import channels
from shop.publishing import head, reports
from shop.queries.buying import buyable
from shop.queries.listings import Published, page_by_code
from shop.readers.feeds import guarding, pacing
from shop.readers.feeds.beside import WRITERS, Writers
from shop.readers.feeds.pacing import SHORTEST, took
from shop.readers.feeds.rows import LOCK, Attempt, Standing, standing
from shop.readers.feeds.storing import OUTSIDE, Growing, Grown

PAGE = 50
AHEAD = WRITERS + 1
"""Pages that are read or written while those before them are brought to the disk."""
NEVER = datetime.min.replace(tzinfo=UTC)
BETWEEN_TRIES = 0.05
"""Seconds between looks whether another process has finished building."""
log = structlog.get_logger()
STILL_BUILDING = Sentence(
    "Các tệp đang được tạo lại. Hãy thử lại sau một phút.",
    "The files are being built. Try again in a minute.",
)


async def build(
    data: Path, origin: str, *, patiently: bool = False, at: datetime | None = None
) -> bool:
    """Build the feed files again if the catalogue has moved; tell whether it did.

    What ended is left out by the moment `at`, if it is given, or else by the clock. While changes
    stream in, a patient build lets files stand as long as the last one was work (`pacing`); what
    may not be shown any more is taken out of them at once.
    """
    async with alone(data / "feeds") as folder:
        attempt, stand = await _attempt(origin, at), await standing()
        if stand.is_of(attempt, folder):
            return False
        if patiently and stand.may_stand(took(folder).stands, attempt, folder):
            stand.sweep(folder)
            await guarding.take_out(folder)
            return False
        await _build(folder, attempt, stand)
    return True


@dataclass(frozen=True, slots=True)
class Looked:
    """What of the catalogue was looked through for what may not be shown any more, and when."""

    cursor: str = ""
    at: datetime = NEVER

    def is_good_for(self, attempt: Attempt) -> bool:
        passed = (attempt.at - self.at).total_seconds()
        return self.cursor == attempt.cursor or 0 <= passed < SHORTEST


async def look(data: Path, origin: str, before: Looked, at: datetime | None) -> Looked | None:
    """Tell whether a patient build would do something; None: not now.

    That costs little, whatever the size of the catalogue. Codes that have to go are only looked for
    beyond what was looked through `before`.
    """
    folder = data / "feeds"
    attempt, stand = await _attempt(origin, at), await standing()
    if stand.is_of(attempt, folder):
        return None
    now = Looked(attempt.cursor, attempt.at)
    if not stand.may_stand(took(folder).stands, attempt, folder):
        return now
    is_new = not before.is_good_for(attempt)
    return now if is_new and await guarding.has_to_go(stand.considered) else None


async def _build(folder: Path, attempt: Attempt, stand: Standing) -> None:
    stand.sweep(folder)
    with pacing.noted(folder):
        try:
            grown = await _grow(folder, attempt)
        except Exception:  # the old files stay, but for what may not be shown another minute
            await guarding.take_out(folder, attempt)
            raise
        await guarding.point_at(folder, grown, attempt, stand.only_on(folder))
    counts = {name: one.items for name, one in grown.items()}
    log.info("feeds built", items=counts, serial=attempt.seen.serial)


@asynccontextmanager
async def alone(folder: Path, within: float | None = None) -> AsyncIterator[Path]:
    """Be the one process that builds; a killed one leaves no lock behind.

    Raises UnavailableError when another goes on for longer than `within` seconds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("wb") as file:
        try:
            async with asyncio.timeout(within):
                while not _locked(file.fileno()):  # noqa: ASYNC110 - no event tells of others
                    await asyncio.sleep(BETWEEN_TRIES)
        except TimeoutError:
            raise UnavailableError(STILL_BUILDING) from None
        yield folder


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


async def _attempt(origin: str, at: datetime | None = None) -> Attempt:
    """Read the head and the rules once, before the first page: later ones make another build."""
    seen = await head()  # which looks at the count of reports too
    return Attempt(seen, origin, await channels.rules(), reports(), at or clock.now())


async def _grow(folder: Path, attempt: Attempt) -> dict[str, Grown]:
    with ExitStack() as stack:
        writers = stack.enter_context(Writers())
        beside = stack.enter_context(ThreadPoolExecutor(1))
        growing = [(one, stack.enter_context(Growing(folder, beside))) for one in FORMATS]
        for one, file in growing:
            file.add(OUTSIDE, one.begin(attempt.origin), 0)
        async for written in _written(writers, attempt):
            await to_thread.run_sync(_take, growing, written)
        return await to_thread.run_sync(_finish, growing)


async def _written(writers: Writers, attempt: Attempt) -> AsyncIterator[list[Written]]:
    """Write all pages; some are read ahead, so that no process waits for the database."""
    under_way: deque[Future[list[Written]]] = deque()
    async for page in _pages(attempt):
        under_way.append(writers.begin(page))
        if len(under_way) > AHEAD:
            yield await wrap_future(under_way.popleft())
    for one in under_way:
        yield await wrap_future(one)


async def _pages(attempt: Attempt) -> AsyncIterator[Page]:
    after = ""
    while listings := await page_by_code(after, PAGE):
        everyone = [_listed(one, attempt) for one in listings if one.audience == Audience.EVERYONE]
        sold = await buyable([one.code for one in everyone])
        settings = [attempt.setting(one, sold) for one in FORMATS]
        yield Page(everyone, attempt.origin, settings, clock.today(attempt.at))
        after = listings[-1].code


def _take(growing: Sequence[tuple[Format, Growing]], page: Sequence[Written]) -> None:
    for (_, file), written in zip(growing, page, strict=True):
        file.take(written)


def _finish(growing: Sequence[tuple[Format, Growing]]) -> dict[str, Grown]:
    for one, file in growing:
        file.add(OUTSIDE, one.end, 0)
    return {one.name: file.finish() for one, file in growing}


def _listed(listing: Published, attempt: Attempt) -> Listed:
    due = listing.changes_at
    ended = due is not None and datetime.fromisoformat(due) <= attempt.at
    return Listed(listing.code, (listing.document or "").encode(), ended)
