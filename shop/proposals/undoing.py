"""A decision is undone within ten minutes, while nothing newer happened to what it was about.

Of an approval the rows are put back as they were, by the one writer of products, and partners see
an ordinary change; what was never on show before leaves a tombstone. The proposal is before the
officials again, in the same round. What was to be told of the decision was held, and goes with it.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter

from media.failpoints import reach
from media.sentences import Sentence
from shop import clock
from shop.access import is_by, must_be_another
from shop.audit import record
from shop.catalogue.writing import claim, input_of, lay_out, update_product
from shop.database import delete_some
from shop.errors import EditedMeanwhileError, InvalidError, PictureGoneError, ShopError
from shop.inputs.tables import PhotoInput, ProductInput
from shop.models import (
    OPEN,
    Former,
    InPerson,
    Message,
    MessageState,
    Photo,
    Picture,
    Producer,
    ProducerState,
    Product,
    Proposal,
    ProposalPhoto,
    ProposalState,
    Recognition,
    RecognitionType,
    Review,
    ReviewDecision,
    State,
    Taxonomy,
    Variant,
)
from shop.photos import lock_pictures
from shop.proposals.drafting import lock, note
from shop.proposals.standing import Standing
from shop.proposals.telling import WINDOW
from shop.publishing import Change, change
from shop.publishing.loading import load
from shop.publishing.rendering import render

TOO_LATE = Sentence(
    "Quá 10 phút, hoặc cơ sở đã sửa tiếp. Muốn rút thì dùng Tạm ngừng.",
    "Ten minutes are over, or the producer went on. To take it off, suspend it.",
)
NOT_YOURS = Sentence(
    "Người khác đã quyết định. Hãy nhờ người ấy hoặc quản trị viên hoàn tác.",
    "Another official decided. Ask them, or an administrator, to undo it.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A recognition as its row says it."""

    decision_id: int
    stars: int
    type: RecognitionType
    taxonomy: Taxonomy
    expires_on: date
    revoked_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What the rows of a product say, as they can be written again."""

    stated: ProductInput
    state: State
    recognitions: list[Recognised]


@dataclass(frozen=True, slots=True)
class Before:
    """What an approval is about to change."""

    rows: Rows | None
    """None: there was no such product on show."""
    digest: str
    """Of what is rendered of them."""


AS_JSON = TypeAdapter(Rows)


KEPT = timedelta(days=1)
"""Longer than any clock is wrong by."""


class TooLateError(EditedMeanwhileError):
    """A decision cannot be undone any more (409)."""

    def __init__(self, said: Sentence = TOO_LATE) -> None:
        ShopError.__init__(self, said)
        self.subject, self.version = "", 0


async def before(one: Standing) -> Before:
    """Note what the rows say before an approval, under its locks."""
    if one.is_new:
        return Before(None, "")
    recognitions = Recognition.filter(product_id=one.rows.product["code"]).order_by("id")
    columns = [each.name for each in fields(Recognised)]
    rows = Rows(
        stated=input_of(one.rows),
        state=State(one.rows.product["state"]),
        recognitions=[Recognised(**row) for row in await recognitions.values(*columns)],
    )
    return Before(rows, render(one.rows, clock.now()).digest)


async def keep(
    review: Review, code: str, was: Before, *, confirmed: bool, pictures: list[str]
) -> None:
    """Keep it beside an approval that was written, with the versions that this gave."""
    await Former.create(
        review_id=review.id,
        code=code,
        version=(await Product.get(code=code).only("code", "version")).version,
        packs=await _offers(code),
        rows=AS_JSON.dump_python(was.rows, mode="json") if was.rows else None,
        digest=was.digest,
        confirmed=confirmed,
        pictures=pictures,
        at=review.at,
    )


async def undoable(held: Proposal, user: int, *, is_admin: bool) -> Review | None:
    """Give the decision on a proposal that a person may undo now; None: there is none."""
    last = await _last(held)
    if last is None or not _is_open(last, held) or is_by(user, held):
        return None
    return last if last.by_id == user or is_admin else None  # type: ignore[attr-defined]


async def undo(proposal: str, seen: int, *, user: int, is_admin: bool) -> Proposal:
    """Take a decision back; give the proposal as it is to be decided again.

    `seen` is the version of the proposal that the decision gave. Raises TooLateError after ten
    minutes or when something newer happened, having changed nothing, InvalidError for the decision
    of another official, and OwnWorkError for one on a correction of their own.
    """
    try:
        async with change(by=f"user {user}") as wanted:
            held = await lock(proposal, tuple(ProposalState))
            must_be_another(user, held)
            review = await _last(held)
            if review is None or held.version != seen or not _is_open(review, held):
                raise TooLateError
            if review.by_id != user and not is_admin:  # type: ignore[attr-defined]
                raise InvalidError(NOT_YOURS)
            await _call_back(review)
            if review.decision == ReviewDecision.APPROVED:
                await _put_back(wanted, held, review)
            await _note(held, review, user)
            reach("undone-rows")
    except (PictureGoneError, EditedMeanwhileError):
        raise TooLateError from None
    reach("undone-committed")
    return held


async def _last(held: Proposal) -> Review | None:
    decided = Review.filter(proposal_id=held.id, undone_at=None)
    by_officials = decided.exclude(decision=ReviewDecision.TRUSTED)
    return await by_officials.order_by("-id").first()


def until(review: Review) -> datetime:
    """Tell when a decision stands for good, and is told."""
    return review.at + WINDOW


def _is_open(review: Review, held: Proposal) -> bool:
    return clock.now() < until(review) and held.version == review.version


async def _call_back(review: Review) -> None:
    """Drop what was to be told; a message that a worker has taken by its own clock has gone."""
    waiting = Message.filter(review_id=review.id, state=MessageState.WAITING, attempts=0)
    await waiting.delete()
    if await Message.exists(review_id=review.id):
        raise TooLateError
    if await InPerson.exists(review_id=review.id, told_at__isnull=False):
        raise TooLateError
    await InPerson.filter(review_id=review.id).delete()


async def _put_back(wanted: Change, held: Proposal, review: Review) -> None:
    """Put the rows of a product back. Locks as an approval does: pictures, product, packs, clock.

    Raises TooLateError where something was edited since, or what is rendered of the rows would be
    another document than before.
    """
    former = await Former.get_or_none(review_id=review.id)
    if former is None:
        raise TooLateError
    rows = AS_JSON.validate_python(former.rows) if former.rows else None
    await lock_pictures([one.picture for one in (rows and rows.stated.photos) or ()])
    await _lock_as_left(held, former)
    if rows:
        await _write_back(wanted, former.code, rows)
    else:
        await _take_off(wanted, former)
    if former.confirmed:
        await _confirm_no_more(wanted, held, review)
    now = render((await load([former.code]))[former.code], clock.now())
    if now.live if rows is None else now.digest != former.digest:
        raise TooLateError
    await forget_pictures(former.pictures)


async def _lock_as_left(held: Proposal, former: Former) -> None:
    """Lock a product that is just as the approval left it."""
    code, producer = former.code, held.producer_id  # type: ignore[attr-defined]
    product = await Product.filter(code=code).select_for_update(no_key=True).first()
    packs = Variant.filter(product_id=code).select_for_update(no_key=True)
    await packs.order_by("id").only("id")
    await Producer.filter(code=producer).select_for_update(no_key=True).only("code")
    newer = Proposal.filter(product_id=code, state__in=OPEN, begun_at__gte=former.at)
    is_as_left = product and product.version == former.version
    if (
        not is_as_left
        or await _offers(code) != former.packs
        or await newer.exclude(id=held.id).exists()
    ):
        raise TooLateError


async def _offers(code: str) -> dict[str, int]:
    packs = Variant.filter(product_id=code).order_by("sku")
    return dict(await packs.values_list("sku", "version"))


async def _write_back(wanted: Change, code: str, rows: Rows) -> None:
    await _recognised_as(code, rows.recognitions)
    now = (await load([code]))[code]
    await update_product(wanted, rows.stated, now)
    if now.product["state"] != rows.state:
        await _set_state(wanted, code, rows.state)


async def _take_off(wanted: Change, former: Former) -> None:
    """Let what an approval brought in be on show no more; its code stays its own."""
    code = former.code
    await claim(wanted, code, former.version)
    await _recognised_as(code, [])
    shown = Photo.filter(product_id=code).order_by("position").values_list("picture_id", flat=True)
    photos = [PhotoInput(picture=str(picture)) for picture in await shown]
    await lay_out(code, [])
    await record(wanted.by, "photo.arrange", code, photos, [], pictures=[])
    await _set_state(wanted, code, State.UNPUBLISHED)


async def _set_state(wanted: Change, code: str, state: State) -> None:
    [before_it] = await Product.filter(code=code).values("state")
    await Product.filter(code=code).update(state=state)
    await record(wanted.by, "product.undo", code, before_it, {"state": state})


async def _recognised_as(code: str, recognitions: Sequence[Recognised]) -> None:
    """Let a product have these recognitions and no others."""
    theirs = Recognition.filter(product_id=code)
    await theirs.exclude(decision_id__in=[one.decision_id for one in recognitions]).delete()
    for one in recognitions:
        await theirs.filter(decision_id=one.decision_id).update(**asdict(one))


async def _confirm_no_more(wanted: Change, held: Proposal, review: Review) -> None:
    """Let a producer that came to be shown by this approval wait again, unless another stands."""
    producer = held.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    others = Review.filter(proposal__producer_id=producer, decision=ReviewDecision.APPROVED)
    if await others.filter(undone_at=None).exclude(id=review.id).exists():
        return
    shown = Producer.filter(code=producer, state=ProducerState.CONFIRMED)
    if await shown.update(state=ProducerState.UNCONFIRMED):
        said = {"state": ProducerState.CONFIRMED}, {"state": ProducerState.UNCONFIRMED}
        await record(wanted.by, "producer.confirm_no_more", producer, *said)
        wanted.touch_all(Product.filter(producer_id=producer))


async def forget_pictures(digests: Collection[str]) -> None:
    """Drop the public rows of pictures that wait again; their files there are swept."""
    for digest in digests:
        is_shown = await Photo.exists(picture_id=digest)
        if not is_shown and not await ProposalPhoto.exists(picture_id=digest):
            await Picture.filter(digest=digest).delete()


async def _note(held: Proposal, review: Review, user: int) -> None:
    now = clock.now()
    await Review.filter(id=review.id).update(undone_at=now, undone_by_id=user)
    undone = {"state": held.state}, {"state": ProposalState.SUBMITTED}
    await note(held, state=ProposalState.SUBMITTED, ended_at=None)
    await record(f"user {user}", "proposal.undo", held.id, *undone, round=held.round)


async def forget_old(at: datetime | None = None) -> int:
    """Forget what decisions could be undone by that are a day old; tell how many rows went."""
    return await delete_some(Former.filter(at__lt=(at or clock.now()) - KEPT))
