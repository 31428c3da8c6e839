"""What may come in as a picture, and what goes out."""

import base64
import io
import struct
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from media.accept import Kind
from media.likeness import distance
from media.pipeline import Rendered, render
from media.refusing import (
    BROKEN,
    EMPTY,
    GIF,
    PDF,
    SVG,
    TIFF,
    TOO_LARGE,
    TOO_LARGE_JPEG,
    TOO_SMALL,
    Refused,
)
from media.sentences import Sentence

PHOTOS = Path(__file__).parents[3] / "shared" / "photos"
HEIC = Path(__file__).parent / "heic"
"""About a kilobyte each, made with pillow-heif, since pi-heif only reads."""
RED, GREEN, BLUE, YELLOW = (220, 40, 40), (40, 180, 60), (40, 60, 200), (240, 220, 60)

SMALL = "broken_exif.jpg"

needs_photos = [
    pytest.mark.shared,
    pytest.mark.skipif(not PHOTOS.is_dir(), reason="../shared/photos is not here"),
]


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    data = io.BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


def four_corners(width: int = 800, height: int = 600) -> Image.Image:
    """Red and green above, blue and yellow below: no two ways of holding it look alike."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(GREEN, (width // 2, 0, width, height // 2))
    picture.paste(BLUE, (0, height // 2, width // 2, height))
    picture.paste(YELLOW, (width // 2, height // 2, width, height))
    return picture


def shown(rendered: Rendered, index: int = -1) -> Image.Image:
    return Image.open(io.BytesIO(rendered.renditions[index].data))


def corners(picture: Image.Image) -> list[tuple[int, ...]]:
    tiny = picture.resize((4, 4), Image.Resampling.BOX)
    return [tiny.getpixel(at) for at in ((0, 0), (3, 0), (0, 3), (3, 3))]


def near(found: list[tuple[int, ...]], wanted: list[tuple[int, ...]], by: int = 12) -> bool:
    return all(
        abs(f - w) <= by
        for a, b in zip(found, wanted, strict=True)
        for f, w in zip(a, b, strict=True)
    )


def test_a_photo_gives_four_webps_by_width_and_one_jpeg():
    rendered = render(encoded(four_corners(2400, 1800), "JPEG"))

    assert [(r.width, r.height, r.content_type) for r in rendered.renditions] == [
        (320, 240, "image/webp"),
        (640, 480, "image/webp"),
        (960, 720, "image/webp"),
        (1600, 1200, "image/webp"),
        (1600, 1200, "image/jpeg"),
    ]
    assert (rendered.width, rendered.height) == (1600, 1200)
    for index, rendition in enumerate(rendered.renditions):
        assert shown(rendered, index).size == (rendition.width, rendition.height)


def test_names_are_digests_of_what_they_name():
    source = encoded(four_corners(), "PNG")

    rendered = render(source)

    assert rendered.original == sha256(source).hexdigest()
    endings = {"image/webp": "webp", "image/jpeg": "jpg"}
    for rendition in rendered.renditions:
        digest = sha256(rendition.data).hexdigest()
        assert rendition.name == f"{digest}.{endings[rendition.content_type]}"


@pytest.mark.parametrize(
    ("width", "kept"),
    [
        (100, [100]),
        (200, [200]),
        (320, [320]),
        (321, [320, 321]),
        (600, [320, 600]),
        (640, [320, 640]),
        (1200, [320, 640, 960, 1200]),
        (1601, [320, 640, 960, 1600]),
    ],
)
def test_nothing_is_enlarged_and_no_resolution_lost(width, kept):
    rendered = render(encoded(Image.new("RGB", (width, 100)), "PNG"))

    assert [r.width for r in rendered.renditions] == [*kept, kept[-1]]


def test_the_same_bytes_give_the_same_renditions():
    source = encoded(four_corners(), "WEBP")

    assert render(source) == render(source)


def test_the_placeholder_is_a_tiny_webp_in_the_page_itself():
    kind, _, data = render(encoded(four_corners(), "JPEG")).placeholder.partition(",")

    assert kind == "data:image/webp;base64"
    assert Image.open(io.BytesIO(base64.b64decode(data))).size == (16, 12)
    assert len(data) < 300


STORED_FOR = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(("orientation", "turn"), STORED_FOR.items())
def test_every_way_of_holding_the_camera_comes_out_upright(orientation, turn, kind):
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = four_corners() if turn is None else four_corners().transpose(turn)

    rendered = render(encoded(stored, kind, exif=exif))

    assert (rendered.width, rendered.height) == (800, 600)
    assert near(corners(shown(rendered)), [RED, GREEN, BLUE, YELLOW])


def test_nothing_a_camera_wrote_beside_the_pixels_gets_out():
    exif = Image.Exif()
    exif[0x010F] = "SECRET-maker"
    exif.get_ifd(0x8825)[2] = (20.0, 48.0, 12.0)
    hidden = {"exif": exif, "xmp": b"<x:xmpmeta>SECRET</x:xmpmeta>"}
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "SECRET")
    sources = [
        encoded(four_corners(), "JPEG", comment=b"SECRET", **hidden),
        encoded(four_corners(), "WEBP", **hidden),
        encoded(four_corners(), "PNG", pnginfo=text, exif=exif),
    ]

    for source in sources:
        assert b"SECRET" in source
        rendered = render(source)
        for index, rendition in enumerate(rendered.renditions):
            assert b"SECRET" not in rendition.data
            assert_bare(shown(rendered, index))


def assert_bare(picture: Image.Image) -> None:
    assert not picture.getexif()
    written_by_every_encoder = {
        "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
        "loop", "background", "timestamp", "duration",
    }  # fmt: skip
    assert set(picture.info) <= written_by_every_encoder


def test_a_clear_background_turns_white():
    clear = Image.new("RGBA", (400, 400), (255, 0, 0, 0))
    for kind in ("PNG", "WEBP"):
        assert shown(render(encoded(clear, kind))).getpixel((5, 5)) == (255, 255, 255)
    palette = Image.new("P", (400, 400), 0)
    assert shown(render(encoded(palette, "PNG", transparency=0))).getpixel((5, 5)) == (255,) * 3


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGB", "RGBA"])
def test_every_kind_of_pixel_is_taken(mode):
    white = {"1": 1, "L": 255, "LA": (255, 255), "P": 0, "I;16": 65535}.get(
        mode, (255,) * len(mode)
    )
    picture = Image.new(mode, (400, 300), white)
    if mode == "P":
        picture.putpalette([255, 255, 255])

    rendered = render(encoded(picture, "PNG"))

    assert shown(rendered).getpixel((9, 9)) == (255, 255, 255)


def test_grey_of_sixteen_bits_is_not_bleached():
    grey = Image.new("I;16", (400, 300), 0x8000)

    assert near([shown(render(encoded(grey, "PNG"))).getpixel((9, 9))], [(128, 128, 128)], by=2)


def test_printers_colours_become_screen_colours():
    cyan = Image.new("CMYK", (400, 300), (255, 0, 0, 0))

    red, green, blue = shown(render(encoded(cyan, "JPEG"))).getpixel((9, 9))

    assert red < 40
    assert min(green, blue) > 120


def test_colours_follow_the_profile_into_srgb():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    picture = Image.new("RGB", (400, 300), (250, 0, 0))

    plain, broken, profiled = (
        shown(render(encoded(picture, "PNG", icc_profile=profile))).getpixel((9, 9))
        for profile in (None, b"no profile", swapped)
    )

    assert plain == broken
    assert near([plain, profiled], [(250, 0, 0), (0, 0, 250)])


@pytest.mark.parametrize("kind", ["WEBP", "PNG", "MPO"])
def test_only_the_first_picture_of_several_is_taken(kind):
    frames = [Image.new("RGB", (400, 300), colour) for colour in (RED, BLUE)]
    several = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)

    assert near([shown(render(several)).getpixel((9, 9))], [RED])


@pytest.mark.parametrize("name", ["upright.heic", "lying.heic", "second_is_primary.heic"])
def test_a_heic_is_turned_once_and_shows_its_main_picture(name):
    rendered = render((HEIC / name).read_bytes())

    assert (rendered.kind, rendered.width, rendered.height) == (Kind.HEIF, *HEIC_SIZES[name])
    if name != "second_is_primary.heic":
        assert near(corners(shown(rendered)), [RED, GREEN, BLUE, YELLOW], by=20)
    else:
        assert near(corners(shown(rendered)), [BLUE] * 4, by=20)
    assert all(b"SECRET" not in rendition.data for rendition in rendered.renditions)


HEIC_SIZES = dict.fromkeys(("upright.heic", "lying.heic", "second_is_primary.heic"), (160, 120))


def test_a_clear_heic_turns_white():
    assert shown(render((HEIC / "clear.heic").read_bytes())).getpixel((5, 5)) == (255, 255, 255)


def test_a_busy_card_stays_light():
    noise = Image.effect_noise((1080, 1920), 120).convert("RGB")

    assert len(render(encoded(noise, "JPEG")).renditions[0].data) <= 25_000


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(
    "transparency", [b"\0", b"\0\1", b"\0\1\0\2\0\3", bytes(range(16)), bytes(300)]
)
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "I;16"])
def test_what_a_picture_says_about_its_clear_parts_never_refuses_it(mode, transparency):
    source = encoded(Image.new(mode, (120, 100)), "PNG")
    claim = struct.pack(">I", len(transparency)) + b"tRNS" + transparency
    at = source.index(b"IDAT") - 4
    claimed = source[:at] + claim + struct.pack(">I", zlib.crc32(claim[4:])) + source[at:]
    if not opens(claimed):
        return

    assert render(claimed).width == 120


def opens(source: bytes) -> bool:
    """Say whether Pillow alone opens and decodes it."""
    try:
        with Image.open(io.BytesIO(source), formats=["JPEG", "PNG", "WEBP", "HEIF"]) as picture:
            picture.load()
    except Exception:  # noqa: BLE001 - whatever it is
        return False
    return True


def gif() -> bytes:
    return encoded(Image.new("P", (40, 40)), "GIF")


def tiff() -> bytes:
    return encoded(four_corners(), "TIFF")


def svg() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def pdf() -> bytes:
    return encoded(four_corners(), "PDF")


def nothing() -> bytes:
    return b""


def cut_short() -> bytes:
    return encoded(four_corners(), "JPEG")[:3000]


def cut_short_png() -> bytes:
    return encoded(Image.effect_noise((300, 300), 90), "PNG")[:20_000]


def bomb() -> bytes:
    """Some kilobytes of PNG that unpack to 200 million pixels."""
    return encoded(Image.new("1", (11_000, 11_000)), "PNG")


def slightly_too_many() -> bytes:
    return encoded(Image.new("1", (10_000, 4_001)), "PNG")


def too_long() -> bytes:
    return encoded(Image.new("1", (16_385, 100)), "PNG")


def too_many_for_a_jpeg() -> bytes:
    """A JPEG's header of 16,384 × 12,289 pixels, and hardly any data."""
    source = bytearray(encoded(Image.new("L", (120, 100)), "JPEG"))
    at = source.index(b"\xff\xc0") + 5
    source[at : at + 4] = struct.pack(">HH", 12_289, 16_384)
    return bytes(source)


def one_pixel() -> bytes:
    return encoded(Image.new("RGB", (1, 1)), "PNG")


def a_strip() -> bytes:
    return encoded(Image.new("RGB", (400, 99)), "JPEG")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (gif, GIF),
        (tiff, TIFF),
        (svg, SVG),
        (pdf, PDF),
        (nothing, EMPTY),
        (cut_short, BROKEN),
        (cut_short_png, BROKEN),
        (bomb, TOO_LARGE),
        (slightly_too_many, TOO_LARGE),
        (too_long, TOO_LARGE),
        (too_many_for_a_jpeg, TOO_LARGE_JPEG),
        (one_pixel, TOO_SMALL),
        (a_strip, TOO_SMALL),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(
    source: Callable[[], bytes], reason: Sentence
):
    data = source()

    with pytest.raises(Refused) as refusal:
        render(data)

    assert refusal.value.said == reason


def test_the_largest_picture_allowed_is_taken():
    assert render(encoded(Image.new("1", (12_000, 3_333)), "PNG")).width == 1600


def test_the_longest_picture_allowed_is_as_tall_as_a_webp_can_be():
    rendered = render(encoded(Image.new("1", (100, 16_384)), "PNG"))

    assert (rendered.width, rendered.height) == (100, 16_383)


DAMAGED = {kind: encoded(four_corners(120, 104), kind) for kind in ("JPEG", "PNG", "WEBP")}
WHOLE = {**DAMAGED, "HEIC": (HEIC / "upright.heic").read_bytes()}


@pytest.mark.filterwarnings("default")
@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(sorted(DAMAGED)), at=st.floats(0, 0.999), byte=st.integers(0, 255))
def test_a_damaged_picture_is_shown_only_if_pillow_opens_it_or_its_notes_are_broken(kind, at, byte):
    source = bytearray(DAMAGED[kind])  # not HEIC: some crash libheif, so test_workshop.py has them
    source[int(at * len(source))] = byte

    shown_as_it_is = shows(bytes(source))

    if kind == "WEBP":
        assert shown_as_it_is == opens(bytes(source))
    elif shown_as_it_is:
        assert opens(bytes(source)) or kind == "PNG"  # a PNG is read without its notes


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("kind", WHOLE)
def test_a_picture_cut_short_is_shown_when_pillow_opens_it_and_refused_when_not(kind):
    whole = WHOLE[kind]

    for length in range(0, len(whole), 7):
        assert shows(whole[:length]) == opens(whole[:length]), length


def shows(source: bytes) -> bool:
    try:
        render(source)
    except Refused:
        return False
    return True


class TestRealPhotos:
    pytestmark = needs_photos

    def test_the_eight_orientations_of_a_scene_come_out_alike(self):
        scenes = [render((PHOTOS / f"orientation_{n}.jpg").read_bytes()) for n in range(1, 9)]

        assert {(s.width, s.height) for s in scenes} == {(scenes[0].width, scenes[0].height)}
        first = shown(scenes[0]).resize((32, 24)).tobytes()
        for scene in scenes:
            found = shown(scene).resize((32, 24)).tobytes()
            assert mean(abs(a - b) for a, b in zip(found, first, strict=True)) <= 3  # all of it
            assert distance(scene.likeness, scenes[0].likeness) <= 3

    @pytest.mark.filterwarnings("default")
    @pytest.mark.parametrize("name", sorted(path.name for path in PHOTOS.glob("*.jpg")))
    def test_every_photo_is_taken_and_positions_and_broken_notes_stay_behind(self, name):
        if name == SMALL:  # 88 × 64 pixels
            assert not shows((PHOTOS / name).read_bytes())
            return

        rendered = render((PHOTOS / name).read_bytes())

        for index in range(len(rendered.renditions)):
            assert_bare(shown(rendered, index))

    def test_a_card_picture_of_produce_weighs_at_most_12_kilobytes(self):
        for photo in sorted((PHOTOS / "produce").glob("*.jpg")):
            card = render(photo.read_bytes()).renditions[0]
            assert len(card.data) <= 12_000, photo.name

    def test_an_iphone_photo_comes_out_upright_in_screen_colours_and_bare(self):
        source = (PHOTOS / "phone.heic").read_bytes()
        assert b"Display P3" in source

        rendered = render(source)

        assert (rendered.kind, rendered.width, rendered.height) == (Kind.HEIF, 1600, 2133)
        for index in range(len(rendered.renditions)):
            assert_bare(shown(rendered, index))
