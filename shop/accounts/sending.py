"""Sending what people are to be told: by the ways that are set up, until it is sent or too late.

Every message is sent at least once, under one id. Between any two steps the worker may be killed:
the row then says what is to be done, and the lease of the attempt when.
"""

import asyncio
import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from types import TracebackType
from typing import Self

import structlog

from media.failpoints import reach
from shop import clock
from shop.accounts import ceiling, codes, outbox
from shop.accounts.outbox import LONGEST_PAUSE, Claim
from shop.accounts.people import Address
from shop.accounts.postmen import (
    PAID,
    Letter,
    NotSentError,
    Postman,
    Postmen,
    Tracing,
    postmen_of,
)
from shop.accounts.secret import make_digits
from shop.accounts.texts import CODE, NoTextError, cleaned, write
from shop.config import Settings
from shop.models import Message

MOST_AT_ONCE = 20
"""Attempts under way, of this process: a gateway that hangs holds back twenty, for ten seconds."""
WITHOUT_RECEIPT = timedelta(seconds=30)
"""After which what Zalo took, and has not shown to its person, goes by SMS as well."""
FIRST_PAUSE = timedelta(seconds=2)
JITTER = 0.1
"""Up to this share more, so that what failed together is not tried together."""
NOT_NEEDED = "its code is used, over or gone"
NO_WAY = "no way to tell this person is set up"
BY_CHANCE = SystemRandom().random
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Digits:
    """A code that this process has made for a message, which each attempt sends alike."""

    text: str
    until: datetime


def due_again(attempt: int, chance: float, message: Message) -> datetime | None:
    """Tell when to try again after so many attempts; None: not before the message is too late."""
    pause = min(FIRST_PAUSE * 2 ** min(attempt - 1, 20), LONGEST_PAUSE)
    due = clock.now() + pause * (1 + JITTER * chance)
    return due if due < message.expires_at else None


class PostOffice:
    """Sends what is due, while its block is open; on leaving, what is under way is given back."""

    def __init__(self, settings: Settings, postmen: Postmen | None = None) -> None:
        self.postmen = postmen_of(settings) if postmen is None else postmen
        self.under_way: dict[str, asyncio.Task[None]] = {}
        """By message."""
        self._most_paid = settings.messages_per_day
        self._digits: dict[str, Digits] = {}
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

    async def send_due(self) -> bool:
        """Begin the attempts that are due."""
        room = MOST_AT_ONCE - len(self.under_way)
        for claim in await outbox.claim_due(room, self.under_way) if room else []:
            self.under_way[claim.message.id] = self._group.create_task(self._attempt(claim))
        return False

    async def _attempt(self, claim: Claim) -> None:
        """Never fails, or it would take the others with it; what is not noted is due again."""
        try:
            await self._deliver(claim)
        except asyncio.CancelledError:
            await outbox.give_back(claim)
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it is, the next attempt may succeed
            _tell(claim, fault)
        finally:
            del self.under_way[claim.message.id]

    async def _deliver(self, claim: Claim) -> None:
        message = claim.message
        try:
            letter = await self._letter(message)
        except NoTextError as fault:
            return await outbox.note_failed(claim, message.way, str(fault), None)
        if letter is None:
            return await outbox.note_needless(claim, NOT_NEEDED)
        if await self._has_arrived(message, letter):
            return await outbox.note_sent(claim)
        try:
            return await self._hand_over(claim, letter)
        except NotSentError as failure:
            return await self._fail(claim, failure)

    async def _letter(self, message: Message) -> Letter | None:
        """Write the letter; None: it has a code, which is not needed any more."""
        facts = cleaned(message.words)
        if (code := message.code_id) is not None:  # type: ignore[attr-defined] # Tortoise makes it
            facts[CODE] = self._digits_of(message)
            if not await codes.keep_digits(code, facts[CODE]):
                return None
        subject, text = write(message.what, message.language, facts)
        address = Address(message.kind, message.address)
        return Letter(message.id, address, message.language, message.what, subject, text, facts)

    def _digits_of(self, message: Message) -> str:
        """Give the digits that this process sends with a message; none are kept that are over."""
        now = clock.now()
        self._digits = {key: one for key, one in self._digits.items() if one.until > now}
        made = Digits(make_digits(), message.expires_at)
        return self._digits.setdefault(message.id, made).text

    async def _has_arrived(self, message: Message, letter: Letter) -> bool:
        """Ask the way that took the message last; no answer is no receipt."""
        for postman in self._able(message):
            if postman.way == message.way and message.receipt and isinstance(postman, Tracing):
                try:
                    return await postman.has_arrived(letter, message.receipt)
                except NotSentError:
                    return False
        return False

    async def _hand_over(self, claim: Claim, letter: Letter) -> None:
        message, postman = claim.message, self._next(claim.message)
        if postman is None:
            raise NotSentError(NO_WAY)
        if postman.way in PAID:
            await ceiling.reserve(message.id, self._most_paid)
        if not await outbox.note_way(claim, postman.way):
            return
        message.way = postman.way
        reach("message-taken")
        try:
            receipt = await postman.send(letter)
        except NotSentError as failure:
            if postman.way in PAID and not failure.perhaps:
                await ceiling.give_back(message.id)
            raise
        reach("message-sent")
        await self._note_taken(claim, postman, receipt)

    async def _note_taken(self, claim: Claim, postman: Postman, receipt: str) -> None:
        if isinstance(postman, Tracing) and self._next(claim.message) is not postman:
            await outbox.note_taken(claim, receipt, clock.now() + WITHOUT_RECEIPT)
        else:
            await outbox.note_sent(claim)

    async def _fail(self, claim: Claim, failure: NotSentError) -> None:
        message, following = claim.message, self._next(claim.message)
        has_failed = message.way and not isinstance(failure, ceiling.UsedUpError)
        if following and has_failed and following.way != message.way:
            due: datetime | None = clock.now()
        elif failure.for_good:
            due = None
        else:
            due = due_again(claim.attempt, BY_CHANCE(), message)
        await outbox.note_failed(claim, message.way, str(failure), due)

    def _able(self, message: Message) -> list[Postman]:
        return [one for one in self.postmen.get(message.kind, ()) if one.knows(message.what)]

    def _next(self, message: Message) -> Postman | None:
        """Choose who goes next: the one after the last who went, and the last again and again."""
        able = self._able(message)
        ways = [str(one.way) for one in able]
        place = ways.index(message.way) + 1 if message.way in ways else 0
        return able[min(place, len(able) - 1)] if able else None


def _tell(claim: Claim, fault: Exception) -> None:
    """Log of an error only its kind and place: its words may hold an address or a code."""
    where = "".join(traceback.format_tb(fault.__traceback__))
    kind = type(fault).__name__
    log.error("message attempt failed", message=claim.message.id, fault=kind, where=where)
