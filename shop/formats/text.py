"""Text as files of others take it: without control characters, of a limited length."""

CONTROLS = bytes(set(range(32)) - {9, 10, 13})
NONCHARACTERS = ("\ufffe", "\uffff")
"""With the controls, what XML 1.0 §2.2 forbids even as a reference; spreadsheets stop at some."""

FEW_LETTERS, MOSTLY = 12, 0.8


def printable(text: str) -> bytes:
    """Write UTF-8 without what no file may hold; done so, it costs next to nothing."""
    for character in NONCHARACTERS:
        text = text.replace(character, "")
    return text.encode().translate(None, CONTROLS)


def cut(text: str, most: int | None) -> str:
    """Shorten a text to `most` characters, at a word where there is one; None: it may be longer."""
    if most is None or len(text) <= most:
        return text
    kept = text[: most - 1]
    head, _, tail = kept.rpartition(" ")
    return (head if head and len(tail) < most // 2 else kept).rstrip(" ,;–-") + "…"


def is_in_capitals(text: str) -> bool:
    """Tell whether a text is nearly all in capitals; a few letters are an abbreviation."""
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(letters) >= FEW_LETTERS and capitals >= MOSTLY * len(letters)


def one_line(text: str) -> str:
    return " ".join(text.split())
