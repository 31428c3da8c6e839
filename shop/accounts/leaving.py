"""What is held about a person, and how it goes: on request, within two working days.

So the law of 2025 on personal data asks (91/2025/QH15, NĐ 356/2025). The audit stays, for it names
"user 12" and no person.
"""

from typing import Any

from tortoise.expressions import Q
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from media.sentences import Sentence
from shop import clock
from shop.access import members_now
from shop.accounts import sessions
from shop.accounts.members import lock_members, owners_of
from shop.accounts.people import Address, addresses_of, person_of
from shop.audit import record
from shop.catalogue.contacts import NOTHING, set_contact
from shop.errors import InvalidError, NotFoundError
from shop.models import (
    Attempt,
    AuditEntry,
    Challenge,
    Claim,
    Code,
    Device,
    Identity,
    InHand,
    Mandate,
    MemberRole,
    Membership,
    Message,
    Passkey,
    Password,
    Producer,
    PutOff,
    QuickLink,
    Session,
    Totp,
    User,
)

NO_PERSON = Sentence(
    "Không có ai với số hoặc địa chỉ này. Hãy xem lại.", "There is no person of this address."
)
NO_USER = Sentence(
    "Không có người số {number}. Hãy xem lại số trong nhật ký.",
    "There is no user {number}. Look again what the records say.",
)
ONLY_OWNER = Sentence(
    "Người này là chủ duy nhất của {producers}. Hãy thêm chủ khác, hoặc dùng --even-so.",
    "This person is the only owner of {producers}. Add another one, or say --even-so.",
)
ERASED = ""
TOLD: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("passkeys", Passkey, ("name", "created_at", "used_at")),
    ("password", Password, ("changed_at",)),
    ("authenticator app", Totp, ("confirmed_at",)),
    ("devices", Device, ("seen_at",)),
    ("sessions", Session, ("side", "words", "created_at", "seen_at", "ended_at")),
    (
        "memberships",
        Membership,
        ("producer_id", "role", "since", "accepted_at", "until", "ended_at", "by"),
    ),
    ("mandates", Mandate, ("role", "commune_id", "since", "until", "ended_at", "by")),
    ("claims", Claim, ("producer_id", "asked_at", "decided_at", "is_granted")),
    ("quick links", QuickLink, ("producer_id", "created_at", "used_at", "ended_at")),
    ("proposals in hand", InHand, ("proposal_id", "since", "seen_at")),
    ("proposals put off", PutOff, ("proposal_id", "day")),
)
"""What is called how → the rows of a user → their columns that say something of the person."""

OWN = (Identity, Password, Totp, Passkey, Challenge, Device, Session, InHand, PutOff)
"""What goes with a person who is erased."""


async def found(address: Address) -> User:
    """Give the person of an address. Raises NotFoundError."""
    if user := await person_of(address):
        return user
    raise NotFoundError(NO_PERSON)


async def numbered(number: int) -> User:
    """Give a person by the number that records name them by. Raises NotFoundError."""
    if user := await User.get_or_none(id=number):
        return user
    raise NotFoundError(NO_USER.filled(number=number))


async def all_about(user: User) -> dict[str, Any]:
    """Give all that is held about a person, for them to read."""
    addresses = await addresses_of(user.id)
    at = _at(addresses)
    columns = ("kind", "address", "verified_at", "used_at")
    told: dict[str, Any] = {
        "user": user.id,
        "name": user.name,
        "language": user.language,
        "created_at": user.created_at,
        "disabled_at": user.disabled_at,
        "addresses": await Identity.filter(user_id=user.id).values(*columns),
    }
    for name, table, said in TOLD:
        told[name] = await _rows(table.filter(user_id=user.id), *said)
    told["producers owned alone"] = await _reached_at(await _owned_alone(user))
    told["messages"] = await _rows(Message.filter(at), "what", "words", "state", "created_at")
    told["codes"] = await _rows(Code.filter(at), "purpose", "by", "created_at", "used_at")
    told["wrong tries"] = await _rows(Attempt.filter(_tried(user, addresses)), "what", "at")
    told["audit"] = await _noted_of(user)
    return told


async def _noted_of(user: User) -> list[dict[str, Any]]:
    """List what the audit says a person did, and what was done to them."""
    mine = Q(by=_named(user)) | Q(subject=_named(user))
    held = await Membership.filter(user_id=user.id).distinct().values_list("producer_id", flat=True)
    of_members = Q(action__startswith="member.", subject__in=list(held))
    noted = AuditEntry.filter(mine | of_members)
    rows = await _rows(noted, "at", "by", "action", "subject", "detail")
    names = {_named(user), user.id}
    return [one for one in rows if names & {one["by"], one["subject"], one["detail"].get("user")}]


async def _reached_at(producers: list[str]) -> list[dict[str, Any]]:
    """List how producers can be reached, which may be how a person can."""
    found = Producer.filter(code__in=producers).order_by("code")
    return list(await found.values("code", "name", *NOTHING))


async def _rows(found: QuerySet[Any], *columns: str) -> list[dict[str, Any]]:
    return list(await found.order_by("id").values(*columns))


async def close(user: User, *, by: str) -> None:
    """Let a person come in no more, and end where they are signed in."""
    async with in_transaction():
        await User.filter(id=user.id, disabled_at=None).update(disabled_at=clock.now())
        links = QuickLink.filter(user_id=user.id, ended_at=None)
        await links.update(ended_at=clock.now())
        await record(by, "user.disable", _named(user))
        await sessions.end_all(user.id, by=by)


async def reopen(user: User, *, by: str) -> None:
    """Let a person come in again."""
    async with in_transaction():
        await User.filter(id=user.id).update(disabled_at=None)
        await record(by, "user.enable", _named(user))


async def release(address: Address, *, by: str) -> User | None:
    """Take an address from the person who had it: the number is another person's by now.

    The former person stays what they are to a producer, but is signed out everywhere; without
    another address they come in by nothing. Give them, if there is one.
    """
    async with in_transaction():
        if user := await person_of(address):
            await Identity.filter(kind=address.kind, address=address.text).delete()
            await _void(Q(kind=address.kind, address=address.text))
            if not await Identity.exists(user_id=user.id):
                await Passkey.filter(user_id=user.id).delete()
            await record(by, "identity.release", _named(user))
            await sessions.end_all(user.id, by=by)
    return user


async def erase(user: User, *, by: str, even_so: bool = False) -> None:
    """Take all that says who a person is; what they were to producers stays, without a name.

    Producers of theirs alone can no longer be reached at what may be their address. Raises
    InvalidError for the only owner of a producer, unless that is meant.
    """
    if even_so:  # first, for each is a change of its own: broken off, all of it is begun again
        await _clear_contacts(await _owned_alone(user), by)
    async with in_transaction():
        await _must_leave_owners(user, even_so=even_so)
        addresses = await addresses_of(user.id)
        await _void(_at(addresses), whole=True)
        await Attempt.filter(_tried(user, addresses)).delete()
        for table in OWN:
            await table.filter(user_id=user.id).delete()
        await _end_all_rights(user, by)
        await User.filter(id=user.id).update(name=ERASED, disabled_at=clock.now())
        await record(by, "user.erase", _named(user))


async def _clear_contacts(producers: list[str], by: str) -> None:
    for one in await _reached_at(producers):
        if any(one[column] for column in NOTHING):
            await set_contact(one["code"], NOTHING, by=by)


async def _must_leave_owners(user: User, *, even_so: bool) -> None:
    """Refuse to take the only owner of a producer; owners stay what they are from here on."""
    for code in await _owned(user):
        await lock_members(code)
    alone = await _owned_alone(user)
    if alone and not even_so:
        raise InvalidError(ONLY_OWNER.filled(producers=", ".join(alone)))


async def _owned_alone(user: User) -> list[str]:
    """List the producers that have no other owner who may come in."""
    return [code for code in await _owned(user) if set(await owners_of(code)) <= {user.id}]


async def _owned(user: User) -> list[str]:
    owned = members_now().filter(user_id=user.id, role=MemberRole.OWNER)
    return sorted({str(code) for code in await owned.values_list("producer_id", flat=True)})


async def _end_all_rights(user: User, by: str) -> None:
    now = clock.now()
    for table in (Membership, Mandate, QuickLink):
        await table.filter(user_id=user.id, ended_at=None).update(ended_at=now)
    open_claims = Claim.filter(user_id=user.id, decided_at=None)
    await open_claims.update(decided_at=now, is_granted=False, by=by)


async def _void(at: Q, *, whole: bool = False) -> None:
    """Make codes of an address useless, or delete them; messages that wait are not sent."""
    if whole:
        await Message.filter(at).delete()
        await Code.filter(at).delete()
        return
    await Message.filter(at, ended_at=None).delete()
    await Code.filter(at, used_at=None).update(used_at=clock.now())


def _at(addresses: list[Address]) -> Q:
    """Find what names one of some addresses; of none, nothing."""
    if not addresses:
        return Q(id__in=[])
    return Q(*[Q(kind=one.kind, address=one.text) for one in addresses], join_type="OR")


def _tried(user: User, addresses: list[Address]) -> Q:
    return Q(key__in=[_named(user), *[one.text for one in addresses]])


def _named(user: User) -> str:
    return f"user {user.id}"
