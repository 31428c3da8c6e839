"""Folding, cutting and sorting Vietnamese text."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.tables import STOP_WORDS
from search.vietnamese import (
    compose,
    fold,
    singular,
    slug,
    sort_key,
    syllables,
    toned,
    words,
)

# The order of ICU's collation for vi.
# fmt: off
IN_ORDER = [
    "an", "àn", "án", "ạn", "ăn", "ân", "ba", "bà", "bả", "bã",
    "bá", "bạ", "bạc", "ca", "cá", "chanh", "chè", "dâu", "dầu", "dấu",
    "dua", "dưa", "dừa", "dứa", "đào", "đậu", "đu", "đủ", "ga", "gà",
    "khế", "lê", "mía", "na", "nhãn", "oi", "ôi", "ổi", "ơi", "ớt",
    "quất", "riềng", "sả", "tỏi", "u", "ư", "vải", "xoài", "yến",
]
# fmt: on


def test_folding_takes_off_every_mark_and_the_bar_of_the_letter_d():
    assert fold("Đường MÍA, Ổi & Ước") == "duong mia, oi & uoc"


def test_decomposed_and_composed_text_have_the_same_words():
    decomposed = unicodedata.normalize("NFD", "Nước mắm “Cát Hải” 40°N")

    assert (
        words(decomposed)
        == words("Nước mắm “Cát Hải” 40°N")
        == [
            "nuoc",
            "mam",
            "cat",
            "hai",
            "40",
            "n",
        ]
    )


def test_syllables_keep_their_marks_wherever_the_tone_was_put():
    assert syllables("Nếp xoắn HOÀ Nghĩa") == syllables("nếp xoắn hòa nghĩa")
    assert toned("thuỷ") == toned("thủy") != toned("thùy")


@pytest.mark.parametrize(
    ("typed", "word"), [("đậ", "đậu"), ("mộ", "một"), ("ngọ", "ngọc"), ("thiề", "thiều")]
)
def test_a_syllable_being_typed_is_a_prefix_of_itself(typed, word):
    assert toned(word).startswith(toned(typed))


def test_stop_words_are_known_by_their_marks():
    assert "của" in STOP_WORDS
    assert "cua" not in STOP_WORDS


def test_only_english_plurals_lose_their_s():
    assert [singular(word) for word in ("lychees", "glass", "gas", "st25s", "cakes")] == [
        "lychee",
        "glass",
        "gas",
        "st25s",
        "cake",
    ]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Bánh đậu xanh Hoàng Gia", "banh-dau-xanh-hoang-gia"),
        ("  Đường mía & Ổi (loại 1) ", "duong-mia-oi-loai-1"),
        ("米", ""),
    ],
)
def test_a_slug_reads_like_the_name(text, address):
    assert slug(text) == address


def test_keys_sort_like_a_vietnamese_dictionary():
    by_code_point = sorted(IN_ORDER)

    assert sorted(by_code_point, key=sort_key) == IN_ORDER


def test_letters_decide_over_the_whole_name_before_any_tone():
    names = ["Dừa Bạch Long", "Dưa Giang Biên", "Dưa hấu", "Dứa Bắc An", "Dừa xiêm", "Dưa"]

    assert sorted(names, key=sort_key) == [
        "Dưa",
        "Dừa Bạch Long",
        "Dứa Bắc An",
        "Dưa Giang Biên",
        "Dưa hấu",
        "Dừa xiêm",
    ]


def test_a_name_stands_before_the_longer_ones_that_begin_with_it():
    names = ["Cá Bò khô", "Cá bò", "cá bò", "Cá bò khô", "Cáo"]

    assert sorted(names, key=sort_key) == ["cá bò", "Cá bò", "Cá bò khô", "Cá Bò khô", "Cáo"]


def test_digits_stand_before_letters():
    assert sorted(["Gạo tẻ", "Gạo 5 kg"], key=sort_key) == ["Gạo 5 kg", "Gạo tẻ"]


@given(st.text())
def test_folding_keeps_the_length_and_changes_nothing_twice(text):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậéèẻẽẹóòỏõọ ", max_size=30))
def test_a_name_and_its_folded_form_have_the_same_words(text):
    assert words(fold(text)) == words(text)


@given(st.text())
def test_a_slug_is_ascii(text):
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))


@given(st.text())
def test_a_sort_key_is_printable_ascii_that_does_not_depend_on_composition(text):
    assert re.fullmatch(r"[ -~]*", sort_key(text))
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(compose(text))
