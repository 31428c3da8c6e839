"""What officials go and tell: producers without an address, or to whom no message got through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from media.sentences import Sentence
from shop import clock
from shop.accounts.texts import write
from shop.audit import record
from shop.errors import NotFoundError
from shop.models import InPerson, Message, MessageState, Producer
from shop.proposals.telling import TO_PRODUCERS

AT_ONCE = 100
LONGEST_NUMBER = 19
"""Digits that are more than a column holds."""
ROW, MESSAGE = "r", "m"
"""How the keys of what is to be told begin: a row of its own, or a message that was given up."""
IN_PERSON = "in_person"
"""The way of a message that an official told."""
NO_ROW = Sentence(
    "Việc này đã có người làm. Hãy mở lại trang.", "This was done already. Reload the page."
)
JOINED = ("code", "name", "phone", "commune__name")


@dataclass(frozen=True, slots=True)
class ToTell:
    """Who is to be told what, since when."""

    key: str
    producer: str
    name: str
    commune: str
    phone: str
    what: str
    words: Mapping[str, Any]
    since: datetime

    def said(self, language: str) -> str:
        return write(self.what, language, self.words)[1]


async def to_tell(there: QuerySet[Producer]) -> list[ToTell]:
    """List what some producers are to be told in person now, what waits longest first."""
    rows = await _rows(there).order_by("not_before", "id").limit(AT_ONCE).values()
    letters = _letters(there).order_by("ended_at", "id").limit(AT_ONCE)
    messages = await letters.values(
        "id", "what", "words", "ended_at", producer_id="review__proposal__producer_id"
    )
    known = await _producers({row["producer_id"] for row in (*rows, *messages)})
    found = [_one(ROW, row, row["not_before"], known) for row in rows]
    found += [_one(MESSAGE, row, row["ended_at"], known) for row in messages]
    return sorted(found, key=lambda one: one.since)[:AT_ONCE]


async def count(there: QuerySet[Producer]) -> int:
    return await _rows(there).count() + await _letters(there).count()


async def note_told(there: QuerySet[Producer], key: str, *, by: str) -> None:
    """Note that an official has told it. Raises NotFoundError for what is not to be told here."""
    kind, number = key[:1], key[1:]
    async with in_transaction():
        if not await _note(there, kind, number, by):
            raise NotFoundError(NO_ROW)
        await record(by, "producer.tell", key)


async def _note(there: QuerySet[Producer], kind: str, number: str, by: str) -> int:
    now = clock.now()
    if kind == ROW and number.isdecimal() and len(number) < LONGEST_NUMBER:
        if not await _rows(there).filter(id=int(number)).exists():
            return 0
        return await InPerson.filter(id=int(number), told_at=None).update(told_at=now, by=by)
    if kind == MESSAGE and await _letters(there).filter(id=number).exists():
        dead = Message.filter(id=number, state=MessageState.DEAD)
        told = {"state": MessageState.SENT, "way": IN_PERSON, "error": ""}
        return await dead.update(ended_at=now, **told)
    return 0


def _rows(there: QuerySet[Producer]) -> QuerySet[InPerson]:
    ours = InPerson.filter(producer_id__in=Subquery(there.values("code")))
    return ours.filter(told_at=None, not_before__lte=clock.now())


def _letters(there: QuerySet[Producer]) -> QuerySet[Message]:
    """Find the messages of decisions that got through to none of a producer's people."""
    codes = Subquery(there.values("code"))
    dead = Message.filter(state=MessageState.DEAD, what__in=TO_PRODUCERS)
    return dead.filter(review__proposal__producer_id__in=codes)


async def _producers(codes: set[str]) -> dict[str, dict[str, Any]]:
    rows = await Producer.filter(code__in=codes).values(*JOINED)
    return {row["code"]: row for row in rows}


def _one(kind: str, row: dict[str, Any], since: datetime, known: Mapping[str, Any]) -> ToTell:
    producer = known[row["producer_id"]]
    return ToTell(
        key=f"{kind}{row['id']}",
        producer=producer["code"],
        name=producer["name"],
        commune=producer["commune__name"],
        phone=producer["phone"].partition(";")[0],
        what=row["what"],
        words=row["words"],
        since=since,
    )
