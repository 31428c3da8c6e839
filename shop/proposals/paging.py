"""Where a page of a list begins: the values that its rows are sorted by, as an address has them."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tortoise.expressions import Q

from shop.models.columns import Row

PART = re.compile(r"[0-9A-Za-z-]{1,32}")
BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
Place = tuple[Any, ...]


def position_of(row: Row, order: Sequence[str]) -> str:
    """Write where a row stands, by the columns that its list is sorted by."""
    return "_".join(_written(row[name]) for name in order)


def read_position(text: str, order: Sequence[str]) -> Place | None:
    """Read where a page begins; what is no place begins at the beginning."""
    parts = text.split("_")
    if len(parts) != len(order) or not all(PART.fullmatch(part) for part in parts):
        return None
    try:
        return tuple(READERS.get(name, str)(part) for name, part in zip(order, parts, strict=True))
    except (KeyError, ValueError, OverflowError):
        return None


def behind(order: Sequence[str], place: Place, *, backwards: bool = False) -> Q:
    """Find the rows behind a place, or before it: `order` tells any two of them apart."""
    beyond = "lt" if backwards else "gt"
    ways = [
        Q(**dict(zip(order[:n], place, strict=False)), **{f"{name}__{beyond}": place[n]})
        for n, name in enumerate(order)
    ]
    return Q(*ways, join_type="OR")


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return str((value - BEGAN) // timedelta(microseconds=1))
    return str(value)


def _moment(text: str) -> datetime:
    return BEGAN + timedelta(microseconds=int(text))


READERS: Mapping[str, Callable[[str], Any]] = {
    "later": {"0": 0, "1": 1}.__getitem__,
    "answer_by": date.fromisoformat,
    "submitted_at": _moment,
    "asked_at": _moment,
    "until": _moment,
}
"""Column → how its value is read; others are text."""
