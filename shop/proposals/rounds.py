"""A round of a proposal, as an official read it: it stands until it is decided or sent anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from media.sentences import Sentence
from shop import clock
from shop.audit import record
from shop.errors import EditedMeanwhileError, ShopError
from shop.models import Proposal, ProposalState, Review, ReviewDecision
from shop.proposals.drafting import lock
from shop.proposals.holding import lay_down
from shop.proposals.late_reasons import NOTHING, Judged

DECIDED = Sentence(
    "Đề nghị này đã có người quyết định. Hãy xem kết quả.",
    "This proposal was decided meanwhile. Look at the result.",
)
SENT_ANEW = Sentence(
    "Cơ sở vừa sửa và gửi lại đề nghị này. Hãy xem lại rồi trả lời.",
    "The producer changed this and sent it anew. Look at it again, then answer.",
)

ACTIONS = {
    ReviewDecision.APPROVED: "approve",
    ReviewDecision.RETURNED: "return",
    ReviewDecision.TRUSTED: "show_at_once",
}
"""Decision → how the audit calls it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What a producer is to mend, where."""

    field: str
    reason: str
    """A key of the templates; empty: own words alone."""
    words: str = ""


class DecidedError(EditedMeanwhileError):
    """Another official, or its author, was quicker (409)."""

    def __init__(self, held: Proposal) -> None:
        ShopError.__init__(self, SENT_ANEW if held.state == ProposalState.SUBMITTED else DECIDED)
        self.subject, self.version, self.state = held.id, held.version, held.state


async def lock_submitted(proposal: str, seen: int) -> Proposal:
    """Lock a proposal that is submitted as it was `seen`. Raises DecidedError."""
    held = await lock(proposal, tuple(ProposalState))
    must_stand(held, seen)
    return held


def must_stand(held: Proposal, seen: int) -> None:
    """Raise DecidedError unless a proposal is submitted as it was `seen`."""
    if held.state != ProposalState.SUBMITTED or held.version != seen:
        raise DecidedError(held)


async def note_decision(
    held: Proposal,
    decision: ReviewDecision,
    reasons: Sequence[Reason],
    user: int,
    judged: Judged = NOTHING,
) -> Review:
    """Note a decision on a proposal that was written as its next version."""
    said = [
        {"field": one.field, "reason": one.reason, "words": one.words}
        | ({"late": True} if one.field in judged.late else {})
        for one in reasons
    ]
    review = Review(
        proposal_id=held.id,
        round=held.round,
        decision=decision,
        reasons=said,
        by_id=user,
        at=clock.now(),
        version=held.version,
        marks=judged.marks,
    )
    await review.save(force_create=True)
    await lay_down(held.id)
    action = f"proposal.{ACTIONS[decision]}"
    await record(f"user {user}", action, held.id, round=held.round, reasons=said)
    return review
