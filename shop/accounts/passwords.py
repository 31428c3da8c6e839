"""Passwords of officials: kept by argon2id, refused where they are easily guessed.

Producers have none: it is the thing that they would forget.
"""

import asyncio
import unicodedata
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from media.sentences import Sentence
from shop import clock
from shop.accounts.codes import refused
from shop.models import Password

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""argon2id as OWASP's Password Storage Cheat Sheet asks for at least."""
AT_A_TIME = asyncio.Semaphore(2)
"""Passwords that are looked at: each takes 19 MB and a core for 30 ms."""
STAND_IN = (
    "$argon2id$v=19$m=19456,t=2,p=1$c2FudmF0c2FudmF0c2FudmF0"
    "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)
"""Of no password: an address that has none takes as long as one that has."""
LEAST, MOST = 12, 200
LEAST_SCORE = 3
"""Of zxcvbn's 0 to 4: 10**8 guesses or more."""
LOOKED_AT = 72
"""Letters that zxcvbn is given: its time grows with their square."""
SHORT = Sentence(
    "Mật khẩu cần ít nhất {least} ký tự. Hãy ghép bốn, năm từ không liên quan.",
    "A password needs at least {least} characters. Join four or five unrelated words.",
)
LONG = Sentence(
    "Mật khẩu dài quá {most} ký tự. Hãy dùng mật khẩu ngắn hơn.",
    "A password may have up to {most} characters. Use a shorter one.",
)
EASY = Sentence(
    "Mật khẩu này dễ đoán. Hãy ghép bốn, năm từ không liên quan.",
    "This password is easily guessed. Join four or five unrelated words.",
)


async def digest_of_new(password: str, *, about: Sequence[str]) -> str:
    """Give what is kept of a new password.

    `about` is what is known of the person, which a good password does not hold. Raises InvalidError
    that names the field `password`.
    """
    plain = _plain(password)
    await asyncio.to_thread(_check, plain, about)
    async with AT_A_TIME:
        return await asyncio.to_thread(HASHER.hash, plain)


async def set_password(user: int, digest: str) -> None:
    """Give a person a password, in place of a former one."""
    held = Password.filter(user_id=user)
    if not await held.update(digest=digest, changed_at=clock.now()):
        await Password.create(user_id=user, digest=digest, changed_at=clock.now())


async def matches(digest: str, password: str) -> bool:
    """Tell whether a password is that of a digest; an empty one is none's, and takes as long."""
    async with AT_A_TIME:
        return await asyncio.to_thread(_matches, digest or STAND_IN, _plain(password))


def _matches(digest: str, plain: str) -> bool:
    try:
        return HASHER.verify(digest, plain)
    except VerifyMismatchError:
        return False


def _check(plain: str, about: Sequence[str]) -> None:
    from zxcvbn import zxcvbn  # type: ignore[import-untyped] # noqa: PLC0415 - its lists of words are for officials only

    if len(plain) < LEAST:
        raise refused("password", SHORT.filled(least=LEAST))
    if len(plain) > MOST:
        raise refused("password", LONG.filled(most=MOST))
    if zxcvbn(plain[:LOOKED_AT], user_inputs=list(about))["score"] < LEAST_SCORE:
        raise refused("password", EASY)


def _plain(password: str) -> str:
    """Bring a password to the form that it has on every keyboard (NIST SP 800-63B §3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
