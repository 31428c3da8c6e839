"""Reading the audit: who did what to which thing, and when.

It names people by number, as it was written: what was erased of them is not found again by it.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from shop.clock import end_of, start_of
from shop.models import AuditEntry, Proposal, Variant
from shop.models.columns import Row

PAGE = 1000
COLUMNS = ("id", "at", "by", "action", "subject", "before", "after", "request", "detail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries are asked for; what is empty narrows nothing."""

    by: str = ""
    action: str = ""
    """A whole one, or how it begins: `product` for `product.update` too."""
    code: str = ""
    """A subject; of a product or a producer also its packs and proposals."""
    since: date | None = None
    until: date | None = None
    """The last day, in Hải Phòng as the first is."""


async def latest(wanted: Wanted, most: int) -> list[Row]:
    """Give the entries that were added last, the newest first."""
    return await _found(wanted).order_by("-id").limit(most).values(*COLUMNS)


async def entries(wanted: Wanted) -> AsyncIterator[list[Row]]:
    """Give all entries that are there by now, a page at a time, as they were added."""
    last = await AuditEntry.all().order_by("-id").limit(1).values_list("id", flat=True)
    found, after = _found(wanted).filter(id__lte=next(iter(last), 0)), 0
    while page := await found.filter(id__gt=after).order_by("id").limit(PAGE).values(*COLUMNS):
        yield page
        after = page[-1]["id"]


def about(code: str) -> Q:
    """Find what is said of a thing: of itself, and of its packs and proposals."""
    packs = Variant.filter(product_id=code).values("sku")
    proposals = Proposal.filter(Q(product_id=code) | Q(producer_id=code)).values("id")
    return Q(subject=code) | Q(subject__in=Subquery(packs)) | Q(subject__in=Subquery(proposals))


def _found(wanted: Wanted) -> QuerySet[AuditEntry]:
    found = AuditEntry.all()
    if wanted.by:
        found = found.filter(by=wanted.by)
    if wanted.action:
        found = found.filter(Q(action=wanted.action) | Q(action__startswith=f"{wanted.action}."))
    if wanted.code:
        found = found.filter(about(wanted.code))
    if wanted.since:
        found = found.filter(at__gte=start_of(wanted.since))
    if wanted.until:
        found = found.filter(at__lt=end_of(wanted.until))
    return found
