"""The drawn pictures of the demo catalogue, and the sources that they are drawn from."""

import io
import re
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageChops, ImageStat

from media import illustrations
from media.illustrations import KEYS, drawing, picture, variants
from media.illustrations.drawing import LIGHTS, SOURCES, Row, composed, recorded, rendered

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"path", "circle", "ellipse", "rect", "polygon", "polyline", "line"}
PLAIN = SHAPES | {"svg", "g", "defs", "use", "clipPath", "pattern"}
DRAWN_ANEW = ("cam", "ruou-nep", "tom-kho")
HEAVIEST_SOURCE = 8_000


def source(key: str) -> ET.Element:
    return ET.parse(SOURCES / f"{key}.svg").getroot()  # noqa: S314 - ours


def names(element: ET.Element) -> set[str]:
    return {one.tag.removeprefix(SVG) for one in element.iter() if isinstance(one.tag, str)}


def test_every_drawing_is_what_its_source_gives_now():
    assert recorded() == [Row.of(key) for key in KEYS]  # else: make drawings
    assert list(KEYS) == sorted(path.stem for path in SOURCES.glob("*.svg"))


@pytest.mark.parametrize("key", DRAWN_ANEW)
def test_a_drawing_drawn_anew_looks_the_same(key):
    kept = Image.open(io.BytesIO(picture(key))).convert("RGB")

    apart = ImageStat.Stat(ImageChops.difference(kept, rendered(composed(key))))

    assert kept.size == (1200, 900)
    assert max(apart.mean) < 0.2


def test_drawings_are_many_and_light():
    weights = [len(picture(key)) for key in KEYS]

    assert len({key.split(".")[0] for key in KEYS}) >= 200
    assert sum(weights) / len(weights) < 25_000
    assert max(weights) < 60_000


def test_sources_are_small_plain_shapes_that_a_designer_can_edit():
    sources = {key: source(key) for key in KEYS}

    assert {key: names(svg) - PLAIN for key, svg in sources.items() if names(svg) - PLAIN} == {}
    assert {svg.get("viewBox") for svg in sources.values()} == {"0 0 800 600"}
    assert {svg.get("data-light") for svg in sources.values()} <= set(LIGHTS)
    heavy = {p.stem: p.stat().st_size for p in SOURCES.glob("*.svg")}
    assert {key: weight for key, weight in heavy.items() if weight > HEAVIEST_SOURCE} == {}


def test_no_source_reaches_outside_its_file():
    said = {path.stem: path.read_text() for path in SOURCES.glob("*.svg")}

    outside = re.compile(r"(?:href=|url\()(?![\"']?#)")
    assert [key for key, text in said.items() if outside.search(text)] == []


def test_every_drawing_says_that_it_is_an_illustration_where_a_square_crop_keeps_it():
    for key in KEYS:
        foot = Image.open(io.BytesIO(picture(key))).convert("RGB").crop((300, 825, 900, 885))
        colours = foot.getcolors(1 << 16)
        assert len(colours) > 10, key  # the smooth edges of letters


def test_the_caption_is_written_in_the_frame():
    text = re.search(r"<text[^>]*>([^<]*)</text>", drawing.FRAME.read_text())

    assert text[1] == "Hình minh hoạ · Illustration"


def test_a_kind_may_have_variants():
    assert variants("nuoc-mam") == ["nuoc-mam", "nuoc-mam.2", "nuoc-mam.3"]
    assert variants("cam") == ["cam"]
    assert len({picture(key) for key in variants("nuoc-mam")}) == 3


def test_an_unknown_drawing_is_a_key_error():
    with pytest.raises(KeyError):
        illustrations.picture("không có")
