"""Coming in: what was shown at a door becomes a session, in one transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.transactions import in_transaction

from media.failpoints import reach
from media.sentences import Sentence
from shop import clock
from shop.access import Actor, members_now
from shop.accounts import codes, handing, passkeys, sessions
from shop.accounts.claims import claim
from shop.accounts.limits import is_known
from shop.accounts.people import Address, person_of, welcome
from shop.accounts.secret import read_letters
from shop.accounts.sessions import Browser
from shop.config import Settings
from shop.errors import InvalidError
from shop.models import Code, CodePurpose, Identity, IdentityKind, Mandate, Passkey, Side, User

IDLE_NUMBER = timedelta(days=180)
"""Idle numbers are taken back after three to nine months and sold again (portal.md §2.1)."""
CLOSED = Sentence(
    "Tài khoản này đã đóng. Hãy hỏi UBND xã, phường.", "This account is closed. Ask your commune."
)
IN_PERSON = Sentence(
    "Để an toàn, lần này bạn cần mã do cán bộ trao. Hãy đến UBND xã, phường.",
    "To be safe, this time you need a code given in person. Go to your commune's office.",
)
NO_OFFICIAL = Sentence(
    "Khoá truy cập này không phải của cán bộ. Hãy đăng nhập ở trang của cơ sở.",
    "This passkey is not an official’s. Sign in on the producers’ page.",
)


class NotTheirsError(InvalidError):
    """A printed code that is none, or another person's: it stays good for them."""


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
    await codes.count_try(browser, typed)
    async with in_transaction():
        code = await codes.take_digits(browser, typed)
        await _must_suffice(code, browser)
        return await _let_in(code, browser, language, is_kept=is_kept, after=after)


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
    is_idle = clock.now() - (held.used_at or await _known_since(user)) > IDLE_NUMBER
    is_number = address.kind is IdentityKind.PHONE
    if (is_number and is_idle) or await Passkey.exists(user_id=user.id):
        raise codes.refused("code", IN_PERSON)


async def _known_since(user: User) -> datetime:
    """Tell since when a person has been expected who has never come in by an address."""
    latest = await members_now().filter(user_id=user.id).order_by("-since").first()
    return latest.since if latest else user.created_at


async def _let_in(
    code: Code, browser: Browser, language: str, *, is_kept: bool, after: After
) -> Came:
    user = await welcome(Address(code.kind, code.address), language)
    if user.disabled_at:
        raise codes.refused("code", CLOSED)
    if code.purpose is CodePurpose.HAND_OVER and not await handing.holds(code, user.id):
        raise codes.refused("code", codes.WRONG_PAPER)
    if producer := code.producer_id:  # type: ignore[attr-defined]
        await claim(user.id, producer, by=code.by)
    await after(user, code)
    token = await sessions.begin(user.id, Side.PRODUCER, browser, is_kept=is_kept)
    reach("session-made")
    return Came(token, user.id, code)


async def come_by_passkey(settings: Settings, browser: Browser, told: str, side: Side) -> str:
    """Let a person in by a passkey, which is two factors at once; give the token of a session.

    Raises InvalidError.
    """
    held = await passkeys.shown(settings, browser, told, side)
    if held.user.disabled_at:
        raise InvalidError(CLOSED)
    if side is Side.OFFICIAL and not await Mandate.exists(user_id=held.user.id):
        raise InvalidError(NO_OFFICIAL)
    async with in_transaction():
        token = await sessions.begin(held.user.id, side, browser)
    reach("session-made")
    return token


async def prove_by_code(browser: Browser, typed: str, actor: Actor) -> None:
    """Take a code, sent or given in person, of a producer who shows again who they are.

    Raises InvalidError that names the field `code`, and TooManyRequestsError.
    """
    if not read_letters(typed):
        await _prove_by_digits(browser, typed, actor)
        return
    tried = await codes.try_letters(browser, typed)
    try:
        await _prove_by_paper(tried.digest, actor)
    except NotTheirsError:
        raise codes.refused("code", codes.WRONG_PAPER) from None
    await codes.found_right(tried)


async def _prove_by_paper(digest: str, actor: Actor) -> None:
    async with in_transaction():
        code = await codes.take_handed(digest)
        if code is None or not await _is_of(code, actor):
            raise NotTheirsError(codes.WRONG_PAPER)
        await sessions.prove(actor.session)


async def _prove_by_digits(browser: Browser, typed: str, actor: Actor) -> None:
    await codes.count_try(browser, typed)
    async with in_transaction():
        if not await _is_of(await codes.take_digits(browser, typed), actor):
            raise codes.refused("code", codes.OVER)
        await sessions.prove(actor.session)


async def _is_of(code: Code, actor: Actor) -> bool:
    mine = Identity.filter(user_id=actor.user, kind=code.kind, address=code.address)
    return await mine.exists()
