"""Cells that do not say what their owner sees: read as they are meant, or refused."""

from pathlib import Path

import pytest

from shop.models import Product, Recognition, Variant
from tests.intake.conftest import serials
from tests.intake.writing import (
    Raw,
    a_row,
    csv_of,
    day_cell,
    rows_of,
    saved,
    table,
    with_part,
    xlsx,
)

INPUTS = Path(__file__).parents[3] / "shared" / "findings" / "inputs"
OCOP = "HP-OCOP-0026"
NEVER_COUNTED = (
    "is a formula that was never calculated; open the file in your spreadsheet and save it, "
    "or write the value itself."
)
BROKEN = (
    "is an error of your spreadsheet; mend the formula, widen the column, "
    "or write the value itself."
)
LOST = "has lost letters when it was converted; write them again."
UNCOUNTED = '<calcPr calcId="124519" fullCalcOnLoad="1"/></workbook>'


def with_cell(folder, column, cell):
    row = a_row("ocop", OCOP, name_en="Changed")
    return xlsx(folder, DS=table(row | {column: Raw(f'<c r="{{at}}"{cell}</c>')}))


async def said_of(take, file):
    before = await serials()
    report = await take(file)
    assert await serials() == before
    assert not await Product.exists(name_en="Changed")
    return [str(refusal).removeprefix("list.xlsx [DS], row 2, ") for refusal in report.refusals]


FORMULAS = {
    "as openpyxl writes it": "><f>100000*1.25</f><v/>",
    "without a value": "><f>100000*1.25</f>",
    "of text": ' t="str"><f>100000*1.25</f>',
    "shared, of another cell": '><f t="shared" si="0">100000*1.25</f><v></v>',
}


@pytest.mark.parametrize("column", ["price_vnd", "gtin", "certificates", "description_vi"])
async def test_a_formula_that_was_never_calculated_is_no_empty_cell(full, take, tmp_path, column):
    for name, cell in FORMULAS.items():
        said = await said_of(take, with_cell(tmp_path, column, cell))

        assert said == [f"column {column}: “=100000*1.25” {NEVER_COUNTED}"], name


async def test_a_0_that_its_writer_put_in_place_of_a_result_is_none(full, take, tmp_path):
    book = with_cell(tmp_path, "description_vi", "><f>A1&amp;B1</f><v>0</v>")
    with_part(book, "xl/workbook.xml", "</workbook>", UNCOUNTED)

    assert await said_of(take, book) == [f"column description_vi: “=A1&B1” {NEVER_COUNTED}"]


async def test_results_that_are_stored_are_what_the_cell_says(full, take, tmp_path):
    row = a_row("ocop", OCOP) | {
        "price_vnd": Raw('<c r="{at}"><f>100000*1.1</f><v>110000.00000000001</v></c>'),
        "name_en": Raw('<c r="{at}" t="str"><f>"Fish "&amp;"sauce"</f><v>Fish sauce</v></c>'),
        "gtin": Raw('<c r="{at}" t="str"><f>IF(A1="","",A1)</f><v></v></c>'),
    }

    report = await take(xlsx(tmp_path, DS=table(row)))

    assert report.refusals == []
    assert (await Product.get(code=OCOP)).name_en == "Fish sauce"
    pack = await Variant.get(product_id=OCOP)
    assert (pack.price, pack.gtin) == (110_000, None)


async def test_a_row_of_nothing_but_uncounted_formulas_is_refused_too(full, take, tmp_path):
    row = a_row("ocop", OCOP)
    copied = [Raw('<c r="{at}"><f>Sheet1!A2</f><v></v></c>') for _ in row]

    report = await take(xlsx(tmp_path, DS=[list(row), copied]))

    assert report.counts["products"] == {"refused": 1}


ERRORS = (
    "#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#GETTING_DATA",
    "#CALC!",
)  # fmt: skip


@pytest.mark.parametrize("column", ["price_vnd", "gtin", "certificates", "stars"])
async def test_every_error_of_excel_is_refused_in_every_column(full, take, tmp_path, column):
    for error in ERRORS:
        said = await said_of(take, with_cell(tmp_path, column, f' t="e"><v>{error}</v>'))

        assert said == [f"column {column}: “{error}” {BROKEN}"]


async def test_errors_in_a_csv_are_those_of_all_spreadsheets(full, refused, tmp_path):
    for error in (*ERRORS, "#ERROR!", "#BEZUG!", "#NV", "Err:502", "#####"):
        [line] = await refused(saved(tmp_path, a_row("ocop", OCOP, price_vnd=error)))

        assert line == f"list.csv, row 2, column price_vnd: “{error}” {BROKEN}"


@pytest.mark.parametrize("hiding", ['hidden="1"', 'ht="0" customHeight="1"'])
async def test_hidden_rows_are_left_aside_and_counted(full, take, tmp_path, hiding):
    rows = [a_row("ocop", f"HP-OCOP-000{n}", name_en="Changed") for n in (1, 2, 3)]
    book = xlsx(tmp_path, DS=table(*rows))
    with_part(book, "xl/worksheets/sheet1.xml", '<row r="3"', f'<row r="3" {hiding}')

    report = await take(book)

    assert (report.refusals, report.counts["products"]) == ([], {"updated": 2})
    assert [str(note) for note in report.notes] == [
        "list.xlsx [DS]: 1 hidden rows were left aside; show them if they are to go in."
    ]
    changed = (
        await Product.filter(name_en="Changed").order_by("code").values_list("code", flat=True)
    )
    assert list(changed) == ["HP-OCOP-0001", "HP-OCOP-0003"]


TITLE_ROWS = [
    ["UBND THÀNH PHỐ HẢI PHÒNG"],
    [],
    ["DANH SÁCH SẢN PHẨM OCOP", "", "Năm 2026"],
    ["ĐVT: đồng"],
]


async def test_titles_are_found_under_what_offices_write_above_them(full, take, tmp_path):
    row = a_row("ocop", OCOP, name_en="Changed")
    book = xlsx(tmp_path, DS=[*TITLE_ROWS, *table(row)])
    text = "UBND THÀNH PHỐ HẢI PHÒNG\r\nDANH SÁCH, NĂM 2026, KÈM THEO\r\n\r\n"
    file = tmp_path / "list.csv"
    file.write_bytes((text + csv_of(row | {"name_en": "Again"}, delimiter=";")).encode())

    for path, name in ((book, "Changed"), (file, "Again")):
        report = await take(path)

        assert (report.refusals, report.counts["products"]) == ([], {"updated": 1})
        assert (await Product.get(code=OCOP)).name_en == name
    assert str(report.notes[0]) == "list.csv: 2 rows above the titles were left aside."


async def test_a_guide_to_the_columns_is_left_aside(full, take, tmp_path):
    guide = [
        ["Cột", "Ý nghĩa", "", "Ví dụ"],
        *([title, "…", "", "x"] for title in rows_of("ocop")[0]),
    ]

    report = await take(xlsx(tmp_path, HướngDẫn=guide, DS=table(a_row("ocop", OCOP))))

    assert (report.refusals, report.counts["products"]) == ([], {"unchanged": 1})
    assert [note.file for note in report.notes] == ["list.xlsx [HướngDẫn]"]


async def test_a_cell_merged_over_rows_is_said_of_each_of_them(full, take, tmp_path):
    rows = [a_row("ocop", f"HP-OCOP-000{n}", storage_vi="") for n in (1, 2, 3)]
    rows[0]["storage_vi"] = "Nơi khô ráo"
    column = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[list(rows[0]).index("storage_vi")]
    merged = f'</sheetData><mergeCells><mergeCell ref="{column}2:{column}4"/></mergeCells>'
    book = with_part(
        xlsx(tmp_path, DS=table(*rows)), "xl/worksheets/sheet1.xml", "</sheetData>", merged
    )

    report = await take(book)

    assert report.refusals == []
    stored = await Product.filter(code__in=[row["code"] for row in rows]).values_list("storage")
    assert stored == [("Nơi khô ráo",)] * 3


async def test_a_cell_merged_over_columns_is_of_none_of_them(full, take, tmp_path):
    row = a_row("ocop", OCOP, name_en="")
    merged = '</sheetData><mergeCells><mergeCell ref="B2:C2"/></mergeCells>'
    book = with_part(
        xlsx(tmp_path, DS=table(row)), "xl/worksheets/sheet1.xml", "</sheetData>", merged
    )

    [line] = await said_of(take, book)

    assert line == (
        f"column name_vi: “{row['name_vi']}” is in cells that are merged over several columns; "
        "unmerge them and write it in its own column."
    )


MEANT = [
    ("stars", "4 sao", 4), ("stars", "OCOP 4 sao", 4), ("stars", "bốn sao", 4),
    ("stars", "★★★★", 4), ("stars", "４", 4), ("unit", "Kg", "kg"), ("unit", "G", "g"),
    ("unit", "gram", "g"),
    ("unit", "lít", "l"), ("unit", "ML", "ml"), ("price", "１２５０００", 125_000),
    ("days", "６ tháng", 180), ("days", "6 tháng", 180), ("quantity", "１０", 10),
]  # fmt: skip
COLUMNS = {
    "unit": "net_unit",
    "quantity": "net_quantity",
    "price": "price_vnd",
    "days": "shelf_life_days",
}


async def test_units_stars_and_digits_as_people_write_them(full, take, tmp_path):
    for what, written, meant in MEANT:
        row = a_row("ocop", OCOP, **{COLUMNS.get(what, what): written})

        report = await take(saved(tmp_path, row))

        assert report.refusals == [], written
        if what == "stars":
            assert (await Recognition.get(product_id=OCOP)).stars == meant
        elif what == "days":
            assert (await Product.get(code=OCOP)).shelf_life_days == meant
        else:
            assert getattr(await Variant.get(product_id=OCOP), what) == meant


async def test_a_day_with_a_time_is_its_day(full, take, tmp_path):
    row = a_row("ocop", OCOP)
    days = {column: row[column].split("-") for column in ("signed_on", "expires_on")}
    for written in ("{2}/{1}/{0} 14:30", "{2}/{1}/{0} 0:00:00", "{0}-{1}-{2}T08:30:00.000"):
        said = {column: written.format(*day) for column, day in days.items()}

        report = await take(saved(tmp_path, row | said))

        assert report.counts["products"] == {"unchanged": 1}, written
    moments = {"signed_on": Raw('<c r="{at}" s="1"><v>45708.604166</v></c>')}
    book = xlsx(tmp_path, DS=table(row | moments | {"expires_on": "20/02/2028"}))
    assert (await take(book)).counts["products"] == {"unchanged": 1}
    assert (row["signed_on"], row["expires_on"]) == ("2025-02-20", "2028-02-20")


async def test_a_day_that_a_spreadsheet_made_of_a_name_is_refused(full, take, tmp_path):
    book = xlsx(tmp_path, DS=table(a_row("ocop", OCOP) | {"pack": day_cell(46054)}))

    [line] = await said_of(take, book)

    assert line == (
        "column pack: “2026-02-01” is a date that your spreadsheet made; "
        "format the column as text and write it again."
    )


@pytest.mark.parametrize("mark", [";", "\t", "|"])
async def test_a_separator_that_the_file_announces(full, refused, take, tmp_path, mark):
    row = a_row("ocop", OCOP, name_en="Changed, a little", stars="9")
    file = tmp_path / "list.csv"
    file.write_bytes(f"sep={mark}\r\n{csv_of(row, delimiter=mark)}".encode())

    [line] = await refused(file)
    file.write_bytes(
        file.read_bytes().replace(f"{mark}9{mark}".encode(), f"{mark}4{mark}".encode())
    )
    report = await take(file)

    assert line.startswith("list.csv, row 2, column stars: “9”")
    assert (report.refusals, report.counts["products"]) == ([], {"updated": 1})


async def test_a_comma_that_shifts_cells_is_noticed(full, refused, tmp_path):
    rows = [a_row("ocop", code, source_url="") for code in ("HP-OCOP-0001", OCOP)]
    name = rows[1]["name_vi"]
    file = tmp_path / "list.csv"
    file.write_bytes(csv_of(*rows).replace(name, "Nước mắm, hảo hạng").encode())

    [line] = await refused(file)

    titles = len(rows[0])
    assert line.split("/")[-1] == (
        f"list.csv: Row 3 has {titles + 1} cells under {titles} titles, so they are shifted; "
        "put quotation marks round the cell with a comma in it."
    )


LOST_IN = [
    ("name_vi", "N\ufffdớc mắm"), ("name_vi", "N??c m?m C?t H?i"), ("name_vi", "C? cải"),
    ("description_vi", "Ngon, đ\ufffd ăn"), ("description_vi", "N??c m?m ngon ???c ủ"),
    ("description_vi", "?ậu phộng rang"), ("description_vi", "N??C M?M NGON"),
    ("decision_no", "144/Q?-UBND"),
]  # fmt: skip


async def test_letters_that_were_lost_are_asked_for(full, refused, tmp_path):
    for column, written in LOST_IN:
        row = a_row("ocop", OCOP, **{column: written, "name_en": "Changed"})

        [line] = await refused(saved(tmp_path, row))

        assert line == f"list.csv, row 2, column {column}: “{written}” {LOST}"


async def test_questions_are_none(full, take, tmp_path):
    text = "Vì sao ngon?Có ba lẽ. Hỏi gì? Xem https://vd.example/?trang=mam?a và vd.example/x?id=3"

    report = await take(saved(tmp_path, a_row("ocop", OCOP, description_vi=text)))

    assert report.refusals == []
    assert (await Product.get(code=OCOP)).description_vi == text


INPUTS_END = {
    "a03_hidden_row.xlsx": {"created": 2},
    "a15_formula_nocache.xlsx": {"refused": 2},
    "a28_notes_sheet.xlsx": {"created": 1},
    "a49_error_price.xlsx": {"refused": 3},
    "e1_formula_over_existing.xlsx": {"refused": 1},
}


@pytest.mark.shared
@pytest.mark.skipif(not INPUTS.exists(), reason="needs ../shared")
async def test_the_workbooks_of_the_findings_end_as_they_should(full, take):
    for name, counted in INPUTS_END.items():
        report = await take(INPUTS / name)

        assert report.counts["products"] == counted, name
