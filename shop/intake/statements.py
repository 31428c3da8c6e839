"""What a list says, what is here, and which of the two stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

import orjson

from media.sentences import Sentence


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    """Edited here since the last import: the list's other opinion was not taken."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said of one thing: columns that can be compared by their digest."""

    columns: Mapping[str, Any]

    @property
    def digest(self) -> str:
        text = orjson.dumps(self.columns, default=str, option=orjson.OPT_SORT_KEYS)
        return sha256(text).hexdigest()


@dataclass(frozen=True, slots=True)
class Difference:
    """A column of which the list says one thing, and the service another."""

    column: str
    stated: Any
    current: Any


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of a statement, and for a conflict what it is about."""

    outcome: Outcome
    differences: tuple[Difference, ...] = ()
    taken_over: bool = False
    """Unchanged, for the list took an edit over: from now on that is what was imported last."""
    doubt: Sentence | None = None
    """Why it waits for a person to confirm it, and by which digest."""


def judge(stated: Statement, current: Statement | None, imported_digest: str) -> Judgement:
    """Decide what becomes of a statement: a three-way comparison with the last import as base."""
    if current is None:
        return Judgement(Outcome.CREATED)
    if stated.digest == current.digest:
        return Judgement(Outcome.UNCHANGED, taken_over=stated.digest != imported_digest)
    if current.digest == imported_digest:
        return Judgement(Outcome.UPDATED, tuple(_differences(stated, current)))
    return Judgement(Outcome.CONFLICT, tuple(_differences(stated, current)))


def _differences(stated: Statement, current: Statement) -> Iterator[Difference]:
    for column, value in stated.columns.items():
        if (
            Statement({column: value}).digest
            != Statement({column: current.columns.get(column)}).digest
        ):
            yield Difference(column, value, current.columns.get(column))
