"""Producers are told what officials decided: rows written in the deciding transaction.

Told are the author while they still work for the producer, its owners, and the official who filled
it in for them. No message is sent about a proposal that came in: its page says so.
"""

from shop.access import members_now
from shop.accounts.members import owners_of
from shop.accounts.messages import tell_user
from shop.accounts.texts import write
from shop.models import Proposal
from shop.proposals.drafting import ref_of

APPROVED, RETURNED = "proposal_approved", "proposal_returned"
HELPED_APPROVED, HELPED_RETURNED = "helped_approved", "helped_returned"


async def tell_approved(held: Proposal, name: str) -> None:
    """Tell that a proposal was approved, inside the transaction that approves it."""
    await _tell(held, APPROVED, HELPED_APPROVED, product=named(held, name))


async def tell_returned(held: Proposal, name: str, places: int) -> None:
    """Tell in how many places a proposal is to be mended, inside the transaction."""
    await _tell(held, RETURNED, HELPED_RETURNED, product=named(held, name), n=places)


def named(held: Proposal, name: str) -> str:
    """Name what is decided: by the product's name, or what people call the proposal by."""
    return name or ref_of(held.id)


async def _tell(held: Proposal, what: str, to_helper: str, **words: object) -> None:
    helper: int | None = held.helped_by_id  # type: ignore[attr-defined] # Tortoise adds it
    for user in sorted(await _whose(held) - {helper}):
        await tell_user(user, what, **words)
    if helper is not None:
        await tell_user(helper, to_helper, **words)


async def _whose(held: Proposal) -> set[int]:
    producer: str = held.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    author: int | None = held.author_id  # type: ignore[attr-defined] # Tortoise adds it
    still = members_now().filter(user_id=author, producer_id=producer, user__disabled_at=None)
    owners = await owners_of(producer)
    return {*owners, author} if author and await still.exists() else set(owners)


def preview_returned(held: Proposal, name: str, places: int, language: str) -> str:
    """Give the message that a producer will get when a proposal is returned."""
    return write(RETURNED, language, {"product": named(held, name), "n": places})[1]
