"""A link that opens a producer's price and stock without signing in: off until it is switched on.

It is a row and no signature, so that it can be ended; it is good only while the person who switched
it on may work for the producer. Who has it may say prices and stock in that person's name.
"""

from dataclasses import dataclass

from tortoise.transactions import in_transaction

from media.sentences import Sentence
from shop import clock
from shop.access import MEMBERS, May, members_now
from shop.accounts.members import lock_members
from shop.accounts.secret import digest_of, make_token
from shop.audit import record
from shop.errors import MadeAlreadyError
from shop.models import Producer, QuickLink

JUST_MADE = Sentence(
    "Link vừa được bật và vẫn dùng được. Chỉ làm link mới nếu bạn chưa chép link đó.",
    "The link was just switched on and works. Make another only if you have not copied it.",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens."""

    link: int
    producer: Producer
    user: int

    @property
    def by(self) -> str:
        """Name the person who switched it on, as records do."""
        return f"user {self.user}"


async def switch_on(user: int, producer: str, *, seen: int | None = None) -> str:
    """Make a producer's link, in place of the one that it had; give its token, which is not kept.

    That the person may, the caller knows. `seen` is the newest link that they knew of, 0 for none:
    a page that is loaded again must not end the link that it shows. Raises MadeAlreadyError.
    """
    token, by = make_token(), f"user {user}"
    async with in_transaction():
        await lock_members(producer)
        last = await newest(producer)
        if seen is not None and last and last.id > seen:
            raise MadeAlreadyError(JUST_MADE, last.id)
        await _end(producer)
        await QuickLink.create(
            producer_id=producer, user_id=user, digest=digest_of(token), created_at=clock.now()
        )
        await record(by, "quick_link.on", producer)
    return token


async def switch_off(producer: str, *, by: str) -> None:
    """End a producer's link; where there is none, nothing is done."""
    async with in_transaction():
        await lock_members(producer)
        if await _end(producer):
            await record(by, "quick_link.off", producer)


async def newest(producer: str) -> QuickLink | None:
    """Find the link that was made last for a producer, whatever became of it."""
    return await QuickLink.filter(producer_id=producer).order_by("-id").first()


async def standing(producer: str) -> QuickLink | None:
    """Find the link that a producer has now, if it opens anything."""
    held = await QuickLink.filter(producer_id=producer, ended_at=None).order_by("-id").first()
    return held if held and await _may_still(held) else None


async def opened_by(token: str) -> Opened | None:
    """Find what a link opens; None: it is wrong, has ended, or its person may not any more."""
    held = await QuickLink.filter(digest=digest_of(token), ended_at=None).first()
    if held is None or not await _may_still(held):
        return None
    producer = await Producer.get(code=held.producer_id)  # type: ignore[attr-defined]
    return Opened(held.id, producer, held.user_id)  # type: ignore[attr-defined]


async def note_use(opened: Opened) -> None:
    """Note that something was said through a link, for its producer to see."""
    await QuickLink.filter(id=opened.link).update(used_at=clock.now())


async def _end(producer: str) -> int:
    standing_now = QuickLink.filter(producer_id=producer, ended_at=None)
    return await standing_now.update(ended_at=clock.now())


async def _may_still(held: QuickLink) -> bool:
    """Tell whether the person who switched it on is here and may work for the producer today."""
    working = members_now().filter(
        user_id=held.user_id,  # type: ignore[attr-defined]
        producer_id=held.producer_id,  # type: ignore[attr-defined]
        role__in=MEMBERS[May.WORK],
        user__disabled_at=None,
    )
    return await working.exists()
