"""The rows of what is to be told: made when there is news, claimed to be sent, and ended.

A claim is a compare-and-set that also says when it counts as lost, so that several workers never
send one attempt twice, and what a killed one had claimed is sent again by the next.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

import structlog
from tortoise.expressions import Q
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from shop import clock
from shop.database import select
from shop.models import Delivery, DeliveryState, Webhook
from shop.models.columns import Row
from shop.partners.webhooks import lock_webhooks
from shop.publishing import Head, head
from shop.readers.webhooks.messages import TEST, TYPE, Message
from shop.readers.webhooks.scheduling import LONGEST_WAIT

LEASE = timedelta(seconds=60)
"""After which a claimed attempt counts as lost; longer than any takes."""
WIDTH = 300
FURTHEST = LONGEST_WAIT * 2
"""Beyond any wait: what is due then was put off by a clock that was ahead, and is due now."""
log = structlog.get_logger()
NEWS = (
    "SELECT id FROM webhook WHERE disabled_at IS NULL"
    " AND (told_epoch <> ? OR told_serial < ?)"
    " AND NOT EXISTS (SELECT 1 FROM delivery WHERE webhook_id = webhook.id AND"
    " NOT is_test AND (state = 'waiting' OR (state = 'dead' AND epoch = ? AND serial = ?)))"
)
"""Webhooks with nothing under way that were not told of this head; one given up is not news."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt to send a message, ours alone until `lost_at`."""

    webhook: str
    url: str
    secrets: list[str]
    message: Message
    attempt: int
    """1 for the first."""
    lost_at: datetime


async def with_news() -> set[str]:
    """Find webhooks that are to be told of the head."""
    seen = await head()
    return {row["id"] for row in await _news(seen)}


async def announce(hooks: Collection[str]) -> None:
    """Write down what these webhooks are to be told, if it still is news."""
    async with in_transaction():
        await lock_webhooks(hooks)  # before looking: another worker may be announcing the same
        seen, at = await head(afresh=True), clock.now()
        still = {row["id"] for row in await _news(seen)}
        await Delivery.bulk_create(
            Delivery(
                id=f"msg_{token_hex(16)}",
                webhook_id=hook,
                epoch=seen.epoch,
                serial=seen.serial,
                next_at=at,
                created_at=at,
            )
            for hook in sorted(still.intersection(hooks))
        )


async def claim_due(limit: int, busy: Collection[str]) -> list[Claim]:
    """Claim attempts that are due, the longest due first, but none of busy webhooks."""
    at = clock.now()
    is_due = Q(next_at__lte=at) | Q(next_at__gt=at + FURTHEST)
    waiting = Delivery.filter(
        is_due, state=DeliveryState.WAITING, webhook__disabled_at=None
    ).exclude(webhook_id__in=list(busy))
    rows = await waiting.order_by("next_at", "id").limit(limit).prefetch_related("webhook")
    return [claim for row in rows if (claim := await _claim(row))]


async def note_delivered(claim: Claim, status: int) -> None:
    """Note that a webhook has been told, and move its cursor; never back."""
    async with in_transaction():
        await lock_webhooks([claim.webhook])
        await _end(Delivery.filter(id=claim.message.id), DeliveryState.DELIVERED, status, "")
        if claim.message.type == TYPE:
            await _move(claim.webhook, claim.message.at)


async def note_failed(claim: Claim, status: int | None, error: str, due: datetime | None) -> None:
    """Note why an attempt failed and when the next is due; None: it was the last."""
    ours = _still(claim)
    if due:
        await ours.update(next_at=due, status=status, error=error[:WIDTH])
    elif await _end(ours, DeliveryState.DEAD, status, error) and claim.message.type == TYPE:
        log.error(
            "webhook given up",
            webhook=claim.webhook,
            message=claim.message.id,
            attempts=claim.attempt,
            error=error,
        )


async def give_back(claim: Claim) -> None:
    """Give an attempt back that was broken off by us."""
    await _still(claim).update(next_at=clock.now(), attempts=claim.attempt - 1)


async def _news(seen: Head) -> list[Row]:
    return await select(NEWS, seen.epoch, seen.serial, seen.epoch, seen.serial)


async def _claim(row: Delivery) -> Claim | None:
    at = clock.now()
    lost_at = at + LEASE
    seen = Delivery.filter(id=row.id, attempts=row.attempts, state=DeliveryState.WAITING)
    if not await seen.filter(next_at=row.next_at).update(
        attempts=row.attempts + 1, next_at=lost_at
    ):
        return None  # another worker was faster
    hook = row.webhook
    what = TEST if row.is_test else TYPE
    message = Message(row.id, Head(row.epoch, row.serial), row.created_at, what)
    return Claim(hook.id, hook.url, _secrets(hook, at), message, row.attempts + 1, lost_at)


def _secrets(hook: Webhook, at: datetime) -> list[str]:
    former = hook.former_until is not None and at < hook.former_until
    return [hook.secret, hook.former_secret] if former else [hook.secret]


def _still(claim: Claim) -> QuerySet[Delivery]:
    """Find the message while it is ours: not when it was replayed, ended or claimed meanwhile."""
    return Delivery.filter(
        id=claim.message.id,
        attempts=claim.attempt,
        next_at=claim.lost_at,
        state=DeliveryState.WAITING,
    )


async def _end(
    message: QuerySet[Delivery], state: DeliveryState, status: int | None, error: str
) -> int:
    return await message.update(
        state=state, status=status, error=error[:WIDTH], ended_at=clock.now()
    )


async def _move(hook: str, told: Head) -> None:
    """Move a webhook's cursor on; news of an epoch that is over leaves it where it is."""
    if told.epoch == (await head(afresh=True)).epoch:
        behind = ~Q(told_epoch=told.epoch) | Q(told_serial__lt=told.serial)
        await Webhook.filter(behind, id=hook).update(told_epoch=told.epoch, told_serial=told.serial)
