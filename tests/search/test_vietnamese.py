"""Folding, cutting and sorting Vietnamese text."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.tables import STOP_WORDS
from search.vietnamese import (
    TONES,
    compose,
    fold,
    marks,
    placed,
    plain,
    singular,
    slug,
    sort_key,
    spans,
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
    ("school", "office"),
    [
        ("mĩ", "mỹ"), ("kĩ", "kỹ"), ("lí", "lý"), ("quí", "quý"), ("quít", "quýt"), ("hi", "hy"),
        ("sĩ", "sỹ"), ("tỉ", "tỷ"), ("Mĩ Đức", "Mỹ Đức"), ("Lí Học", "LÝ HỌC"), ("kì", "kỳ"),
    ],
)  # fmt: skip
def test_i_and_y_at_the_end_of_a_syllable_are_one_spelling(school, office):
    assert syllables(school) == syllables(office)
    assert words(school) == words(office)


@pytest.mark.parametrize(
    ("one", "other"),
    [("thui", "thuy"), ("mai", "may"), ("y", "i"), ("quyên", "quiên"), ("túi", "túy"),
     ("hai", "hay"), ("jelli", "jelly"), ("mĩ", "mì")],
)  # fmt: skip
def test_where_i_and_y_are_two_sounds_they_stay_apart(one, other):
    assert toned(one) != toned(other)


@given(st.sampled_from("bcdđhklmnprstvx"), st.sampled_from(["", *TONES]))
def test_every_open_syllable_is_spelt_either_way_with_every_tone(onset, tone):
    with_i, with_y = (compose(f"{onset}{vowel}{tone}") for vowel in "iy")

    assert toned(with_i) == toned(with_y)
    assert plain(toned(with_y)) == plain(with_y) == plain(with_i)
    assert marks(toned(with_y)) == marks(with_i)


def test_what_is_said_back_is_spelt_as_most_print_it():
    said = [
        placed(toned(word)) for word in ("mĩ", "kỳ", "quí", "lí", "mì", "thì", "đi", "la", "tỷ")
    ]

    assert said == ["mỹ", "kỳ", "quý", "lý", "mì", "thì", "đi", "la", "tỷ"]


def test_a_slug_and_a_sort_key_keep_the_spelling_of_their_writer():
    assert (slug("Bánh đa Mĩ Đức"), slug("Mỹ Đức")) == ("banh-da-mi-duc", "my-duc")
    assert sort_key("Mĩ Đức") != sort_key("Mỹ Đức")


@pytest.mark.parametrize("typed", ["Ðậu phộng", "Ɖậu phộng", "ÐẬU PHỘNG", "ðậu phộng", "ɖậu phộng"])
def test_letters_that_old_fonts_left_for_a_d_with_a_bar_are_one(typed):
    assert syllables(typed) == ["đậu", "phộng"]
    assert fold(typed) == "dau phong"
    assert slug(typed) == "dau-phong"
    assert sort_key(typed.lower()) == sort_key("đậu phộng")
    assert compose(typed).lower() == "đậu phộng"
    assert spans(typed) == spans("đậu phộng")
    assert "đ" in marks(typed.split()[0].lower())


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("quý", "quýt"),
        ("quì", "quỳnh"),
        ("đậ", "đậu"),
        ("mộ", "một"),
        ("ngọ", "ngọc"),
        ("thiề", "thiều"),
    ],
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
