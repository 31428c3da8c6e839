"""The workbook of refused rows: mended in any spreadsheet, it is imported like the list it is from.

Each cell is text as it was sent: a code keeps its zeros, and what begins with = + - @ is no formula
there. A column before the others says what is wrong; an import leaves it aside.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from media.sentences import phrase
from shop.inputs.labels import label
from shop.inputs.sheets import Sheet
from shop.intake.checking import TO_MEND
from shop.intake.noting import Sent
from shop.intake.report import Refusal, Report

TITLE = phrase("Cần sửa", "To mend")
OF_A_ROW = phrase("Dòng {row} của {file}", "Row {row} of {file}")
WIDE, NARROW = 60, 18
LONGEST_CELL = 32_767
"""Characters that a cell may hold; what has more is refused for its length, and is to be cut."""
LONGEST_TITLE = 31
NO_TITLE = re.compile(r"[\[\]:*?/\\]|^'+|'+$")
NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def without_fixes(sheet: Sheet) -> Sheet:
    """Leave aside the column that says what was wrong."""
    if TO_MEND not in sheet.header:
        return sheet
    at = sheet.header.index(TO_MEND)
    rows = [(number, [*record[:at], *record[at + 1 :]]) for number, record in sheet.rows]
    return replace(sheet, header=[*sheet.header[:at], *sheet.header[at + 1 :]], rows=rows)


def write_fixes(report: Report, file: Path) -> int:
    """Write the refused rows of a report into a workbook, and give how many they are.

    Without any no file is written.
    """
    if not report.sent:
        return 0
    from xlsxwriter import Workbook  # noqa: PLC0415 - few imports write one

    wrong = _by_row(report.refusals)
    with Workbook(file, {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        looks = _looks(book)
        titles: set[str] = set()
        for name, rows in groupby(report.sent, key=lambda one: one.file):
            sheet = book.add_worksheet(_title(name, titles))
            _write_sheet(sheet, list(rows), wrong, looks)
    return len(report.sent)


def _by_row(refusals: Sequence[Refusal]) -> dict[tuple[str, int], list[Refusal]]:
    found: dict[tuple[str, int], list[Refusal]] = {}
    for one in refusals:
        found.setdefault((one.file, one.row), []).append(one)
    return found


def _looks(book: Any) -> dict[str, Any]:
    as_text = {"num_format": "@", "quote_prefix": True, "valign": "top"}
    return {
        "title": book.add_format({"bold": True, "num_format": "@"}),
        "text": book.add_format(as_text),
        "wrong": book.add_format({**as_text, "bg_color": "#FFEB9C"}),
        "said": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
    }


def _write_sheet(
    sheet: Any,
    rows: Sequence[Sent],
    wrong: Mapping[tuple[str, int], Sequence[Refusal]],
    looks: Mapping[str, Any],
) -> None:
    header = rows[0].header
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, WIDE, looks["said"])
    sheet.set_column(1, len(header), NARROW, looks["text"])
    for at, column in enumerate((TITLE.vi, *header)):
        sheet.write_string(0, at, _cell(column), looks["title"])
    for number, one in enumerate(rows, 1):
        refusals = wrong.get((one.file, one.row), ())
        sheet.write_string(number, 0, _cell("\n".join(_said(one, refusals))), looks["said"])
        columns = {refusal.column for refusal in refusals}
        for at, text in enumerate(one.record):
            is_wrong = at < len(header) and header[at] in columns
            if text or is_wrong:
                look = looks["wrong" if is_wrong else "text"]
                sheet.write_string(number, at + 1, _cell(text), look)


def _said(one: Sent, refusals: Sequence[Refusal]) -> Iterator[str]:
    """Say where a row stood, and line by line what is wrong with it."""
    yield f"{OF_A_ROW.filled(row=one.row, file=one.file).vi}:"
    for refusal in refusals:
        column = f"Cột {refusal.column} ({label(refusal.column).vi}): " if refusal.column else ""
        yield f"{column}{refusal.said.vi}"


def _cell(text: str) -> str:
    """Give a text that a cell can hold, and that stays text.

    xlsxwriter takes what stands between `<r>` and `</r>` for markup of its own.
    """
    text = NO_XML.sub("\ufffd", text)[:LONGEST_CELL]
    return f" {text}"[:LONGEST_CELL] if text.startswith("<r>") and text.endswith("</r>") else text


def _title(name: str, taken: set[str]) -> str:
    """Call a sheet as its list is called, as far as a workbook allows."""
    called = " ".join(NO_TITLE.sub(" ", name).split()) or "list"
    for n in range(1, len(taken) + 2):
        end = f" {n}" if n > 1 else ""
        title = called[: LONGEST_TITLE - len(end)].strip() + end
        if title.lower() not in taken:
            break
    taken.add(title.lower())
    return title
