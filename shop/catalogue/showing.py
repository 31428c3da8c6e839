"""What a producer takes off itself, and may show again for a while if nothing of it was edited."""

from datetime import timedelta

from tortoise.expressions import F

from media.sentences import Sentence
from shop import clock
from shop.audit import record
from shop.catalogue.writing import claim
from shop.errors import NO_PRODUCT, InvalidError, NotFoundError
from shop.models import Consent, Product, Purpose, State
from shop.publishing import change

MAY_COME_BACK = timedelta(days=90)
"""After that its officials look at it first (portal.md §4, slice A, point 7)."""
NOT_ON_SHOW = Sentence(
    "Sản phẩm này không đang hiển thị. Hãy mở lại trang để xem.",
    "This product is not on show. Reload the page.",
)
NOT_YOUR_STOP = Sentence(
    "Cán bộ đã ngừng sản phẩm này. Hãy hỏi UBND xã, phường để đăng lại.",
    "Officials took this product off. Ask your commune’s office to have it shown again.",
)
TOO_LATE = Sentence(
    "Đã ngừng đăng quá {days} ngày. Hãy nhờ UBND xã, phường đăng lại.",
    "It was taken off more than {days} days ago. Ask your commune’s office to show it again.",
).filled(days=MAY_COME_BACK.days)
EDITED_SINCE = Sentence(
    "Thông tin sản phẩm đã được sửa từ khi ngừng đăng. Hãy nhờ UBND xã, phường đăng lại.",
    "It was edited since it was taken off. Ask your commune’s office to show it again.",
)
NO_CONSENT = Sentence(
    "Chưa đồng ý cho hiện tên cơ sở. Hãy trả lời trước, rồi đăng lại.",
    "The producer has not agreed to be shown. Answer that first, then show it again.",
)


async def stop_showing(code: str, *, by: str) -> None:
    """Take a product off for its producer; done twice it is done once.

    Raises NotFoundError, and InvalidError for one that is not on show.
    """
    async with change(by=by) as wanted:
        held = await _lock(code)
        if held.state == State.WITHDRAWN and held.stopped_at:
            return
        if held.state != State.PUBLISHED:
            raise InvalidError(NOT_ON_SHOW)
        await claim(wanted, code, held.version)
        stopped = {"stopped_at": clock.now(), "stopped_version": F("version")}
        await Product.filter(code=code).update(state=State.WITHDRAWN, **stopped)
        before, after = {"state": State.PUBLISHED}, {"state": State.WITHDRAWN}
        await record(by, "product.stop", code, before, after)


async def show_again(code: str, *, by: str) -> None:
    """Show a product again that its producer took off; done twice it is done once.

    Raises NotFoundError, and InvalidError for one that `why_not_again` refuses.
    """
    async with change(by=by) as wanted:
        held = await _lock(code)
        if held.state == State.PUBLISHED:
            return
        if why := why_not_again(held):
            raise InvalidError(why)
        agreed = Consent.filter(purpose=Purpose.CATALOGUE, withdrawn_at=None)
        if not await agreed.filter(producer__products__code=code).exists():
            raise InvalidError(NO_CONSENT)
        await claim(wanted, code, held.version)
        on_show = {"state": State.PUBLISHED, "stopped_at": None, "stopped_version": None}
        await Product.filter(code=code).update(**on_show)
        before, after = {"state": State.WITHDRAWN}, {"state": State.PUBLISHED}
        await record(by, "product.show_again", code, before, after)


def why_not_again(product: Product) -> Sentence | None:
    """Say why a producer may not show a product again; None: it may, with its consent.

    Of days the clock's are counted: set back, it makes nothing older.
    """
    if product.state != State.WITHDRAWN or product.stopped_at is None:
        return NOT_YOUR_STOP
    if clock.now() - product.stopped_at > MAY_COME_BACK:
        return TOO_LATE
    return None if product.version == product.stopped_version else EDITED_SINCE


async def keep_stop(*codes: str) -> None:
    """Keep producers' stops through what an official claimed, which edits no text of them."""
    held = Product.filter(code__in=codes, stopped_version=F("version") - 1)
    await held.update(stopped_version=F("version"))


async def _lock(code: str) -> Product:
    held = await Product.filter(code=code).select_for_update(no_key=True).first()
    if held is None:
        raise NotFoundError(NO_PRODUCT.filled(code=code))
    return held
