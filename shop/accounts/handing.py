"""For whom an official may hand over a code: asked when it is made, and again when it is used.

Who has the code comes in as its person, so an official gives none for a person who works for a
producer out of their reach, and none for another official.
"""

import re

from shop import clock
from shop.access import Actor, May, mandates_now, members_now, reach
from shop.models import Code, Password, Side, Totp, User

BY_A_PERSON = re.compile(r"user ([0-9]+)")


async def is_official(user: int) -> bool:
    """Tell whether a person has, or had, a way to the desk."""
    if await mandates_now().filter(user_id=user).exists():
        return True
    return await Password.exists(user_id=user) or await Totp.exists(user_id=user)


async def reached_by(actor: Actor) -> set[str]:
    """Give the codes of the producers that an official helps today."""
    there = await reach(actor, May.HELP)
    return {str(code) for code in await there.values_list("code", flat=True)}


async def works_within(user: int, reached: set[str]) -> bool:
    """Tell whether all producers that a person works for are among some."""
    works_for = members_now().filter(user_id=user).values_list("producer_id", flat=True)
    return reached.issuperset(str(code) for code in await works_for)


async def holds(code: Code, user: int) -> bool:
    """Tell whether the official who handed over a code may still do so for its person.

    What the operator made at the shell holds.
    """
    if not (giver := BY_A_PERSON.fullmatch(code.by)):
        return True
    actor = Actor(int(giver[1]), Side.OFFICIAL, 0, "", "vi", clock.now())
    if not await User.exists(id=actor.user, disabled_at=None) or await is_official(user):
        return False
    reached, producer = await reached_by(actor), code.producer_id  # type: ignore[attr-defined]
    return (producer is None or producer in reached) and await works_within(user, reached)
