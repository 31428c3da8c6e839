"""Officials correct products without their producers: begun here, drafted and sent like any other.

Such a proposal is the office's own word. Nothing asks its producer for one, another official
decides on it, and its producer is told what was changed.
"""

from collections.abc import Collection
from datetime import timedelta

from tortoise.expressions import Q, Subquery
from tortoise.transactions import in_transaction

from media.sentences import Sentence
from search.vietnamese import words
from shop import clock
from shop.access import Actor, May, is_of, reach
from shop.audit import record
from shop.errors import InvalidError
from shop.models import OPEN, Product, Proposal, ProposalState
from shop.models.columns import Row
from shop.proposals.at_work import correction_of
from shop.proposals.drafting import edit_of
from shop.queries.listings import CODE

AT_ONCE = 50
"""Products on one page of a search; the next one begins at the first that it left out."""
SHOWN = timedelta(days=30)
"""After an approval: so long a producer's list says what officials corrected."""
YOURS = Sentence(
    "Bạn có tên trong cơ sở này. Hãy sửa ở trang của cơ sở.",
    "You belong to this producer. Change it on the producer’s own pages.",
)


async def begin(product: Product, *, user: int) -> Proposal:
    """Begin a correction of a product, or go on with the one that an official has open.

    Raises InvalidError where its producer or another official is at it, and for an official who
    works for the producer.
    """
    producer: str = product.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    if await is_of(user, producer):
        raise InvalidError(YOURS)
    async with in_transaction():
        await Product.filter(code=product.code).select_for_update(no_key=True).only("code")
        if known := await correction_of(product.code, user):
            return known
        made = await edit_of(producer, product.code, user, corrects=True)
        await record(f"user {user}", "proposal.correct", made.id, product=product.code)
    return made


async def products_found(actor: Actor, text: str = "", start: str = "") -> tuple[list[Row], str]:
    """Find products that an official may correct, by code or name; give a page, and the next.

    Marks do not count: "ca moi" and "cá mòi" find the same.
    """
    found = Product.filter(producer_id__in=await _there(actor), code__gte=start)
    for typed in text.split():
        found = found.filter(_said_by(typed))
    named = {"name": "name_vi", "producer": "producer__name"}
    rows: list[Row] = (
        await found.order_by("code").limit(AT_ONCE + 1).values("code", "state", **named)
    )
    return rows[:AT_ONCE], rows[AT_ONCE]["code"] if len(rows) > AT_ONCE else ""


def _said_by(typed: str) -> Q:
    """Find what has a word in its code, or in its folded names."""
    named = Q(*[Q(name_fold__contains=word) for word in words(typed)])
    code = typed.upper()
    return Q(code__contains=code) | named if CODE.fullmatch(code) else named


async def begun(actor: Actor) -> list[Proposal]:
    """List the corrections within an official's reach that are not decided, the newest first."""
    ours = Proposal.filter(producer_id__in=await _there(actor), corrected_by_id__isnull=False)
    waiting = ours.filter(state__in=OPEN).order_by("-changed_at", "id")
    return await waiting.limit(AT_ONCE).prefetch_related("product")


async def latest_of(products: Collection[str]) -> dict[str, Proposal]:
    """Give product → the correction of it that is open, or was approved lately."""
    lately = Q(state=ProposalState.APPROVED, ended_at__gt=clock.now() - SHOWN)
    found = Proposal.filter(Q(state__in=OPEN) | lately, product_id__in=list(products))
    rows = await found.filter(corrected_by_id__isnull=False).order_by("changed_at")
    return {one.product_id: one for one in rows}  # type: ignore[attr-defined] # Tortoise adds it


async def _there(actor: Actor) -> Subquery:
    return Subquery((await reach(actor, May.CORRECT)).values("code"))
