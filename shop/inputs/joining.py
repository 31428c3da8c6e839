"""Cells that a spreadsheet joined: what they say to the rows and columns that they stand across."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from shop.errors import InvalidError
from shop.inputs import refusing

Rows = list[tuple[int, list[str]]]
ACROSS = "\x1d"
"""Before the text of cells that are joined over several columns: of which it is cannot be told."""
MOST_CELLS = 2_000_000


def spread(rows: Rows, merged: Sequence[Sequence[int]], titled: Sequence[int]) -> Rows:
    """Give every row under a joined cell its text: it is meant for all that it stands beside.

    Only rows that say something else besides. Cells joined over several titled columns are marked.
    Raises InvalidError for joins without end.
    """
    numbers = [number for number, _ in rows]
    spread_out, work = dict(rows), 0
    for top, left, bottom, right in merged:
        first, last = bisect_left(numbers, top), bisect_right(numbers, bottom)
        columns = [column for column in titled if left <= column <= right]
        work += (last - first) * len(columns) + 1
        if work > MOST_CELLS:
            raise InvalidError(refusing.TAKES_TOO_MUCH)
        if top not in spread_out:
            continue  # the titles are in it, or nothing
        text = _at(spread_out[top], left)
        for number in numbers[first:last]:
            spread_out[number] = _with(spread_out[number], columns, text)
    return list(spread_out.items())


def _at(record: Sequence[str], column: int) -> str:
    return record[column] if column < len(record) else ""


def _with(record: list[str], columns: Sequence[int], text: str) -> list[str]:
    """Put a text into columns of a row."""
    if not columns or not (text or any(_at(record, column) for column in columns)):
        return record
    full = record + [""] * (columns[-1] + 1 - len(record))
    for column in columns:
        full[column] = ""
    full[columns[0]] = text if len(columns) == 1 else f"{ACROSS}{text}"
    return full
