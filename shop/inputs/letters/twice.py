"""UTF-8 that was read as another code page, once or several times, as an import of a CSV does.

The readers are windows-1252 and, on Vietnamese machines, windows-1258; what they have no letter
for they leave as a control character.
"""

import re

_BYTES = {bytes([n]).decode("cp1252", "replace"): n for n in range(0x80, 0x100)}
BYTES = {letter: n for letter, n in _BYTES.items() if letter != "\ufffd"}
BYTES |= {chr(n): n for n in range(0x80, 0xA0)} | {"Ă": 0xC3, "ă": 0xE3, "₫": 0xFE}
"""Letter → the byte that it was read from."""
_NEXT = "".join(re.escape(letter) for letter, n in BYTES.items() if n < 0xC0)  # noqa: PLR2004
_SIGNS = "".join(re.escape(letter) for letter, n in BYTES.items() if n < 0xA0)  # noqa: PLR2004
TRACE = re.compile(f"[ÃĂÂÄÅÆ][{_NEXT}]|á[»º][{_NEXT}]|â[{_SIGNS}][{_NEXT}]")
"""How letters that Vietnamese lists hold look when their bytes were read one by one."""
BROKEN = re.compile(r"[ÃĂ](?=\s|$|[?�])|á[»º]|Æ[ ?�]|Ä(?=[ ?�])")
MOST_TIMES = 3


def once_read(text: str) -> str | None:
    """Give what was meant by a text that was read as another code page, None if none was."""
    found = None
    for _ in range(MOST_TIMES):
        again = _read_once(text) if TRACE.search(text) else None
        if again is None:
            break
        text = found = again
    return found


def _read_once(text: str) -> str | None:
    try:
        raw = bytes(n if (n := ord(char)) < 0x80 else BYTES[char] for char in text)  # noqa: PLR2004
        return raw.decode()
    except (KeyError, UnicodeDecodeError):
        return None
