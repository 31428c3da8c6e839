"""Suggestions from names alone: the demo catalogue's, and as many as there will ever be."""

import csv
import re
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine import Entry
from search.suggesting import COMPLETIONS, MOST, Name, Names, phrases_of, title_of

DATA = Path(__file__).parents[2] / "shop" / "data"
FIRST = 5


def demo_names():
    rows = []
    for file in ("agri_products.csv", "ocop_products.csv"):
        with (DATA / file).open(encoding="utf-8-sig") as lists:
            rows += [row["name_vi"] for row in csv.DictReader(lists)]
    return rows


DEMO = list(dict.fromkeys(demo_names()))


@pytest.fixture(scope="module")
def names():
    return Names(Name(text, n) for n, text in enumerate(DEMO))


def suggested(names, typed, most=MOST):
    return [name.text for name in names.find(typed, most)]


def some(*texts: str):
    return Names(Name(text, n, title_of(text)) for n, text in enumerate(texts))


def prefixes(name):
    """Give the beginnings of a name that end inside its third syllable or later."""
    syllables = [found.start() for found in re.finditer(r"\S+", name)]
    start = syllables[2] if len(syllables) > 2 else len(name) - 1
    return [name[:end] for end in range(start + 1, len(name) + 1)]


def test_the_third_syllable_is_enough_to_be_among_the_first_five(names):
    asked = [(typed, name) for name in DEMO for typed in prefixes(name)]

    shown = sum(name in suggested(names, typed, FIRST) for typed, name in asked)

    assert len(DEMO) == 429
    assert shown / len(asked) >= 0.98


def test_a_hundred_thousand_names_fit_in_little_memory():
    texts = [f"{a} {n % 1000}" for n, a in zip(range(100_000), DEMO * 234, strict=False)]
    tracemalloc.start()

    held = Names(Name(text, n) for n, text in enumerate(texts))

    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(held) == 100_000
    assert grown <= 60_000_000


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("dừa", "Dừa Vinh Quang"),
        ("dưa v", "Dưa vàng"),
        ("DỨA", "Dứa Phù Long"),
        ("mật ong r", "Mật ong hoa rừng Cát Bà"),
        ("nuowcs mawms q", "Nước mắm Quang Hải"),
        ("nuocmamq", "Nước mắm Quang Hải"),
        ("quang hai", "Nước mắm Quang Hải"),
        ("Nu\u031bo\u031b\u0301c m", "Nước mắm Cát Hải"),
    ],
)
def test_what_is_typed_finds_what_is_meant(typed, first):
    names = some(
        "Dưa vàng", "Dứa Phù Long", "Dừa Vinh Quang", "Nước mắm Cát Hải", "Nước mắm Quang Hải",
        "Mật ong hoa rừng Cát Bà",
    )  # fmt: skip

    assert suggested(names, typed)[0] == first


def test_without_marks_all_readings_are_meant_the_best_known_first():
    names = some("Kẹo dừa", "Dừa xiêm", "Dứa", "Dưa hấu")

    assert suggested(names, "dua") == ["Dứa", "Dừa xiêm", "Dưa hấu", "Kẹo dừa"]


def test_typed_marks_come_first_and_others_last():
    names = some("Dưa hấu", "Dứa", "Kẹo dừa", "Dừa xiêm")

    assert suggested(names, "dừa") == ["Dừa xiêm", "Kẹo dừa", "Dứa", "Dưa hấu"]


def test_a_word_that_is_being_typed_may_still_get_its_marks():
    assert suggested(some("Đưa hàng", "Nước mắm"), "nươ") == ["Nước mắm"]


def test_a_finished_word_is_not_the_beginning_of_another():
    names = some("Cam Đồ Sơn", "Ca cao")

    assert suggested(names, "ca") == ["Cam Đồ Sơn", "Ca cao"]
    assert suggested(names, "ca ") == ["Ca cao"]


def test_a_place_is_found_without_the_word_for_what_it_is():
    names = some("Chè An Lão", "Xã An Lão", "Thị trấn An Lão", "Phường An Biên")

    assert suggested(names, "an l") == ["Xã An Lão", "Thị trấn An Lão", "Chè An Lão"]
    assert suggested(names, "thị trấn a")[0] == "Thị trấn An Lão"


def test_several_names_of_one_thing_suggest_it_once():
    names = Names([Name("Xã An Lão", 7), Name("Thị trấn An Lão", 7), Name("Xã An Hưng", 8)])

    assert [name.of for name in names.find("an")] == [7, 8]


@pytest.mark.parametrize("typed", ["", "n", " n ", "-", "\u0301", "zzzz", "😀😀", "n" * 5000])
def test_what_means_nothing_suggests_nothing(names, typed):
    assert suggested(names, typed) == []


@given(st.text(max_size=60))
def test_no_text_breaks_it(typed):
    found = NAMES.find(typed)

    assert len(found) <= MOST
    assert len({name.of for name in found}) == len(found)


NAMES = Names(Name(text, n) for n, text in enumerate(DEMO[:50]))


def test_phrases_that_begin_so_come_first_and_are_few():
    phrases = ["nước mắm", "nước mắm Cát Hải", "nước mắm cốt", "mắm tôm"]
    names = Names(
        (Name(text, n) for n, text in enumerate(["Nước mắm Quang Hải", "Mắm nước"])),
        (Name(text, n) for n, text in enumerate(phrases, 10)),
    )

    assert suggested(names, "nuoc m") == [*phrases[:COMPLETIONS], "Nước mắm Quang Hải", "Mắm nước"]


def test_phrases_of_a_product_cut_neither_a_word_nor_a_name():
    entry = Entry(
        code="HP-OCOP-0001", name="Nước mắm cốt Cát Hải, chai 500 ml", producer="",
        places=("Đặc khu Cát Hải", "Huyện Cát Hải", "Thành phố Hải Phòng"),
        keywords=("mắm ngon",), kind="ocop", group="09", commune_code="", producer_code="",
    )  # fmt: skip

    phrases = set(phrases_of(entry))

    assert {"nước mắm", "nước mắm Cát Hải", "nước mắm cốt", "mắm ngon", "gia vị"} <= phrases
    assert not {"nước", "nước mắm cốt Cát", "nước mắm Hải Phòng"} & phrases


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("Xã An Lão", 1),
        ("Đặc khu Cát Hải", 2),
        ("Huyện Tiên Lãng", 1),
        ("Thành phố Chí Linh", 2),
        ("Xã", 0),
        ("Cát Bà", 0),
    ],
)
def test_a_title_is_told_from_a_name(place, words):
    assert title_of(place) == words
