"""Spreadsheets as people save them: XLSX, or CSV with commas, semicolons or tabs."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import python_calamine

from shop.errors import InvalidError

MOST_BYTES = 64 * 1024 * 1024
MOST_COLUMNS = 200
DELIMITERS = ",;\t"
HEADER_ROW = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text: the header, and the rows under it with their numbers in the file."""

    name: str
    header: list[str]
    rows: list[tuple[int, list[str]]]


def sheets_in(path: Path) -> Iterator[Sheet]:
    """Read a file, or all CSV and XLSX files of a folder.

    Raises InvalidError for what is missing, too large, or no spreadsheet.
    """
    if path.is_dir():
        files = sorted(f for f in path.iterdir() if f.suffix.lower() in {".csv", ".xlsx"})
        if not files:
            raise InvalidError(f"{path}: there is no CSV or XLSX file in this folder")
        for file in files:
            yield from sheets_in(file)
    elif not path.is_file():
        raise InvalidError(f"{path}: there is no such file or folder")
    elif path.stat().st_size > MOST_BYTES:
        raise InvalidError(f"{path}: is larger than {MOST_BYTES >> 20} MiB; split it")
    elif path.suffix.lower() == ".xlsx":
        yield from _workbook(path)
    else:
        yield _table(path.name, _records(path))


def _records(path: Path) -> list[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidError(f"{path}: is not UTF-8; save it as “CSV UTF-8”") from None
    first_line = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as refused:
        raise InvalidError(f"{path}: is not a CSV file ({refused})") from None


def _workbook(path: Path) -> Iterator[Sheet]:
    try:
        book = python_calamine.load_workbook(path)
        for name in book.sheet_names:
            cells = book.get_sheet_by_name(name).to_python()
            records = [[_text(cell) for cell in row] for row in cells]
            if any(any(record) for record in records):
                yield _table(f"{path.name} [{name}]", records)
    except (python_calamine.CalamineError, OSError) as refused:
        raise InvalidError(f"{path}: is not an XLSX file ({refused})") from None


def _text(cell: Any) -> str:
    """Give a cell as it would stand in a CSV file: Excel keeps 3 as 3.0 and dates as moments."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _table(name: str, records: list[list[str]]) -> Sheet:
    if not records or not any(records[0]):
        raise InvalidError(f"{name}: the first row must name the columns")
    header = [title.strip() for title in records[0]]
    if len(header) > MOST_COLUMNS:
        raise InvalidError(f"{name}: has more than {MOST_COLUMNS} columns")
    rows = [(n, row) for n, row in enumerate(records[1:], HEADER_ROW + 1) if any(row)]
    return Sheet(name, header, rows)
