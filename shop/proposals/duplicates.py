"""Products of one producer that may be one and the same: a question to a person, never an answer.

Marks count where both names have them: dưa is not dừa. Another pack is no other product.
"""

import re
import unicodedata
from typing import NamedTuple

from search.input_methods import decode
from search.vietnamese import TONES, compose, marks, plain, spelt, toned
from shop.inputs.alike import is_one_letter_off, is_same_word
from shop.inputs.packs import BEHIND_A_NAME
from shop.inputs.tables import LONGEST_NAME
from shop.models import Product, State

STOPS = ("c", "ch", "p", "t")
"""Syllables that end with one have sắc or nặng: nươc is no word, and stands for nước."""
DIGITS = re.compile(r"\d+")
SHARP = {"\u0301", "\u0323"}
GI = re.compile("^gi(?=[^\\W_][^\\W_]|[aăâeêoôơuư])")


class Twin(NamedTuple):
    """A product that its producer has already, under a name like the one that is typed."""

    code: str
    name: str
    pack: str


async def twins_of(producer: str, name: str, besides: str = "") -> list[Twin]:
    """List the products of a producer that a name may mean; `besides` is the one it is of.

    What is longer than any name means none: comparing it would take minutes.
    """
    if len(name) > LONGEST_NAME:
        return []
    rows = (
        await Product.filter(producer_id=producer)
        .exclude(state=State.WITHDRAWN)
        .order_by("code")
        .values("code", "name_vi", "variants__pack")
    )
    found: dict[str, Twin] = {}
    for row in rows:
        if row["code"] != besides and are_one(name, row["name_vi"]):
            twin = Twin(row["code"], row["name_vi"], row["variants__pack"] or "")
            found.setdefault(row["code"], twin)
    return list(found.values())


def are_one(one: str, other: str) -> bool:
    """Tell whether two names may be those of one product: one letter off at most, and no tone.

    A word that stands without marks in a name that has some is meant to have none where a letter is
    off as well: song is not hồng.
    """
    one, other = BEHIND_A_NAME.sub("", one), BEHIND_A_NAME.sub("", other)
    if DIGITS.findall(one) != DIGITS.findall(other):
        return False
    first, second = spelt(one.lower()), spelt(other.lower())
    if len(first) != len(second):
        return bool(first and second) and _is_same("".join(first), "".join(second))
    odd = [pair for pair in zip(first, second, strict=True) if not _is_same(*pair)]
    if not odd:
        return bool(first)
    is_bare = not (marks(one.lower()) and marks(other.lower()))
    return len(odd) == 1 and _is_slip(*odd[0], is_bare=is_bare)


def _is_same(one: str, other: str) -> bool:
    """Compare words; of one that lacks a tone it must have, or was typed as keys, what it means."""
    if is_same_word(one, other) or _are_keys_of(one, other) or _are_keys_of(other, one):
        return True
    return plain(one) == plain(other) and (_lacks_tone(one) or _lacks_tone(other))


def _are_keys_of(keys: str, word: str) -> bool:
    return keys.isascii() and toned(word) in decode(keys)


def _lacks_tone(word: str) -> bool:
    return plain(word).endswith(STOPS) and not marks(word) & SHARP


def _is_slip(one: str, other: str, *, is_bare: bool) -> bool:
    """Tell whether one letter is off, ơ and đ being letters of their own, and no tone."""
    if is_bare:
        return is_one_letter_off(plain(one), plain(other))
    (letters, tone), (others, other_tone) = _parted(one), _parted(other)
    return tone == other_tone and (letters == others or is_one_letter_off(letters, others))


def _parted(word: str) -> tuple[str, frozenset[str]]:
    """Part the tone from the letters; gi and d are said alike, and taken for each other."""
    apart = unicodedata.normalize("NFD", word)
    letters = compose("".join(one for one in apart if one not in TONES))
    return GI.sub("d", letters), marks(word) & frozenset(TONES)
