"""Passkeys: keys that a person's device keeps, and shows by fingerprint, face or PIN.

WebAuthn level 3. A passkey is possession and a person's own act at once, so it is enough alone; it
is bound to our host, and what it signs to one browser, once.
"""

import asyncio
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import orjson
from tortoise.transactions import in_transaction

from media.sentences import Sentence
from shop import clock
from shop.access import Actor
from shop.accounts import sessions
from shop.accounts.sessions import Browser
from shop.audit import record
from shop.config import Settings
from shop.errors import InvalidError, NotFoundError
from shop.inputs.values import line
from shop.models import Challenge, Passkey, Side, User

LIFE = timedelta(minutes=15)
"""A page whose field offers passkeys may stand open as long as that."""
MOST = 20
"""Passkeys that a person may have."""
LONGEST_NAME = 120
LONGEST = 16 * 1024
"""Characters of what a browser tells of a passkey."""
NAME = "Sản vật Hải Phòng"
NOT_TAKEN = Sentence(
    "Không dùng được khoá truy cập này. Hãy thử lại, hoặc vào bằng cách khác.",
    "This passkey cannot be used. Try again, or come in another way.",
)
TOO_LATE = Sentence(
    "Trang này mở đã lâu. Hãy tải lại trang rồi thử lại.",
    "This page has been open for long. Reload it and try again.",
)
TOO_MANY = Sentence(
    "Bạn đã có {most} khoá truy cập. Hãy bỏ bớt một khoá trước.",
    "You have {most} passkeys. Remove one of them first.",
)
NO_PASSKEY = Sentence(
    "Không có khoá truy cập này. Hãy mở lại trang.", "There is no such passkey. Reload the page."
)


@dataclass(frozen=True, slots=True)
class Site:
    """What a passkey is bound to."""

    host: str
    origin: str


def site_of(settings: Settings) -> Site:
    return Site(urlsplit(settings.base_url).hostname or "", settings.base_url)


async def ask_to_make(settings: Settings, browser: Browser, user: User, name: str) -> str:
    """Give what a browser needs to make a passkey, as JSON; `name` is what the device calls it.

    Raises InvalidError for a person who has too many.
    """
    held = await passkeys_of(user.id)
    if len(held) >= MOST:
        raise InvalidError(TOO_MANY.filled(most=MOST))
    options, challenge = await asyncio.to_thread(
        _options_to_make, site_of(settings), f"user {user.id}", name, [p.credential for p in held]
    )
    await _keep(challenge, browser, user.id)
    return options


async def make(
    settings: Settings, browser: Browser, user: int, told: str, *, name: str, side: Side
) -> None:
    """Keep a passkey that a person's browser has made, while they were signed in on a side.

    Raises InvalidError for what no browser made for this person's challenge.
    """
    new = await made(settings, browser, user, told)
    async with in_transaction():
        await keep(new, user, name=name, side=side)


async def made(settings: Settings, browser: Browser, user: int, told: str) -> Passkey:
    """Read the passkey that a person's browser has made, as `make` does; it is not kept yet."""
    challenge = await _take(told, browser, user)
    return await asyncio.to_thread(_read_made, site_of(settings), told, challenge)


async def keep(new: Passkey, user: int, *, name: str, side: Side) -> None:
    """Keep a passkey that was read, inside a transaction. Raises InvalidError for a known one."""
    if await Passkey.exists(credential=new.credential):
        raise InvalidError(NOT_TAKEN)
    new.user_id, new.name, new.side = user, line(name)[:LONGEST_NAME], side
    new.created_at = clock.now()
    await new.save()
    await record(f"user {user}", "passkey.make", f"passkey {new.id}")


async def ask_to_show(settings: Settings, browser: Browser) -> str:
    """Give what a browser needs to show a passkey, as JSON. It is the same for every person."""
    options, challenge = await asyncio.to_thread(_options_to_show, site_of(settings))
    await _keep(challenge, browser, None)
    return options


async def shown(settings: Settings, browser: Browser, told: str, side: Side) -> Passkey:
    """Give the passkey that a browser shows at the door of a side, with its person.

    Raises InvalidError for one that we do not know, whose count went back (a copy of it), that was
    shown without its person's fingerprint, face or PIN, or that opens no desk.
    """
    challenge = await _take(told, browser, None)
    held = await _found(told)
    if side is Side.OFFICIAL and held.side is not Side.OFFICIAL:
        raise InvalidError(NOT_TAKEN)
    uses = await asyncio.to_thread(_read_shown, site_of(settings), told, challenge, held)
    same = Passkey.filter(id=held.id, uses=held.uses)
    if not await same.update(uses=uses, used_at=clock.now()):
        raise InvalidError(NOT_TAKEN)
    return held


async def prove(settings: Settings, browser: Browser, told: str, actor: Actor) -> None:
    """Take a passkey of a signed-in person who shows again who they are."""
    held = await shown(settings, browser, told, actor.side)
    if held.user.id != actor.user:
        raise InvalidError(NOT_TAKEN)
    await sessions.prove(actor.session)


async def passkeys_of(user: int) -> list[Passkey]:
    return await Passkey.filter(user_id=user).order_by("id")


async def opens_the_desk(user: int) -> bool:
    """Tell whether a person has a passkey that was made as an official."""
    return await Passkey.exists(user_id=user, side=Side.OFFICIAL)


async def rename(user: int, passkey: int, name: str) -> None:
    """Call a passkey as its person does. Raises NotFoundError for one of others."""
    mine = Passkey.filter(id=passkey, user_id=user)
    if not await mine.update(name=line(name)[:LONGEST_NAME]):
        raise NotFoundError(NO_PASSKEY)


async def remove(user: int, passkey: int) -> None:
    """Take a passkey away from its person. Raises NotFoundError for one of others."""
    async with in_transaction():
        if not await Passkey.filter(id=passkey, user_id=user).delete():
            raise NotFoundError(NO_PASSKEY)
        await record(f"user {user}", "passkey.remove", f"passkey {passkey}")


async def _keep(challenge: str, browser: Browser, user: int | None) -> None:
    """Keep what is to be signed; what was not in time goes."""
    now = clock.now()
    await Challenge.filter(expires_at__lt=now).delete()
    await Challenge.create(
        browser=browser.digest, challenge=challenge, user_id=user, expires_at=now + LIFE
    )


async def _take(told: str, browser: Browser, user: int | None) -> bytes:
    """Use up the challenge that was signed; of two at once one does."""
    challenge = await asyncio.to_thread(_challenge_in, told)
    given = Challenge.filter(browser=browser.digest, challenge=challenge, user_id=user)
    if not await given.filter(expires_at__gt=clock.now()).delete():
        raise InvalidError(TOO_LATE)
    return _bytes_of(challenge)


async def _found(told: str) -> Passkey:
    credential = await asyncio.to_thread(_credential_in, told)
    if held := await Passkey.filter(credential=credential).select_related("user").first():
        return held
    raise InvalidError(NOT_TAKEN)


# What speaks WebAuthn runs in a thread: importing the library takes most of a second, once.


def _options_to_make(site: Site, user: str, name: str, held: list[str]) -> tuple[str, str]:
    import webauthn  # noqa: PLC0415
    from webauthn.helpers import structs  # noqa: PLC0415

    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=NAME,
        user_id=user.encode(),
        user_name=name,
        user_display_name=name,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(id=_bytes_of(one)) for one in held
        ],
    )
    return webauthn.options_to_json(options), _text_of(options.challenge)


def _options_to_show(site: Site) -> tuple[str, str]:
    import webauthn  # noqa: PLC0415
    from webauthn.helpers.structs import UserVerificationRequirement  # noqa: PLC0415

    options = webauthn.generate_authentication_options(
        rp_id=site.host, user_verification=UserVerificationRequirement.REQUIRED
    )
    return webauthn.options_to_json(options), _text_of(options.challenge)


def _read_made(site: Site, told: str, challenge: bytes) -> Passkey:
    import webauthn  # noqa: PLC0415

    try:
        made = webauthn.verify_registration_response(
            credential=told,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _faults():
        raise InvalidError(NOT_TAKEN) from None
    return Passkey(
        credential=_text_of(made.credential_id),
        public_key=_text_of(made.credential_public_key),
        uses=made.sign_count,
    )


def _read_shown(site: Site, told: str, challenge: bytes, held: Passkey) -> int:
    """Give how often the device says that it was used; the library refuses a count that falls."""
    import webauthn  # noqa: PLC0415

    try:
        shown = webauthn.verify_authentication_response(
            credential=told,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=_bytes_of(held.public_key),
            credential_current_sign_count=held.uses,
            require_user_verification=True,
        )
    except _faults():
        raise InvalidError(NOT_TAKEN) from None
    return shown.new_sign_count


def _challenge_in(told: str) -> str:
    """Read which challenge a browser says that it signed; whether it did is verified later."""
    from webauthn.helpers import parse_client_data_json  # noqa: PLC0415

    try:
        data = _read_json(told)["response"]["clientDataJSON"]
        return _text_of(parse_client_data_json(_bytes_of(data)).challenge)
    except _faults():
        raise InvalidError(NOT_TAKEN) from None


def _credential_in(told: str) -> str:
    try:
        return _text_of(_bytes_of(_read_json(told)["id"]))
    except _faults():
        raise InvalidError(NOT_TAKEN) from None


def _read_json(told: str) -> dict[str, Any]:
    if len(told) > LONGEST:
        raise ValueError
    read = orjson.loads(told)
    if not isinstance(read, dict):
        raise TypeError
    return read


def _faults() -> tuple[type[Exception], ...]:
    """Name what the library, and reading for it, raise for what no browser sends."""
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    return (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, LookupError)


def _text_of(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _bytes_of(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
