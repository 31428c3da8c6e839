"""What a signed-in person may reach: one table of rights, asked as scoped queries.

A right that ends is gone with the next request, for it is read from the rows each time. What a
person may not reach is not there for them: NotFoundError, and the same page as for what never was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from media.sentences import Sentence
from shop import clock
from shop.errors import (
    NO_PRODUCER,
    NO_PRODUCT,
    ForbiddenError,
    NotFoundError,
    OwnersOnlyError,
    OwnProducerError,
    OwnWorkError,
)
from shop.models import (
    Mandate,
    MemberRole,
    Membership,
    OfficialRole,
    Paper,
    PaperState,
    Producer,
    Product,
    Proposal,
    ProposalState,
    Side,
    Variant,
)

NOT_YOU = Sentence(
    "Việc này chỉ chủ cơ sở làm được. Hãy nhờ chủ cơ sở.",
    "Only an owner of the producer may do this. Ask one of them.",
)

NOT_HERE = Sentence(
    "Bạn chưa được giao việc này. Hãy hỏi quản trị viên.",
    "This is not among your duties. Ask an administrator.",
)


OF_YOURS = Sentence(
    "Bạn có tên trong cơ sở này. Hãy để cán bộ khác quyết định.",
    "You belong to this producer. Leave the decision to another official.",
)
OF_YOUR_HAND = Sentence(
    "Bạn đã soạn bản sửa này. Hãy để cán bộ khác quyết định.",
    "You wrote this correction. Leave the decision to another official.",
)
NO_PROPOSAL = Sentence(
    "Không có đề nghị này. Hãy mở lại danh sách.", "There is no such proposal. Open the list again."
)


NO_PAPER = Sentence(
    "Không có giấy này. Hãy mở lại danh sách giấy tờ.",
    "There is no such paper. Open the list of papers again.",
)


ON_THE_DESK = frozenset({ProposalState.SUBMITTED, ProposalState.APPROVED, ProposalState.RETURNED})
"""States in which officials read a proposal: what is being written is its author's alone."""


NOT_ON_THE_DESK = frozenset({PaperState.DRAFT, PaperState.WITHDRAWN})
"""States in which a paper is its producer's alone."""


class May(StrEnum):
    """What a person may do for a producer."""

    WORK = "work"
    """See its products, change price and stock."""
    KEEP = "keep"
    """Say how it can be reached, what it consents to, who works for it."""
    HELP = "help"
    """Hand out letters and codes to it."""
    DECIDE = "decide"
    """Decide whose it is."""
    SEE = "see"
    """Read what it proposes to show."""
    REVIEW = "review"
    """Decide on what it proposes to show."""
    CORRECT = "correct"
    """Correct its products without it; another official decides."""
    OPERATE = "operate"
    """Look after what others left: their decisions, and messages that were not sent."""
    REGISTER = "register"
    """Keep the registry: decisions, papers, places, groups, producers."""


MEMBERS: Mapping[May, frozenset[MemberRole]] = {
    May.WORK: frozenset(MemberRole),
    May.KEEP: frozenset({MemberRole.OWNER}),
    May.SEE: frozenset(MemberRole),
}
OFFICIALS: Mapping[May, frozenset[OfficialRole]] = {
    May.HELP: frozenset({OfficialRole.HELPER, OfficialRole.REGISTRAR, OfficialRole.ADMIN}),
    May.DECIDE: frozenset({OfficialRole.REGISTRAR, OfficialRole.ADMIN}),
    May.SEE: frozenset(OfficialRole),
    May.REVIEW: frozenset({OfficialRole.MODERATOR, OfficialRole.ADMIN}),
    May.CORRECT: frozenset({OfficialRole.ADMIN}),
    May.OPERATE: frozenset({OfficialRole.ADMIN}),
    May.REGISTER: frozenset({OfficialRole.REGISTRAR, OfficialRole.ADMIN}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who is signed in."""

    user: int
    side: Side
    session: int
    name: str
    language: str
    proved_at: datetime
    """When they last showed who they are."""
    shortcuts: bool = True
    """Whether single keys do something on their pages."""

    @property
    def by(self) -> str:
        """Name them in records: by number."""
        return f"user {self.user}"


async def reach(actor: Actor, may: May) -> QuerySet[Producer]:
    """Find the producers for which a person may do something today."""
    if actor.side is Side.PRODUCER:
        roles = MEMBERS.get(may, frozenset())
        mine = members_now().filter(user_id=actor.user, role__in=roles)
        return Producer.filter(code__in=await mine.values_list("producer_id", flat=True))
    return reached_by(await mandates_now().filter(user_id=actor.user), may)


def reached_by(mandates: Sequence[Mandate], may: May) -> QuerySet[Producer]:
    """Find the producers for which an official may do something, by the mandates they hold."""
    communes = communes_for(mandates, may)
    return Producer.all() if communes is None else Producer.filter(commune_id__in=communes)


def communes_for(mandates: Sequence[Mandate], may: May) -> set[str] | None:
    """Give the communes where an official may do something; None: in all the city."""
    roles = OFFICIALS.get(may, frozenset())
    communes = {one.commune_id for one in mandates if one.role in roles}  # type: ignore[attr-defined]
    return None if None in communes else communes


async def must(actor: Actor, may: May) -> None:
    """Raise ForbiddenError for an official who may do something nowhere today."""
    if not await _holds(actor, may):
        raise ForbiddenError(NOT_HERE)


async def must_everywhere(actor: Actor, may: May) -> None:
    """Raise ForbiddenError for an official who may not do something in all the city today."""
    if not await may_everywhere(actor, may):
        raise ForbiddenError(NOT_HERE)


async def may_everywhere(actor: Actor, may: May) -> bool:
    """Tell whether an official may do something in all the city today."""
    mine = await mandates_now().filter(user_id=actor.user)
    return communes_for(mine, may) is None


async def producer_for(actor: Actor, may: May, code: str) -> Producer:
    """Give a producer for which a person may do something.

    Raises NotFoundError for one that is not there or is not theirs, and OwnersOnlyError for a
    member who may do less.
    """
    if found := await (await reach(actor, may)).get_or_none(code=code):
        return found
    if (
        actor.side is Side.PRODUCER
        and await (await reach(actor, May.WORK)).filter(code=code).exists()
    ):
        raise OwnersOnlyError(NOT_YOU)
    raise NotFoundError(NO_PRODUCER.filled(code=code))


async def product_for(actor: Actor, may: May, code: str) -> Product:
    """Give a product of such a producer, as `producer_for` does."""
    if found := await Product.get_or_none(code=code):
        try:
            await producer_for(actor, may, found.producer_id)  # type: ignore[attr-defined]
        except NotFoundError:
            pass
        else:
            return found
    raise NotFoundError(NO_PRODUCT.filled(code=code))


async def pack_for(actor: Actor, may: May, sku: str) -> Variant:
    """Give a pack of such a producer's product, with the product, as `producer_for` does."""
    missing = NotFoundError(NO_PRODUCT.filled(code=sku))
    if (found := await Variant.get_or_none(sku=sku).select_related("product")) is None:
        raise missing
    try:
        await producer_for(actor, may, found.product.producer_id)
    except NotFoundError:
        raise missing from None
    return found


async def proposal_for(actor: Actor, may: May, number: str) -> Proposal:
    """Give a proposal of such a producer, as `producer_for` does.

    A helper reads and changes only what officials fill in: drafts of others are the producer's own.
    Raises OwnProducerError for an official who would decide on what is of their own producer, and
    OwnWorkError on what they wrote.
    """
    missing = NotFoundError(NO_PROPOSAL)
    if (found := await Proposal.get_or_none(id=number.lower())) is None:
        raise missing
    try:
        await producer_for(actor, may, found.producer_id)  # type: ignore[attr-defined]
    except NotFoundError:
        raise missing from None
    if not await _is_there(actor, may, found):
        raise missing
    if may is May.REVIEW:
        must_be_another(actor.user, found)
        await must_not_be_of(actor.user, found.producer_id)  # type: ignore[attr-defined]
    return found


async def paper_for(actor: Actor, may: May, number: int) -> Paper:
    """Give a paper of such a producer, or for officials to read one of a decision.

    Raises NotFoundError as `producer_for` does, and OwnProducerError for an official who would
    decide on a paper of their own producer. On the scan of a decision no official decides.
    """
    missing = NotFoundError(NO_PAPER)
    if (found := await Paper.get_or_none(id=number).select_related("product")) is None:
        raise missing
    if actor.side is Side.OFFICIAL and found.state in NOT_ON_THE_DESK:
        raise missing
    if (producer := producer_of(found)) is None:
        if may is May.REGISTER or not await _holds(actor, may):
            raise missing
        return found
    if not await reaches(actor, may, producer):
        raise missing
    if may is May.REGISTER and await is_of(actor.user, producer):
        raise OwnProducerError(OF_YOURS)
    return found


def producer_of(paper: Paper) -> str | None:
    """Give whose a paper is that was read with its product; None: it is of a decision."""
    if paper.product:
        return str(paper.product.producer_id)
    code: str | None = paper.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    return code


async def _holds(actor: Actor, may: May) -> bool:
    """Tell whether an official may do something anywhere today."""
    roles = OFFICIALS.get(may, frozenset())
    held = mandates_now().filter(user_id=actor.user, role__in=roles)
    return actor.side is Side.OFFICIAL and await held.exists()


async def _is_there(actor: Actor, may: May, found: Proposal) -> bool:
    """Tell whether a person sees a proposal within reach: what is being written is its writer's."""
    if found.is_correction:
        if may is May.HELP:
            return await _corrects(actor, found)
        return may is not May.WORK and found.state in ON_THE_DESK
    if may is May.HELP:
        return found.helped_by_id is not None  # type: ignore[attr-defined]
    return actor.side is Side.PRODUCER or found.state in ON_THE_DESK


async def _corrects(actor: Actor, found: Proposal) -> bool:
    producer: str = found.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    return is_by(actor.user, found) and await reaches(actor, May.CORRECT, producer)


def is_by(user: int, held: Proposal) -> bool:
    """Tell whether an official wrote a correction."""
    return bool(held.corrected_by_id == user)  # type: ignore[attr-defined] # Tortoise adds it


def must_be_another(user: int, held: Proposal) -> None:
    """Raise OwnWorkError for an official who would decide on a correction of their own."""
    if is_by(user, held):
        raise OwnWorkError(OF_YOUR_HAND)


async def reaches(actor: Actor, may: May, producer: str) -> bool:
    """Tell whether a person may do something for a producer."""
    return await (await reach(actor, may)).filter(code=producer).exists()


async def must_not_be_of(user: int, producer: str) -> None:
    """Raise OwnProducerError for an official who would decide on what is of their producer."""
    if await is_of(user, producer):
        raise OwnProducerError(OF_YOURS)


async def is_of(user: int, producer: str) -> bool:
    """Tell whether a person works for a producer, by whichever door they came in."""
    return await members_now().filter(user_id=user, producer_id=producer).exists()


def members_now() -> QuerySet[Membership]:
    """Find the memberships that stand today: their people said yes to them."""
    return _memberships().filter(accepted_at__isnull=False)


def offers_now() -> QuerySet[Membership]:
    """Find the memberships whose people are asked today and have not answered."""
    return _memberships().filter(accepted_at__isnull=True)


def _memberships() -> QuerySet[Membership]:
    open_ended = Q(until__isnull=True) | Q(until__gte=clock.today())
    return Membership.filter(open_ended, ended_at=None)


def mandates_now() -> QuerySet[Mandate]:
    """Find the mandates that stand today."""
    today = clock.today()
    open_ended = Q(until__isnull=True) | Q(until__gte=today)
    return Mandate.filter(open_ended, ended_at=None, since__lte=today)
