"""Whom to call first: the producers that could bring most goods to a channel, and what they lack.

What a call cannot mend is counted apart: goods that the channel bans, that are off for other
reasons, and categories that we have not mapped.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from shop.formats.remedies import BLOCKING
from shop.models import Producer, Product
from shop.partners.channels import Terms
from shop.queries.diagnosing import Diagnosis, diagnose, diagnose_some

AT_ONCE = 1000
"""Products that are looked at for one page."""
OURS = "no_category"
"""What the city maps, and no producer can."""
FOR_GOOD = frozenset(
    {"not_online", "adults_only", "banned_kind", "preorder"}
    | {"unpublished", "withdrawn", "suspended", "waiting"}
)
"""What no call mends."""
TO_MEND = tuple(code for code in BLOCKING if code not in FOR_GOOD | {OURS})


@dataclass(frozen=True, slots=True)
class KeptOff:
    """A producer of whom goods are kept off a channel that it could bring there."""

    code: str
    products: int
    lacks: list[tuple[str, int]]
    """What is missing, and of how many products; most first."""


@dataclass(slots=True)
class Calls:
    """What became of the products that were looked at."""

    producers: list[KeptOff] = field(default_factory=list)
    out: int = 0
    """Products that go out."""
    to_mend: int = 0
    ours: int = 0
    """Products that lack only a category of the channel."""
    for_good: int = 0
    after: str | None = None
    """Where the next products begin; None: these were all."""


async def calls(terms: Terms, after: str = "") -> Calls:
    """Tell whom to call about a channel, by a page of the products; hidden ones too."""
    page = await diagnose(terms, after, limit=AT_ONCE, hidden=True)
    found = calls_about(page.diagnoses)
    found.after = page.after
    return found


def calls_about(diagnoses: Sequence[Diagnosis]) -> Calls:
    found, lacks, products = Calls(), dict[str, Counter[str]](), Counter[str]()
    for one in diagnoses:
        missing, codes = to_mend(one), blocking(one)
        if not is_kept_off(one):
            found.out += 1
        elif missing:
            products[one.producer] += 1
            lacks.setdefault(one.producer, Counter()).update(missing)
        elif codes & FOR_GOOD:
            found.for_good += 1
        else:
            found.ours += 1
    found.to_mend = products.total()
    found.producers = [
        KeptOff(producer, many, sorted(lacks[producer].items(), key=lambda one: (-one[1], one[0])))
        for producer, many in sorted(products.items(), key=lambda one: (-one[1], one[0]))
    ]
    return found


def to_mend(one: Diagnosis) -> list[str]:
    """Name what a producer can mend of a product; empty where that would not bring it there."""
    codes = blocking(one)
    return [] if codes & FOR_GOOD else [code for code in TO_MEND if code in codes]


def blocking(one: Diagnosis) -> set[str]:
    return {each.code for each in one.obstacles if each.blocking}


def is_kept_off(one: Diagnosis) -> bool:
    """Tell whether nothing of a product goes out: neither it nor any of its packs."""
    kept = {each.concerns for each in one.obstacles if each.blocking}
    packs = {pack["sku"] for pack in one.document.get("variants", ())} if one.document else set()
    return one.code in kept or packs <= kept


async def diagnoses_of(terms: Terms, producer: str) -> list[Diagnosis]:
    """Diagnose the products of one producer."""
    mine = await Product.filter(producer_id=producer).order_by("code").limit(AT_ONCE).only("code")
    return await diagnose_some(terms, [one.code for one in mine], hidden=True)


async def called(codes: Sequence[str]) -> dict[str, Producer]:
    """Give code → producer, with its commune."""
    found = await Producer.filter(code__in=codes).select_related("commune")
    return {one.code: one for one in found}
