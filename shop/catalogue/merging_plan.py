"""What would become of two producers that are one: shown before it is done, and done as shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tortoise.expressions import Q

from media.sentences import Sentence
from shop import clock
from shop.errors import NO_PRODUCER, NotFoundError
from shop.models import (
    OPEN,
    Claim,
    Consent,
    Listing,
    MemberRole,
    Membership,
    Producer,
    ProducerState,
    Product,
    Proposal,
    Purpose,
)
from shop.models.columns import Row

CONTACT = (
    "contact_name", "phone", "email", "address", "zalo", "opening", "how_to_order",
    "minimum_order", "delivery_area", "shop_url",
)  # fmt: skip
OWN = ("story", "gln")
DISPUTED = Sentence(
    "{code} đang có yêu cầu nhận cơ sở. Hãy trả lời yêu cầu đó trước.",
    "A claim on {code} is open. Answer it first.",
)
OTHER_WAY = Sentence(
    "{kept} chưa được xác nhận, {gone} đã được. Hãy giữ mã {gone}.",
    "{kept} is not confirmed, and {gone} is. Let {gone} stay.",
)
NO_OWNER = Sentence(
    "Cơ sở sẽ không còn chủ nào. Hãy giữ ít nhất một chủ.",
    "The producer would have no owner. Let an owner stay.",
)


@dataclass(frozen=True, slots=True)
class Member:
    """A person who works for a producer."""

    id: int
    """Of the membership."""
    user: int
    name: str
    is_owner: bool


@dataclass(frozen=True, slots=True)
class Differing:
    """What a producer says of itself, said otherwise under its other code."""

    column: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Two codes of a producer, and what becomes of what is theirs."""

    kept: Producer
    gone: Producer
    products: int
    proposals: int
    """Open ones."""
    listings: int
    """Pages on show that will name another code."""
    hidden: int
    """Pages on show that will be none, for want of a consent."""
    ending: frozenset[Purpose]
    """What only one of the two consents to: of two words the stricter stands."""
    working: list[Member]
    """People of the code that stays: they stay, too."""
    members: list[Member]
    """People of the other one, of whom each is decided about."""
    filled: Row
    """Columns that are empty here, or made up, with what the other code says."""
    differing: list[Differing]
    disputed: list[str]
    """Codes with a claim that waits for an answer."""

    def refused(self, stays: Collection[int]) -> Sentence | None:
        """Say why it may not be done with these members staying; None: it may."""
        if self.disputed:
            return DISPUTED.filled(code=self.disputed[0])
        is_shown = ProducerState.CONFIRMED
        if self.gone.state == is_shown and self.kept.state != is_shown:
            return OTHER_WAY.filled(kept=self.kept.code, gone=self.gone.code)
        owners = [one for one in self.members if one.is_owner]
        is_owned = any(one.is_owner for one in self.working)
        if owners and not is_owned and not any(one.id in stays for one in owners):
            return NO_OWNER
        return None

    def taken(self, takes: Collection[str]) -> Row:
        """Give what is written of the other code's words; `takes` names what is taken of two."""
        chosen = {one.column: one.theirs for one in self.differing if one.column in takes}
        return {**self.filled, **chosen}


async def plan_of(kept: str, gone: str) -> Plan:
    """Look what is theirs. Raises NotFoundError."""
    ours, theirs = await _producer(kept), await _producer(gone)
    codes = await Product.filter(producer_id=gone).values_list("code", flat=True)
    given = [await _consents(code) for code in (kept, gone)]
    ending = given[0] ^ given[1]
    claims = Claim.filter(producer_id__in=[kept, gone], decided_at=None)
    filled, differing = compared(ours, theirs)
    return Plan(
        kept=ours,
        gone=theirs,
        products=len(codes),
        proposals=await Proposal.filter(producer_id=gone, state__in=OPEN).count(),
        listings=await Listing.filter(code__in=codes, live=True).count(),
        hidden=await _on_show([kept, gone]) if Purpose.CATALOGUE in ending else 0,
        ending=frozenset(ending),
        working=await _members(kept),
        members=await _members(gone),
        filled=filled,
        differing=differing,
        disputed=sorted({str(code) for code in await claims.values_list("producer_id", flat=True)}),
    )


def compared(ours: Producer, theirs: Producer) -> tuple[Row, list[Differing]]:
    """Give what the other code fills in, and where both say something else.

    What is true is not mixed with what was made up: of such a contact all goes, or none comes.
    """
    columns: Sequence[str] = OWN
    filled: Row = {}
    if ours.contact_evidence and not theirs.contact_evidence and _says(theirs, CONTACT):
        filled = {column: getattr(theirs, column) for column in (*CONTACT, "contact_evidence")}
    elif not ours.contact_evidence and not theirs.contact_evidence:
        columns = (*OWN, *CONTACT)
    said = [Differing(name, getattr(ours, name), getattr(theirs, name)) for name in columns]
    filled |= {one.column: one.theirs for one in said if one.theirs and not one.ours}
    return filled, [one for one in said if one.ours and one.theirs and one.ours != one.theirs]


def _says(one: Producer, columns: Sequence[str]) -> bool:
    return any(getattr(one, column) for column in columns)


async def _producer(code: str) -> Producer:
    if found := await Producer.get_or_none(code=code).select_related("commune"):
        return found
    raise NotFoundError(NO_PRODUCER.filled(code=code))


async def _consents(code: str) -> set[Purpose]:
    rows = await Consent.filter(producer_id=code, withdrawn_at=None).values("purpose")
    return {Purpose(row["purpose"]) for row in rows}


async def _on_show(producers: Sequence[str]) -> int:
    codes = await Product.filter(producer_id__in=producers).values_list("code", flat=True)
    return await Listing.filter(code__in=codes, live=True).count()


async def _members(code: str) -> list[Member]:
    """List who works for a producer today."""
    lasting = Q(until__isnull=True) | Q(until__gte=clock.today())
    standing = Membership.filter(
        lasting, producer_id=code, ended_at=None, accepted_at__isnull=False
    )
    rows = await standing.order_by("id").values("id", "user_id", "role", name="user__name")
    return [
        Member(row["id"], row["user_id"], row["name"], row["role"] == MemberRole.OWNER)
        for row in rows
    ]
