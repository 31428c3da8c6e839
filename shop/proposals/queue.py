"""What is on the officials' desk, within the reach of each: what was promised first comes first.

Nothing is forgotten: what is in hand, with its producer or suspended has a tab of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tortoise.expressions import Q, RawSQL, Subquery
from tortoise.queryset import QuerySet

from shop import clock
from shop.access import Actor, May, mandates_now, reached_by
from shop.models import Mandate, PhotoUse, Producer, Proposal, ProposalPhoto, ProposalState
from shop.models.columns import Row
from shop.models.pictures import unpadded
from shop.proposals.drafting import ref_of
from shop.proposals.holding import still_since
from shop.proposals.paging import behind, position_of, read_position
from shop.proposals.patching import changes
from shop.proposals.promising import working_days_after
from shop.proposals.reading import NAME, OTHER, visible

AT_ONCE = 50
"""Proposals on one page."""
OFTEN = 3
"""The round from which on a proposal was returned more than once."""


class Tab(StrEnum):
    """A part of the desk, as addresses name it."""

    WAITING = "cho-duyet"
    MINE = "toi-xem"
    WORD = "cho-co-so"
    RETURNED = "da-tra-lai"
    SUSPENDED = "tam-ngung"
    """Products, and no proposals (shop/proposals/suspended.py)."""
    PATROL = "hau-kiem"
    """What is on show already, to be looked at afterwards (shop/proposals/patrol_list.py)."""


STATES = {
    Tab.WAITING: ProposalState.SUBMITTED,
    Tab.MINE: ProposalState.SUBMITTED,
    Tab.WORD: ProposalState.NEEDS_WORD,
    Tab.RETURNED: ProposalState.RETURNED,
}
PROMISED = ("later", "answer_by", "submitted_at", "id")
ORDERS = {
    Tab.WAITING: PROMISED,
    Tab.MINE: PROMISED,
    Tab.WORD: ("asked_at", "id"),
    Tab.RETURNED: ("submitted_at", "id"),
}
"""The columns that a tab is sorted by; the last one tells any two rows apart."""
COLUMNS = (
    "id", "base_version", "patch", "round", "answer_by", "submitted_at", "asked_at", "findings",
    "later",
)  # fmt: skip
JOINED = {
    "product_name": "product__name_vi",
    "producer_name": "producer__name",
    "commune": "producer__commune_id",
    "commune_name": "producer__commune__name",
    "holder": "in_hand__user_id",
    "holder_name": "in_hand__user__name",
    "since": "in_hand__since",
    "seen_at": "in_hand__seen_at",
    "corrector": "corrected_by_id",
}
PROPOSED_GROUP = RawSQL("\"proposal\".\"patch\"->'group'->>'read'")
"""What a patch says of the group, on both databases; null: nothing."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the desk is asked for."""

    tab: Tab = Tab.WAITING
    commune: str = ""
    group: str = ""
    """A group, or a set of OCOP."""
    kind: str = ""
    """`moi`: new products; `sua`: edits."""
    often: bool = False
    """Only what was returned more than once."""
    soon: bool = False
    """Only what is promised for the next working day, or for one before."""
    only_mine: bool = False
    """Only of the communes that the official was given by name."""
    after: str = ""
    """The position of the last one that was read."""


@dataclass(frozen=True, slots=True)
class Holder:
    """An official who has a proposal in hand."""

    user: int
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal as its row of the list says it."""

    id: str
    name: str
    producer_name: str
    commune: str
    commune_name: str
    is_new: bool
    changes: int
    round: int
    findings: int
    """When it was sent; 0 as well where they were not counted."""
    answer_by: date | None
    sent_at: datetime | None
    """When it came where it is: to the officials, or before its producer."""
    is_later: bool
    """The official put it off for today."""
    holder: Holder | None
    corrector: int | None
    """The official who corrects the product without its producer."""
    photo: str
    """The name of the file of its first photo; empty: it shows none anew."""
    position: str


async def waiting(held: Sequence[Mandate], wanted: Wanted, user: int) -> tuple[list[Waiting], str]:
    """List a tab, a page of it; and where the next page begins, if there is one."""
    order, found = ORDERS[wanted.tab], _narrowed(held, wanted, user)
    if after := read_position(wanted.after, order):
        found = found.filter(behind(order, after))
    rows = await found.order_by(*order).limit(AT_ONCE + 1).values(*COLUMNS, **JOINED)
    photos = await _photos([row["id"] for row in rows[:AT_ONCE]])
    shown = [_waiting(row, photos.get(row["id"], ""), order) for row in rows[:AT_ONCE]]
    return shown, shown[-1].position if len(rows) > AT_ONCE else ""


async def next_of(actor: Actor, after: Proposal | None = None) -> str:
    """Give the proposal that an official should decide next; empty: none is left.

    That is the first one behind the one they were at, then the first of all; what others have in
    hand is passed over while there is something else.
    """
    held = await mandates_now().filter(user_id=actor.user)
    found = _submitted(reached_by(held, May.REVIEW), actor.user).filter(not_by(actor.user))
    free = found.filter(_free_for(actor.user))
    is_placed = after is not None and after.answer_by is not None
    behind_it = [free.filter(behind(PROMISED, _place(after)))] if after and is_placed else []
    for some in (*behind_it, free, found):
        if rows := await some.order_by(*PROMISED).limit(1).values_list("id", flat=True):
            return str(rows[0])
    return ""


async def beside(held: Sequence[Mandate], one: Proposal, user: int) -> tuple[str, str]:
    """Give the proposals before and behind one that waits, as the list has them; or nothing."""
    found = _submitted(reached_by(held, May.SEE), user)
    place = (int(await found.filter(id=one.id, later=1).exists()), *_place(one)[1:])
    earlier = found.filter(behind(PROMISED, place, backwards=True))
    backwards = [f"-{name}" for name in PROMISED]
    before = await earlier.order_by(*backwards).limit(1).values_list("id", flat=True)
    after = found.filter(behind(PROMISED, place)).order_by(*PROMISED).limit(1)
    return _first(before), _first(await after.values_list("id", flat=True))


async def place_of(one: Proposal) -> int:
    """Tell the how-manyeth a proposal is of all that wait in the city: 1 is answered next."""
    order = PROMISED[1:]
    waits = Proposal.filter(state=ProposalState.SUBMITTED)
    before = waits.filter(behind(order, _place(one)[1:], backwards=True))
    return await before.count() + 1


async def last_approved(held: Sequence[Mandate]) -> datetime | None:
    """Give when something within reach was approved last."""
    found = _of(reached_by(held, May.SEE)).filter(state=ProposalState.APPROVED)
    latest = await found.order_by("-ended_at").limit(1).values_list("ended_at", flat=True)
    return next(iter(latest), None)  # type: ignore[return-value]


def within(held: Sequence[Mandate], wanted: Wanted) -> QuerySet[Producer]:
    """Find the producers whose affairs are asked for, of those within reach."""
    named = [one for one in held if one.commune_id]  # type: ignore[attr-defined] # Tortoise adds it
    there = reached_by(named if wanted.only_mine else held, May.SEE)
    return there.filter(commune_id=wanted.commune) if wanted.commune else there


def _narrowed(held: Sequence[Mandate], wanted: Wanted, user: int) -> QuerySet[Proposal]:
    found = _sorted(_of(within(held, wanted)), user).filter(state=STATES[wanted.tab])
    if wanted.tab is Tab.MINE:
        found = found.filter(in_hand__user_id=user, in_hand__seen_at__gt=still_since())
    if wanted.kind:
        found = found.filter(base_version__isnull=wanted.kind == "moi")
    if wanted.often:
        found = found.filter(round__gte=OFTEN)
    if wanted.soon:
        found = found.filter(answer_by__lte=working_days_after(clock.today(), 1))
    return found.filter(_in_group(wanted.group)) if wanted.group else found


def _in_group(group: str) -> Q:
    """Find what is, or would be, in a group or set."""
    is_set = group.isdigit()
    as_now = Q(product__ocop_set_id=group) if is_set else Q(product__agri_group_id=group)
    unsaid = Q(proposed_group__isnull=True) | Q(proposed_group=OTHER)
    return Q(proposed_group=group) | (unsaid & as_now)


def _submitted(there: QuerySet[Producer], user: int) -> QuerySet[Proposal]:
    return _sorted(_of(there), user).filter(state=ProposalState.SUBMITTED)


def _of(there: QuerySet[Producer]) -> QuerySet[Proposal]:
    return Proposal.filter(producer_id__in=Subquery(there.values("code")))


def _sorted(found: QuerySet[Proposal], user: int) -> QuerySet[Proposal]:
    return found.annotate(later=_later(user), proposed_group=PROPOSED_GROUP)


def _later(user: int) -> RawSQL:
    """Tell of each proposal whether an official put it off for today: 1, else 0."""
    return RawSQL(
        'CASE WHEN EXISTS (SELECT 1 FROM "put_off" "o" WHERE "o"."proposal_id" = "proposal"."id"'  # noqa: S608 - a number and a day of ours
        f' AND "o"."user_id" = {user:d} AND "o"."day" = \'{clock.today()}\') THEN 1 ELSE 0 END'
    )


def not_by(user: int) -> Q:
    """Find what an official did not write themselves."""
    return Q(corrected_by_id__isnull=True) | ~Q(corrected_by_id=user)


def _free_for(user: int) -> Q:
    idle = Q(in_hand__seen_at__lte=still_since())
    return Q(in_hand__id__isnull=True) | Q(in_hand__user_id=user) | idle


def _place(one: Proposal) -> tuple[object, ...]:
    return 0, one.answer_by, one.submitted_at, one.id


def _first(rows: Sequence[object]) -> str:
    return str(rows[0]) if rows else ""


async def _photos(proposals: list[str]) -> dict[str, str]:
    """Give the smallest JPEG of the first waiting photo of some proposals."""
    if not proposals:
        return {}
    first = ProposalPhoto.filter(
        proposal_id__in=proposals, use=PhotoUse.PRODUCT, waiting_id__isnull=False
    )
    rows = await first.order_by("-position").values("proposal_id", files="waiting__renditions")
    return {row["proposal_id"]: smallest(row["files"], 96) for row in rows}


def smallest(files: Iterable[Row], width: int) -> str:
    """Name the smallest JPEG that is wide enough, or else the widest; empty: there is none."""
    found = [one for one in unpadded(files) if one["type"] == "image/jpeg"]
    jpegs = sorted(found, key=lambda one: int(one["width"]))
    wide = [one for one in jpegs if one["width"] >= width]
    return str((wide or jpegs[-1:])[0]["name"]) if jpegs else ""


def _waiting(row: Row, photo: str, order: Sequence[str]) -> Waiting:
    patch = row["patch"]
    said = visible(patch.get(NAME, {}).get("typed", ""))
    return Waiting(
        id=row["id"],
        name=said or row["product_name"] or ref_of(row["id"]),
        producer_name=row["producer_name"],
        commune=row["commune"],
        commune_name=row["commune_name"],
        is_new=row["base_version"] is None,
        changes=len(changes(patch)),
        round=row["round"],
        findings=row["findings"] or 0,
        answer_by=row["answer_by"],
        sent_at=row[order[-2]],
        is_later=bool(row["later"]),
        holder=_holder(row),
        corrector=row["corrector"],
        photo=photo,
        position=position_of(row, order),
    )


def _holder(row: Row) -> Holder | None:
    if row["holder"] is None or row["seen_at"] <= still_since():
        return None
    return Holder(row["holder"], row["holder_name"], row["since"])
