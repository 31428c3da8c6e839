"""Names of places in a query: whole ones, their titles written in full or short."""

import pytest

from search.engine import Entry
from search.places import bare_name, spelt_out, title_of
from search.query import Reader
from search.vietnamese import syllables
from search.vocabulary import Vocabulary

CHICKEN = {"kind": "agricultural", "group": "gia-cam", "commune_code": "1", "producer_code": "1"}
PLACES = ("Phường Chu Văn An", "Thành phố Hải Dương", "Quận Lê Chân")
KNOWN = Vocabulary.of_entries([Entry(code="A1", name="Gà đồi Chí Linh", places=PLACES, **CHICKEN)])


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("gà tp hải dương", "gà thành phố hải dương"),
        ("TP. Hải Dương", "thành phố Hải Dương"),
        ("q.Lê Chân", "quận Lê Chân"),
        ("q le chan", "quận le chan"),
        ("P. Chu Văn An", "phường Chu Văn An"),
        ("q 5", "q 5"),
        ("h gà", "h gà"),
        ("tp hải sản", "tp hải sản"),
    ],
)
def test_a_title_is_written_in_full_before_a_name_alone(typed, written):
    assert spelt_out(typed, KNOWN.is_place) == written


@pytest.mark.parametrize(
    ("words", "is_place"),
    [
        ("hải dương", True),
        ("hai duong", True),
        ("hải dưỡng", False),
        ("hải", False),
        ("dương", False),
        ("chu văn an", True),
        ("văn an", False),
        ("tỉnh hải dương", False),
    ],
)
def test_a_place_is_known_by_its_whole_name(words, is_place):
    assert KNOWN.is_place(syllables(words)) is is_place


def test_a_place_in_a_query_is_one_thing_that_stands_together():
    slots = Reader(KNOWN).read("gà tỉnh hai duong").slots

    assert [slot.said for slot in slots] == ["gà", "tỉnh hai duong"]
    assert all(meant.phrase for meant in slots[1].alternatives)


def test_a_vocabulary_goes_through_plain_data_with_its_places():
    copy = Vocabulary.from_dict(KNOWN.to_dict())

    assert copy.places == KNOWN.places == {"chu văn an", "hải dương", "lê chân"}


def test_titles_are_left_out_where_a_name_follows():
    assert [title_of(one.split()) for one in ("Thành phố Hải Dương", "xã", "Đặc khu Cát Hải")] == [
        2, 0, 2,
    ]  # fmt: skip
    assert bare_name(syllables("Phường Lê Chân")) == "lê chân"
