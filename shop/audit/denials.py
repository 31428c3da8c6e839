"""What people send without a right to it: each of it is told in the audit, and none can fill that.

What is refused is rolled back, so it is told afterwards, in a transaction of its own. Of one person
and one page there is one entry a minute; those that come between are counted, and told by the next
entry, or by the worker.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tortoise.expressions import F
from tortoise.transactions import in_transaction

from shop import clock
from shop.audit.recording import record
from shop.database import take_turns
from shop.models import Denial

DENIED = "access.deny"
EVERY = timedelta(minutes=1)
AT_ONCE = 500


class Lacks(StrEnum):
    """Why a person may not; what is not theirs is not told apart from what never was."""

    DUTY = "duty"
    OWNERSHIP = "ownership"
    DISTANCE = "distance"
    """An official would decide on what is of their own producer."""
    REACH = "reach"


@dataclass(frozen=True, slots=True)
class Denied:
    """What was tried; it holds nothing that a person wrote."""

    by: str
    page: str
    subject: str
    why: Lacks


async def note_denied(denied: Denied) -> None:
    """Tell the audit of it, or count it where that was told of its like in the last minute."""
    async with in_transaction():
        await take_turns(_turn(denied.by))
        now, like = clock.now(), Denial.filter(by=denied.by, page=denied.page)
        last = {"subject": denied.subject, "why": denied.why}
        if await like.filter(told_at__gt=now - EVERY).update(untold=F("untold") + 1, **last):
            return
        held = await like.first()
        await _tell(denied, held.untold + 1 if held else 1)
        if held:
            await like.update(told_at=now, untold=0, **last)
        else:
            await Denial.create(told_at=now, **asdict(denied))


async def forget_old(at: datetime | None = None) -> int:
    """Tell what was counted and is told by no entry, and forget it; give how many rows went."""
    until = (at or clock.now()) - EVERY
    old = Denial.filter(told_at__lte=until).order_by("id").limit(AT_ONCE)
    return sum([await _forget(row["id"], row["by"], until) for row in await old.values("id", "by")])


async def _forget(number: int, by: str, until: datetime) -> int:
    async with in_transaction():
        await take_turns(_turn(by))
        held = await Denial.get_or_none(id=number, told_at__lte=until)
        if held is None:  # it was told meanwhile
            return 0
        if held.untold:
            await _tell(held, held.untold)
        await held.delete()
    return 1


async def _tell(one: Denied | Denial, times: int) -> None:
    await record(one.by, DENIED, one.subject, page=one.page, why=one.why, times=times)


def _turn(by: str) -> str:
    return f"denial {by}"
