"""Turns the bytes of a sender's picture into the renditions we show, and nothing else.

It trusts its input in nothing but runs where it is called: for what comes from outside, call it
through `media.workshop`, which gives each picture a process of its own.
"""

import base64
import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Self, cast

import pi_heif
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from media import jpeg, likeness, png
from media.accept import HEAD, Kind, kind_of
from media.limits import (
    LONGEST_SIDE,
    MOST_PIXELS,
    MOST_PIXELS_OF_HEIC,
    MOST_PIXELS_OF_JPEG,
    SHORTEST_SIDE,
)
from media.refusing import (
    BROKEN,
    TOO_LARGE,
    TOO_LARGE_HEIC,
    TOO_LARGE_JPEG,
    TOO_SMALL,
    TOOK_TOO_MUCH,
    Refused,
)
from media.sentences import Sentence

RECIPE = 4
"""To be raised when the same picture would give other bytes, so that stored ones are made again."""

WIDTHS = (320, 640, 960, 1600)
PLACEHOLDER_SIDE = 16
QUALITY = 78
LOWER_QUALITIES = (66, 54, 42, 30, 18, 6)
HEAVIEST_CARD = 11_500
"""Bytes of the smallest rendition; a page of results shows twenty-four of them in 300 kB."""
ENDINGS = {"image/webp": "webp", "image/jpeg": "jpg"}
TALLEST = 16_383
"""Pixels of a WebP."""
LARGEST = {
    Kind.JPEG: (MOST_PIXELS_OF_JPEG, TOO_LARGE_JPEG),
    Kind.HEIF: (MOST_PIXELS_OF_HEIC, TOO_LARGE_HEIC),
}
"""Kind → how many pixels, and what is said of more; the others share a limit."""

# Pillow alone warns at this size and refuses only at twice as much; Pillow knows no other way than
# a global. The check of the header below holds whatever becomes of the warning.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS_OF_JPEG
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
ORIENTATION = 0x0112
PROFILE, NAMED_COLOURS = "icc_profile", "named_colours"
"""In what Pillow keeps beside a picture: what it came with, and what we made of a PNG's words."""
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

# What the readers of Pillow and libheif raise on bytes that were damaged or made to hurt.
DAMAGED = (
    OSError,  # includes "cannot identify" and "truncated"
    SyntaxError,  # Pillow's word for a broken PNG chunk
    ArithmeticError,
    EOFError,
    LookupError,
    RuntimeError,  # libheif's
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Rendition:
    name: str
    """`<sha256 of data>.webp` or `.jpg`."""
    width: int
    height: int
    content_type: str
    data: bytes

    @classmethod
    def of(cls, data: bytes, width: int, height: int, content_type: str) -> Self:
        name = f"{sha256(data).hexdigest()}.{ENDINGS[content_type]}"
        return cls(name, width, height, content_type, data)


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
    likeness: str
    """What pictures that look alike have in common: see `media.likeness`."""
    kind: Kind
    """Of the source."""
    square: Rendition | None = None
    """All of it on white, as marketplaces show pictures; None: its JPEG is as wide as high."""

    @property
    def files(self) -> tuple[Rendition, ...]:
        """Give all that is to be stored, the square behind the others."""
        return (*self.renditions, *([self.square] if self.square else []))


def render(source: bytes) -> Rendered:
    """Give the renditions of a picture; the same bytes always give the same. Raises `Refused`.

    Every byte that leaves was encoded here from bare pixels, so positions, serial numbers, comments
    and whatever else the file carried stay behind (ASVS 5.0 14.2).
    """
    kind = kind_of(source[:HEAD])
    with _opened(source, kind) as picture:
        largest = _bare_pixels(picture)
    sizes = list(_sizes(largest))
    return Rendered(
        width=largest.width,
        height=largest.height,
        placeholder=_placeholder(sizes[0]),
        renditions=(*map(_webp, sizes), _jpeg(largest)),
        original=sha256(source).hexdigest(),
        likeness=likeness.of(sizes[0]),
        kind=kind,
        square=_square(largest),
    )


def flat(source: bytes) -> Image.Image:
    """Give a picture as bare pixels, as `render` makes them its renditions. Raises `Refused`."""
    with _opened(source, kind_of(source[:HEAD])) as picture:
        return _bare_pixels(picture)


@contextmanager
def _opened(source: bytes, kind: Kind) -> Iterator[ImageFile.ImageFile]:
    """Open the picture as far as its header; failures inside the block are the picture's too."""
    most, too_large = LARGEST.get(kind, (MOST_PIXELS, TOO_LARGE))
    try:
        colours = None
        if kind is Kind.PNG:
            source, colours = png.plain(source)
        with Image.open(io.BytesIO(source), formats=[kind.upper()]) as picture:
            _measure(picture.size, most, too_large)
            if colours:
                picture.info[NAMED_COLOURS] = colours
            yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Refused(too_large) from bomb
    except MemoryError as hunger:
        raise Refused(TOOK_TOO_MUCH) from hunger
    except (UnidentifiedImageError, *DAMAGED) as damage:
        raise Refused(BROKEN) from damage


def _measure(size: tuple[int, int], most: int, too_large: Sentence) -> None:
    width, height = size
    if max(size) > LONGEST_SIDE or width * height > most:
        raise Refused(too_large)
    if min(size) < SHORTEST_SIDE:
        raise Refused(TOO_SMALL)


def _bare_pixels(opened: ImageFile.ImageFile) -> Image.Image:
    """Give the first frame upright, sRGB, opaque, at the largest width we keep, stripped bare."""
    size, orientation = _load(opened)
    picture = _shrunk(opened, size)
    if orientation in UPRIGHT:
        picture = picture.transpose(UPRIGHT[orientation])
    picture = _srgb(_opaque(picture))
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    return bare


def _load(picture: ImageFile.ImageFile) -> tuple[tuple[int, int], int]:
    """Decode; give the size to shrink to, in the stored directions, and how the picture lies."""
    if picture.format in {"JPEG", "MPO"}:
        return _load_jpeg(picture)
    picture.load()
    if (
        picture.format == "HEIF"
    ):  # libheif has turned it, and it may be of another size than it said
        _measure(picture.size, *LARGEST[Kind.HEIF])
        return _largest_size(picture.size, lying=False), 1
    orientation = _orientation(picture)
    return _largest_size(picture.size, lying=orientation in LYING), orientation


def _load_jpeg(picture: ImageFile.ImageFile) -> tuple[tuple[int, int], int]:
    orientation = _orientation(picture)
    size = _largest_size(picture.size, lying=orientation in LYING)
    # libjpeg shrinks while decoding, but only if told the true box: a square one does nothing.
    picture.draft(None, size)
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused(TOO_LARGE_JPEG)
    jpeg.load_whole(picture)
    return size, orientation


def _orientation(picture: Image.Image) -> int:
    """Read how the camera was held, by its own word alone.

    Pillow also believes XMP, which editors leave behind when they have turned the pixels.
    """
    try:
        exif = Image.Exif()
        exif.load(picture.info["exif"])
        return int(exif.get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - a picture is not refused for what a camera wrote beside it
        return 1


def _largest_size(stored: tuple[int, int], *, lying: bool) -> tuple[int, int]:
    """Give the size to shrink to, in the stored (not yet upright) directions."""
    across, along = (1, 0) if lying else (0, 1)
    width = min(stored[across], WIDTHS[-1])
    size = [0, 0]
    size[across] = width
    size[along] = _height(stored[across], stored[along], width)
    return size[0], size[1]


def _widths(width: int) -> tuple[int, ...]:
    """Give the widths to make; a picture is never enlarged, and one below 1600 keeps its own."""
    return (*(w for w in WIDTHS if w < width), width)


def _height(from_width: int, from_height: int, width: int) -> int:
    return min(max(1, round(from_height * width / from_width)), TALLEST)


def _shrunk(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return _plain(picture).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _plain(picture: Image.Image) -> Image.Image:
    """Give the picture in a mode that can be resampled and that its colour profile still fits."""
    if picture.mode.startswith("I"):  # 16-bit grey; Pillow's own conversion clips to white
        return picture.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if picture.mode in {"RGBA", "LA"}:
        return picture
    if picture.has_transparency_data:
        return _with_alpha(picture)
    if picture.mode == "1":
        return picture.convert("L")
    return picture if picture.mode in {"L", "RGB", "CMYK"} else picture.convert("RGB")


def _with_alpha(picture: Image.Image) -> Image.Image:
    try:
        return picture.convert("RGBA")
    except (TypeError, ValueError):  # what is clear is said in a way that does not fit the pixels
        return picture.convert("RGB")


def _opaque(picture: Image.Image) -> Image.Image:
    """Lay a picture that can be seen through on white paper."""
    if picture.mode not in {"RGBA", "LA"}:
        return picture
    paper = Image.new(picture.mode[:-1], picture.size, "white")
    paper.paste(picture.convert(paper.mode), mask=picture.getchannel("A"))
    paper.info = picture.info
    return paper


def _srgb(picture: Image.Image) -> Image.Image:
    converted = _converted(picture, picture.info.get(PROFILE))
    if converted is None:
        picture = picture.convert("RGB")
        converted = _converted(picture, picture.info.get(NAMED_COLOURS))
    return picture if converted is None else converted


def _converted(picture: Image.Image, profile: bytes | None) -> Image.Image | None:
    """Give it in sRGB; None if the profile is broken or made for other pixels: it says nothing."""
    if not profile:
        return None
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB")
        return cast("Image.Image", converted)
    except (ImageCms.PyCMSError, *DAMAGED):
        return None


def _sizes(largest: Image.Image) -> Iterator[Image.Image]:
    """Give the picture in all its widths, the smallest first, each made from the next larger."""
    sizes = [largest]
    for width in reversed(_widths(largest.width)[:-1]):
        size = width, _height(largest.width, largest.height, width)
        sizes.append(sizes[-1].resize(size, Image.Resampling.LANCZOS))
    return reversed(sizes)


def _webp(picture: Image.Image) -> Rendition:
    """Encode; a card that is busy (leaves, gravel) gives up quality to stay within its weight."""
    data = _encoded(picture, "WEBP", quality=QUALITY, method=4)
    for quality in LOWER_QUALITIES:
        if picture.width > WIDTHS[0] or len(data) <= HEAVIEST_CARD:
            break
        data = _encoded(picture, "WEBP", quality=quality, method=4)
    return Rendition.of(data, *picture.size, "image/webp")


def _jpeg(picture: Image.Image) -> Rendition:
    data = _encoded(picture, "JPEG", quality=80, progressive=True, optimize=True)
    return Rendition.of(data, *picture.size, "image/jpeg")


def _square(largest: Image.Image) -> Rendition | None:
    """Lay all of a picture on white, no larger than it is: cut to 1:1 it would lose goods.

    White is what sellers are asked for and what a picture that can be seen through is laid on.
    """
    if largest.width == largest.height:
        return None
    side = min(max(largest.size), WIDTHS[-1])
    paper = Image.new("RGB", (side, side), "white")
    whole = ImageOps.contain(largest, paper.size, Image.Resampling.LANCZOS)
    paper.paste(whole, ((side - whole.width) // 2, (side - whole.height) // 2))
    return _jpeg(paper)


def _placeholder(picture: Image.Image) -> str:
    tiny = picture.copy()
    tiny.thumbnail((PLACEHOLDER_SIDE, PLACEHOLDER_SIDE))
    data = base64.b64encode(_encoded(tiny, "WEBP", quality=40, method=4)).decode()
    return f"data:image/webp;base64,{data}"


def _encoded(picture: Image.Image, kind: str, **options: int) -> bytes:
    data = io.BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()
