"""What was on show long ago loses its document; its digest stays for ever (docs/adr/0033).

So it can still be told that something was published, when, and by what; and whether a text that is
brought to us was it. The latest version of each code is never touched: it is what is on show.
"""

from datetime import datetime, timedelta
from itertools import takewhile

from shop.database import select
from shop.models import ListingVersion

PORTION = 1000
"""Versions that one statement reads, and another writes."""
BEFORE = """
SELECT before.id FROM listing_version after JOIN listing_version before
  ON before.code = after.code AND before.epoch = after.epoch AND before.rev = after.rev - 1
WHERE after.id > ? AND after.id <= ? AND before.id < after.id AND before.document IS NOT NULL
LIMIT ?
""".strip()
"""What each version took the place of: found by its key, however many versions the code has."""
BEFORE_AN_EPOCH = """
SELECT before.id FROM listing_version after JOIN listing_version before
  ON before.code = after.code AND before.id < after.id
WHERE after.id > ? AND after.id <= ? AND before.document IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM listing_version kept
  WHERE kept.code = after.code AND kept.epoch = after.epoch AND kept.rev = after.rev - 1)
LIMIT ?
""".strip()
"""The same for the first version of a code in an epoch: all of the code is looked through."""


class Forgetter:
    """Reads versions in the order in which they were written, and goes on beyond what it has read.

    A process begins at the first: to look again at what was dealt with does no harm.
    """

    def __init__(self, days: int) -> None:
        self._days, self._after = days, 0

    async def forget_old(self, at: datetime) -> int:
        """Erase the documents of what was replaced so many days before a moment, a portion of it.

        Gives how many versions were read that were old. A version counts from when the next was
        written, and so may what was on show on any of those days be shown in full.
        """
        if not self._days:
            return 0
        old = await self._written_before(at - timedelta(days=self._days), at)
        if old:
            await _erase(self._after, old[-1])
            self._after = old[-1]
        return len(old)

    async def _written_before(self, day: datetime, now: datetime) -> list[int]:
        """Give the next versions, up to the first that is not old.

        One that a wrong clock dated ahead says nothing: it is as old as those beside it.
        """
        following = ListingVersion.filter(id__gt=self._after, at__lte=now).order_by("id")
        rows = await following.limit(PORTION).values("id", "at")
        return [row["id"] for row in takewhile(lambda row: row["at"] < day, rows)]


async def _erase(after: int, until: int) -> None:
    for replaced in (BEFORE, BEFORE_AN_EPOCH):
        while rows := await select(replaced, after, until, PORTION):
            await ListingVersion.filter(id__in=[row["id"] for row in rows]).update(document=None)
