"""Whose a producer is: a person who shows its letter owns it, or asks the owners that it has.

All that decides it happens under the lock of the producer's members, so of two at once one is
first. What an owner or a registrar has decided stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from media.failpoints import reach
from media.sentences import Sentence
from shop import access, clock
from shop.access import Actor, May
from shop.accounts import invitations, messages
from shop.accounts.members import add_member, lock_members, owners_of
from shop.accounts.people import Address
from shop.audit import record
from shop.errors import InvalidError, NotFoundError
from shop.models import Claim, Code, Identity, Invitation, MemberRole, User

OWNERS_TIME = timedelta(days=14)
"""How long the owners alone may answer; then a registrar may in their place."""
ASKED, DECIDED = "claim_asked", "claim_decided"
GRANTED, REFUSED = "claim_granted", "claim_refused"
"""What owners and the person are told (shop/accounts/texts.py)."""
NO_CLAIM = Sentence(
    "Không có yêu cầu này. Hãy mở lại trang.", "There is no such claim. Reload the page."
)
ANSWERED = Sentence(
    "Yêu cầu này đã được trả lời. Hãy mở lại trang để xem.",
    "This claim has been answered already. Reload the page to see how.",
)
TOO_EARLY = Sentence(
    "Chủ cơ sở được trả lời trước. Hãy đợi đến ngày {day}.",
    "Its owners may answer first. Wait until {day}.",
)
OWN_CLAIM = Sentence(
    "Đây là yêu cầu của chính bạn. Hãy nhờ một cán bộ khác trả lời.",
    "This claim is your own. Ask another official to answer it.",
)


class Claimed(StrEnum):
    """What came of it that a person said a producer is theirs."""

    OWNER = "owner"
    ASKED = "asked"
    """It has owners, and they were asked."""
    MINE = "mine"
    """It was theirs before."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim that waits for an answer, as the page of its owners or of a registrar shows it."""

    id: int
    producer: str
    producer_name: str
    user: int
    who: str
    """The person's name, or their number or address, masked."""
    asked_at: datetime

    @property
    def others_from(self) -> datetime:
        """From when a registrar may answer."""
        return self.asked_at + OWNERS_TIME

    @property
    def asked_on(self) -> date:
        return clock.today(self.asked_at)

    @property
    def others_on(self) -> date:
        return clock.today(self.others_from)

    @property
    def is_late(self) -> bool:
        return self.others_from <= clock.now()


async def claim_by_letter(user: int, invitation: Invitation, *, help_phone: str = "") -> Claimed:
    """Use a letter up for a person and claim its producer, inside a transaction.

    Raises InvalidError that names the field `code` for a letter that is used, replaced or over.
    """
    producer: str = invitation.producer_id  # type: ignore[attr-defined]
    await lock_members(producer)
    if user in await owners_of(producer):  # the code typed twice, in two tabs
        return Claimed.MINE
    await invitations.use(invitation, help_phone)
    reach("claim-used")
    await record(f"user {user}", "invitation.use", producer, invitation=invitation.id)
    return await claim(user, producer, by=f"user {user}")


async def claim_at_once(user: int, invitation: Invitation, *, help_phone: str = "") -> Claimed:
    """Claim a letter's producer for a person who is signed in, as `claim_by_letter` does."""
    async with in_transaction():
        return await claim_by_letter(user, invitation, help_phone=help_phone)


async def claim_if_invited(user: User, code: Code, *, help_phone: str = "") -> None:
    """Claim the producer of the letter whose code was typed before these digits were sent."""
    if number := code.invitation_id:  # type: ignore[attr-defined]
        invitation = await Invitation.get(id=number)
        await claim_by_letter(user.id, invitation, help_phone=help_phone)


async def producer_of(code: Code | None) -> str:
    """Give the producer that a person came in to claim; empty: they came for none."""
    if code and (number := code.invitation_id):  # type: ignore[attr-defined]
        return str((await Invitation.get(id=number)).producer_id)  # type: ignore[attr-defined]
    return str((code and code.producer_id) or "")  # type: ignore[attr-defined]


async def claim(user: int, producer: str, *, by: str) -> Claimed:
    """Make a person the owner of a producer without one, else ask its owners.

    Inside a transaction.
    """
    await lock_members(producer)
    owners = await owners_of(producer)
    if user in owners:
        return Claimed.MINE
    if not owners:
        await add_member(user, producer, MemberRole.OWNER, by=by)
        return Claimed.OWNER
    if not await Claim.exists(user_id=user, producer_id=producer, decided_at=None):
        await _ask(user, producer, owners)
    return Claimed.ASKED


async def _ask(user: int, producer: str, owners: Sequence[int]) -> None:
    asked = Claim(user_id=user, producer_id=producer, asked_at=clock.now())
    await asked.save()
    await record(f"user {user}", "claim.ask", producer, claim=asked.id)
    await _tell(owners, ASKED, producer)


async def decide(claim_id: int, granted: bool, *, by: str) -> None:  # noqa: FBT001 - the one answer
    """Answer a claim; the first answer stands, and both sides are told.

    Raises NotFoundError, and InvalidError for one that was answered before. The caller asks for
    whom its person may decide: an owner of the producer, or `decide_late`.
    """
    async with in_transaction():
        if (found := await Claim.get_or_none(id=claim_id)) is None:
            raise NotFoundError(NO_CLAIM)
        producer: str = found.producer_id  # type: ignore[attr-defined]
        user: int = found.user_id  # type: ignore[attr-defined]
        await lock_members(producer)
        answer: dict[str, Any] = {"decided_at": clock.now(), "is_granted": granted, "by": by}
        if not await Claim.filter(id=claim_id, decided_at=None).update(**answer):
            raise InvalidError(ANSWERED)
        owners = [one for one in await owners_of(producer) if f"user {one}" != by]
        if granted:
            await add_member(user, producer, MemberRole.OWNER, by=by)
        what = GRANTED if granted else REFUSED
        await record(by, f"claim.{'grant' if granted else 'refuse'}", producer, claim=claim_id)
        await _tell([user], what, producer)
        await _tell([one for one in owners if one != user], DECIDED, producer)


async def _tell(users: Sequence[int], what: str, producer: str) -> None:
    """Tell each of some people."""
    named = await messages.name_of(producer)
    for user in users:
        await messages.tell_user(user, what, producer=named)


async def waiting_for(producer: str) -> list[Waiting]:
    """List the claims of a producer that wait for its owners, the oldest first."""
    return await _waiting(Claim.filter(producer_id=producer))


async def waiting_in_reach(actor: Actor) -> list[Waiting]:
    """List the claims that an official may answer, now or later, the oldest first."""
    return await _waiting(Claim.filter(producer_id__in=await _decides(actor)))


async def asked_by(user: int) -> list[Waiting]:
    """List the claims of a person that wait, the oldest first."""
    return await _waiting(Claim.filter(user_id=user))


async def claim_for(actor: Actor, claim_id: int) -> Waiting:
    """Give a claim within an official's reach, answered or not. Raises NotFoundError."""
    reached = Claim.filter(id=claim_id, producer_id__in=await _decides(actor))
    if not (found := await _read(reached)):
        raise NotFoundError(NO_CLAIM)
    return found[0]


async def claim_on(producer: str, claim_id: int) -> Waiting:
    """Give a claim on a producer, answered or not. Raises NotFoundError."""
    if not (found := await _read(Claim.filter(id=claim_id, producer_id=producer))):
        raise NotFoundError(NO_CLAIM)
    return found[0]


async def decide_late(found: Waiting, granted: bool, *, by: str) -> None:  # noqa: FBT001 - as above
    """Answer a claim in the place of the owners.

    Raises InvalidError where it is their turn, and for the official's own claim.
    """
    if by == f"user {found.user}":
        raise InvalidError(OWN_CLAIM)
    if not found.is_late:
        day = found.others_on
        raise InvalidError(TOO_EARLY.filled(day=f"{day.day}/{day.month}/{day.year}"))
    await decide(found.id, granted, by=by)


async def _decides(actor: Actor) -> list[Any]:
    there = await access.reach(actor, May.DECIDE)
    return list(await there.values_list("code", flat=True))


async def _waiting(claims: QuerySet[Claim]) -> list[Waiting]:
    return await _read(claims.filter(decided_at=None))


async def _read(claims: QuerySet[Claim]) -> list[Waiting]:
    rows = await claims.order_by("asked_at", "id").values(
        "id", "producer_id", "user_id", "asked_at", name="user__name", of="producer__name"
    )
    return [
        Waiting(
            id=row["id"],
            producer=row["producer_id"],
            producer_name=row["of"],
            user=row["user_id"],
            who=row["name"] or await _masked(row["user_id"]),
            asked_at=row["asked_at"],
        )
        for row in rows
    ]


async def _masked(user: int) -> str:
    held = await Identity.filter(user_id=user).order_by("-used_at", "id").first()
    return Address(held.kind, held.address).masked if held else ""
