"""Decisions of the registry: by year, one of them, and all that was done about it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tortoise.expressions import Q
from tortoise.functions import Count

from search.vietnamese import words
from shop.catalogue.decisions import NO_DECISION, plain_number, subject_of
from shop.catalogue.recognising import NO_RECOGNITION
from shop.database import select_by_key
from shop.errors import NotFoundError
from shop.models import AuditEntry, Decision, Listing, OcopSet, Product, Recognition
from shop.models.columns import Row
from shop.publishing.rendering import holding
from shop.queries.listings import CODE

CANDIDATES = 20
ALIKE = "SELECT id, signed_on FROM decision WHERE number = ? AND issuer = ?"
MOST_ACTS = 100
"""Entries of a decision's history that its page shows, the latest ones."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A decision as lists show it."""

    id: int
    number: str
    issuer: str
    signed_on: date
    many: int
    """Products that it recognises, or did."""


async def entered(year: int | None = None, text: str = "") -> list[Entered]:
    """Give the decisions of a year, or of all, the latest first; `text`: of number or issuer."""
    found = Decision.all()
    if year is not None:
        found = found.filter(signed_on__gte=date(year, 1, 1), signed_on__lte=date(year, 12, 31))
    rows = (
        await found.annotate(many=Count("recognitions"))
        .order_by("-signed_on", "-id")
        .values("id", "number", "issuer", "signed_on", "many")
    )
    return [Entered(**row) for row in rows if _says(row, text)]


def _says(row: Row, text: str) -> bool:
    """Tell whether a decision has a number that is typed whole or in part, or words of both."""
    said = set(words(f"{row['number']} {row['issuer']}"))
    return plain_number(text) in plain_number(row["number"]) or said.issuperset(words(text))


async def years() -> list[tuple[int, int]]:
    """Give the years in which decisions were signed with their numbers, the latest first."""
    rows = await Decision.all().values("signed_on")
    counted = Counter(row["signed_on"].year for row in rows)
    return sorted(counted.items(), reverse=True)


async def decision_of(number: int) -> Decision:
    """Give a decision. Raises NotFoundError."""
    if (found := await Decision.get_or_none(id=number)) is None:
        raise NotFoundError(NO_DECISION)
    return found


async def id_of(number: str, issuer: str, signed_on: str) -> int | None:
    """Find the decision that a document names; None: it was amended just now."""
    rows = await select_by_key(ALIKE, number, issuer)
    return next((row["id"] for row in rows if str(row["signed_on"]) == signed_on), None)


async def recognised_by(decision: int) -> list[str]:
    """Give the producers of what a decision recognises."""
    theirs = Recognition.filter(decision_id=decision).distinct()
    return [str(code) for code in await theirs.values_list("product__producer_id", flat=True)]


async def history_of(decision: int) -> list[Row]:
    """Give what was done about a decision and its recognitions, the newest first."""
    products = Recognition.filter(decision_id=decision).values_list("product_id", flat=True)
    about = Q(subject__in=await products, action__startswith="recognition.")
    of_its_own = Q(subject=subject_of(decision), action__startswith="decision.")
    done = AuditEntry.filter(of_its_own | about).order_by("-id")
    rows = await done.values("at", "by", "action", "subject", "detail")
    return [row for row in rows if _is_about(row, decision)][:MOST_ACTS]


def _is_about(row: Row, decision: int) -> bool:
    """Leave out other decisions of the same products, and what stands with the decision itself."""
    if row["subject"] == subject_of(decision):
        return True
    is_told_there = row["action"] == "recognition.strike"
    return not is_told_there and row["detail"].get("decision") == decision


async def candidates(text: str) -> list[Row]:
    """Find products by code or words of their names, for a decision to recognise."""
    found = Product.all()
    code = text.strip().upper()
    if CODE.fullmatch(code) and await Product.exists(code=code):
        found = found.filter(code=code)
    else:
        for word in words(text):
            found = found.filter(name_fold__contains=word)
    named = {"name": "name_vi", "producer": "producer__name", "commune": "producer__commune__name"}
    rows: list[Row] = (
        await found.order_by("name_sort", "code")
        .limit(CANDIDATES)
        .values("code", "kind", "ocop_set_id", **named)
    )
    return rows


async def sets() -> Sequence[Row]:
    """Give the sets of OCOP, to sort an agricultural product into."""
    rows: list[Row] = await OcopSet.all().order_by("number").values("number", "name_vi", "name_en")
    return rows


async def recognition_of(number: int) -> Recognition:
    """Give a recognition with its decision and product. Raises NotFoundError."""
    found = await Recognition.get_or_none(id=number).select_related("decision", "product")
    if found is None:
        raise NotFoundError(NO_RECOGNITION)
    return found


@dataclass(frozen=True, slots=True)
class Without:
    """What a product would show on a day if one of its recognitions were gone."""

    is_same: bool
    stars: int | None = None
    decision: str = ""


async def without(one: Recognition, today: date) -> Without:
    """Work out what readers would see of a product without one of its recognitions."""
    code: str = one.product.code
    listing = await Listing.filter(code=code, live=True).exists()
    columns = ("id", "stars", "expires_on", "revoked_on")
    joined = {"signed_on": "decision__signed_on", "decision": "decision__number"}
    rows = await Recognition.filter(product_id=code).values(*columns, **joined)
    now = holding(rows, today)
    if not listing or now is None or now["id"] != one.id:
        return Without(is_same=True)
    after = holding([row for row in rows if row["id"] != one.id], today)
    if after is None:
        return Without(is_same=False)
    return Without(is_same=False, stars=after["stars"], decision=after["decision"])
