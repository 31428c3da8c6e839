"""Which of the waiting proposals that findings name an official may read, to compare with."""

from collections.abc import Iterable

from tortoise.expressions import Subquery

from shop.access import ON_THE_DESK, Actor, May, reach
from shop.models import Proposal
from shop.proposals.findings import Finding


async def readable(found: Iterable[Finding], actor: Actor) -> set[str]:
    numbers = {rests.proposal for one in found for rests in one.evidence if rests.proposal}
    if not numbers:
        return set()
    there = Subquery((await reach(actor, May.SEE)).values("code"))
    some = Proposal.filter(id__in=numbers, state__in=ON_THE_DESK, producer_id__in=there)
    return {str(number) for number in await some.values_list("id", flat=True)}
