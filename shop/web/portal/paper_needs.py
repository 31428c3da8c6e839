"""Which kinds of papers the products of a producer are asked for."""

from datetime import date

from shop.models import Product
from shop.proposals.needs import needs_of


async def kinds_for_producer(producer: str, day: date) -> list[str]:
    """List the kinds that any set of a producer's products is asked for on a day."""
    columns = ("kind", "ocop_set_id", "agri_group_id")
    rows = await Product.filter(producer_id=producer).distinct().values(*columns)
    asked = [need.what for row in rows for need in needs_of(row, day) if not need.is_field]
    return list(dict.fromkeys(asked))
