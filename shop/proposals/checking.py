"""What a proposal lacks before it can be submitted, and what officials should look at. Pure.

The producer is told the same before sending as the official reads afterwards: one code for both.
"""

from collections.abc import Iterator

from media.sentences import Sentence
from shop.errors import FieldError
from shop.proposals.patching import new_slots
from shop.proposals.reading import GROUP, NAME, NO_GROUP, PHOTOS, PLACE, read
from shop.proposals.standing import Standing

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
PLACE_GONE = Sentence(
    "Nơi làm ra nay không còn là một xã, phường. Hãy chọn lại.",
    "The place is no commune any more. Choose it again.",
)


async def lacks(one: Standing) -> list[FieldError]:
    """List what keeps a proposal from being submitted, in the order of its steps."""
    missing = {error.field: error for error in _missing(one)}
    for field, said in one.patch.items():
        if said["read"] is None and said["typed"].strip():
            typed = {name: entry["typed"] for name, entry in one.patch.items()}
            reading = await read(field, said["typed"], typed)
            if reading.fault:
                missing[field] = FieldError(field, reading.fault, said["typed"])
    return list(missing.values())


def _missing(one: Standing) -> Iterator[FieldError]:
    would, patch = one.would_be, one.patch
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
    slots = new_slots(patch) or ([] if one.rows.variants else ["1"])
    for slot in slots:
        for field, said in ((f"pack-{slot}", NO_PACK), (f"price-{slot}", NO_PRICE)):
            if not patch.get(field, {}).get("typed", "").strip():
                yield FieldError(field, said)
