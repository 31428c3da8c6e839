"""What a producer is told of a picture that cannot be taken, in the words of the portal."""

from media import refusing
from media.limits import (
    MOST_BYTES,
    MOST_PIXELS,
    MOST_PIXELS_OF_HEIC,
    MOST_PIXELS_OF_JPEG,
    SHORTEST_SIDE,
)
from media.refusing import Refused
from media.sentences import Sentence, phrase

NO_PHOTO = Sentence(
    "Tệp này không phải ảnh. Hãy chọn ảnh chụp.", "This file is no picture. Choose a photo."
)
TOO_HEAVY = Sentence(
    "Ảnh nặng quá {most} MB. Chụp lại với cỡ thường.",
    "The photo is heavier than {most} MB. Take it again at the usual size.",
).filled(most=MOST_BYTES >> 20)
TOO_LARGE = Sentence(
    "Ảnh lớn quá {most} triệu điểm ảnh. Chụp lại với cỡ thường.",
    "The photo has more than {most} million pixels. Take it again at the usual size.",
)
TOO_LARGE_AT_ONCE = Sentence(
    "Ảnh này quá lớn. Chụp lại với cỡ thường.",
    "This photo is too large. Take it again at the usual size.",
)
TOO_SMALL = Sentence(
    "Ảnh nhỏ quá: mỗi cạnh cần {least} điểm ảnh. Hãy gửi ảnh gốc, hoặc chụp lại.",
    "The photo is too small: each side needs {least} pixels. Send the original, or take it again.",
).filled(least=SHORTEST_SIDE)
BROKEN = Sentence(
    "Ảnh này không mở được. Hãy chụp lại.", "This photo cannot be opened. Take it again."
)
FULL = Sentence(
    "Hết chỗ: đã đủ {most} ảnh. Muốn thêm thì xóa bớt.",
    "There are {most} photos already. To add one, remove another.",
)
GONE = Sentence("Ảnh vừa bị gỡ. Hãy gửi lại.", "The photo was removed just now. Send it again.")
NOT_NOW = Sentence(
    "Lúc này chưa nhận được ảnh. Hãy gửi lại sau một phút.",
    "Photos cannot be taken at the moment. Send them again in a minute.",
)
NOTHING = Sentence("Hãy chọn ảnh rồi gửi.", "Choose a photo, then send it.")
NOT_ALL = Sentence("Có ảnh chưa nhận được. Hãy xem lý do.", "Some photos were not taken. See why.")
NAMELESS = phrase("Ảnh", "Photo")
SAID = {
    **dict.fromkeys(
        (
            refusing.UNKNOWN_KIND,
            refusing.EMPTY,
            refusing.SVG,
            refusing.PDF,
            refusing.VIDEO,
            refusing.TEXT,
        ),
        NO_PHOTO,
    ),
    refusing.TOO_HEAVY: TOO_HEAVY,
    refusing.TOO_LARGE: TOO_LARGE.filled(most=MOST_PIXELS // 1_000_000),
    refusing.TOO_LARGE_HEIC: TOO_LARGE.filled(most=MOST_PIXELS_OF_HEIC // 1_000_000),
    refusing.TOO_LARGE_JPEG: TOO_LARGE.filled(most=MOST_PIXELS_OF_JPEG // 1_000_000),
    refusing.TOO_LARGE_AT_ONCE: TOO_LARGE_AT_ONCE,
    refusing.TOO_SMALL: TOO_SMALL,
    refusing.BROKEN: BROKEN,
    refusing.TOOK_TOO_MUCH: BROKEN,
}
"""What is said to partners of a picture → what is said here; the rest is said alike."""


def of_file(name: str, refused: Refused) -> Sentence:
    """Say why a file is not taken, with its name before it."""
    said = SAID.get(refused.said, refused.said)
    return phrase("{file}: {said}", "{file}: {said}").filled(file=name or NAMELESS, said=said)
