"""The drawn pictures of the demo catalogue."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from media.illustrations import SUBJECTS, VARIANTS, draw
from media.pipeline import Rendered, render

OCOP_SETS = Path(__file__).parents[3] / "shared" / "data" / "ocop_sets.csv"


@cache
def gallery() -> dict[str, tuple[bytes, Rendered]]:
    with ThreadPoolExecutor(2) as pool:  # Pillow works without the interpreter's lock
        drawn = dict(zip(SUBJECTS, pool.map(draw, SUBJECTS), strict=True))
        rendered = pool.map(render, map(halved, drawn.values()))
        return dict(zip(drawn, zip(drawn.values(), rendered, strict=True), strict=True))


def halved(source: bytes) -> bytes:
    """Leave out the two largest sizes, which take most of the time and are not looked at here."""
    data = io.BytesIO()
    Image.open(io.BytesIO(source)).reduce(2).save(data, "PNG", compress_level=1)
    return data.getvalue()


def test_there_is_a_picture_for_fourteen_groups_and_twenty_six_sets():
    assert len(SUBJECTS) == 40
    assert SUBJECTS[14:] == tuple(f"{number:02}" for number in range(1, 27))


@pytest.mark.shared
@pytest.mark.skipif(not OCOP_SETS.is_file(), reason="../shared/data is not here")
def test_every_ocop_set_of_the_data_has_its_picture():
    with OCOP_SETS.open(encoding="utf-8") as rows:
        assert {row["set_no"] for row in csv.DictReader(rows)} <= set(SUBJECTS)


def test_every_subject_is_drawn_at_1600_by_1200():
    for source, _ in gallery().values():
        assert Image.open(io.BytesIO(source)).size == (1600, 1200)


def test_cards_are_light():
    weights = {s: [len(r.data) for r in drawn.renditions] for s, (_, drawn) in gallery().items()}

    assert {subject: w[0] for subject, w in weights.items() if w[0] > 12_000} == {}
    assert {subject: w[1] for subject, w in weights.items() if w[1] > 25_000} == {}


def test_no_two_subjects_look_alike():
    assert len({sha256(source).digest() for source, _ in gallery().values()}) == len(SUBJECTS)


def test_the_variants_of_a_subject_differ_and_then_repeat():
    drawn = [draw("trai-cay", variant) for variant in range(VARIANTS + 1)]

    assert len(set(drawn)) == VARIANTS
    assert drawn[0] == drawn[VARIANTS]


def test_a_subject_is_always_drawn_the_same():
    assert draw("26") == gallery()["26"][0]


def test_every_picture_says_that_it_is_an_illustration_where_a_square_crop_keeps_it():
    for subject, (source, _) in gallery().items():
        foot = Image.open(io.BytesIO(source)).crop((200, 1120, 1400, 1170))
        colours = foot.getcolors(1 << 16)
        assert len(colours) > 20, subject  # the smooth edges of letters


def test_an_unknown_subject_is_a_key_error():
    with pytest.raises(KeyError):
        draw("không có")
