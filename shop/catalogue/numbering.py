"""Codes for products that come in without one (docs/adr/0029)."""

from collections.abc import Iterable

from shop.models import CodeCounter, Kind, Listing, Product
from shop.publishing import lock_clock

PREFIXES = {Kind.AGRICULTURAL: "HP-NS-", Kind.OCOP: "HP-OCOP-"}
"""A prefix says as what a product came in, never what it is today."""


async def next_code(kind: Kind) -> str:
    """Allot the next product code of a kind, inside a change; it is never given again.

    It is above the highest that a list brought, that was ever on show, and that was allotted, also
    where a change that allotted one was undone. Changes that allot wait for each other here.
    """
    prefix = PREFIXES[kind]
    await lock_clock()
    last = max(await _allotted(prefix), await _highest(prefix)) + 1
    await CodeCounter.update_or_create(prefix=prefix, defaults={"allotted": last})
    return f"{prefix}{last:04d}"


async def keep_codes_above(kind: Kind, number: int) -> None:
    """Let codes go on above a number that another register has given away; it is never lowered."""
    prefix = PREFIXES[kind]
    raised = max(number, await _allotted(prefix))
    await CodeCounter.update_or_create(prefix=prefix, defaults={"allotted": raised})


async def _allotted(prefix: str) -> int:
    counter = await CodeCounter.get_or_none(prefix=prefix)
    return counter.allotted if counter else 0


async def _highest(prefix: str) -> int:
    products = await Product.filter(code__startswith=prefix).values_list("code", flat=True)
    shown = await Listing.filter(code__startswith=prefix).values_list("code", flat=True)
    return max(_numbers(prefix, [*products, *shown]), default=0)


def _numbers(prefix: str, codes: Iterable[object]) -> list[int]:
    rests = [str(code).removeprefix(prefix) for code in codes]
    return [int(rest) for rest in rests if rest.isdecimal()]
