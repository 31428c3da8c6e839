"""Why officials give a paper back: what they may tick, and how that is kept in one column."""

from collections.abc import Collection, Mapping

from media.sentences import Sentence
from shop.errors import FieldError, InvalidError
from shop.papers.refusing import NO_REASON

REASONS: Mapping[str, Sentence] = {
    "blurred": Sentence(
        "Ảnh mờ hoặc mất góc. Hãy chụp lại.",
        "A picture is blurred or cut off. Take it again.",
    ),
    "pages": Sentence("Thiếu trang. Hãy gửi đủ các trang.", "Pages are missing. Send all of them."),
    "kind": Sentence(
        "Không đúng loại giấy đã chọn. Hãy chọn lại loại giấy.",
        "It is another kind of paper than you chose. Choose again.",
    ),
    "holder": Sentence(
        "Giấy không ghi tên cơ sở này. Hãy gửi giấy của mình.",
        "It names another producer. Send a paper of your own.",
    ),
    "product": Sentence(
        "Giấy không dành cho sản phẩm này. Hãy chọn lại sản phẩm.",
        "It is not for this product. Choose again which it is for.",
    ),
    "ended": Sentence("Giấy đã hết hạn. Hãy gửi giấy mới.", "The paper has ended. Send a new one."),
    "unsigned": Sentence(
        "Giấy chưa có chữ ký hoặc con dấu. Hãy gửi bản đã ký.",
        "Signature or seal is missing. Send the signed paper.",
    ),
    "card": Sentence(
        "Có ảnh căn cước. Hãy rút giấy này rồi gửi lại.",
        "It shows an identity card. Withdraw it and send it without.",
    ),
}
"""A key → what the producer is told."""
BETWEEN = "|"
"""Stands after each key that was ticked, before the official's own words."""


def written(ticked: Collection[str], words: str) -> str:
    """Write reasons as the paper's row keeps them. Raises InvalidError where there is none."""
    reason = "".join(f"{key}{BETWEEN}" for key in REASONS if key in ticked) + words.strip()
    if not reason:
        raise InvalidError(NO_REASON, [FieldError("reasons", NO_REASON)])
    return reason


def told(reason: str) -> list[Sentence]:
    """Say a row's reasons to people: what was ticked, then the official's own words."""
    key, found, rest = reason.partition(BETWEEN)
    if found and key in REASONS:
        return [REASONS[key], *told(rest)]
    return [Sentence(reason, reason)] if reason else []
