"""Producers are told what officials decided: rows written in the deciding transaction.

Told are the author while they still work for the producer, its owners, and the official who filled
it in for them; where none of the producer can be reached, the officials of its place go and say it.
A decision is told once it cannot be undone any more. No message is sent about a proposal that came
in: its page says so.
"""

from datetime import datetime, timedelta
from typing import Any

from shop import clock
from shop.access import members_now
from shop.accounts.members import owners_of
from shop.accounts.messages import Held, tell_user
from shop.accounts.texts import write
from shop.models import InPerson, Product, Proposal, Review
from shop.proposals.drafting import ref_of

APPROVED, RETURNED = "proposal_approved", "proposal_returned"
MENDED = "proposal_mended"
PUT_BACK = "proposal_put_back"
TO_PRODUCERS = (APPROVED, MENDED, RETURNED, PUT_BACK)
HELPED_APPROVED, HELPED_RETURNED = "helped_approved", "helped_returned"
WINDOW = timedelta(minutes=10)
"""After a decision: so long it may be undone, and is not told."""


async def tell_approved(held: Proposal, name: str, review: Review, *, mended: bool) -> None:
    """Tell that a proposal was approved, inside the transaction that approves it.

    `mended`: an official mended its spelling.
    """
    what = MENDED if mended else APPROVED
    await _tell(held, review, what, HELPED_APPROVED, product=named(held, name))


async def tell_returned(held: Proposal, name: str, review: Review) -> None:
    """Tell in how many places a proposal is to be mended, inside the transaction."""
    places = len(review.reasons)
    await _tell(held, review, RETURNED, HELPED_RETURNED, product=named(held, name), n=places)


async def tell_put_back(held: Proposal, name: str, review: Review, reason: str) -> None:
    """Tell that what was shown at once is put back as it was before, and why."""
    await _tell(held, review, PUT_BACK, PUT_BACK, product=named(held, name), reason=reason)


def named(held: Proposal, name: str) -> str:
    """Name what is decided: by the product's name, or what people call the proposal by."""
    return name or ref_of(held.id)


async def _tell(
    proposal: Proposal, review: Review, what: str, to_helper: str, **words: Any
) -> None:
    helper: int | None = proposal.helped_by_id  # type: ignore[attr-defined] # Tortoise adds it
    held = Held(review.id, review.at + WINDOW)
    whose = sorted(await _whose(proposal) - {helper})
    if not any([await tell_user(user, what, held=held, **words) for user in whose]):
        producer: str = proposal.producer_id  # type: ignore[attr-defined] # Tortoise adds it
        await _leave_to_officials(producer, held.not_before, what, words, held.review)
    if helper is not None:
        await tell_user(helper, to_helper, held=held, **words)


async def tell_of_product(code: str, what: str, **words: Any) -> None:
    """Tell the owners of a product's producer something of it now, inside the transaction."""
    product = await Product.get(code=code).only("code", "name_vi", "producer_id")
    producer: str = product.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    words = {"product": product.name_vi, **words}
    if not any([await tell_user(user, what, **words) for user in await owners_of(producer)]):
        await _leave_to_officials(producer, clock.now(), what, words)


async def _leave_to_officials(
    producer: str,
    not_before: datetime,
    what: str,
    words: dict[str, Any],
    review: int | None = None,
) -> None:
    await InPerson.create(
        producer_id=producer,
        review_id=review,
        not_before=not_before,
        what=what,
        words=words,
    )


async def _whose(held: Proposal) -> set[int]:
    producer: str = held.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    author: int | None = held.author_id  # type: ignore[attr-defined] # Tortoise adds it
    still = members_now().filter(user_id=author, producer_id=producer, user__disabled_at=None)
    owners = await owners_of(producer)
    return {*owners, author} if author and await still.exists() else set(owners)


def preview_returned(held: Proposal, name: str, places: int, language: str) -> str:
    """Give the message that a producer will get when a proposal is returned."""
    return write(RETURNED, language, {"product": named(held, name), "n": places})[1]
