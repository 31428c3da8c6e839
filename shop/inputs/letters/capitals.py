"""Titles and descriptions in capitals: told, with the sentence that may be meant."""

import re
from collections.abc import Iterable

LEAST_LETTERS, LEAST_WORDS, SHARE = 10, 2, 0.7
"""Of a text that is called one in capitals; marketplaces refuse such descriptions."""
SHORT = frozenset(
    {
        "BVTV", "CITES", "CP", "GAP", "GLOBALGAP", "GMP", "HACCP", "HTX", "HKD", "ISO", "MTV",
        "NXB", "OCOP", "QCVN", "QR", "TCVN", "THT", "TM", "TNHH", "TP", "UBND", "VIETGAP", "VN",
    }
)  # fmt: skip
"""What stays in capitals."""
SPELT = {"VIETGAP": "VietGAP", "GLOBALGAP": "GlobalGAP"}
WORD = re.compile(r"[^\W\d_]+")
BEGINS = re.compile(r"(?:^|[.!?…]\s+|\n)\W*([^\W\d_])")


def in_sentence_case(text: str, names: Iterable[str] = ()) -> str | None:
    """Give a text in small letters, None where it is not mostly in capitals.

    `names` are those of places, which keep their capitals.
    """
    if not _is_in_capitals(text):
        return None
    small = WORD.sub(lambda word: _small(word[0]), text)
    for name in names:
        small = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", name, small, flags=re.IGNORECASE)
    return BEGINS.sub(lambda found: found[0][:-1] + found[1].upper(), small)


def _is_in_capitals(text: str) -> bool:
    words = [word for word in WORD.findall(text) if word not in SHORT]
    letters = "".join(words)
    loud = sum(word.isupper() and len(word) > 1 for word in words)
    upper = sum(letter.isupper() for letter in letters)
    return loud >= LEAST_WORDS and len(letters) >= LEAST_LETTERS and upper >= SHARE * len(letters)


def _small(word: str) -> str:
    return SPELT.get(word, word) if word in SHORT else word.lower()
