"""The rendered pages of one process, until what they show changes or the day is over.

One more reader of the change log: it moves its cursor and drops what has changed. All that a page
says of today (in season, still valid) turns at midnight in Hải Phòng, so no page is kept beyond it.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date

from shop import clock
from shop.database import select
from shop.partners.sales import shown_anew
from shop.publishing import Head, head, reports

MOST_PAGES = 1000
MOST_CHANGES = 500
"""Changes after which it is cheaper to forget everything than to look which pages they touch."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    body: bytes
    etag: str
    codes: frozenset[str] | None
    """The listings that it shows; None where a search chose them."""


class KeptPages:
    """The kept pages of one process."""

    def __init__(self) -> None:
        self.pages: OrderedDict[str, KeptPage] = OrderedDict()
        self.seen = Head("", 0)
        self.reports = 0
        self.day = date.min

    async def catch_up(self) -> None:
        """Drop the pages of listings that changed since the last look, and all lists with them."""
        seen, day, reported = await head(), clock.today(), reports()
        if (seen, day, reported) == self.position:
            return
        if self._changed_too_much(seen, day):
            self.pages.clear()
        else:
            await self._drop_changed(seen, reported)
        self.seen, self.day, self.reports = seen, day, reported

    def _changed_too_much(self, seen: Head, day: date) -> bool:
        moved = seen.serial - self.seen.serial
        return seen.epoch != self.seen.epoch or day != self.day or not 0 <= moved <= MOST_CHANGES

    async def _drop_changed(self, seen: Head, reported: int) -> None:
        """Drop what shows a changed listing, or where it is sold; no list shows the latter."""
        rows = await select("SELECT code FROM listing WHERE serial > ?", self.seen.serial)
        changed = {row["code"] for row in rows}
        if reported != self.reports:
            changed |= await shown_anew(self.reports)
        for key, page in list(self.pages.items()):
            if seen != self.seen if page.codes is None else page.codes & changed:
                del self.pages[key]

    @property
    def position(self) -> tuple[Head, date, int]:
        return self.seen, self.day, self.reports

    def get(self, key: str) -> KeptPage | None:
        """Give a page, which is then the last to make way."""
        if page := self.pages.get(key):
            self.pages.move_to_end(key)
        return page

    def keep(self, key: str, page: KeptPage) -> None:
        self.pages[key] = page
        if len(self.pages) > MOST_PAGES:
            self.pages.popitem(last=False)
