"""Who looks at a proposal now, and who goes through others first: a courtesy, never a lock."""

from datetime import datetime, timedelta

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from shop import clock
from shop.audit import record
from shop.models import InHand, Proposal, ProposalState, PutOff

IDLE = timedelta(minutes=15)
"""After so long without a sign of its official a proposal is in hand no more."""


def still_since() -> datetime:
    """Give the moment since which an official must have been seen, to have something in hand."""
    return clock.now() - IDLE


async def in_hand(proposal: str) -> InHand | None:
    """Give who looks at a proposal now, and since when."""
    held = InHand.filter(proposal_id=proposal, seen_at__gt=still_since()).select_related("user")
    return await held.first()


async def take_in_hand(proposal: str, *, user: int, over: bool = False) -> None:
    """Say that an official looks at a submitted proposal, or still does.

    From another it is taken with `over` alone. One that is decided is in no hand.
    """
    async with in_transaction():
        if not await Proposal.exists(id=proposal, state=ProposalState.SUBMITTED):
            return
        if await _goes_on(proposal, user):
            return
        now, idle = clock.now(), Q(seen_at__lte=still_since())
        theirs = InHand.filter(proposal_id=proposal)
        taken = await (theirs if over else theirs.filter(idle | Q(user_id=user))).update(
            user_id=user, since=now, seen_at=now
        )
        if not taken and not await _laid_down(proposal, user, now):
            return
        await record(f"user {user}", "proposal.take", proposal)


async def _goes_on(proposal: str, user: int) -> bool:
    mine = InHand.filter(proposal_id=proposal, user_id=user, seen_at__gt=still_since())
    return bool(await mine.update(seen_at=clock.now()))


async def _laid_down(proposal: str, user: int, now: datetime) -> bool:
    """Write that an official has a proposal, which no row names yet; False: another was quicker."""
    new = InHand(proposal_id=proposal, user_id=user, since=now, seen_at=now)
    await InHand.bulk_create([new], ignore_conflicts=True)
    return await InHand.exists(proposal_id=proposal, user_id=user)


async def let_go(proposal: str, *, user: int) -> None:
    """Say that an official does not look at a proposal any more."""
    async with in_transaction():
        if await InHand.filter(proposal_id=proposal, user_id=user).delete():
            await record(f"user {user}", "proposal.let_go", proposal)


async def put_off(proposal: str, *, user: int) -> None:
    """Put a proposal behind all others for one official, until tomorrow."""
    today = clock.today()
    async with in_transaction():
        await PutOff.filter(Q(day__lt=today) | Q(proposal_id=proposal), user_id=user).delete()
        new = PutOff(user_id=user, proposal_id=proposal, day=today)
        await PutOff.bulk_create([new], ignore_conflicts=True)
        await InHand.filter(proposal_id=proposal, user_id=user).delete()
        await record(f"user {user}", "proposal.put_off", proposal)


async def lay_down(proposal: str) -> None:
    """End what officials said of a round, inside the transaction that decides it."""
    await InHand.filter(proposal_id=proposal).delete()
    await PutOff.filter(proposal_id=proposal).delete()
