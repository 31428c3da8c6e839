"""Rendering again what was rendered by a time that has not come yet, because a clock was wrong.

A product that lost its stars years too early has no alarm that would bring them back: the next one
lies beyond that time. What a right clock rendered is never found here.
"""

from datetime import UTC, datetime

import structlog

from shop.models import Listing
from shop.publishing.changing import FAN_OUT, change
from shop.publishing.head import head
from shop.publishing.timekeeping import MOST_APART

log = structlog.get_logger()


class Mender:
    """Reads the listings by their serials, and goes on beyond those that it has read.

    When the time or the serials have gone back it begins again.
    """

    def __init__(self) -> None:
        self._after, self._at = 0, datetime.min.replace(tzinfo=UTC)

    async def mend(self, at: datetime) -> bool:
        """Render up to FAN_OUT such listings again; tell whether there may be more."""
        seen = (await head(afresh=True)).serial
        after = self._after if at >= self._at and seen >= self._after else 0
        early = Listing.filter(serial__gt=after, changed_at__gt=at + MOST_APART)
        rows = await early.order_by("serial").limit(FAN_OUT).values("code", "serial")
        if rows:
            async with change(by="time") as wanted:
                wanted.touch(*(row["code"] for row in rows))
            log.warning("rendered again after a wrong clock", listings=len(rows))
        is_full = len(rows) == FAN_OUT
        self._after, self._at = rows[-1]["serial"] if is_full else seen, at
        return is_full
