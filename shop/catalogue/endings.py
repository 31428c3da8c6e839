"""What of products ends on which day: OCOP stars, and each kind of certificates and papers.

What is renewed has the later day; what is revoked, not confirmed, or of a product that is not on
show has none.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from media.sentences import Sentence, phrase
from shop.models import (
    Certificate,
    CertificateKind,
    Evidence,
    PaperCover,
    PaperKind,
    PaperState,
    Recognition,
    State,
)
from shop.models.columns import Row

OCOP = "OCOP"
"""What ends: the stars. Else it is the kind of a certificate, or of a paper."""
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
    """The last day of a product's stars, or of its certificates and papers of one kind."""

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
    """Or the number of the certificate or paper."""
    paper: Sentence | None = None
    """What its kind is called, if no certificate is of that kind."""

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
    found = [*await _of_stars(first, some), *await _of_papers(first, some)]
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


async def _of_papers(first: date, some: Q) -> list[Ending]:
    """Of several of one kind that of the last day counts; one without a day never ends."""
    rows = [*await _certificates(first, some), *await _papers(first, some)]
    rows.sort(key=lambda row: row["expires_on"] or date.max)
    last = {(row["code"], str(row["kind"])): row for row in rows}
    ending = [(kind, row) for (_, kind), row in last.items() if row["expires_on"]]
    names = await _names({kind for kind, _ in ending} - {*CertificateKind})
    return [
        _ending(row, proof=kind, decision=row["number"], paper=names.get(kind))
        for kind, row in ending
    ]


async def _certificates(first: date, some: Q) -> list[Row]:
    lasting = Q(expires_on__gte=first) | Q(expires_on__isnull=True)
    confirmed = Certificate.filter(some & lasting, verified_on__isnull=False)
    return await _rows(confirmed, "kind", "number", "expires_on")


async def _papers(first: date, some: Q) -> list[Row]:
    """Read papers that officials confirmed for a product, unless it is another producer's now."""
    lasting = Q(paper__expires_on__gte=first) | Q(paper__expires_on__isnull=True)
    confirmed = PaperCover.filter(some & lasting, paper__state=PaperState.CONFIRMED)
    told = {name: f"paper__{name}" for name in ("kind", "number", "expires_on")}
    rows = await _rows(confirmed, **told, sender="paper__producer_id")
    return [row for row in rows if row["sender"] in {None, row["producer"]}]


async def _names(kinds: Collection[str]) -> dict[str, Sentence]:
    """Give kind of papers → what it is called, or was last; by its code where it is in no row."""
    if not kinds:
        return {}
    rows = await PaperKind.filter(code__in=sorted(kinds)).order_by("id").values()
    named = {row["code"]: (row["words_vi"], row["words_en"] or row["words_vi"]) for row in rows}
    return {kind: phrase(*named.get(kind, (kind, kind))) for kind in kinds}


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
