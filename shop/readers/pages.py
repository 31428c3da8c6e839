"""The rendered pages of one process, until what they show changes or the day is over.

One more reader of the change log: it moves its cursor and drops what has changed. All that a page
says of today (in season, still valid) turns at midnight in Hải Phòng, so no page is kept beyond it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from time import monotonic

from shop import clock
from shop.database import select
from shop.partners.sales import shown_anew
from shop.publishing import (
    STALE_FOR,
    Head,
    contacts_shown_anew,
    head,
    reports,
    silent_for,
)

MOST_BYTES = 64 * 1024 * 1024
"""Of all pages that are kept: some three thousand."""
MOST_CHANGES = 500
"""Changes after which it is cheaper to forget everything than to look which pages they touch."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    body: bytes
    etag: str
    codes: frozenset[str] | None
    """The listings that it shows; None where a search chose them."""
    may_be_stale: bool = True
    """Not where it shows what a consent covers, which may end at any moment."""
    without: "KeptPage | None" = None
    """The same page without what a consent covers, for when it may be stale."""
    media_type: str = "text/html"

    @property
    def bytes(self) -> int:
        return len(self.body) + (self.without.bytes if self.without else 0)

    @property
    def as_stale(self) -> "KeptPage | None":
        """Give what of it may be shown while it may be stale."""
        return self if self.may_be_stale else self.without


class KeptPages:
    """The kept pages of one process."""

    def __init__(self) -> None:
        self.pages: OrderedDict[str, KeptPage] = OrderedDict()
        self.bytes = 0
        self._right_until: dict[str, float] = {}
        """Pages that show what has changed since → when that was seen."""
        self._making: dict[object, asyncio.Future[KeptPage]] = {}
        self.seen = Head("", 0)
        self.reports = 0
        self.day = date.min

    async def catch_up(self) -> None:
        """Look what has changed since the last look: such pages are made anew, and all lists.

        Raises AwayError.
        """
        seen, day, reported = await head(), clock.today(), reports()
        if (seen, day, reported) == self.position:
            return
        if self._changed_too_much(seen, day):
            self._drop_all()
        else:
            await self._drop_changed(seen, reported)
        self.seen, self.day, self.reports = seen, day, reported

    def _changed_too_much(self, seen: Head, day: date) -> bool:
        moved = seen.serial - self.seen.serial
        return seen.epoch != self.seen.epoch or day != self.day or not 0 <= moved <= MOST_CHANGES

    async def _drop_changed(self, seen: Head, reported: int) -> None:
        """Drop what shows a listing that is gone, and all lists; set aside what shows changed ones.

        Where a product is sold, and its producer's contact, are on its page and in no list.
        """
        rows = await select("SELECT code, live FROM listing WHERE serial > ?", self.seen.serial)
        changed = {row["code"] for row in rows}
        gone = {row["code"] for row in rows if not row["live"]}
        if reported != self.reports:
            changed |= await shown_anew(self.reports)
            changed |= await contacts_shown_anew(self.reports)
        for key, page in list(self.pages.items()):
            if seen != self.seen if page.codes is None else page.codes & gone:
                self._drop(key)
            elif page.codes and page.codes & changed:
                self._right_until.setdefault(key, monotonic())

    @property
    def position(self) -> tuple[Head, date, int]:
        return self.seen, self.day, self.reports

    def get(self, key: str) -> KeptPage | None:
        """Give a page, which is then the last to make way."""
        if key not in self.pages or key in self._right_until:
            return None
        self.pages.move_to_end(key)
        return self.pages[key]

    def stale(self, key: str) -> KeptPage | None:
        """Give a page as it was before the database went away, if it may still be shown.

        Not that of yesterday: what has ended since is not shown as valid. One that shows what has
        changed, if it was right until STALE_FOR seconds ago: the database went away before it could
        be made anew.
        """
        page, now = self.pages.get(key), monotonic()
        right = self.may_be_stale and now - self._right_until.get(key, now) <= STALE_FOR
        return page.as_stale if page and right else None

    @property
    def may_be_stale(self) -> bool:
        return silent_for() <= STALE_FOR and clock.today() == self.day

    def keep(self, key: str, page: KeptPage) -> None:
        self._drop(key)
        self.pages[key] = page
        self.bytes += page.bytes
        while self.bytes > MOST_BYTES:
            self._drop(next(iter(self.pages)))

    def _drop_all(self) -> None:
        self.pages.clear()
        self._right_until.clear()
        self.bytes = 0

    def _drop(self, key: str) -> None:
        self._right_until.pop(key, None)
        if page := self.pages.pop(key, None):
            self.bytes -= page.bytes

    async def make_once(self, asked: object, make: Callable[[], Awaitable[KeptPage]]) -> KeptPage:
        """Make a page, once for all requests that ask the same as of the same position.

        A request that is cancelled while it makes the page leaves that to the next which waits.
        """
        which = asked, self.position
        while making := self._making.get(which):
            await asyncio.wait([making])
            if not making.cancelled():
                return making.result()
        made: asyncio.Future[KeptPage] = asyncio.get_running_loop().create_future()
        self._making[which] = made
        try:
            made.set_result(await make())
        except Exception as failure:
            made.set_exception(failure)
            made.exception()  # taken note of, also where no other request waits for it
            raise
        finally:
            del self._making[which]
            made.cancel()  # does nothing to what is done
        return made.result()
