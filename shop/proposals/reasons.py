"""Why officials give a proposal back: what they may tick, each with the field to be mended."""

from collections.abc import Collection, Mapping

from media.sentences import Sentence
from shop.proposals.findings import Key
from shop.proposals.reading import DESCRIPTION, NAME, PHOTOS

REASONS: Mapping[str, tuple[str, Sentence]] = {
    "blurred": (
        PHOTOS,
        Sentence(
            "Ảnh mờ hoặc không phải sản phẩm. Hãy chụp lại.",
            "The photo is blurred, or not of the product. Take another.",
        ),
    ),
    "not_own": (
        PHOTOS,
        Sentence(
            "Ảnh của cơ sở khác. Hãy dùng ảnh của mình.",
            "The photo is another producer’s. Use one of your own.",
        ),
    ),
    "label": (
        NAME,
        Sentence(
            "Tên không khớp nhãn. Hãy ghi như trên nhãn.",
            "The name is not that of the label. Write it as there.",
        ),
    ),
    "price": (
        "price-1",
        Sentence(
            "Giá và cách bán không khớp. Hãy xem lại hai ô này.",
            "Price and pack do not fit each other. Look at both again.",
        ),
    ),
    "stars": (
        DESCRIPTION,
        Sentence(
            "Nêu sao OCOP khi chưa có quyết định còn hạn. Hãy bỏ chữ này.",
            "OCOP stars are named without a decision that holds. Leave them out.",
        ),
    ),
    "lacks": (
        "ingredients",
        Sentence(
            "Thiếu thành phần hoặc hạn dùng. Hãy ghi thêm.",
            "Ingredients or shelf life are missing. Add them.",
        ),
    ),
    "not_online": (
        DESCRIPTION,
        Sentence(
            "Hàng này không được bán qua mạng. Hãy sửa cách ghi.",
            "This may not be sold online. Write it in another way.",
        ),
    ),
    "contact": (
        DESCRIPTION,
        Sentence(
            "Có số điện thoại hoặc địa chỉ mạng. Hãy chuyển sang trang Liên hệ.",
            "A phone number or an address of the web is told. Move it to the page Contact.",
        ),
    ),
    "cure": (
        DESCRIPTION,
        Sentence(
            "Có lời như quảng cáo thuốc. Hãy bỏ lời này.",
            "It sounds like a medicine. Leave these words out.",
        ),
    ),
    "codes": (
        "",
        Sentence(
            "Mã vạch hoặc mã vùng trồng là của nơi khác. Hãy báo mã của mình.",
            "The barcode or growing area is another’s. Tell your own.",
        ),
    ),
    "papers": (
        "",
        Sentence(
            "Giấy tờ đã hết hạn hoặc còn thiếu. Hãy gửi giấy mới cho cán bộ.",
            "A paper has ended, or is missing. Send the new one to an official.",
        ),
    ),
}
"""A key of a template → the field that it is about, and what its producer is told."""
SUGGESTED: Mapping[str, Collection[Key]] = {
    "blurred": {Key.SMALL_PHOTO},
    "not_own": {Key.ALIKE_PHOTO},
    "price": {Key.PRICE_FAR_OFF},
    "stars": {Key.STARS},
    "lacks": {Key.NO_SHELF_LIFE, Key.NEEDED},
    "not_online": {Key.RESTRICTED},
    "contact": {Key.PHONE, Key.WEB_ADDRESS},
    "cure": {Key.CURE},
    "codes": {Key.GTIN_TAKEN, Key.GTIN_OF_ANOTHER, Key.AREA_OF_ANOTHER},
    "papers": {Key.PAPER_EXPIRED},
}
"""A key of a template → the findings that it answers: where one is, the reason is suggested."""
OWN_WORDS = ""
"""The key of a reason that is only what the official wrote."""


def told(reason: str, words: str) -> Sentence:
    """Say a reason to its producer: a template, or the official's own words as they are."""
    if reason in REASONS:
        return REASONS[reason][1]
    return Sentence(words, words)
