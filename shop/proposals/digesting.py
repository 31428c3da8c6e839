"""What waits for officials, told to each once a day and no more: a number is enough to come by."""

from typing import Any

from tortoise.expressions import Subquery
from tortoise.transactions import in_transaction

from shop import clock
from shop.access import OFFICIALS, May, mandates_now, reached_by
from shop.accounts.hours import is_morning_of_work
from shop.accounts.messages import tell
from shop.accounts.people import Address
from shop.models import Identity, Mandate, Proposal, ProposalState
from shop.proposals import in_person
from shop.proposals.queue import not_by

DIGEST = "desk_digest"
ROLES = OFFICIALS[May.REVIEW] | OFFICIALS[May.HELP]


async def tell_officials() -> int:
    """Tell officials what waits for them, on mornings of working days; tell how many were told."""
    if not is_morning_of_work(clock.now()):
        return 0
    held: dict[int, list[Mandate]] = {}
    at_work = mandates_now().filter(role__in=ROLES, user__disabled_at=None)
    for mandate in await at_work.order_by("user_id", "id"):
        held.setdefault(mandate.user_id, []).append(mandate)  # type: ignore[attr-defined]
    return sum([await _tell(user, mandates) for user, mandates in held.items()])


async def _tell(user: int, mandates: list[Mandate]) -> bool:
    words = await waiting_for(mandates)
    latest = Identity.filter(user_id=user).order_by("-used_at", "id").select_related("user")
    known = await latest.first()
    if known is None or not any(words.values()):
        return False
    once = f"digest {user} {clock.today()}"
    async with in_transaction():
        address, language = Address(known.kind, known.address), known.user.language
        await tell(address, DIGEST, language=language, once=once, **words)
    return True


async def waiting_for(mandates: list[Mandate]) -> dict[str, Any]:
    """Count what an official may decide, how much of it is late, and who is to be told."""
    ours = Subquery(reached_by(mandates, May.REVIEW).values("code"))
    others = [not_by(user) for user in {one.user_id for one in mandates}]  # type: ignore[attr-defined]
    waiting = Proposal.filter(*others, state=ProposalState.SUBMITTED, producer_id__in=ours)
    return {
        "waiting": await waiting.count(),
        "late": await waiting.filter(answer_by__lt=clock.today()).count(),
        "tell": await in_person.count(reached_by(mandates, May.HELP)),
    }
