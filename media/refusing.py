"""Why a picture cannot be taken, in plain sentences that say what to do instead."""

from media.limits import (
    LONGEST_SIDE,
    MOST_BYTES,
    MOST_PAGES,
    MOST_PIXELS,
    MOST_PIXELS_OF_HEIC,
    MOST_PIXELS_OF_JPEG,
    SHORTEST_SIDE,
)
from media.sentences import Sentence, number


class Refused(Exception):  # noqa: N818 - it is an answer to a person, not a fault of ours
    """This picture cannot be taken; `said` is the sentence for the person who sent it."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(said)
        self.said = said


class Crashed(Refused):
    """This picture ended the process that read it, which none should: look at its sender."""


UNKNOWN_KIND = Sentence(
    vi="Tệp này không phải ảnh JPEG, PNG, WebP hoặc HEIC. Hãy chọn ảnh chụp và gửi lại.",
    en="This is not a JPEG, PNG, WebP or HEIC picture. Please choose a photo and send it again.",
)
SLOW_STORE = Sentence(
    vi="Kho ảnh đang quá chậm nên chưa lưu được ảnh. Hãy gửi lại sau một phút.",
    en="The store of pictures is too slow at the moment. Please send them again in a minute.",
)
EMPTY = Sentence(
    vi="Tệp này trống. Hãy chọn lại ảnh và gửi lại.",
    en="This file is empty. Please choose the photo again and send it again.",
)
GIF = Sentence(
    vi="Ở đây không dùng được ảnh GIF. Hãy gửi ảnh chụp, hoặc lưu ảnh này thành JPEG rồi gửi lại.",
    en="GIF pictures cannot be used here. Please send a photo, or save this one as JPEG.",
)
SVG = Sentence(
    vi="Đây là hình vẽ SVG. Hãy xuất hình thành PNG hoặc JPEG rồi gửi lại.",
    en="This is an SVG drawing. Please export it as PNG or JPEG and send that.",
)
PDF = Sentence(
    vi="Đây là tài liệu PDF, không phải ảnh. Hãy chụp màn hình trang có ảnh rồi gửi ảnh đó.",
    en="This is a PDF document, not a picture. Please take a screenshot of the page and send that.",
)
TIFF = Sentence(
    vi="Ở đây không dùng được ảnh TIFF. Hãy lưu ảnh thành JPEG rồi gửi lại.",
    en="TIFF pictures cannot be used here. Please save it as JPEG and send that.",
)
AVIF = Sentence(
    vi="Ở đây không dùng được ảnh AVIF. Hãy lưu ảnh thành JPEG rồi gửi lại.",
    en="AVIF pictures cannot be used here. Please save it as JPEG and send that.",
)
VIDEO = Sentence(
    vi="Đây là video, không phải ảnh. Hãy chụp màn hình một cảnh đẹp rồi gửi ảnh đó.",
    en="This is a video, not a picture. Please take a screenshot of a good moment and send that.",
)
TEXT = Sentence(
    vi="Đây là văn bản hoặc trang web, không phải ảnh. Hãy tải chính tấm ảnh về rồi gửi lại.",
    en="This is text or a web page, not a picture. Please save the picture itself and send that.",
)
TOO_HEAVY = Sentence(
    vi="Ảnh nặng quá {most} MB. Hãy thu nhỏ, hoặc chụp ở chế độ nhẹ hơn, rồi gửi lại.",
    en="The picture is heavier than {most} MB. Please make it smaller and send it again.",
).filled(most=MOST_BYTES >> 20)
_LARGE = Sentence(
    vi="Ảnh quá lớn: tối đa {millions} triệu điểm ảnh và {side} điểm ảnh mỗi cạnh."
    " Hãy thu nhỏ rồi gửi lại.",
    en="The picture is too large: at most {millions} million pixels and {side} pixels a side."
    " Please make it smaller and send it again.",
)
TOO_LARGE, TOO_LARGE_HEIC, TOO_LARGE_JPEG = (
    _LARGE.filled(millions=most // 1_000_000, side=number(LONGEST_SIDE))
    for most in (MOST_PIXELS, MOST_PIXELS_OF_HEIC, MOST_PIXELS_OF_JPEG)
)
TOO_LARGE_AT_ONCE = Sentence(
    vi="Ảnh này quá lớn để đọc một lần. Hãy thu nhỏ rồi gửi lại.",
    en="The picture is too large to be read at once. Please make it smaller and send it again.",
)
TOO_SMALL = Sentence(
    vi="Ảnh quá nhỏ: mỗi cạnh cần ít nhất {least} điểm ảnh. Hãy gửi ảnh gốc, hoặc chụp lại.",
    en="The picture is too small: each side needs at least {least} pixels."
    " Please send the original, or take it again.",
).filled(least=SHORTEST_SIDE)
BROKEN = Sentence(
    vi="Ảnh bị hỏng hoặc chưa tải lên hết. Hãy gửi lại, hoặc chọn ảnh khác.",
    en="The picture is damaged or did not arrive in full. Please send it again or choose another.",
)
TOOK_TOO_MUCH = Sentence(
    vi="Ảnh này mất quá nhiều thời gian hoặc bộ nhớ để đọc. Hãy lưu lại thành JPEG rồi gửi lại.",
    en="The picture takes too much time or memory to read. Please save it as JPEG and send that.",
)
PDF_BROKEN = Sentence(
    vi="Tệp PDF bị hỏng hoặc chưa tải lên hết. Hãy tải lại tệp, hoặc chụp ảnh từng trang.",
    en="The PDF is damaged or incomplete. Get it again, or photograph its pages.",
)
PDF_LOCKED = Sentence(
    vi="Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại, hoặc chụp ảnh từng trang.",
    en="The PDF has a password. Remove it and send it again, or photograph its pages.",
)
PDF_TOO_LONG = Sentence(
    vi="Tệp PDF dài quá {most} trang. Hãy gửi riêng những trang cần xem.",
    en="The PDF has more than {most} pages. Send only those that matter.",
).filled(most=MOST_PAGES)
PDF_MIXED = Sentence(
    vi="Tệp này vừa là PDF vừa là loại tệp khác. Hãy xuất lại thành PDF thường.",
    en="This is a PDF and another kind of file as well. Export a plain PDF.",
)
PDF_TOO_HEAVY = Sentence(
    vi="Tệp PDF nặng quá {most} MB. Hãy xuất bản nhẹ hơn, hoặc chụp ảnh từng trang.",
    en="The PDF is heavier than {most} MB. Make it smaller, or photograph its pages.",
).filled(most=MOST_BYTES >> 20)
PDF_TOOK_TOO_MUCH = Sentence(
    vi="Tệp PDF này quá nặng để đọc. Hãy chụp ảnh từng trang rồi gửi.",
    en="The PDF takes too much time or memory to read. Photograph its pages and send those.",
)
NOT_A_FILE = Sentence(
    vi="Đây không phải tệp thường. Hãy chỉ đến chính tệp ảnh.",
    en="This is not an ordinary file. Please name the picture file itself.",
)
UNREADABLE = Sentence(
    vi="Không mở được tệp này. Hãy kiểm tra tệp còn đó và được phép đọc.",
    en="The file cannot be opened. Please check that it is still there and may be read.",
)

BY_NAME = {
    name: value
    for name, value in globals().items()
    if isinstance(value, Sentence) and not name.startswith("_")
}
