"""The OCOP recognitions of products that are on show, with what has become of each."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from search.vietnamese import words
from shop.models import Decision, Listing, Recognition
from shop.models.columns import Row
from shop.publishing.rendering import holding

PAGE = 50
AT_ONCE = 500
"""Recognitions that a file is made of at a time."""
MOST_WORDS = 10
ORDER = ("-decision__signed_on", "product__name_sort", "id")
COLUMNS = (
    "id", "stars", "type", "expires_on", "revoked_on", "revoked_reason", "product_id", "version",
)  # fmt: skip
JOINED = {
    "decision_id": "decision_id",
    "decision": "decision__number",
    "issuer": "decision__issuer",
    "signed_on": "decision__signed_on",
    "name_vi": "product__name_vi",
    "name_en": "product__name_en",
    "evidence": "product__evidence",
    "producer": "product__producer_id",
    "producer_name": "product__producer__name",
    "commune": "product__commune_id",
    "commune_name": "product__commune__name",
}


class Standing(StrEnum):
    """What has become of a recognition by a day."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    """It would still hold, and another one that was signed later does."""
    ENDED = "ended"
    REVOKED = "revoked"
    COMING = "coming"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which recognitions are asked for; what is empty narrows nothing."""

    text: str = ""
    """Words of the product's name or keywords."""
    year: int | None = None
    """In which the decision was signed."""
    stars: int | None = None
    commune: str = ""
    revoked: bool | None = False
    """Those that were taken back, and no others; else all the others; None: both."""
    decision: int | None = None
    hidden: bool = False
    """Those of products that are not on show too: for officials alone."""


@dataclass(frozen=True, slots=True)
class Recognised:
    row: Row
    standing: Standing


async def page_of(
    wanted: Wanted, today: date, after: int | None = None, most: int = PAGE
) -> list[Recognised]:
    """Give the recognitions behind one, that of the latest decision first, then by name."""
    found = _found(wanted)
    if after is not None:
        found = found.filter(await _behind(after))
    rows = await found.order_by(*ORDER).limit(most).values(*COLUMNS, **JOINED)
    holds = await _holding({row["product_id"] for row in rows}, today)
    return [Recognised(row, _standing(row, today, holds)) for row in rows]


async def all_of(wanted: Wanted, today: date) -> AsyncIterator[list[Recognised]]:
    """Give all of them, a page at a time."""
    after: int | None = None
    while page := await page_of(wanted, today, after, AT_ONCE):
        yield page
        after = page[-1].row["id"]


async def count_of(wanted: Wanted) -> int:
    return await _found(wanted).count()


async def years() -> list[int]:
    """Give the years in which decisions were signed, the latest first."""
    rows = await Decision.all().distinct().values("signed_on")
    return sorted({row["signed_on"].year for row in rows}, reverse=True)


def _found(wanted: Wanted) -> QuerySet[Recognition]:
    """Find recognitions of products on show: what no consent shows is not named here either."""
    found = Recognition.all()
    if not wanted.hidden:
        on_show = Subquery(Listing.filter(live=True).values("code"))
        found = found.filter(product_id__in=on_show)
    if wanted.revoked is not None:
        found = found.filter(revoked_on__isnull=not wanted.revoked)
    if wanted.decision is not None:
        found = found.filter(decision_id=wanted.decision)
    for word in words(wanted.text)[:MOST_WORDS]:
        found = found.filter(product__name_fold__contains=word)
    if wanted.year:
        first, last = date(wanted.year, 1, 1), date(wanted.year, 12, 31)
        found = found.filter(decision__signed_on__gte=first, decision__signed_on__lte=last)
    if wanted.stars:
        found = found.filter(stars=wanted.stars)
    if wanted.commune:
        found = found.filter(product__commune_id=wanted.commune)
    return found


async def _behind(number: int) -> Q:
    """Find what comes behind one in ORDER; behind one that is gone comes nothing."""
    named = {"signed_on": "decision__signed_on", "name": "product__name_sort"}
    rows = await Recognition.filter(id=number).values("id", **named)
    if not rows:
        return Q(id=None)
    last = rows[0]
    same_day = Q(decision__signed_on=last["signed_on"])
    same_name = same_day & Q(product__name_sort=last["name"])
    return (
        Q(decision__signed_on__lt=last["signed_on"])
        | (same_day & Q(product__name_sort__gt=last["name"]))
        | (same_name & Q(id__gt=last["id"]))
    )


async def _holding(codes: Iterable[str], today: date) -> set[int]:
    """Name the recognitions that hold today of some products: the same as their pages show."""
    columns = ("id", "product_id", "stars", "expires_on", "revoked_on")
    rows = await Recognition.filter(product_id__in=sorted(codes)).values(
        *columns, signed_on="decision__signed_on"
    )
    found = (
        holding([row for row in rows if row["product_id"] == code], today) for code in set(codes)
    )
    return {row["id"] for row in found if row}


def _standing(row: Row, today: date, holds: set[int]) -> Standing:
    if row["revoked_on"] and row["revoked_on"] <= today:
        return Standing.REVOKED
    if row["signed_on"] > today:
        return Standing.COMING
    if row["expires_on"] < today:
        return Standing.ENDED
    return Standing.VALID if row["id"] in holds else Standing.SUPERSEDED
