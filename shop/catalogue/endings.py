"""What of products ends on which day: their OCOP stars, and each kind of certificate or paper.

What is renewed has the later day; what is revoked, not confirmed, or of a product that is not on
show has none.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from media.sentences import Sentence
from shop import clock
from shop.catalogue.paper_kinds import known_on
from shop.formats.words import PAIRS
from shop.models import (
    Certificate,
    CertificateKind,
    Evidence,
    Paper,
    PaperCover,
    PaperState,
    Recognition,
    State,
)
from shop.models.columns import Row

OCOP = "OCOP"
"""What ends: the stars. Else it is the kind of a certificate or paper."""
PRODUCT, ANY_OF_PRODUCER = "product__", "producer__products__"
"""How rows that vouch for something name it: one product, or all of a producer."""
JOINED = {
    "code": "code",
    "name": "name_vi",
    "name_en": "name_en",
    "evidence": "evidence",
    "producer": "producer_id",
    "producer_name": "producer__name",
    "commune": "producer__commune_id",
    "commune_name": "producer__commune__name",
}
PAPER = ("kind", "number", "expires_on")
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
    """What that kind of papers is called; None: it is stars."""

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
    some = Some(communes, products)
    stars, papers = await _of_stars(first, some), await _of_papers(first, some)
    found = [one for one in (*stars, *papers) if one.ends_on <= last]
    found.sort(key=lambda one: (one.ends_on, one.name, one.product, one.proof))
    return await _called(found)


async def stars_of(products: Collection[str], first: date) -> dict[str, Ending]:
    """Give product → the end of its stars, unless that was before a day."""
    found = await _of_stars(first, Some(products=products))
    return {one.product: one for one in found}


@dataclass(frozen=True, slots=True)
class Some:
    """Products on show: of some communes, or some of them; None: whichever."""

    communes: Collection[str] | None = None
    products: Collection[str] | None = None

    def of(self, path: str) -> Q:
        """Narrow rows to those that lead to them."""
        wanted: dict[str, Any] = {"state": State.PUBLISHED}
        if self.communes is not None:
            wanted["producer__commune_id__in"] = sorted(self.communes)
        if self.products is not None:
            wanted["code__in"] = sorted(self.products)
        return Q(**{f"{path}{name}": value for name, value in wanted.items()})


async def _of_stars(first: date, some: Some) -> list[Ending]:
    """Of several recognitions that of the last day counts, whichever is shown until then."""
    standing = Recognition.filter(some.of(PRODUCT), revoked_on=None, expires_on__gte=first)
    rows = await _rows(
        standing, "stars", "expires_on", decision="decision__number", signed="decision__signed_on"
    )
    rows.sort(key=lambda row: (row["expires_on"], row["signed"]))
    return [
        _ending(row, stars=row["stars"], decision=row["decision"])
        for row in {row["code"]: row for row in rows}.values()
    ]


async def _of_papers(first: date, some: Some) -> list[Ending]:
    """Of several of one kind that of the last day counts; one without a day never ends.

    Beside what lists state stand papers, which are copied nowhere (docs/adr/0047).
    """
    rows = [
        *await _stated(first, some),
        *await _covering(first, some),
        *await _of_whole_producers(first, some),
    ]
    rows.sort(key=lambda row: row["expires_on"] or date.max)
    last = {(row["code"], row["kind"]): row for row in rows}
    return [
        _ending(row, proof=str(row["kind"]), decision=row["number"])
        for row in last.values()
        if row["expires_on"]
    ]


async def _stated(first: date, some: Some) -> list[Row]:
    """Give the certificates of lists that were confirmed."""
    confirmed = Certificate.filter(some.of(PRODUCT), _lasting(first), verified_on__isnull=False)
    return await _rows(confirmed, *PAPER)


async def _covering(first: date, some: Some) -> list[Row]:
    """Give the confirmed papers that products were ticked for, or that are of one product.

    One of a producer that a product has left is good for it no more.
    """
    covers = PaperCover.filter(some.of(PRODUCT), _lasting(first, "paper__"))
    confirmed = covers.filter(paper__state=PaperState.CONFIRMED)
    told = {name: f"paper__{name}" for name in PAPER}
    rows = await _rows(confirmed, **told, sender="paper__producer_id")
    return [row for row in rows if row["sender"] in {None, row["producer"]}]


async def _of_whole_producers(first: date, some: Some) -> list[Row]:
    """Give the confirmed papers that are good for all of a producer: they cover none."""
    whole = Paper.filter(some.of(ANY_OF_PRODUCER), _lasting(first), covers__id__isnull=True)
    confirmed = whole.filter(state=PaperState.CONFIRMED)
    return await _rows(confirmed, *PAPER, path=ANY_OF_PRODUCER)


def _lasting(first: date, of: str = "") -> Q:
    ends_later: dict[str, Any] = {f"{of}expires_on__gte": first}
    never_ends: dict[str, Any] = {f"{of}expires_on__isnull": True}
    return Q(**ends_later) | Q(**never_ends)


async def _rows(
    found: QuerySet[Any], *columns: str, path: str = PRODUCT, **joined: str
) -> list[Row]:
    of_product = {name: f"{path}{column}" for name, column in JOINED.items()}
    rows: list[Row] = await found.order_by("id").values(*columns, **of_product, **joined)
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


async def _called(found: list[Ending]) -> list[Ending]:
    """Name the papers among what ends: as documents do, or by the rows of their kinds."""
    if not any(one.proof != OCOP for one in found):
        return found
    known = await known_on(clock.today())
    names = {one.proof: known.called(one.proof) for one in found if one.proof != OCOP}
    names |= {kind: Sentence(*PAIRS[f"certificate_{kind}"]) for kind in CertificateKind}
    return [replace(one, paper=names.get(one.proof)) for one in found]


def of_recognitions(rows: Iterable[Row]) -> date | None:
    """Give the last day of the stars of one product, by the rows of its recognitions."""
    return max((row["expires_on"] for row in rows if row["revoked_on"] is None), default=None)
