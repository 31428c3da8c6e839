"""Which products can be bought from their own page: what no document tells, for it stands beside.

A partner sells it on its present site, or the producer has a shop of its own and consents to be
reached. The page shows the same (shop/partners/sales.py, docs/adr/0025).
"""

from collections.abc import Collection
from functools import lru_cache

from shop.database import select
from shop.errors import OutboundError
from shop.http.outbound import Outbound
from shop.models import Purpose, SaleState
from shop.models.columns import Row
from shop.partners.sales import is_of_site

MOST_CODES = 400
"""Of one question: each code stands in it twice, and SQLite takes 999 values from old times."""
WAYS = """
    SELECT sale.code, partner.site, sale.url FROM sale
    JOIN partner ON partner.id = sale.partner_id
    WHERE sale.state = ? AND sale.code IN ({marks})
    UNION ALL
    SELECT product.code, NULL AS site, producer.shop_url AS url FROM product
    JOIN producer ON producer.code = product.producer_id
    WHERE producer.shop_url <> '' AND product.code IN ({marks}) AND EXISTS (
        SELECT 1 FROM consent WHERE consent.producer_id = producer.code
        AND consent.purpose = ? AND consent.withdrawn_at IS NULL)
"""


async def buyable(codes: Collection[str]) -> frozenset[str]:
    """Tell which of some products can be bought from their page."""
    found: set[str] = set()
    asked = list(codes)
    for start in range(0, len(asked), MOST_CODES):
        some = asked[start : start + MOST_CODES]
        sql = WAYS.format(marks=", ".join("?" * len(some)))
        rows = await select(sql, SaleState.LIVE, *some, *some, Purpose.CONTACT)
        found.update(row["code"] for row in rows if _leads_there(row))
    return frozenset(found)


def _leads_there(row: Row) -> bool:
    if row["site"] is None:
        return _is_address(row["url"])
    return is_of_site(row["url"], row["site"])


@lru_cache(10_000)
def _is_address(url: str) -> bool:
    """Tell whether it is one that we lead to: a producer's shop, not read from a list unchecked."""
    try:
        Outbound().read(url)
    except OutboundError:
        return False
    return True
