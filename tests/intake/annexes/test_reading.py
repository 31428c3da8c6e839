"""Annexes as they are pasted and saved: columns in any order, titles, sections, totals, stars."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.inputs.sheets import rows_in
from shop.intake.annexes.reading import Line, Read, parted, problem_of, read, stars_of
from shop.models import RecognitionType
from tests.intake.writing import xlsx

CA_MOI = ("Cá mòi kho Làng Chài", "Cơ sở Làng Chài", "Xã Kiến Hưng")


def of(text: str) -> Read:
    return read(list(enumerate(parted(text), 1)))


def told(found: Read) -> list[tuple]:
    return [(one.name, one.producer, one.commune, one.stars) for one in found.lines]


@pytest.mark.parametrize(
    "text",
    [
        "Cá mòi kho Làng Chài\tCơ sở Làng Chài\tXã Kiến Hưng\t4",
        "1\tCá mòi kho Làng Chài\tCơ sở Làng Chài\tXã Kiến Hưng\tBốn sao",
        "Cá mòi kho Làng Chài;Cơ sở Làng Chài;Xã Kiến Hưng;★★★★",
        "Cá mòi kho Làng Chài,Cơ sở Làng Chài,Xã Kiến Hưng,4 sao",
        (
            "Tên sản phẩm\tChủ thể\tĐịa chỉ\tHạng sao\n"
            "Cá mòi kho Làng Chài\tCơ sở Làng Chài\tXã Kiến Hưng\t4"
        ),
        (
            "TT\tSố sao\tĐịa chỉ (xã, phường)\tTên chủ thể sản xuất\tTên sản phẩm OCOP\n"
            "1\t04\tXã Kiến Hưng\tCơ sở Làng Chài\tCá mòi kho Làng Chài"
        ),
        (
            "PHỤ LỤC\n(Kèm theo Quyết định số 123/QĐ-UBND)\n"
            "STT\tTên sản phẩm\tTên cơ sở\tXã/Phường\tKết quả xếp hạng\n"
            "I\tNhóm thực phẩm\t\t\t\n"
            "1\tCá mòi kho Làng Chài\tCơ sở Làng Chài\tXã Kiến Hưng\t4\n"
            "\tTổng cộng: 01 sản phẩm\t\t\t"
        ),
        '"Cá mòi kho\nLàng Chài"\tCơ sở Làng Chài\tXã Kiến Hưng\t4',
        "Ca\u0301 mo\u0300i kho La\u0300ng Cha\u0300i\tCơ sở Làng Chài\tXã Kiến Hưng\t4,0",
    ],
)
def test_one_line_is_read_however_it_is_pasted(text):
    found = of(text)

    assert told(found) == [(*CA_MOI, 4)]


@pytest.mark.parametrize(
    ("text", "stars"),
    {
        "3": 3, "4": 4, "5": 5, "4 sao": 4, "★★★★": 4, "***": 3, "Bốn sao": 4, "bon": 4,
        "năm sao": 5, "BA SAO": 3, "Hạng 4 sao": 4, "4.0": 4, "4*": 4, "4 ⭐": 4, "★★★☆☆": 3,
        "05": 5,
        "OCOP 4 sao": None, "Tiềm năng 5 sao": None, "5 sao (tiềm năng)": None, "": None, "2": None,
        "6 sao": None, "78,5": None, "4-5": None, "3 hoặc 4": None, "#REF!": None, "=3+1": None,
        "4 sao 5": None, "★★": None, "★★★★★★": None, "không đạt": None,
    }.items(),
)  # fmt: skip
def test_stars_are_read_or_left_to_a_person(text, stars):
    assert stars_of(text) == stars


@pytest.mark.parametrize(
    ("said", "told_so"),
    {
        "OCOP 4 sao": "Dòng 12: «OCOP 4 sao» – cột sao chỉ ghi 3, 4 hoặc 5.",
        "Tiềm năng 5 sao": (
            "Dòng 12: «Tiềm năng 5 sao» chưa phải 5 sao. Ghi 4 nếu quyết định ghi 4."
        ),
        "": "Dòng 12: chưa có số sao.",
        "#REF!": "Dòng 12: ô «#REF!» hỏng trong bảng tính. Hãy xem lại quyết định.",
    }.items(),
)
def test_what_is_no_number_of_stars_is_said_by_its_line(said, told_so):
    assert problem_of(12, "Cá mòi kho", said, stars_of(said)).vi == told_so


def test_sections_totals_repeated_titles_and_footers_are_told_apart_and_nothing_is_lost():
    titles = "STT\tTên sản phẩm\tChủ thể\tXã\tSao\n"
    text = (
        f"{titles}A\tXÃ KIẾN HƯNG\t\t\t\n1\tCá mòi kho\tCơ sở Làng Chài\tXã Kiến Hưng\t4\n"
        f"\t\t\t\t\n{titles}2\tGạo\tHTX Thụy Hương\tXã Kiến Hưng\t3\n\tCộng\t\t\t2\n"
        "Danh sách này có 2 sản phẩm./.\t\t\t\t\n"
    )

    found = of(text)

    assert [one.row for one in found.lines] == [3, 6]
    assert [row for row, _ in found.left_out] == [1, 2, 5, 7, 8]
    assert found.left_out[1] == (2, "A · XÃ KIẾN HƯNG")


def test_a_merged_producer_is_carried_down_to_its_other_products_and_no_further():
    found = of(
        "STT\tSản phẩm\tChủ thể\tXã\tSao\n1\tCá mòi\tCơ sở Làng Chài\tXã Kiến Hưng\t4\n"
        "2\tCá thu\t\t\t3\nII\tNhóm hai\t\t\t\n3\tGạo\t\t\t3\n4\tMiến\n"
    )

    assert told(found) == [
        ("Cá mòi", "Cơ sở Làng Chài", "Xã Kiến Hưng", 4),
        ("Cá thu", "Cơ sở Làng Chài", "Xã Kiến Hưng", 3),
        ("Gạo", "", "", 3),
        ("Miến", "", "", None),
    ]


def test_the_kind_of_a_recognition_is_read_where_it_stands():
    found = of("Sản phẩm\tCơ sở\tXã\tSao\tHình thức\nA\tB\tC\t4\tNâng hạng\nD\tE\tF\t3\tcấp lại\n")

    assert [one.type for one in found.lines] == [RecognitionType.UPGRADED, RecognitionType.REISSUED]


def test_a_quotation_mark_of_the_text_costs_no_line():
    found = of('Rượu "Làng\tHTX "A" B\tXã C\t3\nMắm\tD\tE\t4')

    assert [one.name for one in found.lines] == ['Rượu "Làng', "Mắm"]


def test_a_workbook_with_merged_cells_and_a_second_sheet_is_read_by_its_first_lines(tmp_path):
    file = xlsx(
        tmp_path,
        Bìa=[["PHỤ LỤC"]],
        Danh_sách=[
            ["PHỤ LỤC"],
            ["TT", "Tên sản phẩm", "Chủ thể", "Địa chỉ", "Sao"],
            [1, "Cá mòi kho", "Cơ sở Làng Chài", "Xã Kiến Hưng", 4],
            [2, "Cá thu", "", "", 3],
        ],
    )

    tables = list(rows_in(file, parted))

    assert told(read(tables[1][1])) == [
        ("Cá mòi kho", "Cơ sở Làng Chài", "Xã Kiến Hưng", 4),
        ("Cá thu", "Cơ sở Làng Chài", "Xã Kiến Hưng", 3),
    ]
    assert read(tables[0][1]).lines == []


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=8))
def test_whatever_is_pasted_every_filled_row_is_a_line_or_is_told(records):
    rows = list(enumerate(records, 1))

    found = read(rows)

    told_of = {one.row for one in found.lines} | {row for row, _ in found.left_out}
    filled = {n for n, cells in rows if any(any(c.isalnum() for c in cell) for cell in cells)}
    assert filled <= told_of
    assert all(isinstance(one, Line) for one in found.lines)
