"""Who is at a product: its producer, an official for it, or one who corrects it without it.

A product has one open proposal at most, unless what is open was left alone for long: nothing that
is being written is ever ended by another, and none keeps others off for good.
"""

from datetime import datetime, timedelta

from media.sentences import Sentence
from shop import clock
from shop.errors import InvalidError
from shop.models import OPEN, Proposal, ProposalState

LEFT_ALONE = timedelta(days=14)
"""Since a proposal was touched last: after that another of the same product may be begun."""
THEIRS = Sentence(
    "Cơ sở đang tự sửa sản phẩm này. Hãy nhắn cơ sở gửi, hoặc đợi cơ sở làm xong.",
    "The producer is changing this product itself. Let it finish, or ask it to send that.",
)
HELPED = Sentence(
    "Cán bộ đang làm giúp cơ sở sản phẩm này. Hãy đợi cơ sở trả lời.",
    "An official is filling this in for the producer. Wait for its word.",
)
ANSWER_FIRST = Sentence(
    "Cơ sở vừa gửi đề nghị cho sản phẩm này. Hãy trả lời đề nghị ấy trước.",
    "The producer has sent a proposal of this product. Answer that one first.",
)
CORRECTED = Sentence(
    "Cán bộ đang sửa thay sản phẩm này. Hãy đợi, hoặc hỏi cán bộ.",
    "An official is correcting this product. Wait for that, or ask the official.",
)


async def theirs(producer: str, product: str) -> Proposal | None:
    """Give what a producer, or an official for it, has open of a product, under its lock.

    Raises InvalidError where there is nothing and an official corrects it.
    """
    some = [one for one in await open_of(product) if one.producer_id == producer]  # type: ignore[attr-defined]
    if known := next((one for one in some if not one.is_correction), None):
        return known
    if any(one.is_correction and not _is_left_alone(one) for one in some):
        raise InvalidError(CORRECTED)
    return None


async def correction_of(product: str, user: int) -> Proposal | None:
    """Give the correction of a product that an official has open, under the product's lock.

    Raises InvalidError where there is none and others are at it.
    """
    some = await open_of(product)
    if known := next((one for one in some if one.corrected_by_id == user), None):  # type: ignore[attr-defined]
        return known
    if why := next((said for one in some if (said := why_not(one))), None):
        raise InvalidError(why)
    return None


def why_not(one: Proposal) -> Sentence | None:
    """Say why no correction is begun beside an open proposal; None: it may be."""
    if one.is_correction:
        return None if _is_left_alone(one) else CORRECTED
    if one.state == ProposalState.SUBMITTED:
        return ANSWER_FIRST
    if _is_left_alone(one):
        return None
    return THEIRS if one.helped_by_id is None else HELPED  # type: ignore[attr-defined]


def _is_left_alone(one: Proposal) -> bool:
    changed_at: datetime = one.changed_at
    return changed_at < clock.now() - LEFT_ALONE


async def open_of(product: str) -> list[Proposal]:
    """List what is open of a product: what its producer wrote, and corrections."""
    return await Proposal.filter(product_id=product, state__in=OPEN).order_by("begun_at", "id")
