"""What a proposal lacks before it can be submitted; what is only to be looked at: findings.py."""

from collections.abc import Iterator

from media.sentences import Sentence
from shop.errors import FieldError
from shop.models import Demand
from shop.proposals.needs import PAPERS, missing_of
from shop.proposals.patching import changes, new_slots, packs_of
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

STEPS = ("", PHOTOS, NAME, "pack", PLACE, GROUP, *TOLD, DESCRIPTION, MONTHS, *MORE, PAPERS)
"""Fields in the order of the pages that ask for them; first what concerns no single one."""
BELOW_PACK = frozenset({"price", "weight", "parcel"})
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


async def lacks(one: Standing) -> list[FieldError]:
    """List what keeps a proposal from being submitted, in the order of its steps."""
    needed = await missing_of(one, one.would_be.product, Demand.SUBMIT)
    missing = {error.field: error for error in (*needed, *_missing(one))}
    for field, said in one.patch.items():
        if said["read"] is None and said["typed"].strip():
            typed = {name: entry["typed"] for name, entry in one.patch.items()}
            reading = await read(field, said["typed"], packs_of(one.rows) | typed)
            if reading.fault:
                missing[field] = FieldError(field, reading.fault, said["typed"])
    return sorted(missing.values(), key=lambda error: _step(error.field))


def _step(field: str) -> tuple[int, str, str]:
    """Give where a field stands in the steps; what is of a pack stands below it."""
    kind, _, which = field.partition("-")
    return STEPS.index("pack" if kind in BELOW_PACK else kind), which, kind


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
