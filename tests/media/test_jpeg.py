"""A JPEG of which a part is missing is refused, and none of which all has come."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from media.jpeg import layout_of
from media.pipeline import render
from media.refusing import BROKEN, TOO_LARGE_AT_ONCE, Refused
from tests.pictures import photo

SHARED = Path(__file__).parents[3] / "shared"
END = b"\xff\xd9"
HOW = {
    "baseline": {},
    "optimised": {"optimize": True},
    "finest": {"quality": 98, "subsampling": 0},
    "between": {"subsampling": 1},
    "progressive": {"progressive": True},
    "progressive, finest": {"progressive": True, "quality": 98, "subsampling": 0},
    "restarts": {"restart_marker_blocks": 7},
    "progressive with restarts": {"restart_marker_rows": 2, "progressive": True},
    "without luminance": {"keep_rgb": True},
}
BEHIND = {
    "nothing": lambda whole: whole,
    "letters": lambda whole: whole + b"SAMSUNG" * 40,
    "another picture": lambda whole: whole + whole,
    "zeros before the end": lambda whole: whole[:-2] + bytes(6) + END,
    "filling before the end": lambda whole: whole[:-2] + b"\xff\xff" + END,
    "a comment before the end": lambda whole: whole[:-2] + b"\xff\xfe\0\x04ab" + END,
}


def refused(source: bytes) -> object:
    try:
        render(source)
    except Refused as refusal:
        return refusal.said
    return None


def a_picture(mode: str, **how: object) -> bytes:
    data = io.BytesIO()
    scene = Image.open(io.BytesIO(photo(3, (320, 240)))).filter(ImageFilter.EDGE_ENHANCE)
    scene.convert(mode).save(data, "JPEG", **how)
    return data.getvalue()


def cut(whole: bytes, part: float) -> bytes:
    """Keep a part of the last scan's data, and close it."""
    last = layout_of(whole).scans[-1]
    kept = whole[: last.start + int(part * (last.end - last.start))]
    return kept.rstrip(b"\xff") + END


@pytest.mark.parametrize("how", HOW)
def test_what_was_cut_short_and_closed_is_refused(how):
    whole = a_picture("RGB", **HOW[how])

    for part in (0.02, 0.3, 0.6, 0.9):
        assert refused(cut(whole, part)) is BROKEN, part
    half = whole[: len(whole) // 2].rstrip(b"\xff")
    assert (refused(half), refused(half + END)) == (BROKEN, BROKEN)


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize("how", HOW)
def test_what_has_all_come_is_taken_whatever_stands_behind_it(how, behind):
    modes = ["RGB"] if how == "without luminance" else ["RGB", "L", "CMYK"]

    taken = [refused(BEHIND[behind](a_picture(mode, **HOW[how]))) for mode in modes]

    assert taken == [None] * len(modes)


def test_a_part_between_two_restarts_that_was_lost_is_missed():
    whole = a_picture("RGB", restart_marker_blocks=7)
    first, second = list(re.finditer(b"\xff[\xd0-\xd7]", whole))[3:5]

    assert refused(whole[: first.start()] + whole[second.start() :]) is BROKEN


def test_a_picture_of_one_grey_is_whole():
    data = io.BytesIO()
    Image.new("RGB", (640, 480), (128, 128, 128)).save(data, "JPEG", optimize=True)

    assert refused(data.getvalue()) is None


def test_the_picture_is_the_one_that_pillow_reads():
    for how in HOW.values():
        whole = a_picture("RGB", **how)
        copied = io.BytesIO()
        Image.open(io.BytesIO(whole)).save(copied, "PNG")

        # a PNG of the same pixels gives the same files
        assert render(whole).renditions == render(copied.getvalue()).renditions


def test_a_picture_of_several_pictures_is_whole():
    frames = [Image.open(io.BytesIO(photo(seed))) for seed in (1, 2)]
    data = io.BytesIO()
    frames[0].save(data, "MPO", save_all=True, append_images=frames[1:])

    assert refused(data.getvalue()) is None
    assert refused(data.getvalue()[:9000].rstrip(b"\xff") + END) is BROKEN


@pytest.mark.parametrize(("width", "height"), [(8064, 6048), (9248, 6936), (16_320, 12_240)])
def test_photos_of_48_to_200_megapixels_are_taken(width, height):
    data = io.BytesIO()
    scene = Image.open(io.BytesIO(photo(5, (102, 102)))).convert("L")
    scene.resize((width, height), Image.Resampling.NEAREST).save(data, "JPEG", quality=50)

    rendered = render(data.getvalue())

    assert (rendered.width, rendered.height) == (1600, 1200)


def test_what_would_take_too_much_memory_in_several_scans_is_refused_with_its_own_sentence():
    source = bytearray(a_picture("CMYK", progressive=True))
    at = source.index(b"\xff\xc2") + 5
    source[at : at + 4] = (12_240).to_bytes(2) + (16_320).to_bytes(2)

    assert refused(bytes(source)) is TOO_LARGE_AT_ONCE


ALL = sorted((SHARED / "photos").rglob("*.jpg"))


@pytest.mark.shared
@pytest.mark.skipif(not ALL, reason="../shared is not here")
def test_no_real_photo_is_refused_for_what_it_does_not_lack():
    assert [path.name for path in ALL if refused(path.read_bytes())] == ["broken_exif.jpg"]  # 88 px
    cut_short = [path.name for path in ALL if refused(cut(path.read_bytes(), 0.7)) is not BROKEN]
    assert cut_short == ["broken_exif.jpg"]


@pytest.mark.shared
@pytest.mark.skipif(not ALL, reason="../shared is not here")
def test_the_inputs_of_the_findings_end_as_they_should():
    inputs = SHARED / "findings" / "inputs"

    assert refused((inputs / "truncated-with-eoi.jpg").read_bytes()) is BROKEN
    grey = render((inputs / "48mp-grey.jpg").read_bytes())
    assert (grey.width, grey.height) == (1600, 1200)
    upright = render((inputs / "xmp-orientation-only.jpg").read_bytes())
    assert (upright.width, upright.height) == (160, 120)
