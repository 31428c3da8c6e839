"""The share picture: the right size, the same each time, and every name finds room in it."""

import io
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from media.lettering import Room, fit
from media.sharing import BESIDE, HEADING, MOST_LINES, SMALL, draw
from shop.intake.lists import read_products
from tests.pictures import photo

DATA = Path(__file__).parents[2] / "shop" / "data"
TOLD = {
    "name": "Nước mắm Cát Hải",
    "place": "Đặc khu Cát Hải",
    "producer": "HTX Nước mắm Cát Hải",
    "site": "Sản vật Hải Phòng",
}
STARRED = {**TOLD, "stars": 4, "stars_label": "OCOP 4 sao"}
ODD_NAMES = {
    "one letter": "Ớ",
    "as long as may be": ("Trứng vịt chạy đồng " * 12)[:200],
    "one long word": "Nghiêngngả" * 18,
    "emoji": "Vải thiều 🍒 Thanh Hà 👩🏽‍🌾",
    "only emoji": "🍒🍒",
    "Arabic": "مربى التمر",
    "Chinese": "鱼露",
    "spaces and controls": " \u202eNước\u00a0 mắm\x07\n",
    "capitals with two marks": "ẨM THỰC ỄNH ƯƠNG ỐC LỘ ẬP Ỡ Ặ",
    "nothing": "",
}
ROOM = Room(BESIDE, 258, MOST_LINES)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def differs(one: bytes, other: bytes, box: tuple[int, int, int, int]) -> bool:
    """Tell whether two pictures differ in a part by more than JPEG does."""
    parts = [opened(data).convert("L").crop(box) for data in (one, other)]
    return ImageChops.difference(*parts).getextrema()[1] > 60


@pytest.mark.parametrize("told", [TOLD, STARRED], ids=["no stars", "stars"])
@pytest.mark.parametrize("picture", [None, photo(kind="WEBP"), photo(size=(700, 2000))])
def test_it_is_a_jpeg_for_open_graph_and_the_same_each_time(told, picture):
    drawn = draw(told, picture)

    found = opened(drawn)
    assert (found.format, found.size, found.mode) == ("JPEG", (1200, 630), "RGB")
    assert set(found.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive",
                               "progression"}  # fmt: skip
    assert len(drawn) <= 300_000
    assert draw(told, picture) == drawn


def test_the_photo_stands_to_the_right_and_the_words_to_the_left():
    one, other = draw(TOLD, photo(1)), draw(TOLD, photo(2))

    assert differs(one, other, (660, 0, 1200, 630))
    assert not differs(one, other, (0, 0, 620, 630))


@pytest.mark.parametrize("size", [(16, 16), (1600, 40), (200, 2000)])
def test_a_photo_too_small_to_fill_its_half_is_left_out(size):
    assert draw(TOLD, photo(size=size)) == draw(TOLD, None)


def test_stars_are_drawn_only_where_they_are_told():
    stars, label = (64, 420, 270, 460), (280, 420, 460, 460)
    five = {**STARRED, "stars": 5}

    assert differs(draw(TOLD, photo()), draw(STARRED, photo()), stars)
    assert differs(draw(TOLD, photo()), draw(STARRED, photo()), label)
    assert differs(draw(five, photo()), draw(STARRED, photo()), (228, 420, 270, 460))


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
@pytest.mark.parametrize("picture", [None, photo()], ids=["landscape", "photo"])
def test_no_name_is_too_odd(name, picture):
    told = {**STARRED, "name": name, "place": name, "producer": name}

    assert opened(draw(told, picture)).size == (1200, 630)


def test_a_name_nobody_can_write_gives_way_to_that_of_the_catalogue():
    assert draw({**TOLD, "name": "鱼露 🍒"}, None) == draw({**TOLD, "name": TOLD["site"]}, None)


@pytest.mark.parametrize("face", [HEADING, SMALL], ids=["heading", "small"])
def test_the_type_has_every_vietnamese_letter(face):
    vowels, tones = (
        "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY",
        ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"),
    )
    letters = "".join(unicodedata.normalize("NFC", v + t) for v in vowels for t in tones) + "đĐ–“”"

    assert face.written(letters) == letters
    assert face.written(unicodedata.normalize("NFD", letters)) == letters
    assert face.written("Vải 🍒 thiều\u00a0\u202e ") == "Vải thiều"


def test_no_real_name_is_cut():
    names = [one.name_vi for one in read_products(DATA)]

    settings = {name: fit(name, HEADING, ROOM) for name in names}

    assert len(names) == 429
    for name, setting in settings.items():
        assert " ".join(setting.lines) == name
        assert len(setting.lines) * setting.leading <= ROOM.height
        assert all(HEADING.width(line, setting.size) <= BESIDE for line in setting.lines)


def test_lines_are_even_rather_than_full():
    assert fit("Bánh đa cua Hải Phòng", HEADING, Room(760, 258, 4)).lines == [
        "Bánh đa cua",
        "Hải Phòng",
    ]


def test_what_is_too_long_ends_in_dots_and_still_fits():
    for text in (ODD_NAMES["as long as may be"], ODD_NAMES["one long word"]):
        setting = fit(text, HEADING, ROOM)

        assert (setting.size, len(setting.lines)) == (HEADING.sizes[-1], MOST_LINES)
        assert setting.lines[-1].endswith("…")
        assert all(HEADING.width(line, setting.size) <= BESIDE for line in setting.lines)


@pytest.mark.parametrize(
    "name", [*ODD_NAMES.values(), "Gạo tẻ Ẩm thực Ễnh ương Ốc nhồi Ỡ", "Cơm cháy ruốc"]
)
def test_no_mark_of_a_line_touches_the_line_above(name):
    setting = fit(name, HEADING, Room(300, 400, MOST_LINES))

    reaches = [HEADING.reach(line, setting.size) for line in setting.lines]
    for (_, below), (above, _) in pairwise(reaches):
        assert setting.leading + above > below
