"""How queries are read: what is understood, with what alternatives, and that nothing is lost."""

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.phrases import Bounds
from search.query import LONGEST, MOST_SLOTS, Reader
from search.tables import Fact
from search.vocabulary import Vocabulary
from tests.search.samples import goods

VOCABULARY = Vocabulary.of_entries(goods())
READER = Reader(VOCABULARY)
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz áàảãạấếớứ 0123456789 sfrxj"


def meanings(slot):
    return {" ".join(word.text for word in one.words) for one in slot.alternatives if one.words}


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("nuowcs mawms", "nước mắm"),
        ("nu7o71c ma81m", "nước mắm"),
        ("vair thieeuf thanh haf", "vải thiều thanh hà"),
        ("nuocmamcathai", "nước mắm cát hải"),
        ("đuđủ", "đu đủ"),
        ("bánh đậu xnah", "bánh đậu xanh"),
        ("vãi thiều", "vải thiều"),
        ("nm cát hải", "nước mắm cát hải"),
        ("lước mắm", "nước mắm"),
    ],
)
def test_what_was_mistyped_is_understood_in_proper_vietnamese(typed, understood):
    reading = READER.read(typed)

    assert (reading.understood, reading.changed) == (understood, True)


@pytest.mark.parametrize(
    "typed",
    [
        "nước mắm Cát Hải",
        "nuoc mam cat hai",
        "fish sauce",
        "lychees",
        "hoà bình",
        "heo quay",
        "sầu riêng",
        "5 sao dưới 100k",
        "",
        "  “ ”  ",
    ],
)
def test_what_could_be_right_is_left_alone(typed):
    reading = READER.read(typed)

    assert (reading.understood, reading.changed) == (" ".join(typed.split()), False)


def test_the_literal_reading_is_always_one_of_the_alternatives():
    for typed in ("gach", "dua", "heo", "gao", "bánh", "xnah", "thanh"):
        [slot] = READER.read(typed).slots

        assert typed in meanings(slot)


def test_a_literal_reading_has_only_what_was_typed():
    reading = READER.read("nuowcf heo 5 sao", literal=True)

    assert [meanings(slot) for slot in reading.slots] == [{"nuowcf"}, {"heo"}, {"5"}, {"sao"}]
    assert not reading.changed


def test_words_of_another_region_are_alternatives():
    [slot] = READER.read("khóm ").slots

    assert meanings(slot) == {"khóm", "dứa"}


def test_the_longest_phrase_decides_and_a_protected_one_keeps_its_sense():
    [cabbage] = READER.read("bắp cải ").slots

    assert "ngô" not in " ".join(meanings(cabbage))
    assert "cải bắp" in meanings(cabbage)


def test_without_marks_only_long_phrases_and_words_that_have_none_are_synonyms():
    assert meanings(READER.read("me ").slots[0]) == {"me"}
    assert "lợn" in meanings(READER.read("heo ").slots[0])


@pytest.mark.parametrize(
    ("typed", "fact"),
    [
        ("5 sao", Fact("stars", ("5",))),
        ("bốn sao", Fact("stars", ("4",))),
        ("vietgap", Fact("certificates", ("VIETGAP",))),
        ("hữu cơ", Fact("certificates", ("ORGANIC_VN", "ORGANIC_OTHER"))),
        ("huu co", Fact("certificates", ("ORGANIC_VN", "ORGANIC_OTHER"))),
        ("ocop", Fact("kind", ("ocop",))),
        ("tháng 6", Fact("season_months", ("6",))),
        ("tháng mười hai", Fact("season_months", ("12",))),
        ("đang mùa", Fact("season_months", ("now",))),
    ],
)
def test_facts_are_read_from_words(typed, fact):
    [slot] = READER.read(typed).slots

    assert fact in [one.fact for one in slot.alternatives]


@pytest.mark.parametrize(
    ("typed", "bounds"),
    [
        ("dưới 100k", Bounds(None, 100_000)),
        ("duoi 50 nghin", Bounds(None, 50_000)),
        ("giá dưới 50.000đ", Bounds(None, 50_000)),
        ("trên 1 triệu", Bounds(1_000_000, None)),
        ("từ 50k đến 100k", Bounds(50_000, 100_000)),
        ("khoảng 100000", Bounds(80_000, 120_000)),
    ],
)
def test_prices_are_read_from_words(typed, bounds):
    [slot] = READER.read(typed).slots

    assert bounds in [one.bounds for one in slot.alternatives]


def test_words_that_say_little_are_optional():
    reading = READER.read("mua nước mắm ngon ở đâu")

    assert [slot.said for slot in reading.slots if not slot.optional] == ["nước mắm"]


def test_a_query_of_nothing_else_still_looks_for_them():
    assert not any(slot.optional for slot in READER.read("ngon rẻ").slots)


def test_a_long_query_is_cut_and_says_so():
    reading = READER.read("dừa " * 100)

    assert reading.cut
    assert len(reading.understood) <= LONGEST
    assert not READER.read("dừa " * 10).cut


@given(st.text(max_size=300) | st.text(alphabet=LETTERS, max_size=300))
def test_any_text_is_read_into_few_alternatives(text):
    reading = READER.read(text)

    assert len(reading.slots) <= MOST_SLOTS
    assert sum(len(slot.alternatives) for slot in reading.slots) <= 20 * MOST_SLOTS
    assert all(one.cost >= 0 for slot in reading.slots for one in slot.alternatives)
    reading.understood.encode()


@given(st.sampled_from(goods()), st.integers(0, 2**32))
def test_a_known_name_is_read_as_it_is_written(entry, seed):
    words = entry.name.split()
    begin = random.Random(seed).randrange(len(words))  # noqa: S311 - for variety
    part = " ".join(words[begin:])

    assert READER.read(part).understood == part


def test_a_vocabulary_goes_through_plain_data():
    copy = Vocabulary.from_dict(VOCABULARY.to_dict())

    assert copy.to_dict() == VOCABULARY.to_dict()
    assert Reader(copy).read("nuocmam") == READER.read("nuocmam")


def test_a_keyword_without_its_marks_is_no_word_of_its_own():
    rice = replace(goods()[0], name="Gạo nếp", name_en="", keywords=("gạo nếp", "gao nep"))

    assert "gao" not in Vocabulary.of_entries([rice]).words


def test_a_query_is_read_alike_in_every_process():
    """Else two web processes answer one question in two ways: hashes differ between them."""
    script = (
        "from search.query import Reader; from search.vocabulary import Vocabulary;"
        "from tests.search.samples import goods;"
        "reader = Reader(Vocabulary.of_entries(goods()));"
        "print([reader.read(text) for text in ('nc mam k', 'kho m', 'ban h da', 'gach con')])"
    )

    read = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(read) == 1
