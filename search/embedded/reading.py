"""How a typed query is read: which words it has, and which of them may go on."""

from dataclasses import dataclass
from typing import Self

from search import vietnamese

_LONGEST = 200
_MOST_WORDS = 10
_LONGEST_WORD = 30
_ONE_SLIP = 4
_TWO_SLIPS = 9


@dataclass(frozen=True, slots=True)
class Word:
    typed: str
    plain: str
    toned: str
    unfinished: bool = False
    """The last word may still be being typed."""
    known: bool = False
    """The index has it."""

    @classmethod
    def of(cls, typed: str, *, unfinished: bool = False) -> Self:
        plain = vietnamese.singular(vietnamese.plain(typed))
        return cls(typed, plain, vietnamese.toned(typed), unfinished)

    @property
    def marked(self) -> bool:
        """Whether somebody who typed this meant its marks."""
        return vietnamese.plain(self.toned) != self.toned

    def typos(self, *, from_letters: int) -> int:
        """Tell how many slips are forgiven: none in a word with a digit, which is a number."""
        letters = len(self.plain)
        if (
            any(char.isdigit() for char in self.plain)
            or not from_letters <= letters <= _LONGEST_WORD
        ):
            return 0
        if letters < _ONE_SLIP and self.known:
            return 0  # a short word is the neighbour of many: sáu, sâu and sầu are not rau
        return 2 if letters >= _TWO_SLIPS else 1


def read(text: str) -> tuple[Word, ...]:
    """Read the words of a query, as far as they are scored, without those that say nothing."""
    text = vietnamese.compose(text[:_LONGEST])
    typed = vietnamese.spelt(text)[:_MOST_WORDS]
    telling = [word for word in typed if word.lower() not in vietnamese.STOP_WORDS] or typed
    finished = text[-1:].isspace()
    last = len(telling) - 1
    return tuple(
        Word.of(word, unfinished=place == last and not finished)
        for place, word in enumerate(telling)
    )
