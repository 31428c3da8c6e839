"""Which drawing stands for which goods: by the table of kinds beside this file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

TABLE = Path(__file__).with_name("kinds.txt")
GAP = "*"
"""Stands in a beginning for any words between."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Keys of drawings by how names of goods begin, and by group for what nothing fits."""

    beginnings: tuple[tuple[re.Pattern[str], str], ...]
    """The longest first, so that the first that fits is the nearest."""
    groups: dict[str, str]

    @classmethod
    def read(cls, text: str) -> Self:
        named = [line.split(": ", 1) for line in text.splitlines() if ": " in line]
        told = [
            (words.strip(), key)
            for key, listed in named
            if not key.startswith("#")
            for words in listed.split(",")
        ]
        beginnings = sorted((one for one in told if one[0][0] != "@"), key=_longest_first)
        return cls(
            tuple((_beginning(words), key) for words, key in beginnings),
            {words[1:]: key for words, key in told if words[0] == "@"},
        )

    def of(self, name: str, keywords: Iterable[str], group: str) -> str:
        """Give the key of the drawing: by the name, else by a keyword, else the group's own."""
        return self.by_words([name, *keywords]) or self.groups[group]

    def by_words(self, words: Iterable[str]) -> str | None:
        return next(filter(None, map(self._beginning, words)), None)

    def _beginning(self, words: str) -> str | None:
        said = " ".join(re.findall(r"\w+", words.lower()))
        return next((key for pattern, key in self.beginnings if pattern.match(said)), None)


@cache
def kinds() -> Kinds:
    return Kinds.read(TABLE.read_text(encoding="utf-8"))


def _longest_first(told: tuple[str, str]) -> int:
    return -len(told[0])


def _beginning(words: str) -> re.Pattern[str]:
    spoken = re.escape(words).replace(rf"\ {re.escape(GAP)}\ ", r"\b.*\b")
    return re.compile(rf"{spoken}(?!\w)")
