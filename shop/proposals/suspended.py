"""Products that are suspended, and why: what was put aside by hand is not forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Subquery

from shop.models import AuditEntry, Mandate, Product, State
from shop.proposals.paging import behind, read_position
from shop.proposals.queue import AT_ONCE, Wanted, within

ORDER = ("code",)


@dataclass(frozen=True, slots=True)
class Suspended:
    """A product that no reader sees until it is let go."""

    code: str
    name: str
    producer_name: str
    commune_name: str
    since: datetime | None
    reason: str


async def suspended(held: Sequence[Mandate], wanted: Wanted) -> tuple[list[Suspended], str]:
    """List suspended products by code, a page of them; and where the next page begins."""
    there = Subquery(within(held, wanted).values("code"))
    found = Product.filter(state=State.SUSPENDED, producer_id__in=there)
    if after := read_position(wanted.after, ORDER):
        found = found.filter(behind(ORDER, after))
    rows = (
        await found.order_by(*ORDER)
        .limit(AT_ONCE + 1)
        .values(
            "code", name="name_vi", producer="producer__name", commune="producer__commune__name"
        )
    )
    why = await _why([row["code"] for row in rows])
    shown = [
        Suspended(
            row["code"], row["name"], row["producer"], row["commune"],
            *why.get(row["code"], (None, "")),
        )
        for row in rows[:AT_ONCE]
    ]  # fmt: skip
    return shown, shown[-1].code if len(rows) > AT_ONCE else ""


async def _why(codes: list[str]) -> dict[str, tuple[datetime, str]]:
    """Give when products were suspended last, and the reason that was told."""
    told = AuditEntry.filter(subject__in=codes, action="product.suspend").order_by("id")
    rows = await told.values("subject", "at", "detail")
    return {row["subject"]: (row["at"], row["detail"].get("reason", "")) for row in rows}
