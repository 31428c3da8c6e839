"""What an entry must have, and what having it is worth: said once, for every engine.

Plain data. The embedded engine compiles it into its own queries; the Meilisearch engine says what
must be there as a filter and works out the worth of what comes back. Fields are those of
search/fields.py and the keys of an Entry.
"""

from collections.abc import Iterable
from dataclasses import dataclass

_EXACT = 256


@dataclass(slots=True, unsafe_hash=True)
class Has:
    """Has one of some values in a field: a word, a key or a number."""

    field: str
    values: tuple[str | int, ...]


@dataclass(slots=True, unsafe_hash=True)
class Begins:
    """Has a word in a field that begins with some letters."""

    field: str
    letters: str


@dataclass(slots=True, unsafe_hash=True)
class Beside:
    """Has words side by side in one text of a field."""

    field: str
    words: tuple[str, ...]
    unfinished: bool = False
    """The last word may go on."""


@dataclass(slots=True, unsafe_hash=True)
class Within:
    """Has a number in a range, bounds included; None is no bound."""

    field: str
    lowest: int | None
    highest: int | None


@dataclass(slots=True, unsafe_hash=True)
class AnyOf:
    """Matches what one of the clauses matches; is worth the best of them, and nothing at least.

    (tantivy begins to look for the best at 0.)
    """

    clauses: tuple["Clause", ...]


@dataclass(slots=True, unsafe_hash=True)
class AllOf:
    """Matches what all clauses match, and is worth their sum."""

    clauses: tuple["Clause", ...]


@dataclass(slots=True, unsafe_hash=True)
class AtLeast:
    """Matches what so many of the clauses match, and is worth the sum of those."""

    least: int
    clauses: tuple["Clause", ...]


@dataclass(slots=True, unsafe_hash=True)
class Worth:
    """Matches what the clause matches, and is worth `score`."""

    clause: "Clause"
    score: float


@dataclass(slots=True, unsafe_hash=True)
class Raised:
    """Matches what the clause matches; each of `by` that matches as well adds its worth."""

    clause: "Clause"
    by: tuple["Clause", ...]


Clause = Has | Begins | Beside | Within | AnyOf | AllOf | AtLeast | Worth | Raised


def has(field: str, value: str | int) -> Has:
    return Has(field, (value,))


def any_of(clauses: Iterable[Clause]) -> AnyOf:
    return AnyOf(tuple(clauses))


def all_of(clauses: Iterable[Clause]) -> AllOf:
    return AllOf(tuple(clauses))


def scored(clause: Clause, score: float) -> Worth:
    """Give whatever matches this score, in whole 1/256: their sums are exact in 32-bit floats."""
    return Worth(clause, round(score * _EXACT) / _EXACT)


def valid_badges(now: int) -> Clause:
    """Match what has stars and certificates that still hold."""
    return scored(Within("badges_until", now + 1, None), 0.0)
