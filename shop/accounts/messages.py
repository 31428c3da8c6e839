"""What people are told: a row in the change that causes it, which the worker sends."""

from datetime import timedelta
from typing import Any

from shop import clock
from shop.accounts.people import Address
from shop.accounts.secret import digest_of, make_token
from shop.accounts.texts import CODE
from shop.models import Code, Message

__all__ = ["CODE", "LIFE", "tell"]

LIFE = timedelta(days=3)
"""How long a message that is no code is worth being sent."""
WIDTH = 32
"""Of an id."""


async def tell(
    address: Address,
    what: str,
    *,
    language: str,
    code: Code | None = None,
    once: str = "",
    **words: Any,
) -> None:
    """Have something told to a person, inside the transaction of what it is about.

    `what` is a text of shop/accounts/texts.py, `words` what is filled into it. What has a name in
    `once` is told only the first time.
    """
    now = clock.now()
    new = Message(
        id=digest_of(once)[:WIDTH] if once else make_token(),
        kind=address.kind,
        address=address.text,
        what=what,
        words=words,
        language=language,
        code=code,
        not_before=now,
        expires_at=code.expires_at if code else now + LIFE,
        created_at=now,
    )
    await Message.bulk_create([new], ignore_conflicts=bool(once))
