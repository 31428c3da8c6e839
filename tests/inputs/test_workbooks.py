"""A workbook grows neither in the process that asked nor beyond what a list may hold."""

import asyncio
import io
import json
import zipfile
from pathlib import Path

import pytest

from shop.errors import InvalidError
from shop.inputs import sheets, workbooks
from shop.inputs.refusing import (
    TAKES_TOO_MUCH,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    TOO_MUCH_TEXT,
)
from tests.intake.writing import Raw, with_part, xlsx
from tests.peaks import peak_of

MOST = 300_000_000
RELATION = (
    '<Relationship Id="rId98" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)


def repeating(folder: Path, text: str, rows: int) -> Path:
    """Write a workbook of one shared string, which every row names."""
    book = xlsx(folder, Hàng=[[Raw("<c t='s'><v>0</v></c>")] for _ in range(rows)])
    with_part(book, "xl/_rels/workbook.xml.rels", "</Relationships>", RELATION)
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", f"<sst><si><t>{text}</t></si></sst>")
    return book


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("rows", [8_000, 20_000])
async def test_a_small_workbook_of_much_text_is_refused_and_costs_nothing_here(
    settings, tmp_path, rows
):
    """Whether its text or its reader's memory comes to its limit first."""
    book = repeating(tmp_path, "é" * 32_000, rows)
    assert book.stat().st_size < 110_000

    done, peak = await asyncio.to_thread(peak_of, settings, "import", str(book), "--dry-run")

    assert done.returncode == 1
    [line] = [line for line in done.stdout.split("\n") if line.startswith(str(book))]
    assert line.removeprefix(f"{book}: ") in {TOO_MUCH_TEXT.en, TAKES_TOO_MUCH.en}
    assert peak < MOST, peak


@pytest.mark.on("sqlite")
async def test_the_most_that_is_taken_costs_here_what_it_weighs(settings, tmp_path):
    """Letters weigh 1, 2 or 4 bytes where they are kept, and others where they are sent."""
    rows = workbooks.MOST_HELD // (30_000 * len("ế".encode()) + 400)
    book = repeating(tmp_path, "ế" * 30_000, rows)

    done, peak = await asyncio.to_thread(peak_of, settings, "import", str(book), "--dry-run")

    assert TOO_MUCH_TEXT.en not in done.stdout
    assert "This list names no column that we know" in done.stdout
    assert peak < MOST + workbooks.MOST_HELD, peak


def test_text_comes_through_letter_for_letter(tmp_path):
    odd = 'Nước mắm Cát Hải 🐟 \u2028 \u0085 \\ " é'
    book = xlsx(tmp_path, Hàng=[["code", "name"], ["x", odd], [], ["y", "dòng 1\ndòng 2"]])

    [sheet] = sheets.sheets_in(book)

    assert sheet.rows == [(2, ["x", odd]), (4, ["y", "dòng 1\ndòng 2"])]


def test_empty_rows_and_columns_before_a_cell_cost_nothing(tmp_path):
    far = Raw('<c r="C500000" t="inlineStr"><is><t>x</t></is></c>')
    book = xlsx(tmp_path, Hàng=[[far]])

    [page] = workbooks.read(book)

    assert (page.name, page.rows) == ("Hàng", [(500_000, ["", "", "x"])])


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([["code"], *[["x"]] * 50_001], TOO_MANY_ROWS.filled(most=50_000)),
        ([["code"], [], ["x"] * 201], TOO_MANY_COLUMNS.filled(most=200, row=3)),
    ],
    ids=["rows", "columns"],
)
def test_a_workbook_may_have_as_many_rows_and_columns_as_a_csv(tmp_path, records, said):
    with pytest.raises(InvalidError) as refused:
        list(sheets.sheets_in(xlsx(tmp_path, Hàng=records)))

    assert refused.value.said == said


def test_an_answer_that_does_not_end_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_HELD", 1000)
    told = b'{"name": "ten", "hidden": [], "merged": []}\n'
    answer = io.BytesIO(told + json.dumps([1, "x" * 100]).encode() * 100 + b"\n")

    with pytest.raises(InvalidError) as refused:
        workbooks._sheets(answer)

    assert refused.value.said == TOO_MUCH_TEXT
    assert answer.tell() == 1001


def test_half_an_answer_is_left_to_the_status_of_its_writer():
    half = b'{"name": "ten", "hidden": [3], "merged": [[1, 0, 2, 0]]}\n[1, "x"]\n[2, "'

    assert workbooks._sheets(io.BytesIO(half)) == [
        workbooks.Page("ten", [(1, ["x"])], frozenset({3}), [[1, 0, 2, 0]])
    ]
