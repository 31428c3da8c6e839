"""Codes for products that come in without one (docs/adr/0029)."""

from collections.abc import Collection, Iterable

from tortoise.transactions import in_transaction

from shop.audit import record
from shop.models import CodeCounter, Kind, Listing, Product

PREFIXES = {Kind.AGRICULTURAL: "HP-NS-", Kind.OCOP: "HP-OCOP-"}
"""A prefix says as what a product came in, never what it is today."""


async def next_code(kind: Kind) -> str:
    """Allot the next product code of a kind, inside a transaction; it is never given again.

    It is above the highest that a list brought, that was ever on show, and that was allotted. Other
    changes that allot or bring a code of this prefix wait until the commit.
    """
    prefix = PREFIXES[kind]
    last = max(await _lock(prefix), await _highest(prefix)) + 1
    await CodeCounter.filter(prefix=prefix).update(allotted=last)
    return f"{prefix}{last:04d}"


async def keep_codes(codes: Collection[str]) -> None:
    """Keep new codes that a list brings from being allotted meanwhile, inside a transaction.

    To be called before rows of products are locked: an approval allots first, too.
    """
    known = await Product.filter(code__in=codes).values_list("code", flat=True)
    new = set(codes).difference(map(str, known))
    for prefix in sorted(PREFIXES.values()):
        if any(code.startswith(prefix) for code in new):
            await _lock(prefix)


async def keep_codes_above(kind: Kind, number: int, *, by: str) -> str:
    """Let codes go on above a number that another register has given away; it is never lowered.

    Gives the code that would be allotted next.
    """
    prefix = PREFIXES[kind]
    async with in_transaction():
        before = await _lock(prefix)
        raised = max(number, before)
        await CodeCounter.filter(prefix=prefix).update(allotted=raised)
        said = {"allotted": before}, {"allotted": raised}
        await record(by, "codes.above", prefix.removesuffix("-"), *said)
        return f"{prefix}{max(raised, await _highest(prefix)) + 1:04d}"


async def _lock(prefix: str) -> int:
    """Lock the counter of a prefix, to the end of the transaction; give what it remembers."""
    new = CodeCounter(prefix=prefix, allotted=0)
    await CodeCounter.bulk_create([new], ignore_conflicts=True)
    counter = await CodeCounter.select_for_update().get(prefix=prefix)
    return counter.allotted


async def _highest(prefix: str) -> int:
    products = await Product.filter(code__startswith=prefix).values_list("code", flat=True)
    shown = await Listing.filter(code__startswith=prefix).values_list("code", flat=True)
    return max(_numbers(prefix, [*products, *shown]), default=0)


def _numbers(prefix: str, codes: Iterable[object]) -> list[int]:
    rests = [str(code).removeprefix(prefix) for code in codes]
    return [int(rest) for rest in rests if rest.isdecimal()]
