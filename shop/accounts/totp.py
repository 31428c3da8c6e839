"""The second factor that counts time: a secret that an app and we share, a number each 30 s.

RFC 6238. The secret is sealed where it lies (shop/accounts/secret.py).
"""

from dataclasses import dataclass
from hmac import compare_digest

import pyotp

from media.sentences import Sentence
from shop import clock
from shop.accounts.codes import refused
from shop.accounts.secret import read_digits, seal, unseal
from shop.config import Settings
from shop.errors import FieldError, InvalidError, SetupError
from shop.models import Totp

STEP = 30
"""Seconds."""
ALSO = 1
"""Steps before and after this one whose numbers are taken, for clocks that differ."""
ISSUER = "Sản vật Hải Phòng"
NO_NUMBER = Sentence(
    "Mã gồm 6 số. Hãy xem ứng dụng xác thực rồi nhập đủ 6 số.",
    "The number has six digits. Look at your authenticator app again.",
)
WRONG = Sentence(
    "Mã không đúng. Hãy nhập số đang hiện, và xem lại giờ trên điện thoại.",
    "Wrong number. Type the one that shows now, and check your telephone’s clock.",
)
USED = Sentence(
    "Mã này đã dùng. Hãy đợi số mới trong ứng dụng rồi nhập.",
    "This number has been used. Wait for the next one.",
)


class WrongNumberError(InvalidError):
    """A number that is not what the app shows now, or was taken before."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What an app is to be told, once: as text, and as the address that its QR code holds."""

    secret: str
    address: str


async def prepare(settings: Settings, user: int) -> None:
    """Make a secret in place of a former one; it is no factor before its first number is typed.

    Raises SetupError where there is no key to seal it with.
    """
    sealed = seal(settings, pyotp.random_base32(), _whose(user))
    await Totp.filter(user_id=user).delete()
    await Totp.create(user_id=user, sealed=sealed)


async def shared(settings: Settings, user: int, name: str) -> Shared | None:
    """Give what the app is to be told, until it has shown that it knows."""
    held = await Totp.get_or_none(user_id=user, confirmed_at=None)
    if held is None:
        return None
    secret = _open(settings, held, user)
    return Shared(secret, pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER))


async def has_one(user: int) -> bool:
    return await Totp.filter(user_id=user).exclude(confirmed_at=None).exists()


async def take(settings: Settings, user: int, typed: str, *, is_first: bool = False) -> None:
    """Use a number up, inside a transaction; its first one makes the app a factor.

    Raises InvalidError that names the field `code`; the caller counts a WrongNumberError.
    """
    digits = read_digits(typed)
    if not digits:
        raise refused("code", NO_NUMBER)
    held = await Totp.get_or_none(user_id=user)
    if held is None or (held.confirmed_at is None and not is_first):
        raise _wrong(WRONG)
    counter = _counter_of(_open(settings, held, user), digits)
    if counter is None:
        raise _wrong(WRONG)
    said = {"counter": counter, "confirmed_at": held.confirmed_at or clock.now()}
    if not await Totp.filter(id=held.id, counter__lt=counter).update(**said):
        raise _wrong(USED)


async def lost(settings: Settings) -> int:
    """Count the second factors that cannot be opened with the key that is set."""
    rows = await Totp.all().order_by("id")
    return sum(not _opens(settings, row) for row in rows)


def _opens(settings: Settings, held: Totp) -> bool:
    try:
        unseal(settings, held.sealed, _whose(held.user_id))  # type: ignore[attr-defined]
    except SetupError:
        return False
    return True


def _open(settings: Settings, held: Totp, user: int) -> str:
    """Raise InvalidError that says what to do where the key is missing, or another one."""
    try:
        return unseal(settings, held.sealed, _whose(user))
    except SetupError as fault:
        raise refused("code", fault.said) from None


def _counter_of(secret: str, digits: str) -> int | None:
    """Give the step whose number it is, the latest if it is that of two."""
    now, app = int(clock.now().timestamp()) // STEP, pyotp.TOTP(secret)
    steps = range(now + ALSO, now - ALSO - 1, -1)
    return next((step for step in steps if compare_digest(app.at(step * STEP), digits)), None)


def _wrong(said: Sentence) -> InvalidError:
    return WrongNumberError(said, [FieldError("code", said)])


def _whose(user: int) -> str:
    return f"totp of user {user}"
