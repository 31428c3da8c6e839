"""How long the stars of a producer's products hold, as its list says it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from shop import clock
from shop.catalogue.renewing import applied_of
from shop.queries.own_products import Own
from shop.web.account.signing import HOME
from shop.web.language import Language
from shop.web.words import words
from shop.web.writing import counted, day

HERE = f"{HOME}/han-sao"
BEFORE, AFTER = 180, 365
"""Days before the last day from which it is said, and after it until which."""


@dataclass(frozen=True, slots=True)
class StarsHeld:
    """What a product's card says of how long its stars hold."""

    said: str
    url: str
    applied: str
    """That the producer applied again; empty: it did not say so."""


async def stars_held(
    own: Sequence[Own], language: Language, *, besides: Collection[str] = ()
) -> dict[str, StarsHeld]:
    """Give product → how long its stars hold, from half a year before the end to a year after.

    `besides`: products of which a task says so already, unless they were applied for again.
    """
    today = clock.today()
    ends = {one.product.code: one.stars_end_on for one in own}
    soon = {
        code: day for code, day in ends.items() if day and -AFTER <= (day - today).days <= BEFORE
    }
    applied = await applied_of(soon) if soon else set()
    return {
        code: StarsHeld(
            shortly(day, language),
            language.address(f"{HERE}/{code}"),
            words(language).renew_said if (code, day) in applied else "",
        )
        for code, day in soon.items()
        if code not in besides or (code, day) in applied
    }


def shortly(ends_on: date, language: Language) -> str:
    """Say on a list, where each word is read again and again, how long stars hold."""
    t, left = words(language), (ends_on - clock.today()).days
    if left > 0:
        return counted(t.renew_left_short, left, language)
    return str(t.renew_over_short if left else t.renew_today_short)


def said_of(ends_on: date, language: Language) -> str:
    """Say how long stars hold, or that they ended."""
    t, left = words(language), (ends_on - clock.today()).days
    pattern = t.renew_left if left > 0 else t.renew_over if left else t.renew_today
    return str(pattern.format(n=left, day=day(ends_on, language)))
