"""Files that are no list are refused by name, and say how to save them; the others go in."""

import struct
import unicodedata
import zipfile
import zlib

import pytest

from shop.inputs import sheets
from tests.intake.writing import Raw, a_row, csv_of, saved, table, with_part, xlsx

ROW = a_row("ocop", "HP-OCOP-0026")
TEXT = csv_of(ROW)
SAVE_AS = "Save it in your spreadsheet as “CSV UTF-8” or as XLSX."
DAMAGED = "This is not an XLSX file, or damaged; open it in your spreadsheet and save it again."
TOO_MUCH = (
    "This file takes too much memory or time to read. Delete the empty rows and columns behind its "
    "tables, or save it as “CSV UTF-8”."
)
EMPTY = "This file is empty; fill in the list and send it again."
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + zlib.compress(b"\0" * 999)

PAIRS = (
    "This file cannot be read from row 3 on: its quotation marks do not pair. "
    'A quotation mark inside a cell is written twice ("").'
)
NO_TITLES = (
    "This list names no column that we know in its first row. "
    "A list of products begins with titles such as code, name_vi, pack, price_vnd."
)
OLD = f"This file is an old Excel file, or has a password; take the password off. {SAVE_AS}"
NOT_UTF_8 = f"This file is not UTF-8 (line {{}}). {SAVE_AS}"
MANY_COLUMNS = "This file has more than 200 columns in row 3; delete what is not needed."
MANY_ROWS = "This file has more than 50000 rows; split it into several files."
TWICE = "This list names the column name_vi twice; keep one."
UNTITLED = "This file's column 15 has no title in the first row; give it one."
WRONG_FILES = [
    (b"", EMPTY),
    (b"\xef\xbb\xbf\r\n \r\n", EMPTY),
    (b",,,\r\n,,\r\n", EMPTY),
    (PNG, f"This file is not a spreadsheet. {SAVE_AS}"),
    (TEXT.encode("utf-16"), f"This file is “Unicode Text” (UTF-16). {SAVE_AS}"),
    ("name_vi\r\nNước mắm".encode() + b" C\xe1t H\xe4i", NOT_UTF_8.format(2)),
    (unicodedata.normalize("NFD", "name_vi,Cát Hải").encode("cp1258"), NOT_UTF_8.format(1)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD),
    (b"PK\x03\x04 and no more", DAMAGED),
    (TEXT.encode() + b'HP-OCOP-0027,"open,,,\r\n', PAIRS),
    (TEXT.encode() + b'HP-OCOP-0027,"a"b,\r\n', PAIRS),
    (TEXT.encode() + b"x" + b"," * 300 + b"\r\n", MANY_COLUMNS),
    (b"code\r\n" + b"x\r\n" * 50_001, MANY_ROWS),
    (TEXT.replace("price_vnd", "name_vi").encode(), TWICE),
    ("Xin chào các bạn\r\n".encode(), NO_TITLES),
    (TEXT.replace("price_vnd", "").encode(), UNTITLED),
]  # fmt: skip


async def test_every_wrong_file_is_named_with_what_to_do(full, refused, tmp_path):
    for data, message in WRONG_FILES:
        file = tmp_path / "list.csv"
        file.write_bytes(data)

        [line] = await refused(file)

        assert line.removeprefix(str(tmp_path) + "/") == f"list.csv: {message}"


async def test_missing_and_strange_columns_are_named_with_all_that_may_be(full, refused, tmp_path):
    strange = {k: v for k, v in ROW.items() if k not in {"stars", "pack"}} | {"giá": "1"}

    [line] = await refused(saved(tmp_path, strange))

    assert line.startswith(
        "list.csv: This list lacks the columns pack, stars. This list has the unknown columns giá. "
        "A table of this kind has availability, availability_on, certificates, code, commune_code,"
    )


async def test_what_is_not_there(full, refused, tmp_path):
    (tmp_path / "trống").mkdir()

    assert await refused(tmp_path / "không có.csv", tmp_path / "trống") == [
        f"{tmp_path}/không có.csv: There is no such file or folder; look at its path again.",
        f"{tmp_path}/trống: There is no CSV or XLSX file in this folder; name another.",
    ]


async def test_a_file_beyond_the_limit_is_not_read(full, refused, tmp_path):
    file = tmp_path / "list.csv"
    with file.open("wb") as sparse:
        sparse.truncate(65 << 20)

    assert await refused(file) == [
        f"{file}: This file is larger than 64 MiB; split it into several files."
    ]


async def test_a_bad_file_in_a_folder_leaves_the_others_in(full, take, tmp_path):
    saved(tmp_path, ROW | {"name_vi": "Nước mắm nhĩ"}, name="b.csv")
    (tmp_path / "a.csv").write_bytes(PNG)
    book = xlsx(
        tmp_path,
        "c.xlsx",
        HướngDẫn=[["Cách điền danh sách"], ["Mỗi dòng một sản phẩm"]],
        Hàng=table(a_row("agri", "HP-NS-0001")),
    )

    report = await take(tmp_path)

    assert [refusal.file for refusal in report.refusals] == [str(tmp_path / "a.csv")]
    assert [str(note) for note in report.notes] == [
        f"{book.name} [HướngDẫn]: This sheet has no columns that we know, so it was left aside."
    ]
    assert report.counts["products"] == {"updated": 1, "unchanged": 1}


def hidden(tmp_path):
    book = xlsx(tmp_path, Hàng=table(ROW), Ẩn=[["nháp"]])
    return with_part(book, "xl/workbook.xml", 'sheetId="2"', 'sheetId="2" state="hidden"')


async def test_hidden_sheets_are_not_read(full, take, tmp_path):
    report = await take(hidden(tmp_path))

    assert report.refusals == []
    assert report.counts["products"] == {"unchanged": 1}


DOCTYPE = "This file has a document type definition, which no spreadsheet needs; save it anew."


def with_doctype(tmp_path):
    book = xlsx(tmp_path, Hàng=table(ROW))
    entity = '<!DOCTYPE x [<!ENTITY a "&#x48;"><!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
    return with_part(book, "xl/worksheets/sheet1.xml", "<worksheet", entity)


def bomb(tmp_path):
    return xlsx(tmp_path, Hàng=[["code"], ["a" * 30_000_000]])


def far_cell(tmp_path):
    far = Raw('<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>')
    return xlsx(tmp_path, Hàng=[*table(ROW), [far]])


def far_rows(tmp_path):
    return with_part(
        xlsx(tmp_path, Hàng=table(ROW)),
        "xl/worksheets/sheet1.xml",
        "</sheetData>",
        '<row r="4000000000"><c><v>1</v></c></row></sheetData>',
    )


def shared_strings(tmp_path):
    """Repeat one long string a hundred thousand times: 1 GB from 2 MB."""
    cells = Raw("<c t='s'><v>0</v></c>" * 200)
    book = xlsx(tmp_path, Hàng=[[cells] for _ in range(5_000)])
    with_part(
        book,
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        '<Relationship Id="rId98" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", f"<sst><si><t>{'ngon ' * 2_000}</t></si></sst>")
    return book


def no_index(tmp_path):
    return xlsx(tmp_path, Hàng=[[Raw('<c r="A1" t="s"><v>7</v></c>')], ["x"]])


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (with_doctype, DOCTYPE),
        (bomb, TOO_MUCH),
        (far_cell, TOO_MUCH),
        (far_rows, TOO_MUCH),
        (shared_strings, TOO_MUCH),
        (no_index, DAMAGED),
    ],
)
def test_hostile_workbooks_end_only_the_process_that_reads_them(tmp_path, made, message):
    with pytest.raises(sheets.InvalidError) as refusal:
        list(sheets.sheets_in(made(tmp_path)))

    assert str(refusal.value) == message


def test_a_formula_gives_its_last_value_and_never_itself(tmp_path):
    formula = Raw('<c r="{at}" t="str"><f>HYPERLINK("http://x","y")</f><v>y</v></c>')

    [sheet] = sheets.sheets_in(xlsx(tmp_path, Hàng=[["code"], [formula]]))

    assert sheet.rows == [(2, ["y"])]


def test_a_workbook_begins_where_its_cells_do(tmp_path):
    book = xlsx(tmp_path, Hàng=[[], [], ["", "Code", "Name VI"], [], ["", "x", "y"]])

    [sheet] = sheets.sheets_in(book)

    assert (sheet.header, sheet.rows) == (["code", "name_vi"], [(5, ["x", "y"])])
