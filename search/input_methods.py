"""Telex and VNI: what a reader meant who typed Vietnamese while the input method was off.

People press the keys in any order, so a key counts wherever it stands after the first letter.
Sources: the key tables of UniKey (https://unikey.vn) and of the simple-telex scheme of ibus-bamboo.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from search.vietnamese import TONES, fold, toned

_TELEX_TONES = dict(zip("frxsj", TONES, strict=True))
_VNI_TONES = dict(zip("23415", TONES, strict=True))
_VNI_SHAPES = "6789"
_CIRCUMFLEX = dict(zip("aeo", "âêô", strict=True))
_VOWELS = frozenset("aeiouy")
_LONGEST = 12
"""The longest syllable, nghiêng, takes ten keys; two more for keys pressed twice."""
_FEWEST = 2


@lru_cache(maxsize=10_000)
def decode(typed: str) -> tuple[str, ...]:
    """Give what keys may have meant, as `toned` syllables; () for what no keys make.

    The answer is not checked against any dictionary: most of it is no word at all.
    """
    letters = typed.lower()
    if not _FEWEST <= len(letters) <= _LONGEST or not letters.isascii() or not letters.isalnum():
        return ()
    meant = chain(_telex(letters), _vni(letters))
    return tuple(dict.fromkeys(word for word in meant if fold(word) != word))


def _telex(letters: str) -> Iterator[str]:
    if not letters.isalpha():
        return
    for tone, rest in _without_tone_key(letters, _TELEX_TONES):
        for shaped in _telex_shapes(rest):
            yield _with_tone(shaped, tone)


def _vni(letters: str) -> Iterator[str]:
    if letters.isalpha() or not letters[0].isalpha():
        return
    for tone, rest in _without_tone_key(letters, _VNI_TONES):
        for shaped in _vni_shapes(rest):
            if shaped.isalpha():
                yield _with_tone(shaped, tone)


def _without_tone_key(letters: str, keys: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Take one key for the tone, or none; each that could be one is tried."""
    for place in range(len(letters) - 1, 0, -1):
        if letters[place] in keys:
            yield keys[letters[place]], letters[:place] + letters[place + 1 :]
    yield "", letters


def _telex_shapes(letters: str) -> Iterator[str]:
    hooked = letters[0] + letters[1:].replace("w", "")
    rest = _stroked(_hatted(hooked))
    if hooked == letters:
        yield rest
    else:
        yield from _horned(rest)


def _hatted(letters: str) -> str:
    """Put the hat on a vowel whose key was pressed again, however much later."""
    for key, letter in _CIRCUMFLEX.items():
        first = letters.find(key)
        if 0 <= first < letters.rfind(key):
            letters = letters[:first] + letter + letters[first + 1 :].replace(key, "")
    return letters


def _stroked(letters: str) -> str:
    """Put the stroke through a d that was typed twice."""
    if letters[0] == "d" and "d" in letters[1:]:
        return "đ" + letters[1:].replace("d", "")
    return letters


def _horned(letters: str) -> Iterator[str]:
    """Put a horn or a breve where the one key for both may have been meant."""
    if "uo" in letters:
        yield letters.replace("uo", "ươ", 1)
    for letter, shaped in (("u", "ư"), ("o", "ơ"), ("a", "ă")):
        if letter in letters:
            yield letters.replace(letter, shaped, 1)
    if not _VOWELS & set(letters):
        yield letters[0] + "ư" + letters[1:]  # w alone types ư


def _vni_shapes(letters: str) -> Iterator[str]:
    base = "".join(char for char in letters if char not in _VNI_SHAPES)
    keys = {char for char in letters if char in _VNI_SHAPES}
    if "9" in keys and base[0] == "d":
        base = "đ" + base[1:]
    hats = _vni_hats(base) if "6" in keys else iter((base,))
    for hatted in hats:
        if keys & {"7", "8"}:
            yield from _horned(hatted)
        else:
            yield hatted


def _vni_hats(base: str) -> Iterator[str]:
    for key, letter in _CIRCUMFLEX.items():
        if key in base:
            yield base.replace(key, letter, 1)


def _with_tone(word: str, tone: str) -> str:
    """Put the tone on the first vowel, where `toned` looks for nothing else."""
    at = next((place for place, char in enumerate(word, 1) if fold(char) in _VOWELS), 0)
    return toned(word[:at] + tone + word[at:]) if at else word
