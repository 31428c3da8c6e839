"""Words and keys as plain ASCII, so that no tokenizer and no filter reads them otherwise.

Meilisearch folds every mark away, in what it indexes and in what it looks for. Syllables coded
with digits for their marks (VNI: dừa is du72a) stay apart, and one that begins as another does is
still coded so.
"""

import unicodedata
from functools import lru_cache
from string import ascii_lowercase, digits
from urllib.parse import quote, unquote

from search.fields import storable

_MARKS = {
    "\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5",
    "\u0302": "6", "\u031b": "7", "\u0306": "8", "đ": "d9",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def coded(word: str) -> str:
    """Write a word in lower case with ASCII letters and digits; no two words are written alike."""
    return "".join(map(_code, unicodedata.normalize("NFD", word)))


def _code(char: str) -> str:
    if char in ascii_lowercase:
        return char
    if char in digits:
        return f"0{char}"
    return _MARKS.get(char) or f"0z{ord(char):x}z"


def key(value: str) -> str:
    """Write a key (a group, a code) without any character that means something in a filter.

    What Meilisearch's filters make of a backslash in a quoted value depends on its version.
    """
    return quote(storable(value), safe="")


def read_key(written: str) -> str:
    """Read what `key` wrote."""
    return unquote(written)
