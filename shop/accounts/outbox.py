"""The rows of messages to people: claimed to be sent, noted, and ended.

A claim is a compare-and-set that also says when it counts as lost, as with webhooks: several
workers never make one attempt twice, and what a killed one had claimed is sent by the next.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from tortoise.expressions import Q
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from shop import clock
from shop.accounts.ceiling import DAY
from shop.accounts.postmen import Way
from shop.models import Message, MessageState

LEASE = timedelta(seconds=30)
"""After which a claimed attempt counts as lost; longer than asking two gateways takes."""
LONGEST_PAUSE = timedelta(hours=1)
FURTHEST = LONGEST_PAUSE * 2
"""Beyond any pause: what is due then was put off by a clock that was ahead, and is due now."""
TOO_LATE = "its time was over before it could be sent"
NO_WAY = "none"
"""How figures call the way of what was never tried."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt to send a message, ours alone until `lost_at`."""

    message: Message
    """As it was before."""
    attempt: int
    """1 for the first."""
    lost_at: datetime


async def claim_due(limit: int, busy: Collection[str]) -> list[Claim]:
    """Claim messages that are due, the longest due first, but none that is under way here."""
    at = clock.now()
    is_due = Q(not_before__lte=at) | Q(not_before__gt=at + FURTHEST)
    waiting = Message.filter(is_due, state=MessageState.WAITING, expires_at__gt=at)
    rows = await waiting.exclude(id__in=list(busy)).order_by("not_before", "id").limit(limit)
    return [claim for row in rows if (claim := await _claim(row))]


async def note_way(claim: Claim, way: Way) -> bool:
    """Note how an attempt goes, before it does; False: it is no longer ours."""
    return bool(await _still(claim).update(way=way, receipt=""))


async def note_sent(claim: Claim) -> None:
    await _end(_still(claim), MessageState.SENT, "")


async def note_taken(claim: Claim, receipt: str, ask_at: datetime) -> None:
    """Note that a gateway has taken a message, and when it is to be asked whether it arrived."""
    await _still(claim).update(receipt=receipt, not_before=ask_at, error="")


async def note_failed(claim: Claim, way: str, error: str, due: datetime | None) -> None:
    """Note why an attempt failed and when the next is due; None: there is none."""
    told = {"message": claim.message.id, "what": claim.message.what, "way": way, "error": error}
    if due:
        if await _still(claim).update(not_before=due, error=error):
            log.warning("message not sent", attempt=claim.attempt, **told)
    elif await _end(_still(claim), MessageState.DEAD, error):
        log.error("message given up", attempts=claim.attempt, **told)


async def note_needless(claim: Claim, why: str) -> None:
    """Note that a message need not go any more; one that went before seems to have arrived."""
    went = bool(claim.message.way)
    state = MessageState.SENT if went else MessageState.DEAD
    await _end(_still(claim), state, "" if went else why)


async def give_back(claim: Claim) -> None:
    """Give an attempt back that was broken off by us."""
    await _still(claim).update(not_before=clock.now(), attempts=claim.attempt - 1)


async def end_overdue() -> int:
    """Give up messages whose time is over, unless one is under way; tell how many."""
    at = clock.now()
    late = Message.filter(state=MessageState.WAITING, expires_at__lte=at, not_before__lte=at)
    ended = await _end(late.filter(error=""), MessageState.DEAD, TOO_LATE)
    ended += await late.update(state=MessageState.DEAD, ended_at=at)
    if ended:
        log.error("messages given up", messages=ended)
    return ended


async def figures() -> dict[tuple[str, str], int]:
    """Count messages by state and way: those that wait, and those that ended in 24 hours."""
    lately = Q(ended_at=None) | Q(ended_at__gt=clock.now() - DAY)
    counted = Message.filter(lately).annotate(n=Count("id")).group_by("state", "way")
    rows = await counted.values_list("state", "way", "n")
    return {(str(state), way or NO_WAY): n for state, way, n in rows}


async def _claim(row: Message) -> Claim | None:
    lost_at = clock.now() + LEASE
    seen = Message.filter(id=row.id, attempts=row.attempts, state=MessageState.WAITING)
    if not await seen.filter(not_before=row.not_before).update(
        attempts=row.attempts + 1, not_before=lost_at
    ):
        return None  # another worker was faster
    return Claim(row, row.attempts + 1, lost_at)


def _still(claim: Claim) -> QuerySet[Message]:
    """Find the message while the attempt is ours."""
    return Message.filter(
        id=claim.message.id,
        attempts=claim.attempt,
        not_before=claim.lost_at,
        state=MessageState.WAITING,
    )


async def _end(messages: QuerySet[Message], state: MessageState, error: str) -> int:
    return await messages.update(state=state, error=error, ended_at=clock.now())
