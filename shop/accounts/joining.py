"""Owners let others work for their producer, by a number or an address that is told of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tortoise.transactions import in_transaction

from media.sentences import Sentence
from shop import clock
from shop.access import members_now
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
from shop.errors import InvalidError, NotFoundError, TooManyRequestsError
from shop.models import Identity, MemberRole, Membership, Session

ADDED, REMOVED = "member_added", "member_removed"
"""What people are told (shop/accounts/texts.py)."""
A_DAY = timedelta(days=1)
MOST_A_DAY = 20
"""People that one producer may add in a day: each is sent a message that may cost."""
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


async def colleagues_of(producer: str, viewer: int) -> list[Colleague]:
    """List who works for a producer today, owners first, as one of them may see it."""
    held = await members_now().filter(producer_id=producer).select_related("user").order_by("id")
    users = [each.user.id for each in held]
    addresses, seen = await _addresses(users), await _seen(users)

    def named(one: Membership) -> str:
        came_in = one.user.id in seen and seen[one.user.id] >= one.since
        return one.user.name if came_in or one.user.id == viewer else ""

    found = [
        Colleague(
            each.id,
            each.user.id,
            named(each),
            addresses[each.user.id].masked if each.user.id in addresses else "",
            each.role,
            each.until,
        )
        for each in held
    ]
    return sorted(found, key=lambda one: one.role != MemberRole.OWNER)


async def let_join(
    address: Address, producer: str, role: MemberRole, *, by: str, until: date | None, language: str
) -> None:
    """Let the person of an address work for a producer, and tell them; they come in by it.

    Asked for twice, it is done once. Raises InvalidError, of a day that is over with its field, and
    TooManyRequestsError.
    """
    if until and until < clock.today():
        raise refused("until", PAST_DAY)
    async with in_transaction():
        await lock_members(producer)
        user = await expect(address, language)
        standing = await members_now().get_or_none(user_id=user.id, producer_id=producer)
        if standing and (standing.role, standing.until) == (role, until):
            return
        await _must_leave_an_owner(user.id, producer, role, until)
        await _admit(producer)
        await add_member(user.id, producer, role, by=by, until=until)
        await _tell(address, producer, role, until, user.language)


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
    """End what a member is to a producer, and tell them. Raises NotFoundError, and InvalidError."""
    async with in_transaction():
        held = await _member(membership, producer)
        user = int(held.user_id)  # type: ignore[attr-defined]
        await remove_member(user, producer, by=by)
        latest = Identity.filter(user_id=user).order_by("-used_at", "id").select_related("user")
        if by != f"user {user}" and (last := await latest.first()):
            named = await name_of(producer)
            address = Address(last.kind, last.address)
            await tell(address, REMOVED, language=last.user.language, producer=named)


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


async def _tell(
    address: Address, producer: str, role: MemberRole, until: date | None, language: str
) -> None:
    named = await name_of(producer)
    last = until.isoformat() if until else ""
    await tell(address, ADDED, language=language, producer=named, role=role, until=last)


async def _addresses(users: list[int]) -> dict[int, Address]:
    """Give user → the first address of theirs."""
    held = await Identity.filter(user_id__in=users).order_by("-id")
    return {one.user_id: Address(one.kind, one.address) for one in held}  # type: ignore[attr-defined]


async def _seen(users: list[int]) -> dict[int, datetime]:
    """Give user → when they were last here."""
    held = await Session.filter(user_id__in=users).order_by("seen_at").values("user_id", "seen_at")
    return {row["user_id"]: row["seen_at"] for row in held}
