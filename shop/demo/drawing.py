"""Which drawing stands for which goods: by the table of kinds beside this file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self
from zlib import crc32

from media.illustrations import variants
from shop.models.columns import Row

TABLE = Path(__file__).with_name("kinds.txt")


@dataclass(frozen=True, slots=True)
class Kinds:
    """The keys of drawings, by how names of goods begin and by group for what none fits."""

    beginnings: tuple[tuple[re.Pattern[str], str], ...]
    """The longest first, so that the first that fits says most."""
    groups: dict[str, str]

    @classmethod
    def read(cls, table: str) -> Self:
        lines = [line.split(": ") for line in table.splitlines() if line and line[0] != "#"]
        told = [(words, key) for key, listed in lines for words in listed.split(", ")]
        longest_first = sorted(told, key=lambda one: (-len(one[0].split()), -len(one[0])))
        return cls(
            tuple((_beginning(words), key) for words, key in longest_first if words[0] != "@"),
            {words[1:]: key for words, key in told if words[0] == "@"},
        )

    def of(self, name: str, keywords: Iterable[str], group: str) -> str:
        """Give the key of the drawing: by the name, else by a keyword, else that of the group."""
        return next(filter(None, map(self.by_words, [name, *keywords])), self.groups[group])

    def by_words(self, words: str) -> str | None:
        said = " ".join(re.findall(r"\w+", words.lower()))
        return next((key for begins, key in self.beginnings if begins.match(said)), None)


@cache
def kinds() -> Kinds:
    return Kinds.read(TABLE.read_text(encoding="utf-8"))


def drawing_of(product: Row) -> str:
    """Give the key of a product's drawing; goods of one kind share out its variants."""
    group = product["ocop_set_id"] or product["agri_group_id"]
    drawn = variants(kinds().of(product["name_vi"], product["keywords"], group))
    return drawn[crc32(product["code"].encode()) % len(drawn)]


def _beginning(words: str) -> re.Pattern[str]:
    return re.compile(re.escape(words).replace(r"\ \*\ ", r"\b.*\b") + r"\b")
