"""Why officials give a proposal back: what they may tick, each with the field to be mended."""

from collections.abc import Mapping

from media.sentences import Sentence
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
}
"""A key of a template → the field that it is about, and what its producer is told."""
OWN_WORDS = ""
"""The key of a reason that is only what the official wrote."""


def told(reason: str, words: str) -> Sentence:
    """Say a reason to its producer: a template, or the official's own words as they are."""
    if reason in REASONS:
        return REASONS[reason][1]
    return Sentence(words, words)
