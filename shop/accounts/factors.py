"""An official's two factors: a password, then a number of an app.

Before the second one stands there is no session, and so no right: between the two a row tells that
a password was shown in a browser.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from tortoise.expressions import F
from tortoise.transactions import in_transaction

from media.failpoints import reach
from media.sentences import Sentence
from shop import clock
from shop.accounts import passwords, sessions, totp
from shop.accounts.codes import TRIES, refused
from shop.accounts.limits import DAY, HOUR, admit_try, is_known
from shop.accounts.people import Address, person_of
from shop.accounts.sessions import Browser
from shop.accounts.totp import WrongNumberError
from shop.config import Settings
from shop.errors import FieldError, InvalidError
from shop.models import Attempt, Code, CodePurpose, Device, IdentityKind, Password, Side, User

LIFE_OF_A_STEP = timedelta(minutes=10)
FIVE_MINUTES = timedelta(minutes=5)
WRONG_PASSWORDS, WRONG_PASSWORDS_OF_A_NETWORK = 10, 200
"""In five minutes for an address, in an hour for a network."""
WRONG_NUMBERS, WRONG_NUMBERS_A_DAY = 5, 50
"""In five minutes and in a day: three numbers in a million are good at a time."""
PASSWORD, NUMBER = "password", "second factor"
"""What Attempt calls wrong ones."""
WRONG = Sentence(
    "Email hoặc mật khẩu không đúng. Hãy xem lại rồi thử lại.",
    "The e-mail or the password is wrong. Look at both and try again.",
)
BEGIN_AGAIN = Sentence(
    "Đã quá lâu từ khi bạn nhập mật khẩu. Hãy đăng nhập lại từ đầu.",
    "You typed your password too long ago. Begin again.",
)


class WrongPasswordError(InvalidError):
    """A password that is not the address's; or it has none, or is closed."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many tries of a key may be wrong."""

    key: str
    most: int
    within: timedelta


async def show_password(email: str, password: str, browser: Browser) -> None:
    """Take the first of two factors; what is kept of it is no right.

    An address that is unknown, known or closed is asked the same, looked at as long and refused by
    the same words. Raises InvalidError that names the field `password`, and TooManyRequestsError.
    """
    address = Address(IdentityKind.EMAIL, email)
    alone = browser.digest if await is_known(address, browser) else ""
    shares = [
        Share(email, WRONG_PASSWORDS, FIVE_MINUTES),
        Share(browser.network, WRONG_PASSWORDS_OF_A_NETWORK, HOUR),
    ]
    async with counted(PASSWORD, shares, browser, alone):
        named = Password.filter(
            user__identities__kind=address.kind, user__identities__address=email
        )
        held = await named.select_related("user").first()
        is_right = await passwords.matches(held.digest if held else "", password)
        if not is_right or held is None or held.user.disabled_at:
            raise WrongPasswordError(WRONG, [FieldError("password", WRONG)])
    await _halve(address, browser)


async def _halve(address: Address, browser: Browser) -> None:
    now = clock.now()
    await Code.create(
        purpose=CodePurpose.SECOND_STEP,
        kind=address.kind,
        address=address.text,
        browser=browser.digest,
        by="themselves",
        created_at=now,
        expires_at=now + LIFE_OF_A_STEP,
    )


async def halfway(browser: Browser) -> Code | None:
    """Give the row of a person who has shown a password in a browser, and nothing more yet."""
    half = Code.filter(browser=browser.digest, purpose=CodePurpose.SECOND_STEP, used_at=None)
    alive = half.filter(expires_at__gt=clock.now(), tries__lt=TRIES)
    return await alive.order_by("-id").first()


async def come_by_number(settings: Settings, browser: Browser, typed: str) -> str:
    """Let an official in who has shown a password, by the number of the app; give the token.

    Raises InvalidError that names the field `code`, and TooManyRequestsError.
    """
    half = await halfway(browser)
    user = await person_of(Address(half.kind, half.address)) if half else None
    if half is None or user is None or user.disabled_at:
        raise refused("code", BEGIN_AGAIN)
    try:
        return await _second_factor(settings, half, user, browser, typed)
    except WrongNumberError:
        await Code.filter(id=half.id).update(tries=F("tries") + 1)
        raise


async def _second_factor(
    settings: Settings, half: Code, user: User, browser: Browser, typed: str
) -> str:
    shares, alone = await shares_of(user.id, browser)
    async with counted(NUMBER, shares, browser, alone), in_transaction():
        await totp.take(settings, user.id, typed)
        if not await Code.filter(id=half.id, used_at=None).update(used_at=clock.now()):
            raise refused("code", BEGIN_AGAIN)
        token = await sessions.begin(user.id, Side.OFFICIAL, browser)
    reach("session-made")
    return token


async def prove_by_number(
    settings: Settings, user: int, session: int, browser: Browser, typed: str
) -> None:
    """Take a number of an official who shows again who they are.

    Raises InvalidError that names the field `code`, and TooManyRequestsError.
    """
    shares, alone = await shares_of(user, browser)
    async with counted(NUMBER, shares, browser, alone), in_transaction():
        await totp.take(settings, user, typed)
        await sessions.prove(session)


async def shares_of(user: int, browser: Browser) -> tuple[list[Share], str]:
    """Give the shares of wrong numbers of a person, and the browser that counts alone, if any."""
    is_theirs = await Device.exists(user_id=user, browser=browser.digest)
    five = Share(f"user {user}", WRONG_NUMBERS, FIVE_MINUTES)
    return [five, replace(five, most=WRONG_NUMBERS_A_DAY, within=DAY)], (
        browser.digest if is_theirs else ""
    )


@asynccontextmanager
async def counted(
    what: str, shares: Sequence[Share], browser: Browser, alone: str
) -> AsyncIterator[None]:
    """Refuse a try where too many were wrong of late.

    It counts as wrong before it begins and until it is right, so that many at once are no way
    around the limit. What a browser that is given did counts alone.
    """
    now, keys = clock.now(), dict.fromkeys(share.key for share in shares)
    noted = [
        await Attempt.create(what=what, key=key, browser=browser.digest, at=now) for key in keys
    ]
    try:
        for share in shares:
            await admit_try(what, share.key, share.most + 1, share.within, alone)
        yield
    except (WrongNumberError, WrongPasswordError):
        raise
    except Exception:
        await _forget(noted)
        raise
    await _forget(noted)


async def _forget(noted: Sequence[Attempt]) -> None:
    await Attempt.filter(id__in=[one.id for one in noted]).delete()
