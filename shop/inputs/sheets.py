"""Spreadsheets as people save them: XLSX, or CSV with commas, semicolons or tabs."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from media.sentences import Sentence
from shop.errors import InvalidError
from shop.inputs import refusing, workbooks

MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 200
DELIMITERS = ",;\t"
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
    for name, rows in rows_in(file):
        yield _table(file, name, rows)


def rows_in(
    file: Path, parted: Callable[[str], list[list[str]]] | None = None
) -> Iterator[tuple[str, workbooks.Rows]]:
    """Give the rows of a file's tables as they stand there, with their numbers.

    `parted` cuts a text into cells, where that of lists will not do. Raises InvalidError as
    `sheets_in` does.
    """
    if file.stat().st_size > MOST_BYTES:
        raise InvalidError(refusing.TOO_LARGE.filled(most=MOST_BYTES >> 20))
    if _is_zip(file):
        for name, rows in workbooks.read(file):
            yield f"{file.name} [{name}]", rows
    else:
        text = _decoded(file.read_bytes())
        yield file.name, list(enumerate((parted or _records)(text), 1))


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
    delimiter = max(DELIMITERS, key=lambda one: _columns_with(one, text))
    records: list[list[str]] = []
    try:
        for record in _reader(text, delimiter):
            records.append(record)
            _limit(len(records), len(records), len(record))
    except csv.Error:
        raise InvalidError(refusing.UNPAIRED_QUOTES.filled(row=len(records) + 1)) from None
    return records


def _columns_with(delimiter: str, text: str) -> int:
    try:
        return len(next(_reader(text, delimiter), []))
    except csv.Error:
        return 0


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _limit(rows: int, number: int, columns: int) -> None:
    if rows > MOST_ROWS + 1:
        raise InvalidError(refusing.TOO_MANY_ROWS.filled(most=MOST_ROWS))
    if columns > MOST_COLUMNS:
        raise InvalidError(refusing.TOO_MANY_COLUMNS.filled(most=MOST_COLUMNS, row=number))


def _table(file: Path, name: str, records: list[tuple[int, list[str]]]) -> Sheet:
    filled = [(n, trimmed) for n, record in records if (trimmed := _trimmed(record))]
    if not filled:
        raise InvalidError(refusing.EMPTY)
    for number, record in filled:
        _limit(len(filled), number, len(record))
    titles = [_title(cell) for cell in filled[0][1]]
    _refuse_untitled(titles, filled[1:])
    named = [n for n, title in enumerate(titles) if title]
    rows = [(n, _chosen(record, named, len(titles))) for n, record in filled[1:]]
    return Sheet(name, [titles[n] for n in named], rows, file.parent)


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
