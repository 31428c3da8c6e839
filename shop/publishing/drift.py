"""Re-render everything and compare it with what is published: nothing may drift silently."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from shop import clock
from shop.database import select
from shop.models import Listing
from shop.publishing.changing import FAN_OUT, compare, lock_clock, publish_codes


@dataclass(frozen=True, slots=True)
class Drift:
    """A code whose listing was not what its rows say; `serial` is the one it was repaired with.

    None where only its contact differed, which has no serial.
    """

    code: str
    serial: int | None


async def verify() -> AsyncIterator[tuple[int, list[Drift]]]:
    """Go through all codes, FAN_OUT at a time; give how many were looked at, and their drift."""
    after = ""
    while codes := await _codes_after(after):
        yield len(codes), await _repair(codes)
        after = codes[-1]


async def _codes_after(code: str) -> list[str]:
    """Page over the codes of products and of listings alike: either may be the one that is lost."""
    page = "SELECT code FROM (SELECT code FROM {} WHERE code > ? ORDER BY code LIMIT ?) AS {}"
    rows = await select(
        f"{page.format('product', 'p')} UNION {page.format('listing', 'l')} ORDER BY code LIMIT ?",
        code, FAN_OUT, code, FAN_OUT, FAN_OUT,
    )  # fmt: skip
    return [row["code"] for row in rows]


async def _repair(codes: list[str]) -> list[Drift]:
    """Look first, and hold the clock's lock only where something is wrong: writers wait for it.

    What is read without the lock may be of several instants. Then nothing is found under it; and
    what other hands did is there at all of them.
    """
    if (await compare(codes, clock.now(), thorough=True)).is_all_well:
        return []
    async with in_transaction():
        locked = await lock_clock()
        before, reports = locked.head, locked.reports
        moved = await publish_codes(locked, codes, by="verify", thorough=True)
        repaired = Q(serial__gt=before) | Q(contact_serial__gt=reports)
        # Of these codes alone: in the order of codes SQLite would otherwise read all listings.
        rows = (
            await Listing.filter(repaired, code__in=codes).order_by("code").values("code", "serial")
        )
    moved.note()
    serials = [row["serial"] if row["serial"] > before else None for row in rows]
    return [Drift(row["code"], serial) for row, serial in zip(rows, serials, strict=True)]
