"""Turns the bytes of somebody's picture into the renditions we show, and nothing else."""

import base64
import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import cast

from PIL import Image, ImageCms, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
WIDTHS = (320, 640, 960, 1600)
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 12_000
PLACEHOLDER_SIDE = 16
QUALITIES = (78, 66, 54, 42)
HEAVIEST_CARD = 25_000
"""Bytes of the smallest rendition; a page of results shows twenty-four of them."""

# Pillow alone warns at this size and refuses only at twice as much. Global, because Pillow knows no
# other way; the check of the header below holds whatever a caller does to the warning filters.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LYING = (5, 6, 7, 8)

# What Pillow's readers raise on bytes that were damaged or made to hurt.
DAMAGED = (
    OSError,  # includes "cannot identify" and "truncated"
    SyntaxError,  # Pillow's word for a broken PNG chunk
    ArithmeticError,
    EOFError,
    LookupError,
    MemoryError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Reason:
    vi: str
    en: str


UNKNOWN_KIND = Reason(
    vi="Tệp này không phải ảnh JPEG, PNG hoặc WebP. Hãy chọn ảnh chụp và gửi lại.",
    en="This file is not a JPEG, PNG or WebP picture. Please choose a photo and send it again.",
)
TOO_LARGE = Reason(
    vi="Ảnh quá lớn: tối đa 40 triệu điểm ảnh và 12.000 điểm ảnh mỗi cạnh."
    " Hãy thu nhỏ rồi gửi lại.",
    en="The picture is too large: at most 40 million pixels and 12,000 pixels a side."
    " Please make it smaller and send it again.",
)
BROKEN = Reason(
    vi="Ảnh bị hỏng hoặc chưa tải lên hết. Hãy gửi lại, hoặc chọn ảnh khác.",
    en="The picture is damaged or did not arrive in full. Please send it again or choose another.",
)


class Refused(Exception):  # noqa: N818 - it is an answer to a person, not a fault of ours
    """This picture cannot be taken; `vi` and `en` are the sentences for the person who sent it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.en)
        self.reason = reason
        self.vi = reason.vi
        self.en = reason.en


@dataclass(frozen=True, slots=True)
class Rendition:
    name: str
    """`<sha256 of data>.webp` or `.jpg`."""
    width: int
    height: int
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    width: int
    """Of the largest rendition."""
    height: int
    placeholder: str
    """The picture at 16 px as a WebP data URI, to show until the real one is there."""
    renditions: tuple[Rendition, ...]
    """WebP by growing width, then one JPEG of the largest width."""
    original: str
    """SHA-256 of the source, in hex."""


def render(source: bytes) -> Rendered:
    """Give the renditions of a picture; the same bytes always give the same. Raises `Refused`.

    Every byte that leaves was encoded here from bare pixels, so positions, serial numbers, comments
    and whatever else the file carried stay behind (ASVS 5.0 14.2).
    """
    with _opened(source) as picture:
        largest = _bare_pixels(picture)
    webps = [_webp(_at_width(largest, width)) for width in _widths(largest.width)]
    return Rendered(
        width=largest.width,
        height=largest.height,
        placeholder=_placeholder(largest),
        renditions=(*webps, _jpeg(largest)),
        original=sha256(source).hexdigest(),
    )


@contextmanager
def _opened(source: bytes) -> Iterator[Image.Image]:
    """Open the picture as far as its header; failures inside the block are the picture's too."""
    try:
        with Image.open(io.BytesIO(source), formats=FORMATS) as picture:
            _measure(picture)
            yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Refused(TOO_LARGE) from bomb
    except UnidentifiedImageError as unknown:
        raise Refused(UNKNOWN_KIND) from unknown
    except DAMAGED as damage:
        raise Refused(BROKEN) from damage


def _measure(picture: Image.Image) -> None:
    width, height = picture.size
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise Refused(TOO_LARGE)


def _bare_pixels(picture: Image.Image) -> Image.Image:
    """Give the first frame upright, sRGB, opaque, at the largest width we keep, stripped bare."""
    orientation = _orientation(picture)
    width, height = _largest_size(picture.size, lying=orientation in LYING)
    # libjpeg shrinks while decoding, but only if told the true box: a square one does nothing.
    picture.draft(None, (width, height))
    picture = _shrunk(picture, (width, height))
    if orientation in UPRIGHT:
        picture = picture.transpose(UPRIGHT[orientation])
    picture = _srgb(_opaque(picture))
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    return bare


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except (*DAMAGED, UserWarning):  # a picture is not refused for what a camera wrote beside it
        return 1


def _largest_size(stored: tuple[int, int], *, lying: bool) -> tuple[int, int]:
    """Give the size to shrink to, in the stored (not yet upright) directions."""
    across, along = (1, 0) if lying else (0, 1)
    width = _widths(stored[across])[-1]
    size = [0, 0]
    size[across] = width
    size[along] = _height(stored[across], stored[along], width)
    return size[0], size[1]


def _widths(width: int) -> tuple[int, ...]:
    """Give the widths to make; a picture is never enlarged, a tiny one keeps its own width."""
    return tuple(w for w in WIDTHS if w <= width) or (width,)


def _height(from_width: int, from_height: int, width: int) -> int:
    return max(1, round(from_height * width / from_width))


def _shrunk(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return _plain(picture).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _plain(picture: Image.Image) -> Image.Image:
    """Give the picture in a mode that can be resampled and that its colour profile still fits."""
    if picture.mode.startswith("I"):  # 16-bit grey; Pillow's own conversion clips to white
        return picture.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    if picture.mode == "1":
        return picture.convert("L")
    return picture if picture.mode in {"L", "RGB", "CMYK"} else picture.convert("RGB")


def _opaque(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    paper.info = picture.info
    return paper


def _srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB")
            return cast("Image.Image", converted)
        except (ImageCms.PyCMSError, *DAMAGED):
            pass  # broken, or made for other pixels: it says nothing, so take the picture as sRGB
    return picture.convert("RGB")


def _at_width(picture: Image.Image, width: int) -> Image.Image:
    if width == picture.width:
        return picture
    size = width, _height(picture.width, picture.height, width)
    return picture.resize(size, Image.Resampling.LANCZOS)


def _webp(picture: Image.Image) -> Rendition:
    """Encode; a card that is busy (leaves, gravel) gives up quality to stay within its weight."""
    for quality in QUALITIES:
        data = io.BytesIO()
        picture.save(data, "WEBP", quality=quality, method=4)
        if picture.width > WIDTHS[0] or data.tell() <= HEAVIEST_CARD:
            break
    return _rendition(picture, data.getvalue(), "webp", "image/webp")


def _jpeg(picture: Image.Image) -> Rendition:
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=80, progressive=True, optimize=True)
    return _rendition(picture, data.getvalue(), "jpg", "image/jpeg")


def _rendition(picture: Image.Image, data: bytes, ending: str, content_type: str) -> Rendition:
    name = f"{sha256(data).hexdigest()}.{ending}"
    return Rendition(name, picture.width, picture.height, content_type, data)


def _placeholder(picture: Image.Image) -> str:
    tiny = picture.copy()
    tiny.thumbnail((PLACEHOLDER_SIDE, PLACEHOLDER_SIDE))
    data = io.BytesIO()
    tiny.save(data, "WEBP", quality=40, method=4)
    return f"data:image/webp;base64,{base64.b64encode(data.getvalue()).decode()}"
