"""Which kinds of papers a product has on a day: what an official confirmed, and still holds."""

from collections.abc import Iterable
from datetime import date

from shop.models import Evidence
from shop.models.columns import Row


async def papers_of(product: Row, certificates: Iterable[Row], day: date) -> frozenset[str]:
    """Give the kinds of papers that hold for a product on a day."""
    return certified(product, certificates, day)


def certified(product: Row, certificates: Iterable[Row], day: date) -> frozenset[str]:
    """Give the kinds of a product's certificates that hold on a day.

    What was made up for the demonstration vouches for nothing.
    """
    if product["evidence"] == Evidence.ILLUSTRATIVE:
        return frozenset()
    return frozenset(str(row["kind"]) for row in certificates if _covers(row, day))


def _covers(row: Row, day: date) -> bool:
    return (row["issued_on"] or day) <= day <= (row["expires_on"] or day)
