"""Reads a PNG as browsers do: by its pixels and colours, whatever else in it is damaged.

Pillow refuses a picture for a comment with a wrong checksum, turns it by what an editor wrote into
one, and leaves gamma alone. What is kept here was found by looking at what Chromium shows.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from media import colours
from media.colours import OF_SRGB, Primaries

SIGNATURE = 8
ANCILLARY = 0x20
"""In the first letter of a chunk's name: a reader may leave it out (PNG, 5.4)."""
KEPT = (b"tRNS", b"iCCP", b"eXIf")
"""Of those, what the pixels are read by."""
UNIT = 100_000
USUAL = 0.45455
"""Gamma of a file that is meant for screens: it is taken for sRGB."""


class Plain(NamedTuple):
    data: bytes
    """The picture without what may be left out."""
    profile: bytes | None
    """An ICC profile of the gamma and primaries that were named, to be used if it has no other."""


def plain(source: bytes) -> Plain:
    """Strip a PNG of all that does not show."""
    kept, found = [source[:SIGNATURE]], dict[bytes, bytes]()
    seen_pixels = False
    for name, data, whole, is_sound in _chunks(source):
        seen_pixels |= name == b"IDAT"
        if not name[0] & ANCILLARY:
            kept.append(whole)
        elif is_sound and not seen_pixels:
            found.setdefault(name, data)
            if name in KEPT and found[name] is data:
                kept.append(whole)
    return Plain(b"".join(kept), _profile(found))


def _chunks(source: bytes) -> Iterator[tuple[bytes, bytes, bytes, bool]]:
    """Give name, content, all bytes and whether the checksum is right, of each chunk."""
    at = SIGNATURE
    while len(name := source[at + 4 : at + 8]) == 4:  # noqa: PLR2004 - letters of a name
        end = at + 12 + int.from_bytes(source[at : at + 4])
        data, check = source[at + 8 : end - 4], source[end - 4 : end]
        yield name, data, source[at:end], zlib.crc32(name + data) == int.from_bytes(check)
        at = end


def _profile(found: dict[bytes, bytes]) -> bytes | None:
    try:
        [gamma] = struct.unpack(">I", found.get(b"gAMA", b""))
        primaries = _primaries(found.get(b"cHRM"))
        if b"sRGB" in found or not gamma or _is_usual(gamma / UNIT, primaries):
            return None
        return colours.profile(UNIT / gamma, primaries)
    except (struct.error, ArithmeticError):
        return None


def _is_usual(gamma: float, primaries: Primaries) -> bool:
    return primaries is OF_SRGB and abs(gamma - USUAL) < 1 / 1000


def _primaries(told: bytes | None) -> Primaries:
    if told is None:
        return OF_SRGB
    x1, y1, x2, y2, x3, y3, x4, y4 = (one / UNIT for one in struct.unpack(">8I", told))
    return Primaries((x1, y1), (x2, y2), (x3, y3), (x4, y4))
