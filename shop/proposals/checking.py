"""What a proposal lacks before it can be submitted, and what officials should look at. Pure.

The producer is told the same before sending as the official reads afterwards: one code for both.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import quantiles

from media.sentences import Sentence, number, phrase
from search.vietnamese import compose
from shop.clock import today
from shop.errors import FieldError
from shop.models import Purpose
from shop.proposals.needs import needs_of
from shop.proposals.patching import changes, new_slots
from shop.proposals.reading import (
    DESCRIPTION,
    GROUP,
    MONTHS,
    MORE,
    NAME,
    NO_GROUP,
    PHOTOS,
    PLACE,
    TOLD,
    read,
)
from shop.proposals.standing import Standing
from shop.publishing.loading import ProductRows
from shop.publishing.rendering import shown_as

STEPS = ("", PHOTOS, NAME, "pack", PLACE, GROUP, *TOLD, DESCRIPTION, MONTHS, *MORE)
"""Fields in the order of the pages that ask for them; first what concerns no single one."""
NO_NAME = Sentence(
    "Hãy ghi tên sản phẩm như trên nhãn.", "Write the product’s name as on its label."
)
NO_PACK = Sentence(
    "Ghi cách bán, ví dụ «hộp 400 g» hoặc «1 kg».",
    "Write how it is sold, such as “hộp 400 g” or “1 kg”.",
)
NO_PRICE = Sentence("Hãy ghi giá, hoặc chọn «Liên hệ».", "Write a price, or choose “On request”.")
NO_PHOTO = Sentence(
    "Cần ít nhất 1 ảnh. Chưa có thì bấm «Để sau», bản nháp vẫn được giữ.",
    "At least one photo is needed. If you have none, choose “Later”; the draft is kept.",
)
NO_CHANGE = Sentence(
    "Bạn chưa sửa gì ở sản phẩm này. Hãy sửa rồi gửi.",
    "Nothing of this product is changed. Change it, then send it.",
)
ANOTHERS = Sentence(
    "Sản phẩm này nay thuộc cơ sở khác. Hãy xóa đề nghị này.",
    "This product is another producer’s by now. Delete this proposal.",
)
PLACE_GONE = Sentence(
    "Nơi làm ra nay không còn là một xã, phường. Hãy chọn lại.",
    "The place is no commune any more. Choose it again.",
)

STARS = Sentence(
    "Chữ «{words}» chỉ được ghi khi có quyết định còn hạn. Sửa bây giờ hay để cán bộ xem giúp?",
    "“{words}” may stand there by a decision that holds only. Change it, or ask an official.",
)
NUMBER = Sentence(
    "Số «{words}» trông như số điện thoại. Hãy ghi ở trang Liên hệ, đừng ghi ở đây.",
    "“{words}” looks like a phone number. It belongs on the page Contact, not here.",
)
ADDRESS = Sentence(
    "Chữ «{words}» là địa chỉ trên mạng. Hãy ghi ở trang Liên hệ, đừng ghi ở đây.",
    "“{words}” is an address of the web. It belongs on the page Contact, not here.",
)
CURE = Sentence(
    "Lời «{words}» như quảng cáo thuốc. Hãy bỏ đi, vì sản phẩm này không phải là thuốc.",
    "“{words}” sounds like a medicine. Leave it out, for this is none.",
)
SMALL = Sentence(
    "Ảnh {n} nhỏ quá, phóng to sẽ mờ. Nên chụp lại.",
    "Photo {n} is small and blurs when it is enlarged. Better take it again.",
)
NO_SHELF_LIFE = Sentence(
    "Chưa có hạn dùng – sàn thương mại thường hỏi.",
    "Its shelf life is not told – marketplaces mostly ask for it.",
)
FAR_OFF = Sentence(
    "Giá {price} ₫/{unit} khác xa {n} sản phẩm cùng nhóm. Hãy xem lại giá và cách bán.",
    "A price of ₫{price} a {unit} is far off {n} products of its group. Look at it again.",
)
NOT_AGREED = Sentence(
    "Cơ sở chưa đồng ý cho hiện tên, nên sản phẩm chưa lên trang được.",
    "The producer has not agreed to be shown, so the product cannot be on show yet.",
)
SMALLEST = 800
"""Pixels of the longer side below which a photo blurs on a wide screen."""
FEWEST_ALIKE = 8
FAR = 5
"""Times the median of its group that a price must be off, besides lying outside of its spread."""
TEXTS = {
    NAME: "name_vi",
    DESCRIPTION: "description_vi",
    "ingredients": "ingredients",
    "storage": "storage",
    "variety": "variety",
    "story": "story_vi",
}
"""Field → column of what its producer writes freely."""
OF_STARS = re.compile(
    r"(?<!\w)(?<!quanh )(?<!cả )(?<!mỗi )(?:[345]|ba|bốn|năm) sao(?! cho)(?!\w)"
    r"|(?<!\w)ocop(?!\w)|★|⭐"
)
OF_NUMBERS = re.compile(r"(?<![\d.,])(?:\+?84|0)[2-9](?:[ .-]?\d){7,8}(?![\d])")
OF_THE_WEB = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:com|vn|net|org|info|shop|me)(?!\w)"
)
OF_CURES = re.compile(
    r"(?<!\w)(?:(?:chữa|trị|khỏi|hết|ngừa|phòng) (?:\w+ )?(?:bệnh|ung thư|tiểu đường|viêm|mất ngủ)"
    r"|chữa (?:khỏi|lành|dứt)|điều trị|đặc trị|thần dược|trị dứt điểm"
    r"|(?:hạ|giảm) (?:đường huyết|huyết áp|mỡ máu)|(?:chống|tiêu) (?:ung thư|khối u))(?!\w)"
)
"""Claims that advertisements of food must not make (Decree 181/2013/NĐ-CP, article 5)."""
COUNTED = {"3": 3, "ba": 3, "4": 4, "bốn": 4, "5": 5, "năm": 5}
LONGEST_QUOTE = 40
SPREAD = 1.5
"""The least ratio between a group's quarters: where all cost alike, a third more is nothing."""
UNITS = {
    "kg": phrase("kg", "kilogram"),
    "l": phrase("lít", "litre"),
    "piece": phrase("cái", "piece"),
}
DENIED = re.compile(r"(?<!\w)không(?!\w)")
"""Before a claim, in its own clause: it is said not to be one."""
CLAUSE_ENDS = ".;!?\n"


class Level(StrEnum):
    CARE = "care"
    """An official should look at it."""
    HINT = "hint"
    """It would be better otherwise."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a producer and an official are told to look at; it keeps nothing from being sent."""

    level: Level
    field: str
    """Of a proposal; empty: of none."""
    said: Sentence


def findings(rows: ProductRows, at: datetime, prices: Mapping[str, Sequence[int]]) -> list[Finding]:
    """List what is to be looked at in a product as it would be.

    `prices`: unit → prices for one of it, of other products of the group.
    """
    return [
        *_of_texts(rows, at),
        *_of_photos(rows),
        *_of_prices(rows, at, prices),
        *_of_rest(rows, at),
    ]


def _of_texts(rows: ProductRows, at: datetime) -> Iterator[Finding]:
    stars = shown_as(rows, at).get("ocop", {}).get("stars", 0)
    for field, column in TEXTS.items():
        text = compose(rows.product[column] or "")
        if found := _claimed(OF_STARS, text, lambda said: not _is_theirs(said, stars)):
            yield Finding(Level.CARE, field, STARS.filled(words=found))
        if found := _claimed(OF_NUMBERS, text):
            yield Finding(Level.CARE, field, NUMBER.filled(words=found))
        if found := _claimed(OF_THE_WEB, text):
            yield Finding(Level.CARE, field, ADDRESS.filled(words=found))
        if found := _claimed(OF_CURES, text, lambda said: not _is_denied(said)):
            yield Finding(Level.CARE, field, CURE.filled(words=found))


def _claimed(
    pattern: re.Pattern[str], text: str, counts: Callable[[re.Match[str]], bool] = bool
) -> str:
    """Give the first words of a text that claim something, as they are written; empty: none do."""
    lower = text.lower()  # keeps places: Vietnamese letters have one small form each
    if len(lower) != len(text):
        text = lower
    found = next(filter(counts, pattern.finditer(lower)), None)
    return text[found.start() : found.end()][:LONGEST_QUOTE] if found else ""


def _is_denied(said: re.Match[str]) -> bool:
    ends = (said.string.rfind(end, 0, said.start()) for end in CLAUSE_ENDS)
    return bool(DENIED.search(said.string, max(ends) + 1, said.start()))


def _is_theirs(said: re.Match[str], stars: int) -> bool:
    """Tell whether stars that are written are those that the product has today."""
    return bool(stars) and COUNTED.get(said[0].partition(" ")[0], stars) == stars


def _of_photos(rows: ProductRows) -> Iterator[Finding]:
    for n, photo in enumerate(rows.photos, 1):
        if not photo["illustration"] and max(photo["width"], photo["height"]) < SMALLEST:
            yield Finding(Level.HINT, PHOTOS, SMALL.filled(n=n))


def _of_prices(
    rows: ProductRows, at: datetime, prices: Mapping[str, Sequence[int]]
) -> Iterator[Finding]:
    for n, pack in enumerate(shown_as(rows, at).get("variants", ()), 1):
        if (said := pack.get("unit_price")) is None:
            continue
        unit, amount = said["reference"]["unit"], said["amount"]
        alike = prices.get(unit, ())
        if len(alike) >= FEWEST_ALIKE and is_far_off(amount, alike):
            facts = {"price": number(amount), "unit": UNITS[unit], "n": len(alike)}
            yield Finding(Level.HINT, f"price-{n}", FAR_OFF.filled(**facts))


def is_far_off(amount: int, alike: Sequence[int]) -> bool:
    """Tell whether a price lies far outside of the spread of others, on the scale of ratios."""
    low, middle, high = quantiles(alike, n=4)
    spread = max(high / low, SPREAD) ** 2
    outside = not low / spread <= amount <= high * spread
    return outside and not middle / FAR <= amount <= middle * FAR


def _of_rest(rows: ProductRows, at: datetime) -> Iterator[Finding]:
    asked = {one.what for one in needs_of(rows.product, today(at))}
    is_made = {"ingredients", "shelf_life"} <= asked  # what only grew is sold without a date
    if is_made and rows.product["shelf_life_days"] is None:
        yield Finding(Level.HINT, "shelf_life", NO_SHELF_LIFE)
    if Purpose.CATALOGUE not in rows.consents:
        yield Finding(Level.HINT, "", NOT_AGREED)


async def lacks(one: Standing) -> list[FieldError]:
    """List what keeps a proposal from being submitted, in the order of its steps."""
    missing = {error.field: error for error in _missing(one)}
    for field, said in one.patch.items():
        if said["read"] is None and said["typed"].strip():
            typed = {name: entry["typed"] for name, entry in one.patch.items()}
            reading = await read(field, said["typed"], typed)
            if reading.fault:
                missing[field] = FieldError(field, reading.fault, said["typed"])
    return sorted(missing.values(), key=lambda error: _step(error.field))


def _step(field: str) -> tuple[int, str, str]:
    """Give where a field stands in the steps; a price stands below its pack."""
    kind, _, which = field.partition("-")
    return STEPS.index("pack" if kind == "price" else kind), which, kind


def without_change(one: Standing) -> list[FieldError]:
    """Say of an edit that changes nothing that it is not to be sent; it is no fault of a field."""
    is_empty = not one.is_new and not changes(one.patch)
    return [FieldError("", NO_CHANGE)] if is_empty else []


def _missing(one: Standing) -> Iterator[FieldError]:
    would, patch = one.would_be, one.patch
    if would.product["producer_id"] != one.proposal.producer_id:  # type: ignore[attr-defined]
        yield FieldError("", ANOTHERS)
    said_of_photos = one.is_new or PHOTOS in patch
    if said_of_photos and not would.photos:
        yield FieldError(PHOTOS, NO_PHOTO)
    if not would.product["name_vi"]:
        yield FieldError(NAME, NO_NAME)
    yield from _missing_of_packs(one)
    if would.product["commune_id"] not in one.around.communes:
        yield FieldError(PLACE, PLACE_GONE)
    if one.is_new and GROUP not in patch:
        yield FieldError(GROUP, NO_GROUP)


def _missing_of_packs(one: Standing) -> Iterator[FieldError]:
    patch = one.patch
    known = [f"pack-{row['sku']}" for row in one.rows.variants]
    needed = [(field, NO_PACK) for field in known if field in patch]
    for slot in new_slots(patch) or ([] if known else ["1"]):
        needed += [(f"pack-{slot}", NO_PACK), (f"price-{slot}", NO_PRICE)]
    for field, said in needed:
        if patch.get(field, {}).get("read") is None:
            yield FieldError(field, said)
