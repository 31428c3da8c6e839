"""How long feed files have been behind the head."""

from datetime import datetime

from shop.formats.files import NAMED
from shop.models import Clock, FeedFile, Listing, ListingVersion

LATELY = 1000
"""Versions, the latest, that are looked through for the first change that a file lacks."""


async def ages(now: datetime) -> dict[str, float]:
    """Give name → seconds since the first change that the file lacks; 0 for one that has all."""
    clock = await Clock.get(id=1).values("epoch", "head")
    rows = await FeedFile.filter(name__in=NAMED).order_by("name")
    known: dict[tuple[str, int, datetime], float] = {}  # nearly always all are of one build
    for row in rows:
        build = (row.epoch, row.serial, row.built_at)
        if build not in known:
            known[build] = await _age(row, clock["epoch"], clock["head"], now)
    return {row.name: known[row.epoch, row.serial, row.built_at] for row in rows}


async def _age(row: FeedFile, epoch: str, head: int, now: datetime) -> float:
    if row.epoch != epoch:
        return (now - row.built_at).total_seconds()
    if row.serial >= head:
        return 0.0
    since = [*await _first_listing(row.serial), *await _first_version(row.built_at)]
    return max(0.0, (now - min(since, default=now)).total_seconds())


async def _first_listing(serial: int) -> list[datetime]:
    """Tell when the first listing after a serial changed; what changed again since is left out."""
    later = Listing.filter(serial__gt=serial).order_by("serial").limit(1)
    return await later.values_list("changed_at", flat=True)  # type: ignore[return-value]


async def _first_version(built_at: datetime) -> list[datetime]:
    """Tell when the first of the latest versions was made that is younger than a file.

    It finds the first change where few products change again and again, and the first listing does
    where many change once.
    """
    newest = await ListingVersion.all().order_by("-id").limit(1).values("id")
    last = newest[0]["id"] if newest else 0
    lately = ListingVersion.filter(id__gt=last - LATELY, at__gt=built_at)
    return await lately.order_by("at").limit(1).values_list("at", flat=True)  # type: ignore[return-value]
