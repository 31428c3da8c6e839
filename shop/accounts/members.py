"""Who works for which producer, and what officials may do where: each with a beginning and end."""

from datetime import date

from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from media.sentences import Sentence
from shop import clock
from shop.access import members_now
from shop.audit import record
from shop.errors import InvalidError, NotFoundError
from shop.models import Mandate, MemberRole, Membership, OfficialRole, Producer, QuickLink

NO_MEMBER = Sentence(
    "Không có người này trong cơ sở. Hãy mở lại trang.", "There is no such member. Reload the page."
)
LAST_OWNER = Sentence(
    "Cơ sở cần ít nhất một chủ. Hãy mời chủ khác trước.",
    "A producer needs an owner. Invite another one first.",
)
PAST_DAY = Sentence(
    "Ngày cuối đã qua. Hãy ghi một ngày từ hôm nay.", "The last day is over; give a later one."
)


def owners_now() -> QuerySet[Membership]:
    """Find who owns which producer today and may come in; an account that is closed owns none."""
    return members_now().filter(role=MemberRole.OWNER, user__disabled_at=None)


async def owners_of(producer: str) -> list[int]:
    """List the users who own a producer today and may come in."""
    owners = owners_now().filter(producer_id=producer)
    return [int(user) for user in await owners.order_by("id").values_list("user_id", flat=True)]  # type: ignore[call-overload]


async def lock_members(producer: str) -> None:
    """Let changes of a producer's members come one after the other, inside a transaction."""
    await Producer.filter(code=producer).select_for_update(no_key=True).only("code")


async def add_member(
    user: int,
    producer: str,
    role: MemberRole,
    *,
    by: str,
    until: date | None = None,
    accepted: bool = True,
) -> None:
    """Let a person work for a producer, in place of what they were to it. Inside a transaction.

    Not `accepted`, it waits until the person says yes.

    Raises InvalidError for a last day that is over.
    """
    if until and until < clock.today():
        raise InvalidError(PAST_DAY)
    await lock_members(producer)
    now = clock.now()
    if role is not MemberRole.OWNER or user not in await owners_of(producer):
        await _end_links(user, producer)
    await Membership.filter(user_id=user, producer_id=producer, ended_at=None).update(ended_at=now)
    new = Membership(user_id=user, producer_id=producer, role=role, since=now, until=until, by=by)
    new.accepted_at = now if accepted else None
    await new.save()
    await record(
        by, "member.add" if accepted else "member.ask", producer, user=user, role=role, until=until
    )


async def remove_member(user: int, producer: str, *, by: str) -> None:
    """End what a person is to a producer.

    Raises NotFoundError, and InvalidError for its only owner.
    """
    async with in_transaction():
        await lock_members(producer)
        standing = Membership.filter(user_id=user, producer_id=producer, ended_at=None)
        if not await standing.exists():
            raise NotFoundError(NO_MEMBER)
        if await owners_of(producer) == [user]:
            raise InvalidError(LAST_OWNER)
        await standing.update(ended_at=clock.now())
        await _end_links(user, producer)
        await record(by, "member.remove", producer, user=user)


async def _end_links(user: int, producer: str) -> None:
    """End the quick link that a person switched on: a later right of theirs does not revive it."""
    links = QuickLink.filter(user_id=user, producer_id=producer, ended_at=None)
    await links.update(ended_at=clock.now())


async def give_mandate(
    user: int,
    role: OfficialRole,
    commune: str | None,
    *,
    by: str,
    until: date | None = None,
) -> None:
    """Let an official do something in a commune; None: in the whole city. Inside a transaction."""
    if until and until < clock.today():
        raise InvalidError(PAST_DAY)
    new = Mandate(
        user_id=user, role=role, commune_id=commune, since=clock.today(), until=until, by=by
    )
    await new.save()
    await record(by, "mandate.give", f"user {user}", role=role, commune=commune, until=until)


async def end_mandates(
    user: int, *, by: str, role: OfficialRole | None = None, commune: str = ""
) -> int:
    """End what an official may do, of one role or in one commune or all; tell how many mandates."""
    standing = Mandate.filter(user_id=user, ended_at=None)
    standing = standing.filter(role=role) if role else standing
    standing = standing.filter(commune_id=commune) if commune else standing
    async with in_transaction():
        ended = await standing.update(ended_at=clock.now())
        said = {"role": role, "commune": commune or None}
        await record(by, "mandate.end", f"user {user}", ended=ended, **said)
    return ended
