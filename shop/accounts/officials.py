"""Officials: appointed from the shell, and activated by a link that is good once."""

from collections.abc import Iterable
from datetime import date, timedelta

from tortoise.transactions import in_transaction

from media.sentences import Sentence
from shop import clock
from shop.access import mandates_now
from shop.accounts import passkeys, passwords, sessions, totp
from shop.accounts.members import give_mandate
from shop.accounts.people import Address, expect, person_of
from shop.accounts.secret import digest_of, make_token
from shop.accounts.sessions import Browser
from shop.accounts.signing import CLOSED
from shop.audit import record
from shop.config import Settings
from shop.errors import InvalidError, SetupError
from shop.models import (
    Code,
    CodePurpose,
    Commune,
    Identity,
    Mandate,
    OfficialRole,
    Passkey,
    Password,
    Side,
    Totp,
    User,
)

LIFE_OF_A_LINK = timedelta(days=1)
LINK_OVER = Sentence(
    "Đường dẫn này đã dùng hoặc đã quá 24 giờ. Hãy xin quản trị viên đường dẫn mới.",
    "This link has been used, or is older than 24 hours. Ask for a new one.",
)
SET_FIRST = Sentence(
    "Hãy đặt mật khẩu trên máy này trước.", "Set your password on this device first."
)
NO_COMMUNE = Sentence(
    "Không có xã, phường mã {code}. Hãy xem lại mã.", "There is no commune {code}."
)
WHERE = Sentence(
    "Cán bộ xã cần ít nhất một xã, phường. Hãy thêm --commune.",
    "A helper works for communes; name at least one by --commune.",
)


async def appoint(
    address: Address,
    role: OfficialRole,
    communes: Iterable[str],
    *,
    by: str,
    until: date | None = None,
) -> User:
    """Let a person be an official in some communes; in none: in the whole city.

    What they may do by the same role elsewhere stays; the same mandate is given anew. Raises
    InvalidError.
    """
    wanted: list[str | None] = [*dict.fromkeys(communes)] or [None]
    if role is OfficialRole.HELPER and wanted == [None]:
        raise InvalidError(WHERE)
    async with in_transaction():
        user = await expect(address, "vi")
        for commune in wanted:
            if commune is not None and not await Commune.exists(code=commune):
                raise InvalidError(NO_COMMUNE.filled(code=commune))
            same = Mandate.filter(user_id=user.id, role=role, commune_id=commune, ended_at=None)
            await same.update(ended_at=clock.now())
            await give_mandate(user.id, role, commune, by=by, until=until)
    return user


async def is_active(user: int) -> bool:
    """Tell whether an official has a way in: a passkey, or a password and an app."""
    if await passkeys.opens_the_desk(user):
        return True
    return await Password.exists(user_id=user) and await totp.has_one(user)


def link_at(base_url: str, token: str) -> str:
    """Give the address of such a link, whose token is told once."""
    return f"{base_url}/can-bo/kich-hoat/{token}"


async def make_link(address: Address, *, by: str) -> str:
    """Make the token of a link by which an official sets password and second factor, once.

    Links that were made before are good no more.
    """
    token, now = make_token(), clock.now()
    former = Code.filter(purpose=CodePurpose.ACTIVATE, address=address.text, used_at=None)
    new = Code(
        purpose=CodePurpose.ACTIVATE,
        kind=address.kind,
        address=address.text,
        digest=digest_of(token),
        by=by,
        created_at=now,
        expires_at=now + LIFE_OF_A_LINK,
    )
    async with in_transaction():
        await former.update(used_at=now)
        await new.save()
        await record(by, "code.activate", f"code {new.id}")
    return token


async def link_of(token: str) -> Code:
    """Give the row of a link. Raises InvalidError for one that is used, over, or none."""
    alive = Code.filter(digest=digest_of(token), purpose=CodePurpose.ACTIVATE, used_at=None)
    if code := await alive.filter(expires_at__gt=clock.now()).first():
        return code
    raise InvalidError(LINK_OVER)


async def person_of_link(code: Code, browser: Browser | None = None) -> User:
    """Give the official that a link is for, who has set a password in a browser that is given.

    Raises InvalidError.
    """
    if browser and code.browser != browser.digest:
        raise InvalidError(SET_FIRST)
    user = await person_of(Address(code.kind, code.address))
    if user is None or user.disabled_at:
        raise InvalidError(CLOSED)
    return user


async def choose_password(settings: Settings, code: Code, browser: Browser, password: str) -> None:
    """Set the password of an official who came by a link, and make a secret for an app.

    The link goes on in this browser alone: one that comes later with the same link is refused.
    Raises InvalidError that names the field `password`, or that says the link is over.
    """
    user = await person_of_link(code)
    about = [code.address, *code.address.split("@"), user.name]
    digest = await passwords.digest_of_new(password, about=about)
    async with in_transaction():
        free = Code.filter(id=code.id, used_at=None, browser__in=["", browser.digest])
        if not await free.update(browser=browser.digest):
            raise InvalidError(LINK_OVER)
        await passwords.set_password(user.id, digest)
        try:
            await totp.prepare(settings, user.id)
        except SetupError:  # without a key there are passkeys
            await Totp.filter(user_id=user.id).delete()


async def activate_by_number(settings: Settings, code: Code, browser: Browser, typed: str) -> str:
    """Finish by the first number of the app; give the token of a session.

    Raises InvalidError that names the field `code`.
    """
    user = await person_of_link(code, browser)
    async with in_transaction():
        await _use_up(code, browser)
        await totp.take(settings, user.id, typed, is_first=True)
        await Passkey.filter(user_id=user.id).delete()
        return await _activated(code, browser, user)


async def activate_by_passkey(settings: Settings, code: Code, browser: Browser, told: str) -> str:
    """Finish by a passkey in place of an app; give the token of a session."""
    user = await person_of_link(code, browser)
    new = await passkeys.made(settings, browser, user.id, told)
    async with in_transaction():
        await _use_up(code, browser)
        await Passkey.filter(user_id=user.id).delete()
        await Totp.filter(user_id=user.id).delete()
        await passkeys.keep(new, user.id, name=browser.words, side=Side.OFFICIAL)
        return await _activated(code, browser, user)


async def _use_up(code: Code, browser: Browser) -> None:
    """Use a link up in the browser that set the password; of two at once one does."""
    mine = Code.filter(id=code.id, used_at=None, browser=browser.digest)
    if not await mine.update(used_at=clock.now()):
        raise InvalidError(LINK_OVER)


async def _activated(code: Code, browser: Browser, user: User) -> str:
    """End what the person was signed in to before, and let them in."""
    await Identity.filter(user_id=user.id, address=code.address).update(verified_at=clock.now())
    await record(f"user {user.id}", "user.activate", f"user {user.id}")
    await sessions.end_all(user.id, by=f"user {user.id}")
    return await sessions.begin(user.id, Side.OFFICIAL, browser)


async def duties(user: int) -> list[Mandate]:
    """List what an official may do today, with the communes."""
    mine = mandates_now().filter(user_id=user).select_related("commune")
    return await mine.order_by("role", "commune__name_sort", "id")
