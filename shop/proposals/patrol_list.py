"""What officials look at afterwards, what leaves the list first in front."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from shop import clock
from shop.access import May, members_now, reached_by
from shop.models import Mandate, Patrol
from shop.proposals.paging import behind, position_of, read_position
from shop.proposals.queue import AT_ONCE, Wanted, within

ORDER = ("until", "proposal_id")


@dataclass(frozen=True, slots=True)
class Patrolled:
    """A change that was shown at once, as its row of the list says it."""

    proposal: str
    code: str
    name: str
    producer_name: str
    commune_name: str
    columns: Sequence[str]
    """What was changed: columns of the product, or `photos`."""
    until: datetime
    is_own: bool
    """The official belongs to its producer: others look at it."""
    position: str


async def patrolled(
    held: Sequence[Mandate], wanted: Wanted, user: int
) -> tuple[list[Patrolled], str]:
    """List what is to be looked at, a page of it; and where the next page begins."""
    there = Subquery(within(held, wanted).values("code"))
    found = on_patrol().filter(proposal__producer_id__in=there)
    if after := read_position(wanted.after, ORDER):
        found = found.filter(behind(ORDER, after))
    rows = (
        await found.order_by(*ORDER)
        .limit(AT_ONCE + 1)
        .values(
            "proposal_id",
            "until",
            "changed",
            code="proposal__product_id",
            name="proposal__product__name_vi",
            producer="proposal__producer_id",
            producer_name="proposal__producer__name",
            commune_name="proposal__producer__commune__name",
        )
    )
    own = set(await members_now().filter(user_id=user).values_list("producer_id", flat=True))
    shown = [
        Patrolled(
            row["proposal_id"], row["code"], row["name"], row["producer_name"],
            row["commune_name"], [*row["changed"]], row["until"], row["producer"] in own,
            position_of(row, ORDER),
        )
        for row in rows[:AT_ONCE]
    ]  # fmt: skip
    return shown, shown[-1].position if len(rows) > AT_ONCE else ""


async def next_on_patrol(held: Sequence[Mandate], user: int) -> str:
    """Give the proposal whose change an official should look at next; empty: none is left."""
    theirs = members_now().filter(user_id=user).values("producer_id")
    there = reached_by(held, May.REVIEW).exclude(code__in=Subquery(theirs))
    found = on_patrol().filter(proposal__producer_id__in=Subquery(there.values("code")))
    rows = await found.order_by(*ORDER).limit(1).values_list("proposal_id", flat=True)
    return str(rows[0]) if rows else ""


def on_patrol() -> QuerySet[Patrol]:
    """Find what officials have on their list now: its time takes it off without any worker."""
    return Patrol.filter(ended_at=None, until__gt=clock.now())
