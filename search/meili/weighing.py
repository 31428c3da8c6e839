"""What a hit is worth, worked out here: the clauses as functions of what the server tells of it."""

from collections.abc import Callable, Sequence
from typing import Any

from search.clauses import (
    AllOf,
    AnyOf,
    AtLeast,
    Begins,
    Beside,
    Clause,
    Has,
    Raised,
    Within,
    Worth,
)
from search.fields import WORDED
from search.meili.hits import Hit

Weigh = Callable[[Hit], float | None]
"""Gives what a hit is worth; None when it does not match."""


def weighing(clause: Clause) -> Weigh:
    return _MAKERS[type(clause)](clause)


def _has(clause: Has) -> Weigh:
    field, values = clause.field, clause.values
    if field in WORDED:
        return _has_text(field, [f" {word} " for word in values])
    return lambda hit: None if hit.values[field].isdisjoint(values) else 0.0


def _begins(clause: Begins) -> Weigh:
    field, letters = clause.field, clause.letters
    if field in WORDED:
        return _has_text(field, [f" {letters}"])
    return lambda hit: 0.0 if any(one.startswith(letters) for one in hit.values[field]) else None


def _beside(clause: Beside) -> Weigh:
    end = "" if clause.unfinished else " "
    return _has_text(clause.field, [f" {' '.join(clause.words)}{end}"])


def _has_text(field: str, parts: Sequence[str]) -> Weigh:
    if len(parts) == 1:
        [part] = parts
        return lambda hit: 0.0 if part in hit.texts[field] else None
    return lambda hit: 0.0 if any(part in hit.texts[field] for part in parts) else None


def _within(clause: Within) -> Weigh:
    field, lowest, highest = clause.field, clause.lowest, clause.highest

    def within(hit: Hit) -> float | None:
        number = hit.numbers[field]
        too_low = lowest is not None and (number is None or number < lowest)
        too_high = highest is not None and (number is None or number > highest)
        return None if number is None or too_low or too_high else 0.0

    return within


def _any_of(clause: AnyOf) -> Weigh:
    if all(isinstance(one, Worth) for one in clause.clauses):  # then the first to match is the best
        dearest = sorted(clause.clauses, key=lambda one: -one.score)  # type: ignore[union-attr]
        return _first_of([weighing(one) for one in dearest])
    parts = [weighing(one) for one in clause.clauses]

    def any_of(hit: Hit) -> float | None:
        there = [worth for part in parts if (worth := part(hit)) is not None]
        return max(0.0, *there) if there else None

    return any_of


def _first_of(parts: list[Weigh]) -> Weigh:
    def first_of(hit: Hit) -> float | None:
        for part in parts:
            worth = part(hit)
            if worth is not None:
                return max(0.0, worth)
        return None

    return first_of


def _all_of(clause: AllOf) -> Weigh:
    parts = [weighing(one) for one in clause.clauses]

    def all_of(hit: Hit) -> float | None:
        total = 0.0
        for part in parts:
            worth = part(hit)
            if worth is None:
                return None
            total += worth
        return total

    return all_of


def _at_least(clause: AtLeast) -> Weigh:
    parts, least = [weighing(one) for one in clause.clauses], clause.least

    def at_least(hit: Hit) -> float | None:
        there = [worth for part in parts if (worth := part(hit)) is not None]
        return sum(there) if len(there) >= least else None

    return at_least


def _worth(clause: Worth) -> Weigh:
    inner, score = weighing(clause.clause), clause.score
    return lambda hit: None if inner(hit) is None else score


def _raised(clause: Raised) -> Weigh:
    inner, by = weighing(clause.clause), [weighing(one) for one in clause.by]

    def raised(hit: Hit) -> float | None:
        worth = inner(hit)
        if worth is None:
            return None
        return worth + sum(more for one in by if (more := one(hit)) is not None)

    return raised


_MAKERS: dict[type, Callable[[Any], Weigh]] = {
    Has: _has,
    Begins: _begins,
    Beside: _beside,
    Within: _within,
    AnyOf: _any_of,
    AllOf: _all_of,
    AtLeast: _at_least,
    Worth: _worth,
    Raised: _raised,
}
