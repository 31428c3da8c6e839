"""Papers as pages of people list them: a producer's own, those that wait, and their pages."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from shop.access import May, producer_of, reached_by
from shop.models import (
    Commune,
    Mandate,
    Paper,
    PaperCover,
    PaperPage,
    PaperState,
    Producer,
)

AT_ONCE = 50
"""Papers on a page of the desk."""
SENT = (PaperState.WAITING, PaperState.CONFIRMED, PaperState.REFUSED)
"""States in which officials see a paper: what is being put together is its producer's alone."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper that waits for an official."""

    id: int
    kind: str
    producer: str
    producer_name: str
    product_name: str
    commune_name: str
    sent_at: datetime


async def papers_of(producer: str) -> list[Paper]:
    """List a producer's papers that were not withdrawn: its own, then by product, newest first."""
    theirs = Q(producer_id=producer) | Q(product__producer_id=producer)
    found = Paper.filter(theirs).exclude(state=PaperState.WITHDRAWN).select_related("product")
    return sorted(await found.order_by("-id"), key=_by_product)


def _by_product(paper: Paper) -> tuple[str, str]:
    product = paper.product
    return (product.name_vi.casefold(), product.code) if product else ("", "")


async def sent_of(producer: str) -> list[Paper]:
    """List those of a producer's papers that officials may see."""
    return [paper for paper in await papers_of(producer) if paper.state in SENT]


async def waiting(
    held: Sequence[Mandate], commune: str = "", after: int = 0
) -> tuple[list[Waiting], int]:
    """List papers within reach that wait, oldest first; and behind which the next page begins."""
    found = _waiting(held).filter(id__gt=after)
    if commune:
        here = Q(producer__commune_id=commune) | Q(product__producer__commune_id=commune)
        found = found.filter(here)
    rows = (
        await found.order_by("id")
        .limit(AT_ONCE + 1)
        .values(
            "id",
            "kind",
            owner="producer_id",
            product_owner="product__producer_id",
            own="producer__name",
            own_commune="producer__commune__name",
            of_product="product__producer__name",
            product_commune="product__producer__commune__name",
            product_name="product__name_vi",
            sent_at="created_at",
        )
    )
    shown = [
        Waiting(
            row["id"],
            row["kind"],
            row["owner"] or row["product_owner"],
            row["own"] or row["of_product"],
            row["product_name"] or "",
            row["own_commune"] or row["product_commune"],
            row["sent_at"],
        )
        for row in rows[:AT_ONCE]
    ]
    return shown, shown[-1].id if len(rows) > AT_ONCE else 0


async def communes_waiting(held: Sequence[Mandate]) -> list[tuple[str, str, int]]:
    """Give code, name and number of papers of each commune where some wait, by name."""
    columns = {"own": "producer__commune_id", "of_product": "product__producer__commune_id"}
    rows = await _waiting(held).values(**columns)
    many = Counter(row["own"] or row["of_product"] for row in rows)
    found = Commune.filter(code__in=list(many)).order_by("name_sort", "code")
    return [(row["code"], row["name"], many[row["code"]]) for row in await found.values()]


def _waiting(held: Sequence[Mandate]) -> QuerySet[Paper]:
    """Find the papers that wait of producers within reach; scans of decisions wait for no one."""
    reached = Subquery(reached_by(held, May.SEE).values("code"))
    theirs = Q(producer_id__in=reached) | Q(product__producer_id__in=reached)
    return Paper.filter(theirs, state=PaperState.WAITING, decision_id=None)


async def pages_of(paper: int) -> list[PaperPage]:
    return await PaperPage.filter(paper_id=paper).order_by("position")


async def scans_of(decision: int) -> list[Paper]:
    """List the scans of a decision that were not withdrawn."""
    return await Paper.filter(decision_id=decision, state__in=SENT).order_by("id")


async def owner_of(paper: Paper) -> Producer | None:
    """Give the producer that a paper is of; None: it is of a decision."""
    code = producer_of(paper)
    return await Producer.get(code=code).select_related("commune") if code else None


async def covered_by(paper: int) -> Collection[str]:
    """Give the products that a confirmed paper is good for."""
    rows = await PaperCover.filter(paper_id=paper).values("product_id")
    return {row["product_id"] for row in rows}
