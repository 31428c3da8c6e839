"""Officials decide: approve what is submitted, just that round of it, or give it back.

Approving copies waiting pictures to the public store, then writes in one change what the patch
touched, and nothing else: a price that was set meanwhile stays.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Literal

from media.failpoints import reach
from media.sentences import Sentence
from media.store import Missing, Store
from shop import clock
from shop.access import must_be_another
from shop.audit import record
from shop.catalogue import publish_new
from shop.catalogue.numbering import next_code
from shop.catalogue.writing import create_products, input_of, recognise, update_product
from shop.errors import (
    FieldError,
    InvalidError,
    PictureGoneError,
)
from shop.inputs.lasting import lasts_through
from shop.inputs.tables import ProductInput, RecognitionInput
from shop.models import (
    AgriGroup,
    Decision,
    Kind,
    OcopSet,
    Picture,
    Producer,
    ProducerState,
    Product,
    Proposal,
    ProposalState,
    RecognitionType,
    RemovedPicture,
    Review,
    ReviewDecision,
    SaleRestriction,
    Variant,
    WaitingPicture,
)
from shop.models.columns import Row
from shop.photos import lock_pictures
from shop.proposals import undoing
from shop.proposals.answering import Answer, note_answers
from shop.proposals.checking import lacks
from shop.proposals.drafting import note
from shop.proposals.late_reasons import judged_before
from shop.proposals.patching import changes
from shop.proposals.pictures import show_files
from shop.proposals.reading import GROUP, PHOTOS
from shop.proposals.rounds import Reason, lock_submitted, must_stand, note_decision
from shop.proposals.spelling import is_mended
from shop.proposals.standing import Standing, standing, standing_of
from shop.proposals.telling import tell_approved, tell_corrected, tell_returned
from shop.proposals.trusting import keep_for_patrol, trusted_look
from shop.publishing import Change, change
from shop.publishing.loading import load

PICTURE_GONE = Sentence(
    "Một ảnh của đề nghị vừa bị gỡ. Hãy xem lại rồi duyệt.",
    "A picture of this proposal was just removed. Look at it again, then approve.",
)
PICTURE_LOST = Sentence(
    "Máy chủ không còn giữ ảnh của đề nghị. Hãy trả lại để cơ sở gửi ảnh khác.",
    "A picture of this proposal is lost. Return it, so that another is sent.",
)
MUST_CHOOSE = Sentence(
    "Sản phẩm đã đổi từ lúc gửi. Hãy chọn giữ bản nào.",
    "The product changed since this was sent. Choose which one stays.",
)
NO_GROUP = Sentence("Hãy xếp sản phẩm vào một nhóm.", "Sort the product into a group.")
NO_REASON = Sentence(
    "Chọn ít nhất một lý do để cơ sở biết sửa gì.",
    "Choose one reason at least, so that the producer knows what to mend.",
)
NO_DECISION = Sentence(
    "Muốn xếp vào bộ OCOP, hãy chọn quyết định và số sao.",
    "For a set of OCOP, choose the decision and its stars.",
)
STARS = (3, 4, 5)


@dataclass(frozen=True, slots=True)
class Stars:
    """A recognition by a decision that stands in the catalogue."""

    ocop_set: str
    decision: int
    stars: int


@dataclass(frozen=True, slots=True)
class Approval:
    """What an official adds to a proposal by approving it."""

    seen: int
    """The version of the proposal that was read."""
    group: str = ""
    """Where it is sorted in; empty: as proposed."""
    stars: Stars | None = None
    """None: it comes in as an agricultural product."""
    choices: Mapping[str, Literal["here", "proposed"]] = field(default_factory=dict)
    """For fields that changed here since they were touched: which word stays."""
    answers: Sequence[Answer] = ()
    """What the official says of the findings that were shown."""
    restriction: SaleRestriction | None = None
    """How the goods may be sold; None: as it is."""
    by_trust: bool = False
    """No official decides: its producer is trusted with what it changes."""


async def approve(proposal: str, approval: Approval, pictures: Store, *, user: int) -> str:
    """Write what a submitted proposal touched, and show it; give the product's code.

    Raises DecidedError when it is not submitted any more or is another round than was read, and
    InvalidError, field by field, where the official must choose or sort in, or a picture is lost;
    OwnWorkError for a correction of the official's own; `by_trust` also NotTrustedError.
    """
    before = await standing(proposal)
    must_be_another(user, before.proposal)  # who wrote it never changes
    must_stand(before.proposal, approval.seen)
    waiting = [row for row in _photos_to_show(before, approval) if row["waiting"]]
    await _copy(waiting, pictures)
    reach("copied-public")
    try:
        code = await _approved(before, approval, user)
    except PictureGoneError:
        raise InvalidError(PICTURE_GONE, [FieldError(PHOTOS, PICTURE_GONE)]) from None
    reach("approved-committed")
    if await RemovedPicture.exists(digest__in=[row["picture_id"] for row in waiting]):
        with suppress(InvalidError):  # removed since, and from here as well
            await _copy(waiting, pictures)  # one of the same bytes may have been removed between
    return code


async def _approved(before: Standing, approval: Approval, user: int) -> str:
    """Write an approval. Locks, in this order: proposal, codes, pictures, product, packs, clock."""
    async with change(by=f"user {user}") as wanted:
        held = await lock_submitted(before.proposal.id, approval.seen)
        code = held.product_id or await next_code(_kind(approval))  # type: ignore[attr-defined]
        pictures = await _keep_pictures(before, approval)
        await _lock_rows(held)
        one = await _judged(held, approval)
        look = await trusted_look(one) if approval.by_trust else None
        was = await undoing.before(one)
        await _write(wanted, one, approval, code)
        confirmed = await _show(wanted, one, code)
        await note_answers(held, approval.answers, user=user)
        await note(held, state=ProposalState.APPROVED, product_id=code, ended_at=clock.now())
        if look:
            await note_decision(held, ReviewDecision.TRUSTED, [], user)
            await keep_for_patrol(one, look)
        else:
            review = await note_decision(held, ReviewDecision.APPROVED, [], user)
            await undoing.keep(review, code, was, confirmed=confirmed, pictures=pictures)
            await _tell(one, review)
        reach("approved-rows")
    return code


async def give_back(
    proposal: str,
    seen: int,
    reasons: Sequence[Reason],
    *,
    user: int,
    answers: Sequence[Answer] = (),
) -> Proposal:
    """Give a proposal back with all that is to be mended. Raises DecidedError and InvalidError.

    OwnWorkError: it is a correction of the official's own.
    `answers`: what the official says of the findings that were shown.
    """
    if not reasons:
        raise InvalidError(NO_REASON, [FieldError("reasons", NO_REASON)])
    async with change(by=f"user {user}"):
        held = await lock_submitted(proposal, seen)
        must_be_another(user, held)
        one = await standing_of(held)
        judged = await judged_before(one, [each.field for each in reasons])
        await note_answers(held, answers, user=user)
        await note(held, state=ProposalState.RETURNED)
        review = await note_decision(held, ReviewDecision.RETURNED, reasons, user, judged)
        await tell_returned(held, one.would_be.product["name_vi"], review)
    return held


async def _copy(waiting: Sequence[Row], pictures: Store) -> None:
    try:
        await show_files(waiting, pictures)
    except Missing:
        raise InvalidError(PICTURE_LOST, [FieldError(PHOTOS, PICTURE_LOST)]) from None


def _photos_to_show(before: Standing, approval: Approval) -> Sequence[Row]:
    """Give the photos that an approval would show; none where those on show stay."""
    touched = _chosen(before, approval).patch
    return before.photos if before.is_new or PHOTOS in touched else []


async def _keep_pictures(before: Standing, approval: Approval) -> list[str]:
    """Write the rows of pictures whose files were copied, and keep all of them until the commit.

    Gives the digests of pictures that become public by it. They are locked before the product, as
    in every change of photos.
    """
    photos = _photos_to_show(before, approval)
    waiting = [row["picture_id"] for row in photos if row["waiting"]]
    known = set(await Picture.filter(digest__in=waiting).values_list("digest", flat=True))
    rows = await WaitingPicture.filter(digest__in=waiting).order_by("digest").values()
    await Picture.bulk_create([Picture(**row) for row in rows], ignore_conflicts=True)
    await lock_pictures([row["picture_id"] for row in photos])
    return [one for one in waiting if one not in known]


async def _lock_rows(held: Proposal) -> None:
    """Keep edits, imports and prices off until the commit, and changes of the producer's state."""
    if code := held.product_id:  # type: ignore[attr-defined] # Tortoise adds it
        await Product.filter(code=code).select_for_update(no_key=True).only("code")
        packs = Variant.filter(product_id=code).select_for_update(no_key=True)
        await packs.order_by("id").only("id")
    producer = Producer.filter(code=held.producer_id)  # type: ignore[attr-defined]
    await producer.select_for_update(no_key=True).only("code")


async def _judged(held: Proposal, approval: Approval) -> Standing:
    """Give what is to be written: of fields that moved on here, what the official chose."""
    one = await standing_of(held)
    errors = [FieldError(f, MUST_CHOOSE) for f in one.overlaps if f not in approval.choices]
    one = _chosen(one, approval)
    product = one.would_be.product
    is_sorted = approval.stars or approval.group or product["agri_group_id"]
    if product["kind"] == Kind.AGRICULTURAL and not is_sorted:
        errors.append(FieldError(GROUP, NO_GROUP))
    errors += await lacks(one)
    if errors:
        raise InvalidError(errors[0].said, errors)
    return one


def _chosen(one: Standing, approval: Approval) -> Standing:
    """Leave out what an official keeps as it is on show; of a new product nothing is.

    Also where it came to be as it was meanwhile: what the official said of it holds.
    """
    kept = [] if one.is_new else [f for f, word in approval.choices.items() if word == "here"]
    return one.without(kept)


def _kind(approval: Approval) -> Kind:
    return Kind.OCOP if approval.stars else Kind.AGRICULTURAL


async def _write(wanted: Change, one: Standing, approval: Approval, code: str) -> None:
    stated = replace(input_of(one.would_be), code=code)
    if approval.group:
        if not await AgriGroup.exists(code=approval.group):
            raise InvalidError(NO_GROUP, [FieldError(GROUP, NO_GROUP)])
        stated = replace(stated, agri_group_id=approval.group)
    stars = await _recognition(one, approval.stars) if approval.stars else None
    if approval.stars:
        stated = replace(stated, kind=Kind.OCOP, ocop_set_id=approval.stars.ocop_set)
    if approval.restriction is not None:
        stated = replace(stated, sale_restriction=approval.restriction)
        await _note_restriction(wanted, one, code, approval.restriction)
    if one.is_new:
        await _write_new(wanted, replace(stated, recognition=stars))
        return
    await update_product(wanted, stated, one.rows)
    if stars:
        await recognise(wanted, code, stars)


async def _note_restriction(
    wanted: Change, one: Standing, code: str, restriction: SaleRestriction
) -> None:
    """Let the audit say it in words, also where it was so before: an official looked at it."""
    before = one.rows.product["sale_restriction"]
    said = [{"sale_restriction": each} for each in (before, restriction)]
    await record(wanted.by, "product.restrict", code, *said, restriction=restriction)


async def _write_new(wanted: Change, stated: ProductInput) -> None:
    """Write a product that is new, or that was and was taken off by undoing its approval.

    Of the latter nothing was ever told: its packs get the same SKUs again.
    """
    if held := (await load([stated.code])).get(stated.code):
        await Variant.filter(product_id=stated.code).delete()
        await update_product(wanted, stated, replace(held, variants=[]))
    else:
        await create_products(wanted, [stated], {})


async def _recognition(one: Standing, stars: Stars) -> RecognitionInput:
    decision = await Decision.get_or_none(id=stars.decision)
    is_whole = stars.stars in STARS and await OcopSet.exists(number=stars.ocop_set)
    if decision is None or not is_whole:
        raise InvalidError(NO_DECISION, [FieldError("decision", NO_DECISION)])
    return RecognitionInput(
        stars=stars.stars,
        type=_type(one, decision, stars.stars),
        decision=decision.number,
        issuer=decision.issuer,
        signed_on=decision.signed_on,
        expires_on=lasts_through(decision.signed_on),
    )


def _type(one: Standing, decision: Decision, stars: int) -> RecognitionType:
    earlier = [row for row in one.rows.recognitions if row["signed_on"] < decision.signed_on]
    if not earlier:
        return RecognitionType.NEW
    last = max(earlier, key=lambda row: row["signed_on"])
    return RecognitionType.UPGRADED if stars > last["stars"] else RecognitionType.REISSUED


async def _show(wanted: Change, one: Standing, code: str) -> bool:
    """Show what its producer proposed; a correction leaves shown what is shown, and nothing else.

    Tells whether the producer came to be shown by this.
    """
    if one.proposal.is_correction:
        return False
    confirmed = await _confirm(wanted, one)
    await publish_new(wanted, [code])
    return confirmed


async def _tell(one: Standing, review: Review) -> None:
    held, name = one.proposal, one.would_be.product["name_vi"]
    if held.is_correction:
        await tell_corrected(held, name, review, changes(one.patch))
    else:
        await tell_approved(held, name, review, mended=is_mended(held))


async def _confirm(wanted: Change, one: Standing) -> bool:
    """Let what a producer registered itself be shown, once something of it was approved.

    Tells whether it came to be shown by this.
    """
    producer = one.would_be.product["producer_id"]
    new = Producer.filter(code=producer, state=ProducerState.UNCONFIRMED)
    if not await new.update(state=ProducerState.CONFIRMED):
        return False
    said = {"state": ProducerState.UNCONFIRMED}, {"state": ProducerState.CONFIRMED}
    await record(wanted.by, "producer.confirm", producer, *said)
    wanted.touch_all(Product.filter(producer_id=producer))
    return True
