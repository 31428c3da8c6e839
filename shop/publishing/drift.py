"""Re-render everything and compare it with what is published: nothing may drift silently."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from tortoise.transactions import in_transaction

from shop.database import select
from shop.models import Listing
from shop.publishing.changing import FAN_OUT, lock_clock, publish_codes
from shop.publishing.head import note_move


@dataclass(frozen=True, slots=True)
class Drift:
    """A code whose listing was not what its rows say; `serial` is the one it was repaired with."""

    code: str
    serial: int


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
    async with in_transaction():
        locked = await lock_clock()
        before = locked.head
        seen = await publish_codes(locked, codes, by="verify", thorough=True)
        repaired = await Listing.filter(serial__gt=before).order_by("code").values("code", "serial")
    if seen:
        note_move(seen)
    return [Drift(row["code"], row["serial"]) for row in repaired]
