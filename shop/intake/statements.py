"""What a list says, what is here, and which of the two stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

import orjson


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


def judge(stated: Statement, current: Statement | None, imported_digest: str) -> Outcome:
    """Decide what becomes of a statement: a three-way comparison with the last import as base."""
    if current is None:
        return Outcome.CREATED
    if stated.digest == current.digest:
        return Outcome.UNCHANGED
    return Outcome.UPDATED if current.digest == imported_digest else Outcome.CONFLICT
