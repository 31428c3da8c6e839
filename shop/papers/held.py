"""Which kinds of papers a product has on a day: what an official confirmed, and still holds.

What was made up for the demonstration vouches for nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from shop.models import Evidence, Paper, PaperCover, PaperState
from shop.models.columns import Row


async def papers_of(product: Row, certificates: Iterable[Row], day: date) -> frozenset[str]:
    """Give the kinds of papers that hold for a product on a day.

    A confirmed one is of the product, or covers it, or is of its whole producer: it covers none.
    """
    covers = _papers(PaperCover.filter(product_id=product["code"]))
    any_covers = _papers(PaperCover.all())
    of_maker = Q(producer_id=product["producer_id"]) & (Q(id__in=covers) | ~Q(id__in=any_covers))
    confirmed = Paper.filter(Q(product_id=product["code"]) | of_maker, state=PaperState.CONFIRMED)
    rows = await confirmed.values("kind", "issued_on", "expires_on")
    return certified(product, certificates, day) | {row["kind"] for row in rows if holds(row, day)}


def certified(product: Row, certificates: Iterable[Row], day: date) -> frozenset[str]:
    """Give the kinds of a product's certificates that hold on a day."""
    if product["evidence"] == Evidence.ILLUSTRATIVE:
        return frozenset()
    return frozenset(str(row["kind"]) for row in certificates if holds(row, day))


def holds(paper: Mapping[str, date | None], day: date) -> bool:
    return (paper["issued_on"] or day) <= day <= (paper["expires_on"] or day)


def _papers(covers: QuerySet[PaperCover]) -> Subquery:
    return Subquery(covers.values("paper_id"))
