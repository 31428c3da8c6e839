"""What a Vietnamese syllable looks like in print, strictly: evidence for or against a reading.

`search.vietnamese.is_syllable` is kind to what people type; this is not. Minority names (Đắk,
Krông) and abbreviations are no syllables here.
"""

import re
import unicodedata
from functools import lru_cache

from search.vietnamese import TONES, compose

_ENDS = {
    "a": "- c ch m n ng nh p t i o u y", "ă": "c m n ng p t", "â": "c m n ng p t u y",
    "e": "- c m n ng p t o", "ê": "- ch m n nh p t u", "i": "- ch m n nh p t a u",
    "iê": "c m n ng p t u", "o": "- c m n ng p t i", "oa": "- c ch m n ng nh p t i o y",
    "oă": "c m n ng t", "oe": "- n t o", "ô": "- c m n ng p t i",
    "ơ": "- m n p t i", "u": "- c m n ng p t a i", "uâ": "n ng t y", "uê": "- ch nh",
    "uô": "c m n ng i t", "uơ": "-", "uy": "- ch n nh p t a u", "uyê": "n t",
    "ư": "- c m n ng t a i u", "ươ": "c m n ng p t i u",
}  # fmt: skip
"""A vowel → how its syllable may end; `-` for nothing."""
_Y = "yê(?:[cmntu]|ng)|y(?:ch|nh|[ntu])?"
_RIMES = "|".join(
    f"{vowel}(?:{'|'.join(ends.replace('-', '').split())})" + ("?" if "-" in ends else "")
    for vowel, ends in sorted(_ENDS.items(), key=lambda one: -len(one[0]))
)
_HARD, _SOFT = "(?=[eêiy])", "(?![eêiy])"
_BEGINS = (
    f"(?:gh|ngh|k){_HARD}|(?:c|g|ng){_SOFT}|gi(?!i)|(?:ch|kh|nh|ph|th|tr|[bdđhlmnprstvx])(?!y)"
)
_SHAPE = re.compile(
    f"(?:{_BEGINS})?(?:{_RIMES})|giê(?:[cmnpt]|ng)|qu(?!u|o)(?:{_RIMES}|{_Y})|gi[nmu]?|[hklmstdv]y|th[yi]|{_Y}"
)
_STOPS = re.compile("(?:ch|[cpt])$")
_OF_STOPS = frozenset("\u0301\u0323")
"""The tones that a syllable with such an end may have: sắc and nặng."""
_EITHER_PLACE = re.compile("(?:o[ae]|uy)$")
_VOWELS = frozenset("aăâeêioôơuưy")


@lru_cache(maxsize=50_000)
def is_printed_syllable(word: str) -> bool:
    """Tell whether a word stands in print as a Vietnamese syllable: its letters, case and tone."""
    if not _is_cased_alike(word) or any(map(unicodedata.combining, word)):
        return False
    apart = unicodedata.normalize("NFD", word.lower())
    tones = [char for char in apart if char in TONES]
    bare = compose("".join(char for char in apart if char not in TONES))
    if len(tones) > 1 or not _SHAPE.fullmatch(bare):
        return False
    if _STOPS.search(bare) and set(tones).isdisjoint(_OF_STOPS):
        return False
    return not tones or _place(word.lower()) in _places(bare)


def _is_cased_alike(word: str) -> bool:
    return word.islower() or word.isupper() or word.istitle()


def _place(word: str) -> int:
    """Tell which letter of a word has the tone."""
    for at, letter in enumerate(unicodedata.normalize("NFC", word)):
        if any(char in TONES for char in unicodedata.normalize("NFD", letter)):
            return at
    return -1


def _places(bare: str) -> set[int]:
    """Tell which letters of a syllable may have its tone, for print has hòa and hoà."""
    start = 2 if re.match("qu.|gi[aăâeêoôơuư]", bare) else 0
    vowels = [at for at, letter in enumerate(bare) if letter in _VOWELS and at >= start]
    shaped = [at for at in vowels if bare[at] in "ăâêôơư"]
    if shaped:
        return {shaped[-1]}
    if vowels[-1] < len(bare) - 1:  # with an end
        return {vowels[-1]}
    if _EITHER_PLACE.search(bare[start:]) and len(vowels) == 2:  # noqa: PLR2004
        return set(vowels)
    return {vowels[-2]} if len(vowels) > 1 else {vowels[-1]}
