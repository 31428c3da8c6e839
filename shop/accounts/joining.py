"""Owners let others work for their producer, by a number or an address that is told of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tortoise.transactions import in_transaction

from media.sentences import Sentence
from shop import clock
from shop.access import members_now, offers_now
from shop.accounts.codes import refused
from shop.accounts.members import (
    LAST_OWNER,
    NO_MEMBER,
    PAST_DAY,
    add_member,
    lock_members,
    owners_of,
    remove_member,
)
from shop.accounts.messages import name_of, tell
from shop.accounts.people import Address, expect
from shop.audit import record
from shop.database import take_turns
from shop.errors import InvalidError, NotFoundError, TooManyRequestsError
from shop.models import (
    Identity,
    MemberRole,
    Membership,
    Message,
    Producer,
    ProducerState,
    Session,
)

ADDED, REMOVED = "member_added", "member_removed"
"""What people are told (shop/accounts/texts.py)."""
A_DAY = timedelta(days=1)
MOST_A_DAY = 20
"""People that one producer may add in a day: each is sent a message that may cost."""
TOLD_A_DAY, TOLD_BY_ONE = 3, 1
"""How often an address is told the same in a day: by all producers, and by one of them."""
NO_OFFER = Sentence(
    "Không có lời mời này. Hãy mở lại trang.", "There is no such offer. Reload the page."
)
TOO_MANY = Sentence(
    "Hôm nay cơ sở đã thêm {most} người. Hãy thêm tiếp vào ngày mai.",
    "This producer has added {most} people today. Go on tomorrow.",
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person who works for a producer, as its owners see them."""

    membership: int
    user: int
    name: str
    """Empty until they have come in themselves: a number must not tell whose it is."""
    masked: str
    role: MemberRole
    until: date | None
    is_waiting: bool
    """They have not said yes yet: no name then, and no part in anything."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A producer that wants a person to work for it, and waits for their answer."""

    id: int
    producer: str
    name: str


async def colleagues_of(producer: str, viewer: int) -> list[Colleague]:
    """List who works for a producer today, owners first, as one of them may see it."""
    held = [
        each
        for some in (members_now(), offers_now())
        for each in await some.filter(producer_id=producer).select_related("user").order_by("id")
    ]
    users = [each.user.id for each in held]
    addresses, seen = await _addresses(users), await _seen(users)

    def named(one: Membership) -> str:
        came_in = one.accepted_at and one.user.id in seen and seen[one.user.id] >= one.since
        return one.user.name if came_in or one.user.id == viewer else ""

    found = [
        Colleague(
            each.id,
            each.user.id,
            named(each),
            addresses[each.user.id].masked if each.user.id in addresses else "",
            each.role,
            each.until,
            each.accepted_at is None,
        )
        for each in held
    ]
    return sorted(found, key=lambda one: one.role != MemberRole.OWNER)


async def let_join(
    address: Address, producer: str, role: MemberRole, *, by: str, until: date | None, language: str
) -> bool:
    """Ask the person of an address to work for a producer; they come in by it, and say yes or no.

    One who works for it has said yes already. Give whether they are told: they may have been told
    enough today, and a producer that no official has confirmed tells strangers nothing. Asked for
    twice, it is done once. Raises InvalidError, of a day that is over with its field, and
    TooManyRequestsError.
    """
    if until and until < clock.today():
        raise refused("until", PAST_DAY)
    async with in_transaction():
        await lock_members(producer)
        user = await expect(address, language)
        standing = await members_now().get_or_none(user_id=user.id, producer_id=producer)
        asked = await offers_now().get_or_none(user_id=user.id, producer_id=producer)
        if (said := standing or asked) and (said.role, said.until) == (role, until):
            return await name_of(producer) in await _told_of(address, ADDED)
        await _must_leave_an_owner(user.id, producer, role, until)
        await _admit(producer)
        await add_member(user.id, producer, role, by=by, until=until, accepted=bool(standing))
        last = until.isoformat() if until else ""
        return await _tell(address, ADDED, producer, user.language, role=role, until=last)


async def change_role(membership: int, producer: str, role: MemberRole, *, by: str) -> None:
    """Let a member do more, or less. Raises NotFoundError, and InvalidError for the only owner."""
    async with in_transaction():
        await lock_members(producer)
        held = await _member(membership, producer)
        if held.role == role:
            return
        user = int(held.user_id)  # type: ignore[attr-defined]
        await _must_leave_an_owner(user, producer, role, held.until)
        await add_member(user, producer, role, by=by, until=held.until)


async def dismiss(membership: int, producer: str, *, by: str) -> None:
    """End what a member is to a producer, and tell them if they ever came in.

    Raises NotFoundError, and InvalidError.
    """
    async with in_transaction():
        if (held := await offers_now().get_or_none(id=membership, producer_id=producer)) is None:
            held = await _member(membership, producer)
        user = int(held.user_id)  # type: ignore[attr-defined]
        await remove_member(user, producer, by=by)
        came_in = Identity.filter(user_id=user, used_at__isnull=False).select_related("user")
        last = await came_in.order_by("-used_at", "id").first()
        if last and held.accepted_at and by != f"user {user}":
            address = Address(last.kind, last.address)
            await _tell(address, REMOVED, producer, last.user.language)


async def offers_to(user: int) -> list[Offer]:
    """List the producers that wait for a person's answer."""
    rows = offers_now().filter(user_id=user).order_by("id")
    return [
        Offer(row["id"], row["producer_id"], row["name"])
        for row in await rows.values("id", "producer_id", name="producer__name")
    ]


async def must_be_offered(user: int, offer: int) -> None:
    """Raise NotFoundError for what is no offer to a person, or no longer."""
    if not await offers_now().filter(id=offer, user_id=user).exists():
        raise NotFoundError(NO_OFFER)


async def answer_offer(user: int, offer: int, *, yes: bool) -> None:
    """Say yes or no to a producer that wants a person. Raises NotFoundError for no such offer."""
    now = clock.now()
    async with in_transaction():
        if (held := await offers_now().get_or_none(id=offer, user_id=user)) is None:
            raise NotFoundError(NO_OFFER)
        producer: str = held.producer_id  # type: ignore[attr-defined]
        await lock_members(producer)
        answer = {"accepted_at": now} if yes else {"ended_at": now}
        if not await offers_now().filter(id=offer).update(**answer):
            raise NotFoundError(NO_OFFER)
        await record(
            f"user {user}", f"member.{'accept' if yes else 'decline'}", producer, user=user
        )


async def _member(membership: int, producer: str) -> Membership:
    if held := await members_now().get_or_none(id=membership, producer_id=producer):
        return held
    raise NotFoundError(NO_MEMBER)


async def _must_leave_an_owner(
    user: int, producer: str, role: MemberRole, until: date | None
) -> None:
    """Refuse to make the only owner less, or an owner for a while."""
    stays = role == MemberRole.OWNER and until is None
    if not stays and await owners_of(producer) == [user]:
        raise InvalidError(LAST_OWNER)


async def _admit(producer: str) -> None:
    added = Membership.filter(producer_id=producer, since__gt=clock.now() - A_DAY)
    if await added.count() >= MOST_A_DAY:
        said = TOO_MANY.filled(most=MOST_A_DAY)
        raise TooManyRequestsError(said, int(A_DAY.total_seconds()))


async def _tell(address: Address, what: str, producer: str, language: str, **words: Any) -> bool:
    """Tell a person of their part in a producer, if that may be; give whether it was."""
    if not await Producer.exists(code=producer, state=ProducerState.CONFIRMED):
        return False
    await take_turns(f"told {address.text}")
    named = await name_of(producer)
    told_of = await _told_of(address, what)
    if len(told_of) >= TOLD_A_DAY or told_of.count(named) >= TOLD_BY_ONE:
        return False
    await tell(address, what, language=language, producer=named, **words)
    return True


async def _told_of(address: Address, what: str) -> list[str]:
    """List the producers of which an address was told something in the last day."""
    told = Message.filter(kind=address.kind, address=address.text, what=what)
    rows = await told.filter(created_at__gt=clock.now() - A_DAY).values("words")
    return [row["words"]["producer"] for row in rows]


async def _addresses(users: list[int]) -> dict[int, Address]:
    """Give user → the first address of theirs."""
    held = await Identity.filter(user_id__in=users).order_by("-id")
    return {one.user_id: Address(one.kind, one.address) for one in held}  # type: ignore[attr-defined]


async def _seen(users: list[int]) -> dict[int, datetime]:
    """Give user → when they were last here."""
    held = await Session.filter(user_id__in=users).order_by("seen_at").values("user_id", "seen_at")
    return {row["user_id"]: row["seen_at"] for row in held}
