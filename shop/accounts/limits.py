"""How often a door may be knocked at: counted in the database, for all processes together.

A training evening has forty people behind one address, so networks have a wide limit and addresses
of people a narrow one. Nothing locks: a person on a device that they came in with before is counted
by that device alone, so others' failures never keep them out.
"""

from datetime import datetime, timedelta

from tortoise.queryset import QuerySet

from media.sentences import Sentence
from shop import clock
from shop.accounts.people import Address
from shop.accounts.sessions import Browser
from shop.database import take_turns
from shop.errors import TooManyRequestsError
from shop.models import Attempt, Code, CodePurpose, Device

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CODES_AN_HOUR, CODES_A_DAY = 5, 10
"""Sent to one address."""
CODES_OF_A_NETWORK = 200
"""Sent in an hour for all who ask from one network."""
WRONG_OF_A_NETWORK = 200
"""Wrong printed codes in an hour, of 2**40."""
TOO_MANY = Sentence(
    "Bạn thử nhiều lần quá. Đợi {minutes} phút rồi thử lại.",
    "You have tried too often. Wait {minutes} minutes and try again.",
)
KEPT_FOR = timedelta(days=2)
"""Attempts; only those of the last day are counted."""


async def admit_code(address: Address, browser: Browser) -> None:
    """Raise TooManyRequestsError where no more codes are sent for now, inside a transaction.

    It asks the same questions for addresses that we know and that we do not.
    """
    await take_turns(f"code {address.text}", f"code {browser.network}")
    now = clock.now()
    sent = Code.filter(purpose=CodePurpose.SIGN_IN, created_at__gt=now - DAY)
    to_it = sent.filter(kind=address.kind, address=address.text)
    if await is_known(address, browser):
        to_it = to_it.filter(browser=browser.digest)
    await _admit_codes(to_it, now)
    here = sent.filter(network=browser.network, created_at__gt=now - HOUR)
    newest = here.order_by("-created_at").limit(CODES_OF_A_NETWORK)
    _admit(await newest.values_list("created_at", flat=True), CODES_OF_A_NETWORK, HOUR)


async def admit_word(address: Address) -> None:
    """Raise TooManyRequestsError where an address was asked to agree often enough.

    Inside a transaction; those codes are counted apart from codes that let in.
    """
    await take_turns(f"word {address.text}")
    now = clock.now()
    sent = Code.filter(purpose=CodePurpose.WORD, created_at__gt=now - DAY)
    await _admit_codes(sent.filter(kind=address.kind, address=address.text), now)


async def _admit_codes(sent: QuerySet[Code], now: datetime) -> None:
    """Refuse one more code than an address is sent in an hour, or in a day."""
    times: list[datetime] = list(
        await sent.order_by("-created_at").values_list("created_at", flat=True)  # type: ignore[arg-type]
    )
    _admit(times, CODES_A_DAY, DAY)
    _admit([at for at in times if at > now - HOUR], CODES_AN_HOUR, HOUR)


async def is_known(address: Address, browser: Browser) -> bool:
    """Tell whether the person of an address came in with this browser before."""
    return await Device.exists(
        browser=browser.digest,
        user__identities__kind=address.kind,
        user__identities__address=address.text,
    )


async def admit_try(what: str, key: str, most: int, within: timedelta, browser: str = "") -> None:
    """Raise TooManyRequestsError where something has gone wrong too often of late.

    What went wrong in a browser that is given counts alone.
    """
    failed = Attempt.filter(what=what, key=key, at__gt=clock.now() - within)
    if browser:
        failed = failed.filter(browser=browser)
    times = await failed.order_by("-at").limit(most).values_list("at", flat=True)
    _admit(times, most, within)


async def note_failure(what: str, key: str, browser: str = "") -> int:
    """Note what went wrong; give its number."""
    noted = await Attempt.create(what=what, key=key, browser=browser, at=clock.now())
    return int(noted.id)


async def forget_failure(attempt: int) -> None:
    """Forget what was noted before it was known to be right."""
    await Attempt.filter(id=attempt).delete()


def _admit(times: object, most: int, within: timedelta) -> None:
    """Refuse what would be one more than `most`; times stand latest first."""
    counted: list[datetime] = list(times)  # type: ignore[call-overload]
    if len(counted) >= most:
        wait = counted[most - 1] + within - clock.now()
        minutes = max(1, -(-wait // timedelta(minutes=1)))
        raise TooManyRequestsError(TOO_MANY.filled(minutes=minutes), minutes * 60)
