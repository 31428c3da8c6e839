"""Spreadsheets as people save them: XLSX, or CSV with commas, semicolons or tabs."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from media.sentences import Sentence
from shop.errors import InvalidError
from shop.inputs import joining, refusing, refusing_cells, workbooks
from shop.inputs.tables import TABLES
from shop.inputs.workbooks import Page

MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 200
DELIMITERS = ",;\t"
ANNOUNCED = re.compile(r"\s*\"?sep=([^\w\s\"']|\t)\"?[,;\t]*(?:\r\n?|\n)", re.IGNORECASE)
"""The line by which Excel is told what parts the cells; it shows no such line."""
HEADER_WITHIN = 10
"""Rows in which titles are looked for: offices write what a list is above it."""
TITLES = frozenset(column for table in TABLES for column in table.model_fields)
"""All columns that lists may have."""
FEWEST_TITLES = 2
"""Known titles in a row that make it a header: a guide to the columns names one in each row."""
ENDINGS = {".csv", ".xlsx"}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text: the header, and the rows under it with their numbers.

    Rows are counted as a spreadsheet counts them, the titles being row 1: a cell of several lines
    makes no further rows.
    """

    name: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    folder: Path
    """In which its file lies, and the pictures it names."""
    above: int = 0
    """Rows above the titles that say something, and are left aside."""
    hidden: int = 0
    """Rows under the titles that are left aside, for a person does not see them."""
    unread: Mapping[int, Sequence[tuple[str, str, Sentence]]] = field(default_factory=dict)
    """Number of a row → its cells whose letters cannot be read: column, value and why."""


def files_in(path: Path) -> list[Path]:
    """Give a file, or the CSV and XLSX files of a folder.

    Raises InvalidError for what is missing or empty.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise InvalidError(refusing.NO_SUCH_FILE)
    files = sorted(file for file in path.iterdir() if _is_list(file))
    if not files:
        raise InvalidError(refusing.NO_LISTS)
    return files


def _is_list(file: Path) -> bool:
    """Leave aside what Excel (~$) and macOS (._) put beside the files of a person."""
    hidden = file.name.startswith((".", "~$"))
    return file.suffix.lower() in ENDINGS and not hidden and file.is_file()


def sheets_in(file: Path) -> Iterator[Sheet]:
    """Read the tables of a file.

    Raises InvalidError for what is too large, or no spreadsheet.
    """
    for page in pages_in(file):
        yield table_on(page, file)


def rows_in(
    file: Path, parted: Callable[[str], list[list[str]]] | None = None
) -> Iterator[tuple[str, workbooks.Rows]]:
    """Give the rows of a file's tables as they stand there, with their numbers.

    `parted` cuts a text into cells, where that of lists will not do. Raises InvalidError as
    `sheets_in` does.
    """
    for page in pages_in(file, parted):
        yield page.name, page.rows


def pages_in(file: Path, parted: Callable[[str], list[list[str]]] | None = None) -> Iterator[Page]:
    """Give what stands on the sheets of a file. Raises InvalidError as `sheets_in` does."""
    if file.stat().st_size > MOST_BYTES:
        raise InvalidError(refusing.TOO_LARGE.filled(most=MOST_BYTES >> 20))
    if _is_zip(file):
        for page in workbooks.read(file):
            yield page._replace(name=f"{file.name} [{page.name}]")
    else:
        text = _decoded(file.read_bytes())
        yield Page(file.name, list(enumerate((parted or _records)(text), 1)))


def _is_zip(file: Path) -> bool:
    with file.open("rb") as beginning:
        return beginning.read(len(ZIP)) == ZIP


def _decoded(data: bytes) -> str:
    if data.startswith(UTF_16):
        raise InvalidError(refusing.UTF_16)
    if data.startswith(OLD_EXCEL):
        raise InvalidError(refusing.OLD_EXCEL)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as refused:
        if b"\0" in data:
            raise InvalidError(refusing.NO_SPREADSHEET) from None
        line = data.count(b"\n", 0, refused.start) + 1
        raise InvalidError(refusing.NOT_UTF_8.filled(line=line)) from None
    if not text.strip():
        raise InvalidError(refusing.EMPTY)
    return text


def _records(text: str) -> list[list[str]]:
    announced = ANNOUNCED.match(text)
    if announced:
        text, delimiter = text[announced.end() :], announced[1]
    else:
        delimiter = max(DELIMITERS, key=lambda one: _fitness(one, text))
    records: list[list[str]] = []
    try:
        for record in _reader(text, delimiter):
            records.append(record)
            _limit(len(records), len(records), len(record))
    except csv.Error:
        raise InvalidError(refusing.UNPAIRED_QUOTES.filled(row=len(records) + 1)) from None
    return _unshifted(records)


def _fitness(delimiter: str, text: str) -> tuple[int, int]:
    """Tell how many known titles a row has with a delimiter, and how many columns the first."""
    rows: list[list[str]] = []
    try:
        rows.extend(islice(_reader(text, delimiter), HEADER_WITHIN))
    except csv.Error:
        rows = rows[:HEADER_WITHIN]  # what comes before it tells enough
    return max(map(_known, rows), default=0), len(rows[0]) if rows else 0


def _unshifted(records: list[list[str]]) -> list[list[str]]:
    """Refuse a row of more cells than titles whose last is empty: a comma stands unquoted in one.

    What is not empty there is refused later, row by row; where all rows end in a comma, none is
    shifted.
    """
    rows = [(n, record) for n, record in enumerate(records, 1) if any(map(str.strip, record))]
    at = _header_at([record for _, record in rows[:HEADER_WITHIN]])
    wide = {len(record) for _, record in rows[at + 1 :]}
    for number, record in rows[at + 1 :]:
        titles = len(rows[at][1])
        if len(record) > titles and not record[-1].strip() and len(wide) > 1:
            facts = {"row": number, "cells": len(record), "titles": titles}
            raise InvalidError(refusing_cells.SHIFTED_ROW.filled(**facts))
    return records


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _limit(rows: int, number: int, columns: int) -> None:
    if rows > MOST_ROWS + 1:
        raise InvalidError(refusing.TOO_MANY_ROWS.filled(most=MOST_ROWS))
    if columns > MOST_COLUMNS:
        raise InvalidError(refusing.TOO_MANY_COLUMNS.filled(most=MOST_COLUMNS, row=number))


def is_a_table(page: Page) -> bool:
    """Tell whether a page has titles that we know, and is not a guide to a list."""
    filled = (record for _, record in page.rows if any(map(str.strip, record)))
    return max(map(_known, islice(filled, HEADER_WITHIN)), default=0) >= FEWEST_TITLES


def table_on(page: Page, file: Path) -> Sheet:
    """Make a table of a page. Raises InvalidError for an empty one, or one that is too large."""
    filled = [(n, trimmed) for n, record in page.rows if (trimmed := _trimmed(record))]
    if not filled:
        raise InvalidError(refusing.EMPTY)
    for number, record in filled:
        _limit(len(filled), number, len(record))
    at = _header_at([record for _, record in filled])
    titles = [_title(cell) for cell in filled[at][1]]
    under = joining.spread(
        filled[at + 1 :], page.merged, [n for n, one in enumerate(titles) if one]
    )
    _refuse_untitled(titles, under)
    named = [n for n, title in enumerate(titles) if title]
    seen = [(n, record) for n, record in under if n not in page.hidden]
    rows = [(n, _chosen(record, named, len(titles))) for n, record in seen]
    header = [titles[n] for n in named]
    return Sheet(page.name, header, rows, file.parent, at, len(under) - len(seen))


def _header_at(records: Sequence[list[str]]) -> int:
    """Find the row of titles: of the first ten the one with most that we know, else the first."""
    known = [_known(record) for record in records[:HEADER_WITHIN]]
    most = max(known, default=0)
    return known.index(most) if most >= FEWEST_TITLES else 0


def _known(record: Sequence[str]) -> int:
    return len({_title(cell) for cell in record} & TITLES)


def _trimmed(record: list[str]) -> list[str]:
    """Drop the empty cells at the end, which spreadsheets add and take away as they like."""
    end = len(record)
    while end and not record[end - 1].strip():
        end -= 1
    return record[:end]


def _title(cell: str) -> str:
    """Bring a title to the form of ours: Price VND is price_vnd."""
    return "_".join(cell.strip().lower().split())


def _refuse_untitled(titles: list[str], rows: list[tuple[int, list[str]]]) -> None:
    for column, title in enumerate(titles):
        if not title and any(record[column : column + 1] not in ([], [""]) for _, record in rows):
            raise InvalidError(refusing.UNTITLED_COLUMN.filled(column=column + 1))


def _chosen(record: list[str], named: list[int], width: int) -> list[str]:
    """Give the cells of the named columns, and what stands to the right of them all."""
    full = record + [""] * (width - len(record))
    return [full[n] for n in named] + full[width:]
