"""The square of a picture: all of it on white, as marketplaces show goods."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from media import parcel
from media.pipeline import ORIENTATION, render
from tests.media.test_pipeline import (
    BLUE,
    GREEN,
    RED,
    YELLOW,
    corners,
    encoded,
    four_corners,
    near,
)

WHITE = (255, 255, 255)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def square_of(source: bytes) -> Image.Image:
    square = render(source).square
    assert (square.width, square.height) == opened(square.data).size
    assert square.content_type == "image/jpeg"
    return opened(square.data)


def ends(picture: Image.Image) -> set[tuple[int, ...]]:
    last = picture.width - 1
    return {picture.getpixel(at) for at in ((0, 0), (last, 0), (0, last), (last, last))}


def test_a_photo_held_across_has_white_above_and_below():
    square = square_of(encoded(four_corners(4032, 3024), "JPEG"))

    assert square.size == (1600, 1600)
    assert ends(square) == {WHITE}
    assert {square.getpixel((800, y)) for y in (0, 190, 1409, 1599)} == {WHITE}
    inside = square.crop((0, 200, 1600, 1400))
    assert near(corners(inside), [RED, GREEN, BLUE, YELLOW])


def test_a_photo_held_upright_has_white_left_and_right():
    exif = Image.Exif()
    exif[ORIENTATION] = 6

    upright = square_of(encoded(four_corners(4032, 3024), "JPEG", exif=exif))

    assert upright.size == (1600, 1600)
    assert ends(upright) == {WHITE}
    assert {upright.getpixel((x, 800)) for x in (0, 190, 1409, 1599)} == {WHITE}
    inside = upright.crop((200, 0, 1400, 1600))
    assert near(corners(inside), [BLUE, RED, YELLOW, GREEN])


@pytest.mark.parametrize(
    ("size", "side"),
    [((400, 300), 400), ((300, 400), 400), ((640, 400), 640), ((200, 3000), 1600)],
)
def test_a_picture_is_not_enlarged_for_it(size, side):
    rendered = render(encoded(four_corners(*size), "PNG"))

    assert (rendered.square.width, rendered.square.height) == (side, side)
    assert (rendered.width, rendered.height) == size
    assert rendered.files == (*rendered.renditions, rendered.square)


def test_what_is_square_has_no_second_square():
    rendered = render(encoded(four_corners(700, 700), "PNG"))

    assert rendered.square is None
    assert (rendered.files, rendered.width) == (rendered.renditions, rendered.height)


@pytest.mark.parametrize("size", [(640, 480), (700, 700)])
def test_it_comes_whole_out_of_the_process(size):
    rendered = render(encoded(four_corners(*size), "PNG"))

    assert parcel.rendered(b"".join(parcel.of_rendered(rendered)), rendered.original) == rendered


def test_a_square_of_another_shape_is_not_believed():
    rendered = render(encoded(four_corners(640, 480), "PNG"))
    told = replace(rendered, square=replace(rendered.square, height=480))

    with pytest.raises(parcel.Torn):
        parcel.rendered(b"".join(parcel.of_rendered(told)), rendered.original)
