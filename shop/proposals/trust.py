"""When officials look at what a producer changes: at no time, afterwards or before. Pure.

One table has all fields; what is not in it waits, and with it all else that is sent together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shop.models import ProducerState, ProposalState, State
from shop.models.columns import Row
from shop.proposals.findings import Finding, Level
from shop.proposals.patching import COLUMNS, changes
from shop.proposals.reading import DESCRIPTION, MONTHS, PHOTOS, TOLD
from shop.proposals.standing import Standing
from shop.publishing.loading import ProductRows

LEAST_APPROVALS = 3
"""Of a producer by officials, before it is trusted with anything."""


class Look(StrEnum):
    """When officials look at a change."""

    AT_ONCE = "at_once"
    """It is shown as it is said, and is on no list of officials."""
    AFTER = "after"
    """A trusted producer shows it at once, and officials look at it afterwards."""
    BEFORE = "before"


ORDER_OF_PHOTOS, MORE_PHOTOS = "photos_order", "photos_more"
LOOKS: Mapping[str, Look] = {
    "price": Look.AT_ONCE,
    "availability": Look.AT_ONCE,
    MONTHS: Look.AT_ONCE,
    ORDER_OF_PHOTOS: Look.AT_ONCE,
    **dict.fromkeys((DESCRIPTION, *TOLD, "story", "storage", MORE_PHOTOS), Look.AFTER),
}
"""Field → when it is looked at. Price and availability of what is on show are in no proposal: they
have pages of their own (shop/web/portal/pricing.py, shop/web/portal/offering.py)."""


@dataclass(frozen=True, slots=True)
class Record:
    """How a producer fared with officials."""

    approvals: int
    """By officials, and not undone."""
    returns: int
    """In the last twelve months; what was put back afterwards is one, too."""

    @property
    def is_trusted(self) -> bool:
        return self.approvals >= LEAST_APPROVALS and not self.returns


def look_at(one: Standing, record: Record, found: Sequence[Finding]) -> Look:
    """Tell when officials look at a proposal that its producer would send as it stands."""
    if _must_wait(one) or any(finding.level is Level.CARE for finding in found):
        return Look.BEFORE
    looks = {LOOKS.get(field, Look.BEFORE) for field in fields_of(one)}
    if not looks or Look.BEFORE in looks:
        return Look.BEFORE
    if Look.AFTER not in looks:
        return Look.AT_ONCE
    return Look.AFTER if record.is_trusted else Look.BEFORE


def fields_of(one: Standing) -> Iterator[str]:
    """List what a proposal changes; of photos, what it does to them."""
    shown = [row["picture_id"] for row in one.rows.photos]
    for field in changes(one.patch):
        if field != PHOTOS:
            yield field
        elif shown != one.pictures:
            yield _of_photos(shown, one.pictures)


def changed_by(before: ProductRows, after: ProductRows) -> dict[str, list[Any]]:
    """Give column, or `photos` → what it said and what it says, of all that differs."""
    columns = {column: [side.product[column] for side in (before, after)] for column in WATCHED}
    columns[PHOTOS] = [said_of(side, PHOTOS) for side in (before, after)]
    return {column: said for column, said in columns.items() if said[0] != said[1]}


def said_of(rows: ProductRows, column: str) -> Any:
    """Give what rows say in a column, or the pictures that they show."""
    if column == PHOTOS:
        return [row["picture_id"] for row in rows.photos]
    return rows.product[column]


def field_of(column: str) -> str:
    """Give the field of a proposal that writes a column."""
    return next((field for field, of in COLUMNS.items() if of == column), column)


WATCHED = ("season_months", "description_vi", "story_vi", "storage")
"""The columns that may be changed without an official."""


def _must_wait(one: Standing) -> bool:
    """Tell whether officials look before, whatever it changes: it is new, or theirs already."""
    product: Row = one.rows.product
    is_sent = one.proposal.state == ProposalState.SUBMITTED
    return (
        one.is_new
        or one.proposal.is_correction
        or one.proposal.helped_by_id is not None  # type: ignore[attr-defined] # Tortoise adds it
        or one.proposal.round > is_sent  # it was with officials before
        or product["state"] != State.PUBLISHED
        or product["producer_state"] != ProducerState.CONFIRMED
        or product["producer_id"] != one.proposal.producer_id  # type: ignore[attr-defined]
        or bool(one.overlaps)
    )


def _of_photos(shown: Sequence[str], wanted: Sequence[str]) -> str:
    if sorted(shown) == sorted(wanted):
        return ORDER_OF_PHOTOS
    return MORE_PHOTOS if set(shown) < set(wanted) else PHOTOS
