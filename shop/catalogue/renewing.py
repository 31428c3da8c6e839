"""A producer says that it applied again for stars that end, and takes that back.

It is a note for officials and changes nothing public: stars are what a decision says.
"""

from collections.abc import Collection
from datetime import date, timedelta

from tortoise.transactions import in_transaction

from media.sentences import Sentence, phrase
from search.vietnamese import compose
from shop import clock
from shop.audit import record
from shop.catalogue.endings import Ending, stars_of
from shop.errors import EditedMeanwhileError, FieldError, InvalidError
from shop.inputs import values
from shop.models import Product, RenewalNote
from shop.models.expiry import LONGEST_NOTE

EARLY, LATE = timedelta(days=365), timedelta(days=365)
"""How long before the last day, and after it, a producer may say it."""
NO_END = Sentence(
    "Sản phẩm này không có sao nào sắp hoặc vừa hết hạn. Hãy mở lại danh sách.",
    "This product has no stars that end soon or just ended. Open the list again.",
)
SAID = phrase("lời báo này", "What was said")
NO_NOTE = Sentence(
    "Cơ sở chưa báo nộp hồ sơ. Hãy mở lại trang.", "Nothing was said. Open the page again."
)
TOO_LONG = Sentence(
    "Ghi chú dài quá {most} ký tự. Hãy viết ngắn lại.",
    "The note has more than {most} characters. Shorten it.",
)
NOT_YET = Sentence(
    "Ngày nộp chưa đến. Hãy ghi ngày đã nộp, hoặc để trống.",
    "That day has not come. Give the day you applied, or none.",
)


async def renewable(code: str) -> Ending | None:
    """Give the end of a product's stars about which its producer may say something today."""
    today = clock.today()
    found = (await stars_of([code], today - LATE)).get(code)
    return found if found and found.ends_on <= today + EARLY else None


async def note_of(code: str, ends_on: date) -> RenewalNote | None:
    """Give what was said about an end, taken back or not."""
    return await RenewalNote.get_or_none(product_id=code, ends_on=ends_on)


async def applied_of(products: Collection[str]) -> set[tuple[str, date]]:
    """Tell of which ends of some products it is said that they were applied for again."""
    standing = RenewalNote.filter(product_id__in=sorted(products), taken_back_at=None)
    return set(await standing.values_list("product_id", "ends_on"))


async def say_applied(
    code: str, seen: int, *, by: str, filed_on: date | None = None, note: str = ""
) -> None:
    """Note that a producer applied again; `seen` is the version of what was said before, or 0.

    Raises InvalidError, and EditedMeanwhileError.
    """
    note = values.line(compose(note))
    if len(note) > LONGEST_NOTE:
        said = TOO_LONG.filled(most=LONGEST_NOTE)
        raise InvalidError(said, [FieldError("note", said)])
    if filed_on and filed_on > clock.today():
        raise InvalidError(NOT_YET, [FieldError("filed_on", NOT_YET)])
    async with in_transaction():
        ending, held = await _locked(code, seen)
        before = _said(held) if held else None
        new = held or RenewalNote(product_id=code, ends_on=ending.ends_on, version=0)
        new.filed_on, new.note, new.taken_back_at = filed_on, note, None
        new.by, new.said_at = by, clock.now()
        new.version += 1
        await new.save()
        await record(by, "renewal.say", code, before, _said(new))


async def take_back_applied(code: str, seen: int, *, by: str) -> None:
    """Take back that a producer applied again. Raises InvalidError, and EditedMeanwhileError."""
    async with in_transaction():
        _, held = await _locked(code, seen)
        if held is None:
            raise InvalidError(NO_NOTE)
        before, held.taken_back_at = _said(held), clock.now()
        held.version += 1
        await held.save(update_fields=["taken_back_at", "version"])
        await record(by, "renewal.take_back", code, before, _said(held))


async def _locked(code: str, seen: int) -> tuple[Ending, RenewalNote | None]:
    """Let no other write about a product's end; give it, with what was said of it."""
    await Product.filter(code=code).select_for_update(no_key=True).only("code")
    if (ending := await renewable(code)) is None:
        raise InvalidError(NO_END)
    held = await note_of(code, ending.ends_on)
    if seen != (version := held.version if held else 0):
        raise EditedMeanwhileError(SAID, version)
    return ending, held


def _said(one: RenewalNote) -> dict[str, object]:
    return {"filed_on": one.filed_on, "note": one.note, "is_standing": one.taken_back_at is None}
