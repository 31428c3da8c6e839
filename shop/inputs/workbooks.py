"""XLSX files, read in a process of their own: a hostile one can exhaust and crash only that.

python-calamine expands neither entities nor links and knows no formulas, only their last values
(`shop/inputs/beneath.py` knows which have none); but a small file may unpack to gigabytes, name one
cell in row 1,048,576, or repeat a long shared string a million times. A limit on memory and time
covers them all, and unknown tricks too.

What that process has read grows once more in the one that asked: so it is weighed before any of it
is sent, as the memory that it will take there.
"""

import json
import re
import resource
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

from media.sentences import Sentence
from shop.errors import InvalidError
from shop.inputs import beneath, refusing

MOST_UNPACKED = 64 * 1024 * 1024
MOST_RATIO = 50
HARMLESS = 1024 * 1024
"""Unpacked bytes up to which a part may be packed as tightly as it likes."""
MEMORY = 1024 * 1024 * 1024
SECONDS = 30
MOST_CELLS = 2_000_000
MOST_HELD = 192 * 1024 * 1024
"""Bytes that all cells may take where they are kept; 50,000 full rows take some 160 MiB."""
Rows = list[tuple[int, list[str]]]
"""Rows that hold anything, with their numbers."""


class Page(NamedTuple):
    """One sheet as it stands in a file."""

    name: str
    rows: Rows
    hidden: frozenset[int] = frozenset()
    """Rows that a person does not see."""
    merged: Sequence[Sequence[int]] = ()
    """Cells that are one: first row from 1, first column from 0, last row, last column."""


def read(file: Path) -> Iterator[Page]:
    """Give the sheets that hold anything, as text.

    Raises InvalidError for what is no workbook, or one that takes too much to read.
    """
    command = [sys.executable, "-m", "shop.inputs.workbooks", str(file)]
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - ours
        command, stdin=nowhere, stdout=subprocess.PIPE, stderr=nowhere
    ) as child:
        try:
            sheets = _sheets(child.stdout)  # type: ignore[arg-type] # a pipe
        except BaseException:
            child.kill()
            raise
    if child.returncode:
        raise InvalidError(_said(child.returncode))
    yield from sheets


def _sheets(answer: IO[bytes]) -> list[Page]:
    """Read an answer, and no more of it than may be."""
    sheets: list[Page] = []
    left = MOST_HELD
    while line := answer.readline(left + 1):
        left -= len(line)
        if left < 0:
            raise InvalidError(refusing.TOO_MUCH_TEXT)
        if not line.endswith(b"\n"):
            break  # it was ended in the middle, and its status says why
        told = json.loads(line)
        if isinstance(told, dict):
            hidden = frozenset(told["hidden"])
            sheets.append(Page(told["name"], [], hidden, told["merged"]))
        else:
            sheets[-1].rows.append((told[0], told[1:]))
    return sheets


def _said(status: int) -> Sentence:
    """Say why the reader ended: below 0 by a limit, else by its own refusal."""
    if status < 0:
        return refusing.TAKES_TOO_MUCH
    return SAID.get(status, refusing.DAMAGED)


# In the other process

DAMAGED, TOO_MUCH, DOCTYPE, TOO_MUCH_TEXT = 3, 4, 5, 6
SAID = {
    DAMAGED: refusing.DAMAGED,
    TOO_MUCH: refusing.TAKES_TOO_MUCH,
    DOCTYPE: refusing.HAS_DOCTYPE,
    TOO_MUCH_TEXT: refusing.TOO_MUCH_TEXT,
}
"""Exit status → why."""
PER_ROW, PER_CELL = 200, 16
PER_MERGED, PER_HIDDEN = 250, 100
"""Bytes that lists take for each, beside the text."""
HELD = re.compile(r"VmHWM:\s+(\d+) kB")


class _RefusedError(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def _main(file: str) -> int:
    _limit()
    try:
        lines = _lines(file)
    except _RefusedError as refused:
        return refused.status
    except MemoryError:
        return TOO_MUCH
    except BaseException:  # noqa: BLE001 - a parser that panics raises no Exception
        return TOO_MUCH if _took_much() else DAMAGED
    sys.stdout.buffer.writelines(lines)
    return 0


def _limit() -> None:
    signal.setitimer(signal.ITIMER_REAL, 2 * SECONDS)  # no handler is set, so it kills
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _took_much() -> bool:
    """Tell whether a failure may be for want of memory: not every library says so.

    By the kernel's note of the most that was held (proc_pid_status(5)): getrusage(2) would give
    that of the process which started this one, if it was more.
    """
    held = HELD.search(Path("/proc/self/status").read_text())
    return held is not None and int(held[1]) * 1024 > MEMORY / 2


def _lines(file: str) -> list[bytes]:
    """Write what the sheets hold, one JSON text a line, unless it weighs too much."""
    _refuse_bombs(file)
    lines, left = [], MOST_HELD
    for told in _told(file):
        line = json.dumps(told, ensure_ascii=False).encode() + b"\n"
        left -= max(len(line), _weight(told))
        if left < 0:
            raise _RefusedError(TOO_MUCH_TEXT)
        lines.append(line)
    return lines


def _weight(told: dict[str, Any] | list[Any]) -> int:
    if isinstance(told, dict):
        return PER_ROW + PER_MERGED * len(told["merged"]) + PER_HIDDEN * len(told["hidden"])
    return PER_ROW + sum(sys.getsizeof(cell) + PER_CELL if cell else PER_CELL for cell in told)


def _refuse_bombs(file: str) -> None:
    with zipfile.ZipFile(file) as book:
        parts = book.infolist()
        if sum(part.file_size for part in parts) > MOST_UNPACKED or any(map(_is_bomb, parts)):
            raise _RefusedError(TOO_MUCH)
        if any(b"<!DOCTYPE" in book.read(part) for part in parts if _is_xml(part)):
            raise _RefusedError(DOCTYPE)


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    packed_tightly = part.file_size > MOST_RATIO * part.compress_size
    return packed_tightly and part.file_size > HARMLESS


def _is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.endswith((".xml", ".rels"))


def _told(file: str) -> Iterator[dict[str, Any] | list[Any]]:
    """Give what each sheet is called and hides, then its filled rows, with their numbers."""
    import python_calamine  # noqa: PLC0415 - within the limits

    with zipfile.ZipFile(file) as archive:
        parts = beneath.Book(archive)
        book = python_calamine.load_workbook(parts.mended() or file)
        for name in _shown(book, python_calamine):
            sheet, below = book.get_sheet_by_name(name), parts.beneath[name]
            filled = _filled(sheet, below)
            if first := next(filled, None):
                merged = [_span(*corners) for corners in sheet.merged_cell_ranges or ()]
                yield {"name": name, "hidden": sorted(below.hidden), "merged": merged}
                yield first
                yield from filled


def _span(first: tuple[int, int], last: tuple[int, int]) -> list[int]:
    return [first[0] + 1, first[1], last[0] + 1, last[1]]


def _shown(book: Any, calamine: Any) -> list[str]:
    """Name the sheets that a person sees: no charts, nothing hidden."""
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == calamine.SheetVisibleEnum.Visible
    ]


def _filled(sheet: Any, below: beneath.Beneath) -> Iterator[list[Any]]:
    """Give the rows that hold anything; calamine leaves the empty columns before them out.

    It ends where the last value is, and below that may stand formulas that have none.
    """
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise MemoryError
    before = [""] * (sheet.start[1] if sheet.start else 0)
    for number, cells in enumerate(sheet.iter_rows(), 1):
        row = [*before, *map(_text, cells)]
        _put(row, below.cells.pop(number, {}))
        if any(row):
            yield [number, *row]
    for number, found in sorted(below.cells.items()):
        row = []
        _put(row, found)
        yield [number, *row]


def _put(row: list[str], found: dict[int, str]) -> None:
    for column, text in found.items():
        row += [""] * (column + 1 - len(row))
        row[column] = text


def _text(cell: Any) -> str:
    """Give a cell as it would stand in a CSV file: Excel keeps 3 as 3.0 and dates as moments.

    Of a number it shows fifteen digits: 100000*1.1 is 110000 there, and a little more in the file.
    """
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
