"""What people are told: a row in the change that causes it, which the worker sends."""

from datetime import timedelta
from typing import Any

from shop import clock
from shop.accounts.people import Address
from shop.accounts.secret import make_token
from shop.models import Code, Message

CODE = "code"
"""The one text that carries digits; its row names whose."""
LIFE = timedelta(days=3)
"""How long a message that is no code is worth being sent."""


async def tell(
    address: Address, what: str, *, language: str, code: Code | None = None, **words: Any
) -> None:
    """Have something told to a person, inside the transaction of what it is about."""
    now = clock.now()
    new = Message(
        id=make_token(),
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
    await new.save()
