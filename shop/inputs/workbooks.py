"""XLSX files, read in a process of their own: a hostile one can exhaust and crash only that.

python-calamine expands neither entities nor links and knows no formulas, only their last values;
but a small file may unpack to gigabytes, name one cell in row 1,048,576, or repeat a long shared
string a million times. A limit on memory and time covers them all, and unknown tricks too.
"""

import json
import resource
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from media.sentences import Sentence
from shop.errors import InvalidError
from shop.inputs import refusing

MOST_UNPACKED = 64 * 1024 * 1024
MOST_RATIO = 50
HARMLESS = 1024 * 1024
"""Unpacked bytes up to which a part may be packed as tightly as it likes."""
MEMORY = 1024 * 1024 * 1024
SECONDS = 30
MOST_CELLS = 2_000_000
Records = list[list[str]]


def read(file: Path) -> Iterator[tuple[str, Records]]:
    """Give the sheets that hold anything, as text.

    Raises InvalidError for what is no workbook, or one that takes too much to read.
    """
    _refuse_bombs(file)
    command = [sys.executable, "-m", "shop.inputs.workbooks", str(file)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=2 * SECONDS, check=False)  # noqa: S603 - ours
    except subprocess.TimeoutExpired:
        raise InvalidError(refusing.TAKES_TOO_MUCH) from None
    if done.returncode:
        raise InvalidError(_said(done.returncode))
    yield from json.loads(done.stdout)


def _said(status: int) -> Sentence:
    """Say why the reader ended: below 0 by a limit, else by its own refusal or a panic."""
    if status < 0:
        return refusing.TAKES_TOO_MUCH
    return SAID.get(status, refusing.DAMAGED)


def _refuse_bombs(file: Path) -> None:
    try:
        with zipfile.ZipFile(file) as book:
            parts = book.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise InvalidError(refusing.DAMAGED) from None
    if sum(part.file_size for part in parts) > MOST_UNPACKED or any(map(_is_bomb, parts)):
        raise InvalidError(refusing.TAKES_TOO_MUCH)


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    packed_tightly = part.file_size > MOST_RATIO * part.compress_size
    return packed_tightly and part.file_size > HARMLESS


# In the other process

DAMAGED, TOO_MUCH, DOCTYPE = 3, 4, 5
SAID = {
    DAMAGED: refusing.DAMAGED,
    TOO_MUCH: refusing.TAKES_TOO_MUCH,
    DOCTYPE: refusing.HAS_DOCTYPE,
}
"""Exit status → why."""


def _main(file: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine  # noqa: PLC0415 - within the limits

    try:
        if _has_doctype(file):
            return DOCTYPE
        book = python_calamine.load_workbook(file)
        sheets = [(name, _records(book, name)) for name in _shown(book, python_calamine)]
    except (
        python_calamine.CalamineError,
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        RuntimeError,
        ValueError,
    ):
        return DAMAGED
    except MemoryError:
        return TOO_MUCH
    json.dump([sheet for sheet in sheets if any(map(any, sheet[1]))], sys.stdout)
    return 0


def _has_doctype(file: str) -> bool:
    with zipfile.ZipFile(file) as book:
        parts = (name for name in book.namelist() if name.endswith((".xml", ".rels")))
        return any(b"<!DOCTYPE" in book.read(part) for part in parts)


def _shown(book: Any, calamine: Any) -> list[str]:
    """Name the sheets that a person sees: no charts, nothing hidden."""
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == calamine.SheetVisibleEnum.Visible
    ]


def _records(book: Any, name: str) -> Records:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise MemoryError
    cells = sheet.to_python(skip_empty_area=False)
    return [[_text(cell) for cell in row] for row in cells]


def _text(cell: Any) -> str:
    """Give a cell as it would stand in a CSV file: Excel keeps 3 as 3.0 and dates as moments."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
