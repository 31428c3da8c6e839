"""What is said to a person, in both languages: the type of every refusal here and in the shop.

It stands here because pictures are refused in words, and media knows nothing of the shop.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Sentence(NamedTuple):
    """A text in Vietnamese and in English; `{name}` is a place for a fact."""

    vi: str
    en: str

    def __str__(self) -> str:
        return self.en

    def filled(self, **facts: object) -> "Sentence":
        """Put facts into their places, all at once: a fact may itself hold braces.

        A fact that is a Sentence gives each language its own text.
        """
        return Sentence(self.vi.format_map(_in(0, facts)), self.en.format_map(_in(1, facts)))

    def then(self, more: "Sentence") -> "Sentence":
        """Add what is said after it."""
        return Sentence(f"{self.vi} {more.vi}", f"{self.en} {more.en}")


def phrase(vi: str, en: str) -> Sentence:
    """Make a piece of a sentence, such as the name of a column, to be filled into one."""
    return Sentence(vi, en)


def number(count: int) -> Sentence:
    """Write a number with its thousands parted: 12.000, and in English 12,000."""
    grouped = f"{count:,}"
    return Sentence(grouped.replace(",", "."), grouped)


def fraction(value: float, signed: str = "") -> Sentence:
    """Write a number with one decimal: 4,4 in Vietnamese, and in English 4.4; `signed`: `+`."""
    told = f"{value:{signed}.1f}"
    return Sentence(told.replace(".", ","), told)


def joined(parts: Iterable[Sentence | str], between: Sentence | str = ", ") -> Sentence:
    """Make one phrase of many; what is no Sentence is the same in both languages."""
    found = list(parts)
    return Sentence(
        *(_text(place, between).join(_text(place, one) for one in found) for place in (0, 1))
    )


def _in(place: int, facts: dict[str, object]) -> dict[str, object]:
    return {
        name: fact[place] if isinstance(fact, Sentence) else fact for name, fact in facts.items()
    }


def _text(place: int, part: Sentence | str) -> str:
    return part[place] if isinstance(part, Sentence) else part
