"""Reasons that come late: of what stood there in an earlier round, and was not named then.

A producer who mended all that was asked is owed better; the official sees it before sending, and it
is counted.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from shop.models import Review, ReviewDecision
from shop.proposals.marking import letters_now, mark_of
from shop.proposals.reading import PHOTOS
from shop.proposals.reasons import REASONS
from shop.proposals.standing import Standing


@dataclass(frozen=True, slots=True)
class Judged:
    """What a round says, and which reasons for it come late."""

    marks: Mapping[str, str] = field(default_factory=dict)
    """Field → mark of what it says."""
    late: frozenset[str] = frozenset()
    """Fields."""


NOTHING = Judged()


async def judged_before(one: Standing, fields: Collection[str]) -> Judged:
    """Mark what fields say that are to be mended, and all others; find what comes late."""
    named = {name for name, _ in REASONS.values()}
    wanted = {*fields, *named, *one.patch, PHOTOS} - {""}
    marks = {name: _mark(one, name) for name in sorted(wanted)}
    returned = Review.filter(proposal_id=one.proposal.id, decision=ReviewDecision.RETURNED)
    former = await returned.filter(undone_at=None, round__lt=one.proposal.round)
    return Judged(marks, frozenset(name for name in fields if _is_late(name, marks, former)))


def _is_late(name: str, marks: Mapping[str, str], former: Iterable[Review]) -> bool:
    return bool(name) and any(
        before.marks.get(name) == marks[name]
        and name not in {said["field"] for said in before.reasons}
        for before in former
    )


def _mark(one: Standing, name: str) -> str:
    if name == PHOTOS:
        return mark_of(" ".join(one.pictures))
    return mark_of(letters_now(one.patch, one.rows, name, one.around))
