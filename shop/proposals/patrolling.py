"""Officials look afterwards at what trusted producers changed: it stays, or is put back as it was.

Putting back writes a new revision by the one writer of products. It touches those columns alone
that were changed, and only while they still say what they were changed to: a price of the day
stays, and what the producer wrote since is not lost. The proposal is its producer's again, to be
mended, and counts as returned: the producer is not trusted for a year.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tortoise.transactions import in_transaction

from media.sentences import Sentence
from shop import clock
from shop.audit import record
from shop.catalogue.writing import input_of, update_product
from shop.errors import (
    EditedMeanwhileError,
    FieldError,
    InvalidError,
    PictureGoneError,
    ShopError,
)
from shop.inputs.tables import PhotoInput, ProductInput
from shop.models import (
    OPEN,
    Patrol,
    Product,
    Proposal,
    ProposalState,
    Review,
    ReviewDecision,
)
from shop.photos import lock_pictures
from shop.proposals.drafting import lock, note
from shop.proposals.reading import PHOTOS
from shop.proposals.reasons import OWN_WORDS
from shop.proposals.rounds import Reason, note_decision
from shop.proposals.telling import tell_put_back
from shop.proposals.trust import said_of
from shop.proposals.undoing import forget_pictures
from shop.publishing import Change, change
from shop.publishing.loading import ProductRows, load

NO_REASON = Sentence(
    "Hãy ghi lý do. Cơ sở sẽ đọc lời này.", "Give a reason; the producer reads it."
)
OVER = Sentence(
    "Việc hậu kiểm này đã xong. Hãy xem kết quả rồi mở lại danh sách.",
    "This was looked at already. See what came of it, then open the list again.",
)
WENT_ON = Sentence(
    "Cơ sở đã sửa tiếp. Hãy xem bản mới, hoặc dùng Tạm ngừng.",
    "The producer went on changing this. Look at the new one, or suspend it.",
)


class PatrolledError(EditedMeanwhileError):
    """What was to be looked at is another by now, or was looked at (409)."""

    def __init__(self, said: Sentence) -> None:
        ShopError.__init__(self, said)
        self.subject, self.version = "", 0


def is_open(patrol: Patrol) -> bool:
    """Tell whether officials still have it on their list."""
    return patrol.ended_at is None and clock.now() < patrol.until


async def keep_as_is(proposal: str, *, user: int) -> None:
    """Note that an official has seen a change: it stays. What was seen before is left alone."""
    async with in_transaction():
        held = await lock(proposal, tuple(ProposalState))
        patrol = await Patrol.get(proposal_id=held.id)
        if is_open(patrol):
            await _end(patrol, user)
            await record(f"user {user}", "proposal.patrol", held.id, round=held.round)


async def put_back(proposal: str, reason: str, *, user: int) -> Proposal:
    """Put a product back as it was before a change, and give the proposal back with a reason.

    Raises InvalidError without a reason, and PatrolledError, having changed nothing, for what was
    looked at already and for what the producer changed since.
    """
    if not reason.strip():
        raise InvalidError(NO_REASON, [FieldError("words", NO_REASON)])
    try:
        async with change(by=f"user {user}") as wanted:
            held = await lock(proposal, tuple(ProposalState))
            patrol = await Patrol.get(proposal_id=held.id)
            if not is_open(patrol):
                raise PatrolledError(OVER)
            name = await _write_back(wanted, held, patrol.changed)
            await _end(patrol, user)
            await _give_back(held, name, reason.strip(), user)
    except PictureGoneError:
        raise PatrolledError(WENT_ON) from None
    return held


async def _end(patrol: Patrol, user: int) -> None:
    await Patrol.filter(id=patrol.id).update(ended_at=clock.now(), ended_by_id=user)


async def _write_back(wanted: Change, held: Proposal, changed: dict[str, list[Any]]) -> str:
    """Write what columns said; give the product's name. Locks: pictures, product, clock."""
    code: str = held.product_id  # type: ignore[attr-defined] # Tortoise adds it
    was, now = changed.get(PHOTOS, [[], []])
    await lock_pictures(was)
    await Product.filter(code=code).select_for_update(no_key=True).only("code")
    rows = (await load([code]))[code]
    is_as_left = all(said_of(rows, column) == after for column, (_, after) in changed.items())
    sent = Proposal.filter(product_id=code, state=ProposalState.SUBMITTED)
    if not is_as_left or await sent.exclude(id=held.id).exists():
        raise PatrolledError(WENT_ON)
    await update_product(wanted, _as_before(rows, changed), rows)
    await forget_pictures(set(now) - set(was))
    return str(rows.product["name_vi"])


def _as_before(rows: ProductRows, changed: dict[str, list[Any]]) -> ProductInput:
    stated = input_of(rows)
    columns = {column: was for column, (was, _) in changed.items() if column != PHOTOS}
    if PHOTOS in changed:
        columns[PHOTOS] = _ordered(stated.photos or [], changed[PHOTOS][0])
    return replace(stated, **columns)


def _ordered(photos: Sequence[PhotoInput], wanted: Sequence[str]) -> list[PhotoInput]:
    by_picture = {one.picture: one for one in photos}
    return [by_picture[picture] for picture in wanted]


async def _give_back(held: Proposal, name: str, reason: str, user: int) -> None:
    """Let its producer mend it; where they edit the product anew, that stands in its place."""
    code: str = held.product_id  # type: ignore[attr-defined] # Tortoise adds it
    another = await Proposal.filter(product_id=code, state__in=OPEN).exclude(id=held.id).exists()
    state = ProposalState.WITHDRAWN if another else ProposalState.RETURNED
    now = clock.now()
    shown = Review.filter(proposal_id=held.id, decision=ReviewDecision.TRUSTED, undone_at=None)
    await shown.update(undone_at=now, undone_by_id=user)
    await note(held, state=state, ended_at=now if another else None)
    said = [Reason("", OWN_WORDS, reason)]
    review = await note_decision(held, ReviewDecision.RETURNED, said, user)
    await record(f"user {user}", "proposal.put_back", held.id, round=held.round)
    await tell_put_back(held, name, review, reason)
