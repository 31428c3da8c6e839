"""What waits on the officials' desk, within the reach of each: the first promised comes first."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tortoise.expressions import Q, Subquery
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from shop.access import ON_THE_DESK, Actor, May, reach, reached_by
from shop.models import Mandate, PhotoUse, Producer, Proposal, ProposalPhoto, ProposalState
from shop.models.columns import Row
from shop.proposals.drafting import ref_of
from shop.proposals.patching import changes
from shop.proposals.reading import NAME, visible

AT_ONCE = 50
"""Proposals on one page."""
ORDER = ("answer_by", "submitted_at", "id")
POSITION = re.compile(r"(\d{4}-\d\d-\d\d)_(\d{1,17})_([0-9a-z]{26})")
BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
COLUMNS = ("id", "base_version", "patch", "round", "answer_by", "submitted_at")
JOINED = {
    "product_name": "product__name_vi",
    "producer_name": "producer__name",
    "commune_name": "producer__commune__name",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the queue is asked for."""

    commune: str = ""
    only_mine: bool = False
    """Only of the communes that the official was given by name."""
    after: str = ""
    """The position of the last one that was read."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal as its row of the list says it."""

    id: str
    name: str
    producer_name: str
    commune_name: str
    is_new: bool
    changes: int
    round: int
    answer_by: date
    photo: str
    """The name of the file of its first photo; empty: it shows none anew."""
    position: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many proposals within reach stand how, and where those are that wait."""

    by_state: dict[str, int]
    communes: list[tuple[str, str, int]]
    """Code, name and number of those that wait, by name."""


async def waiting(held: Sequence[Mandate], wanted: Wanted) -> tuple[list[Waiting], str]:
    """List what is submitted, a page of it; and where the next page begins, if there is one."""
    found = _narrowed(held, wanted)
    if after := _read_position(wanted.after):
        found = found.filter(_behind(*after))
    rows = await found.order_by(*ORDER).limit(AT_ONCE + 1).values(*COLUMNS, **JOINED)
    photos = await _photos([row["id"] for row in rows[:AT_ONCE]])
    shown = [_waiting(row, photos.get(row["id"], "")) for row in rows[:AT_ONCE]]
    return shown, shown[-1].position if len(rows) > AT_ONCE else ""


async def next_of(actor: Actor) -> str:
    """Give the proposal that an official should decide next; empty: none is left."""
    found = _submitted(await reach(actor, May.REVIEW))
    rows = await found.order_by(*ORDER).limit(1).values_list("id", flat=True)
    return str(rows[0]) if rows else ""


async def counts(held: Sequence[Mandate]) -> Counts:
    """Count within an official's reach."""
    rows = await (
        _of(reached_by(held, May.SEE))
        .filter(state__in=[*ON_THE_DESK, ProposalState.NEEDS_WORD])
        .annotate(many=Count("id"))
        .group_by("state", "producer__commune_id", "producer__commune__name")
        .values("state", "many", code="producer__commune_id", name="producer__commune__name")
    )
    return Counts(_by_state(rows), sorted(_communes(rows), key=lambda one: one[1]))


async def last_approved(held: Sequence[Mandate]) -> datetime | None:
    """Give when something within reach was approved last."""
    found = _of(reached_by(held, May.SEE)).filter(state=ProposalState.APPROVED)
    latest = await found.order_by("-ended_at").limit(1).values_list("ended_at", flat=True)
    return next(iter(latest), None)  # type: ignore[return-value]


def _narrowed(held: Sequence[Mandate], wanted: Wanted) -> QuerySet[Proposal]:
    named = [one for one in held if one.commune_id]  # type: ignore[attr-defined] # Tortoise adds it
    there = reached_by(named if wanted.only_mine else held, May.SEE)
    found = _submitted(there)
    return found.filter(producer__commune_id=wanted.commune) if wanted.commune else found


def _submitted(there: QuerySet[Producer]) -> QuerySet[Proposal]:
    return _of(there).filter(state=ProposalState.SUBMITTED)


def _of(there: QuerySet[Producer]) -> QuerySet[Proposal]:
    return Proposal.filter(producer_id__in=Subquery(there.values("code")))


def _behind(day: date, moment: datetime, number: str) -> Q:
    same_day = Q(answer_by=day)
    return (
        Q(answer_by__gt=day)
        | (same_day & Q(submitted_at__gt=moment))
        | (same_day & Q(submitted_at=moment, id__gt=number))
    )


def _position(row: Row) -> str:
    micros = (row["submitted_at"] - BEGAN) // timedelta(microseconds=1)
    return f"{row['answer_by']}_{micros}_{row['id']}"


def _read_position(text: str) -> tuple[date, datetime, str] | None:
    """Read where a page begins; what is none begins at the beginning."""
    if not (found := POSITION.fullmatch(text)):
        return None
    try:
        day = date.fromisoformat(found[1])
        return day, BEGAN + timedelta(microseconds=int(found[2])), found[3]
    except (ValueError, OverflowError):
        return None


async def _photos(proposals: list[str]) -> dict[str, str]:
    """Give the smallest JPEG of the first waiting photo of some proposals."""
    first = ProposalPhoto.filter(
        proposal_id__in=proposals, use=PhotoUse.PRODUCT, waiting_id__isnull=False
    )
    rows = await first.order_by("-position").values("proposal_id", files="waiting__renditions")
    return {row["proposal_id"]: smallest(row["files"], 96) for row in rows}


def smallest(files: Iterable[Row], width: int) -> str:
    """Name the smallest JPEG that is wide enough, or else the widest; empty: there is none."""
    jpegs = sorted(
        (one for one in files if one["type"] == "image/jpeg"), key=lambda one: int(one["width"])
    )
    wide = [one for one in jpegs if one["width"] >= width]
    return str((wide or jpegs[-1:])[0]["name"]) if jpegs else ""


def _waiting(row: Row, photo: str) -> Waiting:
    patch = row["patch"]
    said = visible(patch.get(NAME, {}).get("typed", ""))
    return Waiting(
        id=row["id"],
        name=said or row["product_name"] or ref_of(row["id"]),
        producer_name=row["producer_name"],
        commune_name=row["commune_name"],
        is_new=row["base_version"] is None,
        changes=len(changes(patch)),
        round=row["round"],
        answer_by=row["answer_by"],
        photo=photo,
        position=_position(row),
    )


def _by_state(rows: Iterable[Row]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        found[row["state"]] = found.get(row["state"], 0) + row["many"]
    return found


def _communes(rows: Iterable[Row]) -> list[tuple[str, str, int]]:
    return [
        (row["code"], row["name"], row["many"])
        for row in rows
        if row["state"] == ProposalState.SUBMITTED
    ]
