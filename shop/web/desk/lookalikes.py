"""Photos of a proposal that look like another producer's, on show or waiting, said to officials."""

from collections.abc import Sequence

from tortoise.expressions import Subquery

from shop.access import ON_THE_DESK, Actor, May, reach
from shop.models import Proposal, Side
from shop.proposals.standing import Standing
from shop.queries.lookalikes import Resembling, lookalikes_of
from shop.web.language import Language
from shop.web.signed import HOMES
from shop.web.words import words


async def alike_of(one: Standing, actor: Actor, language: Language) -> list[tuple[str, str]]:
    """Say which photos look like another's; each with the page to compare with, if there is one."""
    places = {row["picture_id"]: row["position"] for row in one.would_be.photos}
    found = [one for one in await lookalikes_of(one.proposal.id) if one.picture in places]
    readable = await _readable(found, actor)
    return [
        (_said(one, places[one.picture], language), _address(one, readable, language))
        for one in found
    ]


async def _readable(found: Sequence[Resembling], actor: Actor) -> set[str]:
    """Give the proposals among some that this official may read."""
    numbers = {one.proposal for one in found if one.proposal}
    if not numbers:
        return set()
    there = Subquery((await reach(actor, May.SEE)).values("code"))
    some = Proposal.filter(id__in=numbers, state__in=ON_THE_DESK, producer_id__in=there)
    return {str(number) for number in await some.values_list("id", flat=True)}


def _said(one: Resembling, place: int, language: Language) -> str:
    t = words(language)
    pattern = t.review_alike if one.product else t.review_alike_waiting
    return str(pattern.format(n=place, whose=one.producer, bits=one.distance))


def _address(one: Resembling, readable: set[str], language: Language) -> str:
    if one.product:
        return language.address(f"/san-pham/{one.product}")
    path = f"{HOMES[Side.OFFICIAL]}/de-nghi/{one.proposal}"
    return language.address(path) if one.proposal in readable else ""
