"""What was typed with the input method off comes back, in whatever order the keys were pressed."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import tables
from search.input_methods import decode
from search.vietnamese import fold, is_syllable, toned
from search.vocabulary import Vocabulary
from tests.search.mistyping import telex, vni
from tests.search.samples import goods


def marked_syllables():
    """Every Vietnamese syllable with a mark that the sample goods and the tables have."""
    phrases = (*tables.SYNONYMS, *tables.KINDS, *tables.FACTS)
    known = {word for phrase in phrases for word in phrase}
    known |= {*Vocabulary.of_entries(goods()).words}
    return sorted(word for word in known if fold(word) != word and is_syllable(word))


SYLLABLES = marked_syllables()
chances = st.integers(0, 2**32).map(random.Random)


def test_there_are_many_syllables():
    assert len(SYLLABLES) > 500


@pytest.mark.parametrize("typed_with", [telex, vni])
@given(chance=chances)
def test_every_syllable_comes_back_from_its_keys(typed_with, chance):
    for syllable in SYLLABLES:
        assert syllable in decode(typed_with(syllable, chance))


@pytest.mark.parametrize(
    ("keys", "meant"),
    [
        ("nuowcs", "nước"),
        ("nuwowcs", "nước"),
        ("nuowsc", "nước"),
        ("ddaof", "đào"),
        ("daofd", "đào"),
        ("lieenf", "liền"),
        ("lienfe", "liền"),
        ("tw", "tư"),
        ("bu7o7i3", "bưởi"),
        ("d9o6i2", "đồi"),
        ("duong72", "dường"),
    ],
)
def test_keys_mean_a_syllable(keys, meant):
    assert toned(meant) in decode(keys)


@pytest.mark.parametrize("word", ["", "a", "ca", "nước", "lychee!", "1234", "a" * 40])
def test_what_no_keys_make_means_nothing(word):
    assert decode(word) == ()


@given(st.text(max_size=20))
def test_any_text_is_decoded_into_few_lower_case_words(text):
    meant = decode(text)

    assert len(meant) < 60
    assert all(word == word.lower() for word in meant)
