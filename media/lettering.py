"""Sets text in the catalogue's own type: what it can write, at which size, on which lines."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import fontpkg_be_vietnam_pro as package
from fontTools.ttLib import TTFont
from PIL import ImageFont

LEADING = 1.24
"""Least line height, by size of type."""
GAP = 0.05
"""Least space, by size of type, between the lowest mark of a line and the highest of the next."""
MORE = "…"


class Face:
    """One weight of Be Vietnam Pro at the sizes named; held in memory, so no file is opened later.

    The process that draws may open no file by then.
    """

    def __init__(self, weight: str, sizes: Sequence[int]) -> None:
        data = (Path(package.ROOT) / "files" / f"BeVietnamPro-{weight}.ttf").read_bytes()
        with TTFont(BytesIO(data)) as font:
            self.letters = frozenset(map(chr, font.getBestCmap()))
        self.sizes = sizes
        self.fonts = {size: ImageFont.truetype(BytesIO(data), size) for size in sizes}
        self.width("ế", sizes[0])  # Pillow loads the library that shapes text at its first use

    def width(self, text: str, size: int) -> float:
        return self.fonts[size].getlength(text)

    def reach(self, text: str, size: int) -> tuple[float, float]:
        """Give how high (below zero) and how low the ink of a line reaches from its base line."""
        _, above, _, below = self.fonts[size].getbbox(text, anchor="ls")
        return above, below

    def written(self, text: str) -> str:
        """Leave out what the type has no letters for: emoji, other scripts, controls."""
        composed = unicodedata.normalize("NFC", re.sub(r"\s+", " ", text))
        known = "".join(letter for letter in composed if letter in self.letters)
        return " ".join(known.split())


@dataclass(frozen=True, slots=True)
class Room:
    """How much place a text has."""

    width: float
    height: float
    most_lines: int


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines of one size, ready to be drawn."""

    size: int
    lines: list[str]
    leading: float
    """From one base line to the next."""


def fit(text: str, face: Face, room: Room) -> Setting:
    """Set a text at the largest size at which it fits; at the smallest its end gives way."""
    words = face.written(text).split()
    for size in face.sizes:
        setting = _set(_balanced(words, face, size, room.width), face, size)
        if _fits(setting, face, room):
            return setting
    smallest = face.sizes[-1]
    pieces = [piece for word in words for piece in _pieces(word, face, smallest, room.width)]
    lines = _shortened(_filled(pieces, face, smallest, room.width), face, room)
    return _set(lines, face, smallest)


def _set(lines: list[str], face: Face, size: int) -> Setting:
    """Set lines apart so that a capital with two marks finds room below a letter with a dot."""
    reaches = [face.reach(line, size) for line in lines]
    apart = [below - above for (_, below), (above, _) in pairwise(reaches)]
    return Setting(size, lines, max([LEADING * size, *(one + GAP * size for one in apart)]))


def _fits(setting: Setting, face: Face, room: Room) -> bool:
    lines = setting.lines
    return (
        len(lines) <= room.most_lines
        and len(lines) * setting.leading <= room.height
        and _widest(lines, face, setting.size) <= room.width
    )


def _balanced(words: Sequence[str], face: Face, size: int, width: float) -> list[str]:
    """Break into as few lines as fill the width, then make those as even as they can be."""
    lines = _filled(words, face, size, width)
    low, high = width / 2, width
    while high - low > 1:
        middle = (low + high) / 2
        narrower = _filled(words, face, size, middle)
        if len(narrower) > len(lines) or _widest(narrower, face, size) > middle:
            low = middle
        else:
            high, lines = middle, narrower
    return lines


def _filled(words: Sequence[str], face: Face, size: int, width: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _widest(lines: Sequence[str], face: Face, size: int) -> float:
    return max((face.width(line, size) for line in lines), default=0)


def _pieces(word: str, face: Face, size: int, width: float) -> Iterator[str]:
    """Cut a word that is wider than a line."""
    piece = ""
    for letter in word:
        if piece and face.width(piece + letter, size) > width:
            yield piece
            piece = ""
        piece += letter
    yield piece


def _shortened(lines: list[str], face: Face, room: Room) -> list[str]:
    if len(lines) <= room.most_lines:
        return lines
    whole, last = lines[: room.most_lines - 1], " ".join(lines[room.most_lines - 1 :])
    while last and face.width(last + MORE, face.sizes[-1]) > room.width:
        last = last[:-1]
    return [*whole, last.rstrip(" ,;:–-") + MORE]
