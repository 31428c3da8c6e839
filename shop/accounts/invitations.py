"""Letters to producers that are in the catalogue, by whose code their owners come in.

The code of a letter is told once, when it is made; what is kept of it is a digest. A letter is good
once, for 60 days, and until a newer one is made for the same producer.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tortoise.transactions import in_transaction

from media.sentences import Sentence
from shop import clock
from shop.accounts.codes import refused, slow_digests
from shop.accounts.members import lock_members, owners_now
from shop.accounts.secret import make_letters, write_letters
from shop.audit import record
from shop.errors import NO_PRODUCER, InvalidError, MadeAlreadyError, NotFoundError
from shop.models import Invitation, Producer

LIFE = timedelta(days=60)
OVER = Sentence(
    "Giấy mời này đã hết hạn ngày {day}. Hãy xin cán bộ xã giấy mới.",
    "This letter ended on {day}. Ask your commune for a new one.",
)
REPLACED = Sentence(
    "Giấy mời này đã được thay bằng giấy mới hơn. Hãy dùng giấy mới, hoặc xin cán bộ xã.",
    "A newer letter has taken the place of this one. Use that, or ask your commune for one.",
)
USED = Sentence(
    "Giấy mời đã được dùng. Không phải người nhà bạn? Gọi {number}.",
    "This letter has been used. Was it none of your family? Call {number}.",
)
USED_ASK = Sentence(
    "Giấy mời đã được dùng. Không phải người nhà bạn? Hãy báo UBND xã, phường.",
    "This letter has been used. Was it none of your family? Tell your commune.",
)
HAS_OWNER = Sentence(
    "Cơ sở {producer} đã có chủ nên không cần giấy mời. Hãy trao mã cho chủ cơ sở.",
    "{producer} has an owner and needs no letter. Hand a code to its owner.",
)

JUST_MADE = Sentence(
    "Giấy mời vừa được làm lúc {time} và vẫn dùng được. Chỉ in lại nếu giấy đó bị mất.",
    "A letter was made at {time} and is good. Print another only if it is lost.",
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is printed, with its code, which can be told only now."""

    producer: str
    name: str
    commune: str
    code: str
    """As it is written: K7QM-4T2X."""
    last_day: date


async def invite(producer: str, *, by: str, seen: int | None = None) -> Letter:
    """Make a letter for a producer; an unused former one is good no longer.

    `seen` is the newest letter that its maker knew of, 0 for none: a page that is loaded again
    sends its form again, and must not undo the letter that it shows. Raises NotFoundError,
    MadeAlreadyError, and InvalidError for a producer that has an owner.
    """
    if not (letters := await invite_all([producer], by=by, seen=seen)):
        raise InvalidError(HAS_OWNER.filled(producer=producer))
    return letters[0]


async def invite_all(
    producers: Collection[str], *, by: str, seen: int | None = None
) -> list[Letter]:
    """Make letters for those of the producers that have no owner, in one transaction.

    Raises NotFoundError for a producer that is not there.
    """
    wanted = sorted(set(producers))  # in one order, so that two such runs wait and never lock
    letters = [make_letters() for _ in wanted]
    digests = await slow_digests(letters)  # before the transaction: it is slow
    secrets = zip(wanted, letters, digests, strict=True)
    async with in_transaction():
        made = [await _write(*secret, by=by, seen=seen) for secret in secrets]
    return [letter for letter in made if letter]


async def newest(producer: str) -> Invitation | None:
    """Find the letter that was made last for a producer, whatever became of it."""
    return await Invitation.filter(producer_id=producer).order_by("-id").first()


async def _write(
    code: str, letters: str, digest: str, *, by: str, seen: int | None
) -> Letter | None:
    await lock_members(code)
    await _must_be_new(code, seen)
    rows = await Producer.filter(code=code).values("name", commune="commune__name")
    if not rows:
        raise NotFoundError(NO_PRODUCER.filled(code=code))
    if await owners_now().filter(producer_id=code).exists():
        return None
    now, last_day = clock.now(), clock.today() + LIFE
    former = Invitation.filter(producer_id=code, used_at=None, revoked_at=None)
    await former.update(revoked_at=now)
    end = clock.end_of(last_day)  # the day that is printed counts to its last minute
    new = Invitation(producer_id=code, digest=digest, created_at=now, expires_at=end, by=by)
    await new.save()
    await record(by, "invitation.make", code, invitation=new.id)
    return Letter(code, rows[0]["name"], rows[0]["commune"], write_letters(letters), last_day)


async def _must_be_new(producer: str, seen: int | None) -> None:
    last = await newest(producer)
    if seen is not None and last and last.id > seen:
        made = last.created_at.astimezone(clock.VIETNAM)
        raise MadeAlreadyError(JUST_MADE.filled(time=f"{made.hour}:{made.minute:02d}"), last.id)


async def with_digest(digest: str) -> Invitation | None:
    """Find the letter of a printed code, whatever became of it, with its producer and commune."""
    found = Invitation.filter(digest=digest).select_related("producer__commune")
    return await found.first()


def must_be_good(invitation: Invitation, help_phone: str = "") -> None:
    """Raise InvalidError that names the field `code` for a letter that lets in no more.

    It names no person: the reader may have found the letter, or photographed it.
    """
    if invitation.used_at:
        said = USED.filled(number=help_phone) if help_phone else USED_ASK
        raise refused("code", said)
    if invitation.revoked_at:
        raise refused("code", REPLACED)
    if invitation.expires_at <= clock.now():
        raise refused("code", over_since(invitation))


def over_since(invitation: Invitation) -> Sentence:
    """Say which day was a letter's last, as a Vietnamese writes it: 3/10/2026."""
    day = last_day_of(invitation)
    return OVER.filled(day=f"{day.day}/{day.month}/{day.year}")


def last_day_of(invitation: Invitation) -> date:
    return clock.today(invitation.expires_at - timedelta(microseconds=1))


async def use(invitation: Invitation, help_phone: str = "") -> None:
    """Use a letter up, inside the transaction of the claim; of two at once one does.

    Raises InvalidError as `must_be_good` does.
    """
    good = Invitation.filter(id=invitation.id, used_at=None, revoked_at=None)
    if not await good.filter(expires_at__gt=clock.now()).update(used_at=clock.now()):
        await invitation.refresh_from_db(fields=["used_at", "revoked_at"])
        must_be_good(invitation, help_phone)
        raise refused("code", over_since(invitation))


async def latest_of(producers: Sequence[str]) -> dict[str, Invitation]:
    """Give the letter of each producer that is good, or was so last."""
    rows = await Invitation.filter(producer_id__in=producers, revoked_at=None).order_by("id")
    return {row.producer_id: row for row in rows}  # type: ignore[attr-defined]
