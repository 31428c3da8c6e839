"""Which producers are trusted with what they send, and what is kept of it for officials."""

from collections.abc import Sequence
from datetime import timedelta

from media.sentences import Sentence
from shop import clock
from shop.errors import InvalidError
from shop.models import Patrol, Proposal, Review, ReviewDecision
from shop.proposals.comparing import findings_of
from shop.proposals.findings import Finding
from shop.proposals.standing import Standing
from shop.proposals.trust import Look, Record, changed_by, look_at

YEAR = timedelta(days=365)
PATROL = timedelta(days=14)
"""So long officials have a change on their list; then its time takes it off."""
NOT_TRUSTED = Sentence(
    "Đề nghị này phải chờ cán bộ duyệt.", "This has to wait until officials approve it."
)


class NotTrustedError(InvalidError):
    """Officials look at a proposal before it is shown (422)."""


async def look_of(one: Standing, found: Sequence[Finding]) -> Look:
    """Tell when officials look at a proposal that its producer would send now.

    `found`: what findings_of says of it.
    """
    producer: str = one.proposal.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    return look_at(one, await record_of(producer), found)


async def record_of(producer: str) -> Record:
    """Count what officials decided on a producer's own proposals; what was undone is left out."""
    own = {"proposal__producer_id": producer, "proposal__corrected_by_id": None}
    theirs = Review.filter(**own, undone_at=None)
    lately = theirs.filter(decision=ReviewDecision.RETURNED, at__gt=clock.now() - YEAR)
    approved = theirs.filter(decision=ReviewDecision.APPROVED)
    return Record(await approved.count(), await lately.count())


async def was_trusted(held: Proposal) -> bool:
    """Tell whether what a proposal shows was shown without an official."""
    last = await Review.filter(proposal_id=held.id, undone_at=None).order_by("-id").first()
    return last is not None and last.decision is ReviewDecision.TRUSTED


async def trusted_look(one: Standing) -> Look:
    """Give how a proposal is trusted, under its locks. Raises NotTrustedError where it is not."""
    if (look := await look_of(one, await findings_of(one))) is Look.BEFORE:
        raise NotTrustedError(NOT_TRUSTED)
    return look


async def keep_for_patrol(one: Standing, look: Look) -> None:
    """Put what officials look at afterwards on their list, inside the transaction."""
    if look is not Look.AFTER:
        return
    await Patrol.create(
        proposal_id=one.proposal.id,
        changed=changed_by(one.rows, one.would_be),
        until=clock.now() + PATROL,
    )
