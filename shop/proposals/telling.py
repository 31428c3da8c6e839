"""Producers are told what officials decided: rows written in the deciding transaction.

Told are the author while they still work for the producer, its owners, and the official who filled
it in for them; where none of the producer can be reached, the officials of its place go and say it.
Of a correction all who work for the producer are told, once it is approved, and what it changed.
A decision is told once it cannot be undone any more. No message is sent about a proposal that came
in: its page says so.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from media.sentences import Sentence, phrase
from shop import clock
from shop.access import members_now
from shop.accounts.members import owners_of
from shop.accounts.messages import Held, tell_user
from shop.accounts.texts import write
from shop.models import InPerson, Product, Proposal, Review
from shop.proposals.drafting import ref_of

APPROVED, RETURNED = "proposal_approved", "proposal_returned"
MENDED, CORRECTED = "proposal_mended", "product_corrected"
PUT_BACK = "proposal_put_back"
TO_PRODUCERS = (APPROVED, MENDED, RETURNED, CORRECTED, PUT_BACK)
HELPED_APPROVED, HELPED_RETURNED = "helped_approved", "helped_returned"
CORRECTION_APPROVED, CORRECTION_RETURNED = "correction_approved", "correction_returned"
MOST_NAMED = 3
"""Fields that a message names; of more it names two."""
CHANGED: Mapping[str, Sentence] = {
    "name": phrase("tên", "name"),
    "description": phrase("giới thiệu", "text"),
    "made": phrase("giới thiệu", "text"),
    "best": phrase("giới thiệu", "text"),
    "unlike": phrase("giới thiệu", "text"),
    "story": phrase("câu chuyện", "story"),
    "photos": phrase("ảnh", "photos"),
    "pack": phrase("cách bán", "packs"),
    "price": phrase("cách bán", "packs"),
    "weight": phrase("cách bán", "packs"),
    "parcel": phrase("cách bán", "packs"),
    "place": phrase("nơi làm ra", "place"),
    "group": phrase("nhóm", "group"),
    "months": phrase("mùa", "season"),
    "ingredients": phrase("thành phần", "contents"),
    "storage": phrase("bảo quản", "storage"),
    "shelf_life": phrase("hạn dùng", "shelf life"),
}
"""Kind of field → its name in a message, in the order in which they are said."""
OTHERS = phrase("mục khác", "more")
AND_OTHERS = phrase("và mục khác", "and others")
WINDOW = timedelta(minutes=10)
"""After a decision: so long it may be undone, and is not told."""


async def tell_approved(held: Proposal, name: str, review: Review, *, mended: bool) -> None:
    """Tell that a proposal was approved, inside the transaction that approves it.

    `mended`: an official mended its spelling.
    """
    what = MENDED if mended else APPROVED
    await _tell(held, review, what, HELPED_APPROVED, product=named(held, name))


async def tell_returned(held: Proposal, name: str, review: Review) -> None:
    """Tell in how many places a proposal is to be mended, inside the transaction.

    Of a correction only the official who wrote it hears that.
    """
    words = {"product": named(held, name), "n": len(review.reasons)}
    if held.is_correction:
        await _tell_corrector(held, review, CORRECTION_RETURNED, **words)
    else:
        await _tell(held, review, RETURNED, HELPED_RETURNED, **words)


async def tell_corrected(held: Proposal, name: str, review: Review, fields: Iterable[str]) -> None:
    """Tell what a correction changed, inside the transaction that approves it."""
    words: dict[str, Any] = {"product": named(held, name), "changed": changed_in(fields)}
    producer: str = held.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    theirs = members_now().filter(producer_id=producer, user__disabled_at=None)
    whose = {row["user_id"] for row in await theirs.values("user_id")} - {held.corrected_by_id}  # type: ignore[attr-defined]
    due = Held(review.id, review.at + WINDOW)
    said = [await tell_user(user, CORRECTED, held=due, **words) for user in sorted(whose)]
    if not any(said):
        await _leave_to_officials(producer, due.not_before, CORRECTED, words, due.review)
    await _tell_corrector(held, review, CORRECTION_APPROVED, product=words["product"])


async def _tell_corrector(held: Proposal, review: Review, what: str, **words: Any) -> None:
    user: int = held.corrected_by_id  # type: ignore[attr-defined] # Tortoise adds it
    await tell_user(user, what, held=Held(review.id, review.at + WINDOW), **words)


def changed_in(fields: Iterable[str]) -> list[str]:
    """Name the fields that a correction changes in each language, as short as a message is."""
    kinds = {field.partition("-")[0] for field in fields}
    named = [said for kind, said in CHANGED.items() if kind in kinds]
    named += [OTHERS] * (not kinds <= CHANGED.keys())
    return [
        _listed([one[place] for one in named], others) for place, others in enumerate(AND_OTHERS)
    ]


def _listed(names: list[str], others: str) -> str:
    names = list(dict.fromkeys(names))
    return ", ".join(names) if len(names) <= MOST_NAMED else f"{', '.join(names[:2])} {others}"


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
    """Give the message that is sent when a proposal is returned."""
    what = CORRECTION_RETURNED if held.is_correction else RETURNED
    return write(what, language, {"product": named(held, name), "n": places})[1]
