"""The likeliest way through the candidates of a query, and how far the others are behind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search.candidates import Candidate, Word
from search.vocabulary import Vocabulary

STRANGERS = 1.0
_NUMBER = 0.1


@dataclass(frozen=True, slots=True)
class Choice:
    candidate: Candidate
    behind: float
    """How much dearer the best way through it is than the best way of all."""


def weigh(columns: Sequence[Sequence[Candidate]], vocabulary: Vocabulary) -> list[list[Choice]]:
    """Weigh all candidates of each place by the whole query, best first."""
    if not columns:
        return []
    joint = _Joints(vocabulary)
    before = _reach(columns, joint.cost)
    after = _reach(columns[::-1], lambda later, earlier: joint.cost(earlier, later))[::-1]
    best = min(after[0])
    return [
        sorted(
            (
                Choice(candidate, round(b + a - candidate.cost - best, 3))
                for candidate, b, a in zip(column, costs_before, costs_after, strict=True)
            ),
            key=lambda choice: choice.behind,
        )
        for column, costs_before, costs_after in zip(columns, before, after, strict=True)
    ]


def _reach(
    columns: Sequence[Sequence[Candidate]], joint: Callable[[Candidate, Candidate], float]
) -> list[list[float]]:
    """Give the cost of the cheapest way from the first column to each candidate, it included."""
    reached: list[list[float]] = []
    for place, column in enumerate(columns):
        if not place:
            reached.append([candidate.cost for candidate in column])
            continue
        previous = list(zip(columns[place - 1], reached[-1], strict=True))
        reached.append(
            [one.cost + min(cost + joint(other, one) for other, cost in previous) for one in column]
        )
    return reached


class _Joints:
    """What two candidates cost as neighbours: inside a parted word, too."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[tuple[Word, Word], float] = {}

    def cost(self, first: Candidate, second: Candidate) -> float:
        pair = first.words[-1], second.words[0]
        if pair not in self._known:
            self._known[pair] = self._weigh(*pair)
        return self._known[pair]

    def _weigh(self, first: Word, second: Word) -> float:
        if first.plain.isdigit() or second.plain.isdigit():
            return _NUMBER
        known = self._vocabulary.follow(
            first.spelling, second.spelling, unfinished=second.unfinished
        )
        return 0.0 if known else STRANGERS
