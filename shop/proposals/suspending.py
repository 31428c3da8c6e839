"""Officials suspend a product, and end that; its producer is told in the same transaction."""

from tortoise.expressions import Q

from media.sentences import Sentence
from shop.catalogue import reinstate_in, suspend_in
from shop.errors import FieldError, InvalidError
from shop.models import AuditEntry, Product, State
from shop.proposals.telling import tell_of_product
from shop.publishing import change

SUSPENDED, REINSTATED = "product_suspended", "product_reinstated"
SHOWN_ONCE = (State.PUBLISHED, State.WITHDRAWN)
NO_REASON = Sentence(
    "Hãy ghi lý do. Cơ sở sẽ đọc lời này.", "Give a reason; the producer reads it."
)
NOT_SHOWN = Sentence(
    "Sản phẩm này không đang đăng, hoặc đã tạm ngừng. Hãy xem lại trang.",
    "This product is not on show, or is suspended already. Look at the page again.",
)


async def suspend(code: str, seen: int, reason: str, *, user: int) -> None:
    """Take a product off by an official's decision, with what its producer is told.

    Raises InvalidError without a reason and for what is not on show, EditedMeanwhileError for a
    product that is no longer what was `seen`.
    """
    _need(reason)
    async with change(by=f"user {user}") as wanted:
        if not await Product.exists(code=code, state__in=SHOWN_ONCE):
            raise InvalidError(NOT_SHOWN)
        await suspend_in(wanted, code, reason, seen)
        await tell_of_product(code, SUSPENDED, reason=reason)


async def reinstate(code: str, seen: int, reason: str, *, user: int) -> None:
    """End a suspension, and tell. Raises InvalidError, and EditedMeanwhileError."""
    _need(reason)
    async with change(by=f"user {user}") as wanted:
        await reinstate_in(wanted, code, reason, seen)
        await tell_of_product(code, REINSTATED)


async def last_words(code: str) -> AuditEntry | None:
    """Find what was last said of a suspension: who, when and why."""
    acts = Q(action="product.suspend") | Q(action="product.reinstate")
    return await AuditEntry.filter(acts, subject=code).order_by("-id").first()


def _need(reason: str) -> None:
    if not reason.strip():
        raise InvalidError(NO_REASON, [FieldError("reason", NO_REASON)])
