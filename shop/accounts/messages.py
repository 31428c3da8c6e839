"""What people are told: a row in the change that causes it, which the worker sends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shop import clock
from shop.accounts.people import Address
from shop.accounts.secret import digest_of, make_token
from shop.accounts.texts import CODE, ENDINGS, PAPER_ENDS, STARS_END, said_in
from shop.models import Code, Identity, Message, Producer, ProducerState

__all__ = ["CODE", "LIFE", "Held", "name_of", "tell", "tell_user"]

LIFE = timedelta(days=3)
"""How long a message that is no code is worth being sent."""
LIVES = dict.fromkeys((STARS_END, PAPER_ENDS, ENDINGS), timedelta(days=100))
"""The same, where it is longer: what is reminded of waits while messages are used up, and while
the worker stands still, however long its clock is believed after that (docs/adr/0022)."""
WIDTH = 32
"""Of an id."""


@dataclass(frozen=True, slots=True)
class Held:
    """Of which decision something is told, and when: before that it may be undone."""

    review: int
    not_before: datetime


async def tell(
    address: Address,
    what: str,
    *,
    language: str,
    code: Code | None = None,
    once: str = "",
    held: Held | None = None,
    **words: Any,
) -> None:
    """Have something told to a person, inside the transaction of what it is about.

    `what` is a text of shop/accounts/texts.py, `words` what is filled into it. What has a name in
    `once` is told only the first time; what is `held` waits for its time.
    """
    now = clock.now()
    due = held.not_before if held else now
    new = Message(
        id=digest_of(once)[:WIDTH] if once else make_token(),
        kind=address.kind,
        address=address.text,
        what=what,
        words=said_in(language, words),
        language=language,
        code=code,
        review_id=held.review if held else None,
        not_before=due,
        expires_at=code.expires_at if code else due + LIVES.get(what, LIFE),
        created_at=now,
    )
    await Message.bulk_create([new], ignore_conflicts=bool(once))


async def tell_user(user: int, what: str, *, held: Held | None = None, **words: Any) -> bool:
    """Tell a person at the address that they came in by last; False: they have none."""
    latest = Identity.filter(user_id=user).order_by("-used_at", "id").select_related("user")
    if (known := await latest.first()) is None:
        return False
    address = Address(known.kind, known.address)
    await tell(address, what, language=known.user.language, held=held, **words)
    return True


async def name_of(producer: str) -> str:
    """Name a producer to people: by its code while its name is only what a stranger typed."""
    found = await Producer.get(code=producer).only("code", "name", "state")
    return found.name if found.state == ProducerState.CONFIRMED else found.code
