"""What is refused comes back in a workbook, is mended there, and imports as it was meant."""

import zipfile

import python_calamine
import xlsxwriter

from shop.intake.fixing import write_fixes
from shop.intake.telling import told
from shop.models import Product, Variant
from tests.inputs.old_letters import in_tcvn3
from tests.intake.conftest import serials
from tests.intake.writing import a_row, saved, table, xlsx

OCOP = "HP-OCOP-0026"


def cells(book):
    """Give the sheets of a workbook as rows of text."""
    read = python_calamine.load_workbook(str(book))
    return {name: read.get_sheet_by_name(name).to_python() for name in read.sheet_names}


def mend(book, mended, right):
    """Save a workbook as a person leaves it: some cells written anew, the first column as it is."""
    with xlsxwriter.Workbook(mended) as saved_book:
        for name, (header, *rows) in cells(book).items():
            sheet = saved_book.add_worksheet(name)
            for n, row in enumerate([header, *rows]):
                for at, text in enumerate(row):
                    sheet.write_string(n, at, right.get(header[at], text) if n else text)
    return mended


async def test_refused_rows_that_are_mended_are_imported_as_they_were_meant(full, take, tmp_path):
    wrong = a_row("ocop", OCOP, stars="hạng nhất", price_vnd="89.000đ", name_vi="Mắm nhĩ mới")
    right = a_row("ocop", "HP-OCOP-0001")
    report = await take(xlsx(tmp_path, Hàng=table(right, wrong)), dry_run=True)

    assert write_fixes(report, tmp_path / "sua.xlsx") == 1
    [(name, (header, row))] = cells(tmp_path / "sua.xlsx").items()
    book = mend(tmp_path / "sua.xlsx", tmp_path / "da-sua.xlsx", {"stars": "3"})
    again = await take(book)

    assert (name, header) == ("list.xlsx Hàng", ["Cần sửa", *wrong])
    assert row[1:] == list(wrong.values())
    assert row[0] == (
        "Dòng 3 của list.xlsx [Hàng]:\n"
        "Cột stars (hạng sao): “hạng nhất” không phải là hạng sao. Hãy chỉ ghi 3, 4 hoặc 5."
    )
    assert again.refusals == []
    assert again.counts["products"] == {"updated": 1}
    assert (await Product.get(code=OCOP)).name_vi == "Mắm nhĩ mới"
    assert (await Variant.get(product_id=OCOP)).price == 89_000


async def test_the_same_book_is_refused_again_for_the_same_reasons(full, take, tmp_path):
    wrong = a_row("ocop", OCOP, stars="9", gtin="09520005000017")
    report = await take(saved(tmp_path, wrong), dry_run=True)
    write_fixes(report, tmp_path / "sua.xlsx")

    again = await take(tmp_path / "sua.xlsx")

    said = [(one.column, one.value, one.said) for one in report.refusals]
    assert [(one.column, one.value, one.said) for one in again.refusals] == said
    assert [(column, value) for column, value, _ in said] == [
        ("gtin", "09520005000017"),
        ("stars", "9"),
    ]


async def test_no_cell_of_it_is_a_formula(full, take, tmp_path):
    hostile = ["=cmd|'/c calc'!A1", "+1+1", "-2", "@SUM(A1)", "<r><t>x</t></r>", "_x0041_", "007"]
    rows = [a_row("ocop", OCOP, stars="9", name_en=text) for text in hostile]
    report = await take(saved(tmp_path, *rows), dry_run=True)

    write_fixes(report, tmp_path / "sua.xlsx")

    with zipfile.ZipFile(tmp_path / "sua.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    [(header, *written)] = cells(tmp_path / "sua.xlsx").values()
    at = header.index("name_en")
    assert [row[at].strip() for row in written] == hostile
    assert {row[header.index("set_no")] for row in written} == {rows[0]["set_no"]}


async def test_each_sheet_has_its_own_and_no_book_is_written_without_need(full, take, tmp_path):
    goods = xlsx(
        tmp_path,
        **{
            "Danh sách sản phẩm của năm nay": table(a_row("ocop", OCOP, stars="9")),
            "Danh sách sản phẩm của năm nay 2": table(a_row("ocop", "HP-OCOP-0001", stars="8")),
        },
    )
    people = saved(tmp_path, a_row("producers", "HP-CS-101", commune_code="99999"))
    report = await take(goods, people, dry_run=True)
    right = await take(saved(tmp_path, a_row("ocop", OCOP), name="right.csv"), dry_run=True)

    assert write_fixes(report, tmp_path / "sua.xlsx") == 3
    assert write_fixes(right, tmp_path / "khong.xlsx") == 0

    found = cells(tmp_path / "sua.xlsx")
    assert [len(rows) for rows in found.values()] == [2, 2, 2]
    assert all(len(name) <= 31 for name in found)
    assert not (tmp_path / "khong.xlsx").exists()


async def test_a_book_holds_true_letters_where_they_are_certain(full, take, tmp_path):
    row = a_row("ocop", OCOP, stars="9", name_vi=in_tcvn3("Nước mắm Cát Hải"))
    report = await take(saved(tmp_path, row), dry_run=True)

    write_fixes(report, tmp_path / "sua.xlsx")

    [(header, written)] = cells(tmp_path / "sua.xlsx").values()
    assert written[header.index("name_vi")] == "Nước mắm Cát Hải"


async def test_a_dry_run_tells_people_what_would_become_of_each_row(full, take, tmp_path):
    before = await serials()
    await Product.filter(code="HP-OCOP-0002").update(name_en="Edited here")
    rows = [
        a_row("ocop", OCOP, code="HP-OCOP-9001", name_vi="Mắm tép", gtin=""),
        a_row("ocop", "HP-OCOP-0001", name_en="Pearl rice"),
        a_row("ocop", "HP-OCOP-0002", name_en="Another"),
        a_row("ocop", "HP-OCOP-0003", stars="9"),
    ]

    report = await take(saved(tmp_path, *rows), dry_run=True)

    said = [line.vi for line in told(report, dry_run=True)]
    changed = (
        f"sản phẩm HP-OCOP-0001: {rows[1]['name_vi']} (tên tiếng Anh trên hệ thống là"
        f" “{a_row('ocop', 'HP-OCOP-0001')['name_en']}” và trong danh sách là “Pearl rice”)"
    )
    assert said == [
        "Đây là nhập thử, chưa ghi gì vào hệ thống.",
        "",
        "Mới (1)",
        "sản phẩm HP-OCOP-9001: Mắm tép",
        "",
        "Thay đổi (1)",
        changed,
        "",
        "Giữ nguyên như trên hệ thống, cần bạn xem (1)",
        f"{report.conflicts[0].line.vi}",
        "",
        "Bị từ chối, cần sửa (1)",
        f"{report.refusals[0].line.vi}",
        "",
        "Tổng cộng",
        "nhóm nông sản: 14 như cũ",
        "sản phẩm: 1 mới, 1 thay đổi, 1 giữ nguyên, chờ bạn xem, 1 bị từ chối",
    ]
    assert await serials() == before
