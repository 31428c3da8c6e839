"""Texts as old code pages kept them: the other way round from `shop/inputs/letters`."""

import re
import unicodedata

from shop.inputs.letters.pages import TCVN3

ACUTE, GRAVE, HOOK, TILDE, DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
BREVE, ROOF, HORN = "\u0306", "\u0302", "\u031b"
TONES = {ACUTE: "'", GRAVE: "`", HOOK: "?", TILDE: "~", DOT: "."}
VIQR = {ROOF: "^", BREVE: "(", HORN: "+", **TONES}
VNI_LONE = dict(zip("íìỉĩịơưđỵÍÌỈĨỊƠƯĐỴ", "íìæóòôöñîÍÌÆÓÒÔÖÑÎ", strict=True))
VNI = {
    ACUTE: "ù", GRAVE: "ø", HOOK: "û", TILDE: "õ", DOT: "ï",
    BREVE: "ê", BREVE + ACUTE: "é", BREVE + GRAVE: "è", BREVE + HOOK: "ú", BREVE + TILDE: "ü",
    BREVE + DOT: "ë", ROOF: "â", ROOF + ACUTE: "á", ROOF + GRAVE: "à", ROOF + HOOK: "å",
    ROOF + TILDE: "ã", ROOF + DOT: "ä",
}  # fmt: skip
OF_TCVN3 = {letter: kept for kept, letter in TCVN3.items()}


def apart(letter):
    """Give a letter, its shape (with â, ơ) and its tone."""
    base, *marks = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in marks if mark in TONES)
    shape = "".join(mark for mark in marks if mark not in TONES)
    return base, shape, tone


def in_tcvn3(text):
    """Write as .VnTime has it, which has no capitals with tones."""
    return "".join(OF_TCVN3.get(one) or OF_TCVN3.get(one.lower()) or one for one in text)


def in_vni(text):
    return "".join(map(_in_vni, text))


def _in_vni(letter):
    if letter in VNI_LONE or letter.isascii():
        return VNI_LONE.get(letter, letter)
    base, shape, tone = apart(letter)
    if shape == HORN:
        base, shape = VNI_LONE[unicodedata.normalize("NFC", base + HORN)], ""
    mark = VNI.get(shape + tone, "") if shape + tone else ""
    if not mark:
        return base if base != letter else letter
    return base + (mark.upper() if base.isupper() else mark)


def in_viqr(text):
    """Write as RFC 1456 has it, a mark that is none behind a backslash."""
    return "".join(map(_in_viqr, re.sub(r"(?<=\w)([.?'`~^(+])", r"\\\1", text)))


def _in_viqr(letter):
    if letter in "đĐ":
        return "dd" if letter == "đ" else "DD"
    base, shape, tone = apart(letter)
    return base + "".join(VIQR[mark] for mark in shape + tone) if shape or tone else letter


def in_1258(text):
    """Write as windows-1258 has it, read as windows-1252."""
    return b"".join(map(_in_1258, text)).decode("cp1252")


def _in_1258(letter):
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        base, shape, tone = apart(letter)
        return (unicodedata.normalize("NFC", base + shape) + tone).encode("cp1258")


def read_wrongly(text, reader="cp1252", times=1):
    """Write in UTF-8, and read that as something else; what it lacks is a control character."""
    for _ in range(times):
        text = "".join(_one(byte, reader) for byte in text.encode())
    return text


def _one(byte, reader):
    letter = bytes([byte]).decode(reader, "replace")
    return chr(byte) if letter == "\ufffd" else letter
