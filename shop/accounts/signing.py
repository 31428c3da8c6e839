"""Coming in: what was shown at a door becomes a session, in one transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from tortoise.transactions import in_transaction

from media.failpoints import reach
from media.sentences import Sentence
from shop import clock
from shop.accounts import codes, sessions
from shop.accounts.claims import claim
from shop.accounts.limits import is_known
from shop.accounts.people import Address, person_of, welcome
from shop.accounts.sessions import Browser
from shop.models import Code, Identity, IdentityKind, Passkey, Side, User

IDLE_NUMBER = timedelta(days=180)
"""Idle numbers are taken back after three to nine months and sold again (portal.md §2.1)."""
CLOSED = Sentence(
    "Tài khoản này đã đóng. Hãy hỏi UBND xã, phường.", "This account is closed. Ask your commune."
)
IN_PERSON = Sentence(
    "Để an toàn, lần này bạn cần mã do cán bộ trao. Hãy đến UBND xã, phường.",
    "To be safe, this time you need a code given in person. Go to your commune's office.",
)


@dataclass(frozen=True, slots=True)
class Came:
    """A person who has come in: the token of the session, and what the code was for."""

    token: str
    user: int
    code: Code | None = None


After = Callable[[User, Code], Awaitable[None]]
"""What else coming in by a code does, in the same transaction, such as claiming a producer."""


async def come_by_digits(
    browser: Browser, typed: str, *, language: str, is_kept: bool, after: After
) -> Came:
    """Let a person in by the code they were sent.

    Raises InvalidError that names the field `code`: also where a code that was sent is not enough.
    """
    try:
        async with in_transaction():
            code = await codes.take_digits(browser, typed)
            await _must_suffice(code, browser)
            return await _let_in(code, browser, language, is_kept=is_kept, after=after)
    except codes.WrongCodeError:
        await codes.count_wrong(browser)
        raise


async def come_by_letters(
    browser: Browser, digest: str, *, language: str, is_kept: bool, after: After
) -> Came | None:
    """Let a person in by a code that an official gave them; None: it is no such code."""
    async with in_transaction():
        if (code := await codes.take_handed(digest)) is None:
            return None
        return await _let_in(code, browser, language, is_kept=is_kept, after=after)


async def _must_suffice(code: Code, browser: Browser) -> None:
    """Refuse a sent code where its number may be another person's by now."""
    address = Address(code.kind, code.address)
    user = await person_of(address)
    if user is None or await is_known(address, browser):
        return
    held = await Identity.get(kind=address.kind, address=address.text)
    is_idle = held.used_at is not None and clock.now() - held.used_at > IDLE_NUMBER
    is_number = address.kind is IdentityKind.PHONE
    if (is_number and is_idle) or await Passkey.exists(user_id=user.id):
        raise codes.refused("code", IN_PERSON)


async def _let_in(
    code: Code, browser: Browser, language: str, *, is_kept: bool, after: After
) -> Came:
    user = await welcome(Address(code.kind, code.address), language)
    if user.disabled_at:
        raise codes.refused("code", CLOSED)
    if producer := code.producer_id:  # type: ignore[attr-defined]
        await claim(user.id, producer, by=code.by)
    await after(user, code)
    token = await sessions.begin(user.id, Side.PRODUCER, browser, is_kept=is_kept)
    reach("session-made")
    return Came(token, user.id, code)
