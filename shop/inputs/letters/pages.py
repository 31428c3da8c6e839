"""The code pages of Vietnamese fonts before Unicode, as they arrive: letters of windows-1252.

TCVN3 as in TCVN 5712:1993 (fonts .Vn…), VNI-Windows as VNI publishes it, windows-1258 as Python
has it, VIQR as in RFC 1456. All of them are pure functions from text to text.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum

HOOK, ACUTE, GRAVE, TILDE, DOT = "\u0309", "\u0301", "\u0300", "\u0303", "\u0323"
BREVE, ROOF, HORN = "\u0306", "\u0302", "\u031b"


class Page(StrEnum):
    """A way in which letters were kept, by the name that offices know."""

    TCVN3 = "TCVN3"
    VNI = "VNI-Windows"
    WINDOWS_1258 = "windows-1258"
    VIQR = "VIQR"
    TWICE = "UTF-8"
    """UTF-8 that was read as if it were another code page, once or twice."""


_TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậèẻẽ", 0xD0: "éẹềểễếệìỉ",
    0xDC: "ĩíịò", 0xE1: "ỏõóọồổỗốộờở", 0xEC: "ỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ",
}  # fmt: skip
TCVN3 = {
    chr(first + n): letter for first, letters in _TCVN3.items() for n, letter in enumerate(letters)
}
"""Letter of windows-1252 → what its font shows."""

_VNI_LONE = dict(zip("íìæóòôöñîÍÌÆÓÒÔÖÑÎ", "íìỉĩịơưđỵÍÌỈĨỊƠƯĐỴ", strict=True))
_VNI_MARKS = {
    "ù": ACUTE, "ø": GRAVE, "û": HOOK, "õ": TILDE, "ï": DOT,
    "ê": BREVE, "é": BREVE + ACUTE, "è": BREVE + GRAVE, "ú": BREVE + HOOK, "ü": BREVE + TILDE,
    "ë": BREVE + DOT, "â": ROOF, "á": ROOF + ACUTE, "à": ROOF + GRAVE, "å": ROOF + HOOK,
    "ã": ROOF + TILDE, "ä": ROOF + DOT,
}  # fmt: skip
"""Letter behind a vowel → the marks that its font draws over it."""
_VNI_PAIR = re.compile(
    "[aA][ùøûõïêéèúüëâáàåãä]|[eEoO][ùøûõïâáàåãä]|[uUyYôÔöÖ][ùøûõï]|[íìæóòôöñîÍÌÆÓÒÔÖÑÎ]",
    re.IGNORECASE,
)
_VIQR_MARKS = {
    "^": ROOF, "(": BREVE, "+": HORN, "'": ACUTE, "`": GRAVE, "?": HOOK, "~": TILDE,
    ".": DOT,
}  # fmt: skip
_VIQR = re.compile(
    r"(?P<bar>[dD][dD])|(?P<vowel>(?:[aA][\^(]?|[eE]\^?|[oO][\^+]?|[uU]\+?|[iIyY]))(?P<tone>['`?~.]?)"
)


def _of_tcvn3(text: str) -> str:
    return "".join(TCVN3.get(letter, letter) for letter in text)


def _of_vni(text: str) -> str:
    return _VNI_PAIR.sub(_vni_letter, text)


def _vni_letter(pair: re.Match[str]) -> str:
    letters = pair[0]
    base = _VNI_LONE.get(letters[0], letters[0])
    marks = _VNI_MARKS[letters[1].lower()] if len(letters) > 1 else ""
    return unicodedata.normalize("NFC", base + marks)


def _of_1258(text: str) -> str:
    raw = text.encode("cp1252", "replace").decode("cp1258", "replace")
    return unicodedata.normalize("NFC", raw)


def _of_viqr(text: str) -> str:
    return _VIQR.sub(_viqr_letter, text)


def _viqr_letter(found: re.Match[str]) -> str:
    if found["bar"]:
        return "Đ" if found["bar"][0] == "D" else "đ"
    marks = "".join(_VIQR_MARKS[mark] for mark in found["vowel"][1:] + found["tone"])
    return unicodedata.normalize("NFC", found["vowel"][0] + marks)


READ: Mapping[Page, Callable[[str], str]] = {
    Page.TCVN3: _of_tcvn3,
    Page.VNI: _of_vni,
    Page.WINDOWS_1258: _of_1258,
    Page.VIQR: _of_viqr,
}
"""Code page → what its letters say; what it does not have stays."""
