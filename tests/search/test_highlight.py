"""Highlighting: the pieces are the text, and the right ones are marked."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from search.highlight import highlight


def test_words_are_found_whatever_their_marks_and_case():
    assert highlight("Nước mắm Cát Hải", "nuoc MẮM ") == [
        ("Nước", True),
        (" ", False),
        ("mắm", True),
        (" Cát Hải", False),
    ]


def test_the_last_word_may_go_on_and_is_marked_whole():
    assert highlight("Bánh đậu xanh", "bánh đậ") == [
        ("Bánh", True),
        (" ", False),
        ("đậu", True),
        (" xanh", False),
    ]


def test_after_a_space_the_last_word_is_finished():
    assert highlight("Đậu xanh", "da ") == [("Đậu xanh", False)]


def test_a_word_that_is_not_the_last_must_be_whole():
    assert highlight("Đậu xanh", "đ xanh") == [("Đậu ", False), ("xanh", True)]


def test_decomposed_text_comes_back_decomposed():
    decomposed = unicodedata.normalize("NFD", "Dừa xiêm")

    parts = highlight(decomposed, "dừa ")

    assert parts == [(decomposed[:5], True), (decomposed[5:], False)]


def test_nothing_asked_marks_nothing():
    assert highlight("Ổi lê", "") == [("Ổi lê", False)]
    assert highlight("Ổi lê", '"(') == [("Ổi lê", False)]
    assert highlight("", "ổi") == []


@given(st.text(), st.text())
def test_the_pieces_are_the_text(text, query):
    assert "".join(part for part, _ in highlight(text, query)) == text
