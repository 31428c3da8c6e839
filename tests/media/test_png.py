"""A PNG looks as Chromium showed it: the colours below were read from its canvas."""

import io
import struct
import zlib
from collections.abc import Iterable

import pytest
from PIL import Image, ImageCms

from media.pipeline import Rendered, render

SHOWN = ((200, 100, 50), (60, 120, 180), (128, 128, 128), (20, 30, 40))
"""Above left and right, below left and right, of a picture that says nothing of its colours."""
LINEAR = ((229, 168, 122), (133, 183, 219), (188, 188, 188), (79, 96, 110))
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
OF_SRGB = (0.3127, 0.329, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
OF_ADOBE = (0.3127, 0.329, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-'
    b'syntax-ns#"><rdf:Description tiff:Orientation="6" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"'
    b"/></rdf:RDF></x:xmpmeta>"
)


def scene(width: int = 160, height: int = 120) -> Image.Image:
    picture = Image.new("RGB", (width, height))
    for at, colour in enumerate(SHOWN):
        left, top = at % 2 * width // 2, at // 2 * height // 2
        picture.paste(colour, (left, top, left + width // 2, top + height // 2))
    return picture


def chunk(name: bytes, data: bytes = b"", *, sound: bool = True) -> bytes:
    check = zlib.crc32(name + data) ^ (not sound)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def gamma(value: float, *, sound: bool = True) -> bytes:
    return chunk(b"gAMA", struct.pack(">I", round(value * 100_000)), sound=sound)


def primaries(values: Iterable[float]) -> bytes:
    return chunk(b"cHRM", struct.pack(">8I", *(round(value * 100_000) for value in values)))


def profile(data: bytes) -> bytes:
    return chunk(b"iCCP", b"x\0\0" + zlib.compress(data))


def exif(orientation: int) -> bytes:
    made = Image.Exif()
    made[0x0112] = orientation
    return made.tobytes().removeprefix(b"Exif\0\0")


def saved(picture: Image.Image) -> bytes:
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()


def with_chunks(*chunks: bytes, behind: bool = False, picture: Image.Image | None = None) -> bytes:
    """Put chunks behind the first one, or `behind` the pixels."""
    whole = saved(picture or scene())
    at = whole.index(b"IEND") - 4 if behind else 33
    return whole[:at] + b"".join(chunks) + whole[at:]


def looks(rendered: Rendered) -> list[tuple[int, ...]]:
    with Image.open(io.BytesIO(rendered.renditions[-1].data)) as picture:
        wide, high = picture.size
        return [picture.getpixel((wide * x // 4, high * y // 4)) for y in (1, 3) for x in (1, 3)]


def is_near(found: list[tuple[int, ...]], wanted: Iterable[tuple[int, ...]]) -> bool:
    return all(
        abs(one - other) <= 2
        for a, b in zip(found, wanted, strict=True)
        for one, other in zip(a, b, strict=True)
    )


@pytest.mark.parametrize(
    ("chunks", "shown"),
    [
        ([gamma(1)], LINEAR),
        ([gamma(0.45455)], SHOWN),
        ([gamma(0.55556)], ((210, 119, 65), (77, 139, 193), (146, 146, 146), (26, 40, 53))),
        ([gamma(0.3)], ((178, 59, 14), (22, 80, 152), (89, 89, 89), (1, 3, 7))),
        (
            [gamma(0.45455), primaries(OF_SRGB)],
            ((201, 100, 46), (57, 121, 181), (129, 129, 129), (12, 24, 35)),
        ),
        (
            [gamma(0.45471), primaries(OF_ADOBE)],
            ((227, 100, 42), (0, 121, 184), (129, 129, 129), (5, 24, 36)),
        ),
        ([gamma(1), gamma(0.45455)], LINEAR),
        ([profile(b"no profile"), gamma(1)], LINEAR),
        ([primaries(OF_ADOBE)], SHOWN),
        ([gamma(1), chunk(b"sRGB", b"\0")], SHOWN),
        ([profile(SRGB), gamma(1)], SHOWN),
        ([gamma(0)], SHOWN),
        ([gamma(1, sound=False)], SHOWN),
        ([chunk(b"gAMA", b"\0\1")], SHOWN),
        ([gamma(1), primaries([0] * 8)], SHOWN),
    ],
)
def test_gamma_is_seen_as_browsers_see_it(chunks, shown):
    assert is_near(looks(render(with_chunks(*chunks))), shown)


@pytest.mark.parametrize("picture", [scene().quantize(8), scene().convert("RGBA")])
def test_gamma_is_seen_in_a_palette_and_in_what_may_be_clear(picture):
    assert is_near(looks(render(with_chunks(gamma(1), picture=picture))), LINEAR)


def test_gamma_is_seen_in_grey():
    grey, deep = scene().convert("L"), Image.new("I;16", (160, 120), 0x8000)
    shown = [(value,) * 3 for value in (185, 175, 188, 93)]

    assert is_near(looks(render(with_chunks(gamma(1), picture=grey))), shown)
    assert is_near(looks(render(with_chunks(gamma(1), picture=deep))), [(188, 188, 188)] * 4)


def test_what_comes_behind_the_pixels_says_nothing_of_them():
    assert is_near(looks(render(with_chunks(gamma(1), behind=True))), SHOWN)
    assert render(with_chunks(chunk(b"eXIf", exif(6)), behind=True)).width == 160


TEXTS = {
    "wrong checksum": chunk(b"tEXt", b"Comment\0hi", sound=False),
    "not packed": chunk(b"zTXt", b"Comment\0\0not packed"),
    "packed in an unknown way": chunk(b"zTXt", b"Comment\0\7not packed"),
    "international, not packed": chunk(b"iTXt", b"Comment\0\1\0\0\0not packed"),
    "international, short": chunk(b"iTXt", b"Co"),
    "a bomb": chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(30_000_000))),
    "without a key": chunk(b"tEXt", b"nokey"),
    "empty": chunk(b"tEXt"),
    "two thousand": chunk(b"tEXt", b"C\0" + b"x" * 1000) * 2000,
    "unknown": chunk(b"prVt", b"abc", sound=False),
    "a size cut short": chunk(b"pHYs", b"abc"),
    "a time with a wrong checksum": chunk(b"tIME", b"abc", sound=False),
    "exif with a wrong checksum": chunk(b"eXIf", exif(6), sound=False),
    "exif that is none": chunk(b"eXIf", b"MM\0*zzzz"),
    "orientation in XMP": chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP),
    "orientation in a text": chunk(
        b"zTXt",
        b"Raw profile type exif\0\0"
        + zlib.compress(b"\nexif\n%8d\n" % 32 + (b"Exif\0\0" + exif(6)).hex().encode() + b"\n"),
    ),
}


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("text", TEXTS)
def test_a_broken_text_neither_refuses_a_picture_nor_turns_it(text, behind):
    rendered = render(with_chunks(TEXTS[text], behind=behind))

    assert (rendered.width, rendered.height) == (160, 120)
    assert is_near(looks(rendered), SHOWN)


def test_the_orientation_of_exif_is_followed():
    rendered = render(with_chunks(chunk(b"eXIf", exif(6))))

    assert (rendered.width, rendered.height) == (120, 160)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_xmp_says_of_orientation_is_not_asked(kind):
    data = io.BytesIO()
    scene().save(data, kind, xmp=XMP)
    assert b"tiff:Orientation" in data.getvalue() or kind == "PNG"

    rendered = render(data.getvalue())

    assert (rendered.width, rendered.height) == (160, 120)
