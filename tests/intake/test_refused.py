"""What is wrong is refused whole, and the sentence says where it is and what would be right."""

import pytest

from shop.models import Certificate, Product, Recognition, Variant
from tests.intake.conftest import drift, serials
from tests.intake.writing import a_row, csv_of, rows_of, saved, table, xlsx

OCOP = "HP-OCOP-0026"
AGRI = "HP-NS-0001"
PRICE = (
    "is not a price; write whole đồng such as 125000 or 125.000đ, or leave it empty for “liên hệ”."
)
ONE_AMOUNT = "write one amount, such as 125.000."
DAYS = "is not a number of days; write days such as 180, or 6 tháng, 1 năm."
OTHER_PACK = "is a price for túi 9 kg, but the pack is chai 500 ml; write the price of the pack."
STARS = "is not a number of stars; write 3, 4 or 5 only."
GTIN = (
    "is not a GTIN; write 8, 12, 13 or 14 digits, in a column formatted as text, or leave it empty."
)
SEASON = (
    "is not a season; write months such as 10-12, 12-2 or 3;5-6. Format the column as text "
    "so that your spreadsheet makes no dates of them."
)
FORMULA = (
    "is a formula that was never calculated; open the file in your spreadsheet and save it, "
    "or write the value itself."
)
BROKEN = (
    "is an error of your spreadsheet; mend the formula, widen the column, "
    "or write the value itself."
)
DAY = "is not a date; write 2026-11-23 or 23/11/2026."

WEB = "is not a web address; write https://…, or leave it empty."
NO_COMMUNE = "is not the code of a commune of today. Đặc khu Cát Hải has the code 11914."
NO_CODE = "is not a commune code; write its five digits, such as 11914 for Cát Hải."
MANY = "has too much in it; write 50 parts at most, of up to 80 letters, with ; between them."
TAKEN = (
    "belongs to HP-NS-0002; no two products share a GTIN. If HP-NS-0002 is to give it up, "
    "empty its cell, import, and then give it to this one."
)

WRONG_OCOP = [
    ("stars", "OCOP 3–4 sao", STARS),
    ("stars", "6", STARS),
    ("stars", "2", STARS),
    ("stars", "4.0", STARS),
    ("stars", "٤", STARS),
    ("stars", "", "Fill in stars: it is missing."),
    ("name_vi", "", "Fill in name_vi: it is missing."),
    ("name_vi", "Mắm " * 60, "is too long; shorten it to 200 characters."),
    ("name_vi", "Mắm\x00", "contains the control character U+0000; remove it."),
    ("name_vi", "Mắm\x1b[31m nhĩ", "contains the control character U+001B; remove it."),
    ("name_vi", "Mắm \uffff nhĩ", "contains the control character U+FFFF; remove it."),
    ("name_vi", "=cmd|'/c calc'!A1", FORMULA),
    ("name_vi", "#REF!", BROKEN),
    ("description_vi", "a" * 10_001, "is too long; shorten it to 10000 characters."),
    ("description_vi", "a" * 40_001, "is too long with 40001 letters; shorten it."),
    ("price_vnd", "0", PRICE),
    ("price_vnd", "-125000", PRICE),
    ("price_vnd", "125.5", f"may mean 125,500 ₫ or 125,500,000 ₫; {ONE_AMOUNT}"),
    ("price_vnd", "100-120k", "is a range from 100,000 to 120,000 ₫; write one price."),
    ("price_vnd", "125.000,000", f"may mean 125,000,000 ₫ or 125,000 ₫; {ONE_AMOUNT}"),
    ("price_vnd", "١٢٥", PRICE),
    ("price_vnd", "1.250 triệu", "may mean 1,250,000 ₫; write the amount alone, such as 125.000."),
    ("price_vnd", "125k/túi 9kg", OTHER_PACK),
    ("gtin", "952000500001", "has a wrong check digit; 952000500007 would be right."),
    ("gtin", "9520005000017", "has a wrong check digit; 9520005000016 would be right."),
    ("gtin", "9.52001E+12", GTIN),
    ("gtin", "00000000", GTIN),
    ("set_no", "27", "is not an OCOP set; write 01 to 26."),
    ("signed_on", "31/02/2024", DAY),
    ("signed_on", "23/11/26", DAY),
    ("signed_on", "20240223", DAY),
    ("expires_on", "0026-11-23", "has the year 26; write 2026-11-23 or 23/11/2026."),
    ("net_quantity", "nan", "is not a quantity; write it like 500, 1,5, 500g, 5 lạng or nửa cân."),
    ("net_quantity", "1.500", "may mean 1.500 or 1500; write it without the “.”."),
    ("net_unit", "lạng", "is not known; write one of 'g', 'kg', 'ml', 'l' or 'piece'."),
    ("shelf_life_days", "lâu", DAYS),
    ("shelf_life_days", "6-12 tháng", "is a range; write its shortest end alone."),
    ("recognition_type", "mới", "is not known; write one of 'new', 'reissued' or 'upgraded'."),
    ("source_url", "javascript:alert(1)", WEB),
    ("source_url", "https:///x", WEB),
    ("source_url", "https://x.vn/" + "a" * 600, "is too long; shorten it to 600 characters."),
    ("commune_code", "99999", NO_COMMUNE),
    ("commune_code", "Cát Hải", NO_CODE),
    ("producer_code", "HP-CS-999", "is not a known producer; import it first."),
    ("producer_code", "005", "is not a producer code; write it like HP-CS-001."),
    ("code", "OCOP 26", "is not a product code; write it like HP-NS-0001 or HP-OCOP-0001."),
    ("keywords", ";".join(str(n) for n in range(51)), MANY),
]  # fmt: skip
RESTRICTION = "is not known; write one of 'none', 'adults_only' or 'not_online'."
WRONG_AGRI = [
    ("season_months", "13", SEASON),
    ("season_months", "2026-10-12", SEASON),
    ("season_months", "1_0", SEASON),
    ("sale_restriction", "18+", RESTRICTION),
    ("evidence", "chắc chắn", "is not known; write one of 'sourced' or 'illustrative'."),
    ("growing_area_code", "x" * 61, "is too long; shorten it to 60 characters."),
    ("gtin", "9520005000023", TAKEN),
    ("gtin", "09520005000023", TAKEN),
]  # fmt: skip


def shown(value):
    plain = " ".join(value.split())
    plain = "".join(letter if letter.isprintable() else "�" for letter in plain)
    plain = plain if len(plain) <= 80 else plain[:79] + "…"
    return f"“{plain}” " if plain else ""


async def test_every_wrong_value_is_named_with_what_would_be_right(full, refused, tmp_path):
    wrong = [("ocop", OCOP, *case) for case in WRONG_OCOP]
    wrong += [("agri", AGRI, *case) for case in WRONG_AGRI]

    for kind, code, column, value, message in wrong:
        file = saved(tmp_path, a_row(kind, code, **{column: value, "name_en": "Changed"}))

        assert await refused(file) == [f"list.csv, row 2, column {column}: {shown(value)}{message}"]

    assert not await Product.exists(name_en="Changed")


async def test_a_quantity_with_another_unit_than_its_columns_is_refused(full, refused, tmp_path):
    row = a_row("ocop", OCOP, net_quantity="5 lạng", net_unit="kg")

    [line] = await refused(saved(tmp_path, row))

    said = "“kg” is not the unit that the quantity has; keep one of them."
    assert line == f"list.csv, row 2, column net_unit: {said}"


async def test_an_unknown_group_lists_those_that_are_known(full, refused, tmp_path):
    [line] = await refused(saved(tmp_path, a_row("agri", AGRI, group="Hoa quả")))

    assert line.startswith("list.csv, row 2, column group: “Hoa quả” is not a group; we know ")
    assert "Trái cây" in line


async def test_an_unknown_certificate_lists_those_that_are_known(full, refused, tmp_path):
    [line] = await refused(saved(tmp_path, a_row("agri", AGRI, certificates="VIETGAP;ngon")))

    assert line.startswith(
        "list.csv, row 2, column certificates: “VIETGAP;ngon” names NGON, unknown here; "
        "write some of ATTP, CERT_MARK,"
    )


async def test_a_recognition_that_ends_before_it_begins(full, refused, tmp_path):
    row = a_row("ocop", OCOP, signed_on="2026-01-02", expires_on="2026-01-02")

    [line] = await refused(saved(tmp_path, row))
    assert line == (
        "list.csv, row 2, column expires_on: “2026-01-02” is not after signed_on; "
        "a recognition lasts 36 months."
    )


@pytest.mark.parametrize("end", ["2098-01-02", "2027-01-02", "2029-01-04"])
async def test_a_recognition_of_another_length_than_36_months(full, refused, tmp_path, end):
    row = a_row("ocop", OCOP, signed_on="2026-01-02", expires_on=end)

    [line] = await refused(saved(tmp_path, row))
    assert line == (
        f"list.csv, row 2, column expires_on: “{end}” is not 36 months; that is 2/1/2029. "
        "If it is right, put x in length_confirmed."
    )


async def test_a_confirmation_that_is_none(full, refused, tmp_path):
    row = a_row("ocop", OCOP) | {"length_confirmed": "chắc là"}

    [line] = await refused(saved(tmp_path, row))
    assert line == (
        "list.csv, row 2, column length_confirmed: “chắc là” confirms nothing; "
        "write x, or leave it empty."
    )


async def test_one_tone_mark_is_another_commune(full, refused, tmp_path):
    row = a_row("ocop", OCOP, commune_code="10888", commune_name="Xã Cẩm Giàng")

    [line] = await refused(saved(tmp_path, row))
    assert line == (
        "list.csv, row 2, column commune_name: “Xã Cẩm Giàng” is not the name of 10888, "
        "which is Xã Cẩm Giang. Xã Cẩm Giàng has the code 10903."
    )


async def test_all_that_is_wrong_with_a_row_is_said_at_once(full, refused, tmp_path):
    row = a_row("ocop", OCOP, stars="6", price_vnd="rẻ", signed_on="hôm qua")

    lines = await refused(saved(tmp_path, row))

    assert [line.split(": ")[0] for line in lines] == [
        "list.csv, row 2, column price_vnd",
        "list.csv, row 2, column stars",
        "list.csv, row 2, column signed_on",
    ]


async def test_a_bad_row_is_refused_whole_and_the_others_go_in(full, take, tmp_path):
    rows = [
        a_row("ocop", "HP-OCOP-0001", name_vi="Cá mòi kho riềng", certificates="HACCP"),
        a_row("ocop", OCOP, name_vi="Tên mới", price_vnd="1000", certificates="HACCP", stars="9"),
        a_row("ocop", "HP-OCOP-0003", name_vi="Trứng gà Chấn Hưng"),
    ]
    before = await serials()
    rest = await _all_about(OCOP)

    report = await take(saved(tmp_path, *rows))

    assert report.counts["products"] == {"updated": 2, "refused": 1}
    assert [(one.row, one.column, one.value) for one in report.refusals] == [(3, "stars", "9")]
    assert await _all_about(OCOP) == rest
    after = await serials()
    moved = {code: serial for code, serial in after.items() if before[code] != serial}
    assert moved == {"HP-OCOP-0001": 430, "HP-OCOP-0003": 431}
    assert await drift() == []


async def _all_about(code):
    return [
        await Product.filter(code=code).values(),
        await Variant.filter(product_id=code).values(),
        await Certificate.filter(product_id=code).values(),
        await Recognition.filter(product_id=code).values(),
    ]


async def test_rows_count_as_in_a_spreadsheet_after_cells_of_several_lines(full, refused, tmp_path):
    tall = a_row("ocop", "HP-OCOP-0001", description_vi="một\nhai\nba\n\nnăm", stars="1")
    wrong = a_row("ocop", OCOP, stars="1")
    file = tmp_path / "list.csv"
    text = csv_of(tall, wrong)
    file.write_text(
        text[: text.index("HP-OCOP-0026")] + ",,\r\n\r\n" + text[text.index("HP-OCOP-0026") :]
    )

    lines = await refused(file, xlsx(tmp_path, Tờ=table(tall, wrong)))

    assert [line.split(", column")[0] for line in lines] == [
        "list.csv, row 2",
        "list.csv, row 5",
        "list.xlsx [Tờ], row 2",
        "list.xlsx [Tờ], row 3",
    ]


async def test_a_code_stands_once_in_a_file_and_in_all_files(full, take, tmp_path):
    row = a_row("ocop", OCOP)
    one = saved(tmp_path, row, row | {"name_vi": "Tên khác"}, name="một.csv")
    other = saved(tmp_path, row | {"name_vi": "Tên khác nữa"}, name="hai.csv")

    report = await take(one, other)

    assert [str(refusal) for refusal in report.refusals] == [
        "một.csv, row 3, column code: “HP-OCOP-0026” stands already in một.csv, row 2.",
        "hai.csv, row 2, column code: “HP-OCOP-0026” stands already in một.csv, row 2.",
    ]
    assert report.counts["products"] == {"unchanged": 1, "refused": 2}


async def test_a_gtin_given_twice_in_one_file_goes_to_the_first(full, take, tmp_path):
    rows = [a_row("ocop", code, gtin="8938501234568") for code in ("HP-OCOP-0001", OCOP)]

    report = await take(saved(tmp_path, *rows))

    assert report.counts["products"] == {"updated": 1, "refused": 1}
    assert [(one.row, one.column) for one in report.refusals] == [(3, "gtin")]
    assert await Variant.filter(gtin="8938501234568").values_list("product_id", flat=True) == [
        "HP-OCOP-0001"
    ]


async def test_what_refers_to_a_refused_row_is_refused_too(full, take, tmp_path):
    producer = a_row("producers", "HP-CS-101", producer_code="HP-CS-901", subject_type="cty")
    product = a_row("ocop", OCOP, code="HP-OCOP-9001", producer_code="HP-CS-901", gtin="")

    report = await take(
        saved(tmp_path, product, name="a.csv"), saved(tmp_path, producer, name="b.csv")
    )

    assert [(one.file, one.column) for one in report.refusals] == [
        ("b.csv", "subject_type"),
        ("a.csv", "producer_code"),
    ]
    assert not await Product.exists(code="HP-OCOP-9001")


async def test_cells_beyond_the_last_column(full, refused, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(csv_of(a_row("ocop", OCOP)).rstrip() + ",thừa\r\n")

    assert await refused(file) == [
        "list.csv, row 2: “thừa” stands to the right of the last column; remove it."
    ]


AN_DUONG = "Phường An Dương has the code 11581."


async def test_reference_rows_are_held_to_the_same(full, take, tmp_path):
    files = [
        saved(tmp_path, a_row("communes", "10507", province_code="Hải Phòng"), name="communes.csv"),
        saved(tmp_path, a_row("communes", "10525", former_districts_2025="x" * 401), name="2.csv"),
        saved(tmp_path, rows_of("sets")[0] | {"section_no": "VII"}, name="sets.csv"),
        saved(tmp_path, rows_of("former")[0] | {"new_code": "00001"}, name="former.csv"),
    ]

    report = await take(*files)

    assert [str(refusal).split(", row 2, ")[1] for refusal in report.refusals] == [
        "column province_code: “Hải Phòng” is not a province; write 31.",
        f"column former_districts_2025: “{'x' * 79}…” is too long; shorten it to 400 characters.",
        f"column new_code: “00001” is not the code of a commune of today. {AN_DUONG}",
        "column section_no: “VII” is not a section; write I to VI.",
    ]
    assert report.counts["communes"] == {"refused": 2}


async def test_what_the_database_refuses_is_reported_and_the_rest_goes_in(full, take, tmp_path):
    await Variant.create(sku="HP-NS-9999-1", product_id=AGRI, pack="túi 1 kg")
    fresh = a_row("agri", AGRI, code="HP-NS-9999", gtin="")
    known = a_row("ocop", OCOP, name_vi="Tên mới")

    report = await take(
        saved(tmp_path, fresh, name="agri.csv"), saved(tmp_path, known, name="ocop.csv")
    )

    assert report.counts["products"] == {"refused": 1, "updated": 1}
    [refusal] = report.refusals
    assert str(refusal) == (
        "agri.csv, row 2: This row was not written, nor were the rows read with it. The database "
        "refused them 3 times, as when another import writes the same rows; import the list again."
    )
    assert not await Product.exists(code="HP-NS-9999")
