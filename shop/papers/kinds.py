"""Which kinds of papers sets and groups are asked for on a day."""

from collections.abc import Collection
from datetime import date

from tortoise.queryset import QuerySet

from shop.catalogue.paper_kinds import KindOfPaper, kinds_on
from shop.models import Product
from shop.papers.needs import group_key, needs_on


async def kinds_for_sets(sets: Collection[str], day: date) -> list[KindOfPaper]:
    """List the kinds that some sets and groups are asked for on a day, the first need first."""
    known = await kinds_on(day)
    asked = [what for need in await needs_on(day) if {*need.sets} & {*sets} for what in need.what]
    return [known[code] for code in dict.fromkeys(asked) if code in known]


async def kinds_for_producer(code: str, day: date) -> list[KindOfPaper]:
    """List the kinds that any set of a producer's products is asked for on a day."""
    return await kinds_for_sets(await _sets_of(Product.filter(producer_id=code)), day)


async def _sets_of(products: QuerySet[Product]) -> set[str]:
    rows = await products.distinct().values("kind", "ocop_set_id", "agri_group_id")
    return {group_key(row) for row in rows} - {""}
