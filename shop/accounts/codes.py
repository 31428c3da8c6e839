"""Codes that let a person in once: six digits that are sent, eight letters given in person."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from tortoise.expressions import F
from tortoise.transactions import in_transaction

from media.failpoints import reach
from media.sentences import Sentence
from shop import clock
from shop.accounts.limits import (
    HOUR,
    WRONG_OF_A_NETWORK,
    admit_code,
    admit_try,
    forget_failure,
    note_failure,
)
from shop.accounts.messages import CODE, tell
from shop.accounts.people import Address
from shop.accounts.secret import (
    digest_of_digits,
    digest_of_letters,
    make_letters,
    read_digits,
    read_letters,
)
from shop.accounts.sessions import Browser
from shop.audit import record
from shop.errors import FieldError, InvalidError, TooManyRequestsError, UnavailableError
from shop.models import Code, CodePurpose

LIFE = timedelta(minutes=10)
LIFE_IN_HAND = timedelta(days=1)
TRIES = 5
GOOD = 2
"""Of the codes last sent: after "resend" people type the former one (FormSG#5432)."""
THREADS = 2
AT_A_TIME = asyncio.Semaphore(THREADS)
"""Printed codes whose digest is being made: each takes 16 MB."""
ROOM = asyncio.Semaphore(THREADS + 20)
"""Typed ones, with those that wait: at 50 ms each the last has its turn within a second."""
WRONG_LETTERS = "letters"
"""What Attempt calls wrong printed codes."""
NO_DIGITS = Sentence(
    "Mã gồm 6 số. Hãy xem lại tin nhắn rồi nhập đủ 6 số.",
    "The code has six digits. Look at the message again.",
)
WRONG = Sentence(
    "Mã không đúng. Bạn còn {left} lần thử.", "Wrong code. You have {left} tries left."
)
OVER = Sentence(
    "Mã đã hết hạn. Bấm Gửi lại để nhận mã mới.",
    "The code has expired. Press “Send it again” for a new one.",
)
TOO_OFTEN = Sentence(
    "Bạn đã nhập sai 5 lần. Bấm Gửi lại để nhận mã mới.",
    "You have typed a wrong code 5 times. Press “Send it again” for a new one.",
)
NO_LETTERS = Sentence(
    "Mã trên giấy gồm 8 ký tự. Hãy xem lại giấy rồi nhập đủ.",
    "A printed code has 8 characters. Look at the paper again.",
)
WRONG_PAPER = Sentence(
    "Mã này không đúng hoặc đã dùng. Hãy xem lại giấy, hoặc hỏi UBND xã, phường.",
    "This code is wrong, or has been used. Look at the paper, or ask your commune.",
)
BUSY = Sentence(
    "Nhiều người đang nhập mã cùng lúc. Hãy đợi vài giây rồi gửi lại.",
    "Many codes are being looked at. Wait a few seconds and send it again.",
)


@dataclass(frozen=True, slots=True)
class Tried:
    """A printed code that was typed."""

    digest: str
    attempt: int
    """By which it is counted as wrong until it is found right."""


def refused(field: str, said: Sentence) -> InvalidError:
    """Make the refusal of what was typed in a field."""
    return InvalidError(said, [FieldError(field, said)])


async def ask(
    address: Address, browser: Browser, *, language: str, invitation: int | None = None
) -> None:
    """Have six digits sent to an address, for one browser.

    Raises TooManyRequestsError. It does the same for addresses that are unknown or closed.
    """
    async with in_transaction():
        await admit_code(address, browser)
        now = clock.now()
        new = Code(
            purpose=CodePurpose.SIGN_IN,
            kind=address.kind,
            address=address.text,
            browser=browser.digest,
            network=browser.network,
            invitation_id=invitation,
            by="themselves",
            created_at=now,
            expires_at=now + LIFE,
        )
        await new.save()
        await tell(address, CODE, language=language, code=new)
    reach("code-stored")


async def keep_digits(code: int, digits: str) -> bool:
    """Note the digits that are about to be sent; False: the code is used, over or gone.

    Digits of the same message that went out before stay good. A worker was killed with them in its
    memory, and a gateway that knows the message again may not pass the new ones on.
    """
    async with in_transaction():
        waiting = Code.filter(id=code, used_at=None, expires_at__gt=clock.now())
        if (held := await waiting.select_for_update().first()) is None:
            return False
        digest = digest_of_digits(digits, held.browser)
        if digest != held.digest:
            former = [*held.former, held.digest] if held.digest else []
            await Code.filter(id=code).update(digest=digest, former=former)
    return True


async def asked_in(browser: Browser) -> Code | None:
    """Give the code that a browser asked for last, unless it is used or over."""
    waiting = Code.filter(browser=browser.digest, purpose=CodePurpose.SIGN_IN, used_at=None)
    return await waiting.filter(expires_at__gt=clock.now()).order_by("-id").first()


async def take_digits(browser: Browser, typed: str) -> Code:
    """Use up the code that was typed, inside a transaction that lets its person in.

    `count_try` has counted this try before. Raises InvalidError that names the field `code`.
    """
    digits = read_digits(typed)
    good = await _good(browser)
    if not good:
        raise refused("code", OVER)
    digest = digest_of_digits(digits, browser.digest)
    for code in good:
        if digest in {code.digest, *code.former} and await _use(code):
            return code
    left = TRIES - max(code.tries for code in good)
    raise refused("code", WRONG.filled(left=left) if left > 0 else TOO_OFTEN)


async def count_try(browser: Browser, typed: str) -> None:
    """Count a try of digits as wrong before they are compared, in a statement of its own.

    So many tries at once are no way around the limit. Raises InvalidError that names the field
    `code` for what is no six digits, which is no try, and where no code is good any more.
    """
    if not read_digits(typed):
        raise refused("code", NO_DIGITS)
    latest = await asked_in(browser)
    same = Code.filter(browser=browser.digest, purpose=CodePurpose.SIGN_IN, used_at=None)
    if latest is None:
        raise refused("code", OVER)
    waiting = same.filter(address=latest.address, tries__lt=TRIES)
    if not await waiting.update(tries=F("tries") + 1):
        raise refused("code", TOO_OFTEN)


async def _good(browser: Browser) -> list[Code]:
    """Give the codes that are good now: the last sent ones of what the browser asked for last."""
    if (latest := await asked_in(browser)) is None:
        return []
    same = Code.filter(browser=browser.digest, address=latest.address, kind=latest.kind)
    alive = same.filter(purpose=CodePurpose.SIGN_IN, used_at=None, expires_at__gt=clock.now())
    good = alive.filter(tries__lte=TRIES).exclude(digest="").order_by("-id")
    return list(await good.limit(GOOD))


async def _use(code: Code) -> bool:
    """Use a code up, and those sent beside it; of two at once one does."""
    alive = Code.filter(id=code.id, used_at=None, tries__lte=TRIES)
    if not await alive.update(used_at=clock.now()):
        return False
    if code.browser:
        beside = Code.filter(browser=code.browser, address=code.address, used_at=None)
        await beside.update(used_at=clock.now())
    return True


async def hand_over(address: Address, *, by: str, producer: str | None = None) -> tuple[str, Code]:
    """Make a code that an official gives to a person they know, in person; good once, for a day.

    The person becomes an owner of a producer that is named and has none. Give its letters, which
    are told once, and its row.
    """
    letters, now = make_letters(), clock.now()
    new = Code(
        purpose=CodePurpose.HAND_OVER,
        kind=address.kind,
        address=address.text,
        digest=await slow_digest(letters),
        producer_id=producer,
        by=by,
        created_at=now,
        expires_at=now + LIFE_IN_HAND,
    )
    async with in_transaction():
        await new.save()
        await record(by, "code.hand_over", f"code {new.id}", producer=producer)
    return letters, new


async def try_letters(browser: Browser, typed: str) -> Tried:
    """Read a printed code into the digest it is looked up by.

    It is counted as wrong before that costs anything, so that many at once are no way around the
    limit; `found_right` takes that back. Raises InvalidError that names the field `code`,
    TooManyRequestsError, and UnavailableError while too many wait.
    """
    letters = read_letters(typed)
    if not letters:
        raise refused("code", NO_LETTERS)
    attempt = await note_failure(WRONG_LETTERS, browser.network, browser.digest)
    try:
        await admit_try(WRONG_LETTERS, browser.network, WRONG_OF_A_NETWORK + 1, HOUR)
        return Tried(await _digest_in_turn(letters), attempt)
    except (TooManyRequestsError, UnavailableError):  # it was not looked at
        await forget_failure(attempt)
        raise


async def found_right(tried: Tried) -> None:
    """Count a printed code no longer that let its person go on."""
    await forget_failure(tried.attempt)


async def _digest_in_turn(letters: str) -> str:
    if ROOM.locked():
        raise UnavailableError(BUSY)
    async with ROOM:
        return await slow_digest(letters)


async def take_handed(digest: str) -> Code | None:
    """Use up a code given in person, inside a transaction; None: it is none, used, or over."""
    alive = Code.filter(digest=digest, purpose=CodePurpose.HAND_OVER, used_at=None)
    code = await alive.filter(expires_at__gt=clock.now()).first()
    return code if code and await _use(code) else None


async def slow_digests(many: Sequence[str]) -> list[str]:
    """Give what is kept of many printed codes, for a command that has a machine to itself."""

    def digests() -> list[str]:
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(digest_of_letters, many))

    return await asyncio.to_thread(digests)


async def slow_digest(letters: str) -> str:
    """Give what is kept of a printed code."""
    async with AT_A_TIME:
        return await asyncio.to_thread(digest_of_letters, letters)
