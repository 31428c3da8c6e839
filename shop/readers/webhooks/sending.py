"""Sending: each attempt is a task of its own, so that a slow receiver delays no other."""

import asyncio
from datetime import datetime, timedelta
from http import HTTPStatus
from random import SystemRandom
from types import TracebackType
from typing import Self

import structlog

from shop import clock
from shop.errors import OutboundError
from shop.http.outbound import Answer, Outbound
from shop.models import ToPublish
from shop.partners.webhooks import disable
from shop.readers.webhooks import deliveries
from shop.readers.webhooks.deliveries import Claim
from shop.readers.webhooks.messages import signed
from shop.readers.webhooks.scheduling import Chance, due_again, put_off_until, succeeded

DEBOUNCE = timedelta(seconds=2)
"""How long news gathers before it is told."""
LONGEST_GATHERING = timedelta(seconds=4)
"""The same while a large change is still being published."""
MOST_AT_ONCE = 100
"""Attempts under way, of this process; each has 15 seconds at most."""
BY_CHANCE = SystemRandom().random
log = structlog.get_logger()


class Sender:
    """Tells webhooks what is news and sends what is due, while its block is open.

    All that it must not forget is in rows; on leaving, what is under way is broken off and given
    back, to be sent by the next worker.
    """

    def __init__(self, outbound: Outbound, chance: Chance = BY_CHANCE) -> None:
        self.outbound = outbound
        self.chance = chance
        self.under_way: dict[str, asyncio.Task[None]] = {}
        """By webhook: one attempt of each at a time."""
        self._news_since: dict[str, datetime] = {}
        self._group = asyncio.TaskGroup()

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for attempt in self.under_way.values():
            attempt.cancel()
        await self._group.__aexit__(kind, error, trace)

    async def tell(self) -> bool:
        """Do one round: write down what is news, and begin the attempts that are due."""
        await self._announce()
        room = MOST_AT_ONCE - len(self.under_way)
        for claim in await deliveries.claim_due(room, self.under_way) if room else []:
            self.under_way[claim.webhook] = self._group.create_task(self._attempt(claim))
        return False

    async def _announce(self) -> None:
        at, news = clock.now(), await deliveries.with_news()
        self._news_since = {hook: self._news_since.get(hook, at) for hook in news}
        if ripe := await self._ripe(at):
            await deliveries.announce(ripe)
            for hook in ripe:  # what comes after is to gather anew
                del self._news_since[hook]

    async def _ripe(self, at: datetime) -> list[str]:
        ripe = [hook for hook, since in self._news_since.items() if at - since >= DEBOUNCE]
        if ripe and await ToPublish.exists():
            return [hook for hook in ripe if at - self._news_since[hook] >= LONGEST_GATHERING]
        return ripe

    async def _attempt(self, claim: Claim) -> None:
        """Never fails, or it would take the others with it; what is not noted is due again."""
        try:
            await self._note(claim, await self._answer(claim))
        except asyncio.CancelledError:
            await deliveries.give_back(claim)
            raise
        except Exception:
            log.exception("webhook attempt not noted", webhook=claim.webhook)
        finally:
            del self.under_way[claim.webhook]

    async def _answer(self, claim: Claim) -> Answer | str:
        """Give the receiver's answer, or why there is none."""
        headers = signed(claim.message, claim.secrets, clock.now())
        try:
            return await self.outbound.post(claim.url, claim.message.body(), headers)
        except OutboundError as refusal:
            return str(refusal)
        except Exception:
            log.exception("webhook attempt failed", webhook=claim.webhook)
            return "could not be sent, by a fault of ours"

    async def _note(self, claim: Claim, answer: Answer | str) -> None:
        if isinstance(answer, str):
            await self._fail(claim, None, answer)
        elif succeeded(answer.status):
            await deliveries.note_delivered(claim, answer.status)
        elif answer.status == HTTPStatus.GONE:
            await disable(claim.webhook, because="answered 410", by="worker")
            await deliveries.note_failed(claim, answer.status, "answered 410", clock.now())
        else:
            retry_after = answer.headers.get("retry-after")
            put_off = put_off_until(answer.status, retry_after, clock.now())
            await self._fail(claim, answer.status, f"answered {answer.status}", put_off)

    async def _fail(
        self, claim: Claim, status: int | None, error: str, not_before: datetime | None = None
    ) -> None:
        due = due_again(claim.attempt, clock.now(), self.chance, not_before)
        await deliveries.note_failed(claim, status, error, due)
