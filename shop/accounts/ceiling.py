"""The most paid messages in 24 hours: who floods a form with numbers spends the city's money."""

import asyncio
from datetime import timedelta

from tortoise.expressions import F, Q
from tortoise.functions import Sum
from tortoise.transactions import in_transaction

from shop import clock
from shop.access import mandates_now
from shop.accounts.messages import tell
from shop.accounts.people import Address
from shop.accounts.postmen import NotSentError
from shop.accounts.texts import CEILING
from shop.models import Identity, IdentityKind, Message, OfficialRole

DAY = timedelta(hours=24)
USED_UP = "the paid messages of 24 hours are used up"
TOLD_AT = (50, 75)
"""Percent of a day's messages at which officials are told (FormSG PR#8493)."""


async def paid_lately() -> int:
    """Count what gateways that cost money took, or may have taken, in the last 24 hours."""
    lately = Q(ended_at=None) | Q(ended_at__gt=clock.now() - DAY)
    [paid] = await Message.filter(lately, paid__gt=0).annotate(n=Sum("paid")).values_list("n")
    return int(paid[0] or 0)


ONE_BY_ONE = asyncio.Lock()
"""Or twenty messages that see each other's count would all find no room where there is some."""


class UsedUpError(NotSentError):
    """A message for which there is no room under the ceiling now."""


async def reserve(message: str, most: int) -> None:
    """Count a message before it goes to a gateway. Raises UsedUpError where there is no room.

    It is counted first and looked at then, so that of many at once none is one too many; one that
    a kill leaves counted was perhaps sent.
    """
    async with ONE_BY_ONE:
        await Message.filter(id=message).update(paid=F("paid") + 1)
        if (used := await paid_lately()) > most:
            await give_back(message)
            raise UsedUpError(USED_UP)
    for percent in TOLD_AT:
        if used * 100 >= most * percent:
            await _tell_officials(percent, most)


async def give_back(message: str) -> None:
    """Count a message no longer that a gateway surely did not take."""
    await Message.filter(id=message).update(paid=F("paid") - 1)


async def _tell_officials(percent: int, most: int) -> None:
    """Tell admins by e-mail, which costs nothing; once a day each."""
    admins = mandates_now().filter(role=OfficialRole.ADMIN)
    of_admins = Identity.filter(user_id__in=await admins.values_list("user_id", flat=True))
    reached = of_admins.filter(kind=IdentityKind.EMAIL, user__disabled_at=None)
    async with in_transaction():
        for identity in await reached.order_by("id").select_related("user"):
            await tell(
                Address(identity.kind, identity.address),
                CEILING,
                language=identity.user.language,
                once=f"{CEILING} {clock.today()} {percent} {identity.id}",
                percent=percent,
                most=most,
            )
