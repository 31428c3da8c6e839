"""What of products ends on which day: their OCOP stars, and each kind of certificate.

What is renewed has the later day; what is revoked, not confirmed, or of a product that is not on
show has none.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from shop.models import Certificate, Evidence, Recognition, State
from shop.models.columns import Row

OCOP = "OCOP"
"""What ends: the stars. Else it is the kind of a certificate."""
JOINED = {
    "code": "product_id",
    "name": "product__name_vi",
    "name_en": "product__name_en",
    "evidence": "product__evidence",
    "producer": "product__producer_id",
    "producer_name": "product__producer__name",
    "commune": "product__producer__commune_id",
    "commune_name": "product__producer__commune__name",
}
Key = tuple[str, str, date]
"""Product, what ends, and its last day: one end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The last day of a product's stars, or of its certificates of one kind."""

    product: str
    name: str
    name_en: str = ""
    proof: str = OCOP
    ends_on: date
    producer: str
    producer_name: str = ""
    commune: str
    """Of the producer, by which officials are responsible for it."""
    commune_name: str = ""
    is_illustrative: bool = False
    stars: int | None = None
    decision: str = ""
    """Or the number of the certificate."""

    @property
    def key(self) -> Key:
        return self.product, self.proof, self.ends_on


async def endings(
    first: date,
    last: date,
    communes: Collection[str] | None = None,
    *,
    products: Collection[str] | None = None,
) -> list[Ending]:
    """List what ends from one day to another, the earliest first; of some communes or products."""
    some = _narrowed(communes, products)
    found = [*await _of_stars(first, some), *await _of_certificates(first, some)]
    return sorted(
        (one for one in found if one.ends_on <= last),
        key=lambda one: (one.ends_on, one.name, one.product, one.proof),
    )


async def stars_of(products: Collection[str], first: date) -> dict[str, Ending]:
    """Give product → the end of its stars, unless that was before a day."""
    found = await _of_stars(first, _narrowed(None, products))
    return {one.product: one for one in found}


def _narrowed(communes: Collection[str] | None, products: Collection[str] | None) -> Q:
    some = Q(product__state=State.PUBLISHED)
    if communes is not None:
        some &= Q(product__producer__commune_id__in=sorted(communes))
    return some if products is None else some & Q(product_id__in=sorted(products))


async def _of_stars(first: date, some: Q) -> list[Ending]:
    """Of several recognitions that of the last day counts, whichever is shown until then."""
    standing = Recognition.filter(some, revoked_on=None, expires_on__gte=first)
    rows = await _rows(
        standing, "stars", "expires_on", decision="decision__number", signed="decision__signed_on"
    )
    rows.sort(key=lambda row: (row["expires_on"], row["signed"]))
    return [
        _ending(row, stars=row["stars"], decision=row["decision"])
        for row in {row["code"]: row for row in rows}.values()
    ]


async def _of_certificates(first: date, some: Q) -> list[Ending]:
    """Of several of one kind that of the last day counts; one without a day never ends."""
    lasting = Q(expires_on__gte=first) | Q(expires_on__isnull=True)
    confirmed = Certificate.filter(some & lasting, verified_on__isnull=False)
    rows = await _rows(confirmed, "kind", "number", "expires_on")
    rows.sort(key=lambda row: row["expires_on"] or date.max)
    last = {(row["code"], row["kind"]): row for row in rows}
    return [
        _ending(row, proof=str(row["kind"]), decision=row["number"])
        for row in last.values()
        if row["expires_on"]
    ]


async def _rows(found: QuerySet[Any], *columns: str, **joined: str) -> list[Row]:
    rows: list[Row] = await found.order_by("id").values(*columns, **JOINED, **joined)
    return rows


def _ending(row: Row, **more: Any) -> Ending:
    same = {name: row[name] for name in JOINED if name not in {"code", "evidence"}}
    return Ending(
        product=row["code"],
        ends_on=row["expires_on"],
        is_illustrative=row["evidence"] == Evidence.ILLUSTRATIVE,
        **same,
        **more,
    )


def of_recognitions(rows: Iterable[Row]) -> date | None:
    """Give the last day of the stars of one product, by the rows of its recognitions."""
    return max((row["expires_on"] for row in rows if row["revoked_on"] is None), default=None)
