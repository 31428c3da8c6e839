"""A producer sends a proposal: to the officials, or on show at once where it is trusted with it.

It is submitted first, and shown after that: whatever keeps it from being shown, it waits with the
officials, and nothing is lost.
"""

from media.store import Store, Unavailable
from shop.errors import InvalidError
from shop.models import Proposal, ProposalState
from shop.proposals.deciding import Approval, approve
from shop.proposals.drafting import submit
from shop.proposals.rounds import DecidedError


async def send(
    proposal: str, seen: int, pictures: Store, *, user: int, answer_days: int, wants_show: bool
) -> bool:
    """Send a proposal; tell whether it is on show now. Raises what `submit` raises.

    `wants_show`: its author was told that it will be, and sent it knowing that.
    """
    held = await submit(proposal, seen, user=user, answer_days=answer_days)
    if not wants_show or held.state != ProposalState.SUBMITTED:
        return bool(held.state == ProposalState.APPROVED)
    return await _shown(held, pictures, user)


async def _shown(held: Proposal, pictures: Store, user: int) -> bool:
    try:
        await approve(held.id, Approval(held.version, by_trust=True), pictures, user=user)
    except (DecidedError, InvalidError, Unavailable):
        return False
    return True
