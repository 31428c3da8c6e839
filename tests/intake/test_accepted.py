"""Lists as spreadsheets and people save them are taken as they are meant."""

import unicodedata
from decimal import Decimal

from shop.models import Consent, Producer, Product, Recognition, Variant
from tests.intake.conftest import drift, serials
from tests.intake.writing import a_row, csv_of, day_cell, rows_of, saved, table, xlsx

OCOP = "HP-OCOP-0026"
UNCHANGED = {"unchanged": 179}


SPELLINGS = {
    "a byte order mark": lambda rows: "\ufeff" + csv_of(*rows),
    "semicolons, also in cells": lambda rows: csv_of(*rows, delimiter=";"),
    "tabs": lambda rows: csv_of(*rows, delimiter="\t"),
    "LF": lambda rows: csv_of(*rows, ends="\n"),
    "lone CR": lambda rows: csv_of(*rows, ends="\r"),
    "NFD": lambda rows: unicodedata.normalize("NFD", csv_of(*rows)),
    "other order": lambda rows: csv_of(*(dict(reversed(row.items())) for row in rows)),
    "blank rows": lambda rows: "\r\n\r\n" + csv_of(*rows) + ",,,\r\n\r\n",
    "titles with capitals and spaces": lambda rows: csv_of(
        *({title.replace("_", " ").title(): cell for title, cell in row.items()} for row in rows)
    ),
    "an empty column": lambda rows: csv_of(*(row | {"": ""} for row in rows)),
    "spaces, seen and unseen": lambda rows: csv_of(
        *({title: f" {cell}\u200b " for title, cell in row.items()} for row in rows)
    ),
}


async def test_the_same_list_saved_otherwise_is_the_same(full, take, tmp_path):
    before = await serials()
    file = tmp_path / "OCOP của tôi.csv"

    for name, written in SPELLINGS.items():
        file.write_bytes(written(rows_of("ocop")).encode())

        report = await take(file)

        assert [str(refusal) for refusal in report.refusals] == [], name
        assert report.counts["products"] == UNCHANGED, name
    assert await serials() == before


async def test_another_length_of_stars_is_taken_once_the_list_confirms_it(full, take, tmp_path):
    odd = {"signed_on": "2026-01-02", "expires_on": "2028-01-02"}
    for said in ("x", "Có", "YES"):
        row = a_row("ocop", OCOP, **odd) | {"length_confirmed": said}

        report = await take(saved(tmp_path, row))

        assert [str(refusal) for refusal in report.refusals] == []
    held = Recognition.filter(product_id=OCOP, decision__signed_on="2026-01-02")
    assert [str(one.expires_on) for one in await held] == ["2028-01-02"]


async def test_text_is_stored_composed(full, take, tmp_path):
    name = unicodedata.normalize("NFD", "Nước mắm cốt Cát Hải thượng hạng")

    report = await take(saved(tmp_path, a_row("ocop", OCOP, name_vi=name)))

    assert report.counts["products"] == {"updated": 1}
    stored = (await Product.get(code=OCOP)).name_vi
    assert stored == "Nước mắm cốt Cát Hải thượng hạng"
    assert unicodedata.is_normalized("NFC", stored)


PRICES = {
    "125000": 125_000,
    "125.000đ": 125_000,
    "125,000 ₫": 125_000,
    "125 000 đồng": 125_000,
    "125\u00a0000": 125_000,
    "125.000,00": 125_000,
    "125k": 125_000,
    "125 nghìn": 125_000,
    "12,5k": 12_500,
    "1tr2": 1_200_000,
    "1tr250": 1_250_000,
    "1,25 triệu": 1_250_000,
    "1.250.000 VNĐ": 1_250_000,
    "125k/chai": 125_000,
    "1 triệu 2/chai 500ml": 1_200_000,
    "": None,
    "lh": None,
    "Liên hệ": None,
    "giá thoả thuận": None,
}


async def test_prices_as_people_write_them(full, take, tmp_path):
    for written, price in PRICES.items():
        await take(saved(tmp_path, a_row("ocop", OCOP, price_vnd="")))  # none is far from none
        await take(saved(tmp_path, a_row("ocop", OCOP, price_vnd=written)))

        assert (await Variant.get(product_id=OCOP)).price == price, written


QUANTITIES = {
    ("500", "ml"): (500, "ml"),
    ("500ml", ""): (500, "ml"),
    ("nửa lít", ""): (Decimal("0.5"), "l"),
    ("5 lạng", "gam"): (500, "g"),
    ("10", "quả"): (10, "piece"),
    ("500", ""): (None, None),
}


async def test_quantities_as_people_write_them(full, take, tmp_path):
    for (quantity, unit), stored in QUANTITIES.items():
        await take(saved(tmp_path, a_row("ocop", OCOP, net_quantity=quantity, net_unit=unit)))

        variant = await Variant.get(product_id=OCOP)
        assert (variant.quantity, variant.unit) == stored, (quantity, unit)


async def test_shelf_lives_as_people_write_them(full, take, tmp_path):
    for written, days in {"12 tháng": 365, "6 tháng": 180, "45": 45}.items():
        await take(saved(tmp_path, a_row("ocop", OCOP, shelf_life_days=written)))

        assert (await Product.get(code=OCOP)).shelf_life_days == days


async def test_dates_as_people_write_them(full, take, tmp_path):
    row = a_row("ocop", OCOP)
    for written in ("{2}/{1}/{0}", "{2}-{1}-{0}", "{2}.{1}.{0}", "{0}-{1}-{2} 00:00:00"):
        days = {
            column: written.format(*row[column].split("-"))
            for column in ("signed_on", "expires_on")
        }

        report = await take(saved(tmp_path, row | days))

        assert report.counts["products"] == {"unchanged": 1}, written
    assert await Recognition.filter(product_id=OCOP).count() == 1


async def test_codes_as_keyboards_write_them(full, take, tmp_path):
    row = a_row("ocop", OCOP)
    row |= {"code": row["code"].lower(), "producer_code": row["producer_code"].replace("-", "–")}

    report = await take(saved(tmp_path, row))

    assert report.counts["products"] == {"unchanged": 1}


async def test_a_formulas_guard_is_taken_off(full, take, tmp_path):
    await take(saved(tmp_path, a_row("ocop", OCOP, storage_vi="'-18 °C", story_vi="'+84 912 345")))

    product = await Product.get(code=OCOP)
    assert (product.storage, product.story_vi) == ("-18 °C", "+84 912 345")


async def test_cells_of_several_lines_keep_them_where_text_may_have_lines(full, take, tmp_path):
    row = a_row("ocop", OCOP, description_vi="Dòng một\r\nDòng hai\rDòng ba", name_vi="Mắm\nnhĩ")

    await take(saved(tmp_path, row))

    product = await Product.get(code=OCOP)
    assert product.description_vi == "Dòng một\nDòng hai\nDòng ba"
    assert product.name_vi == "Mắm nhĩ"


async def test_a_workbook_with_all_lists_in_any_order(services, take, tmp_path):
    names = ("agri", "ocop", "producers", "agri_producers", "sets", "former", "communes")
    book = xlsx(tmp_path, **{name: table(*rows_of(name)) for name in names})

    report = await take(book, specimens=True)

    assert [str(refusal) for refusal in report.refusals] == []
    assert report.counts["products"] == {"created": 429}
    assert report.counts["producers"] == {"created": 118}
    assert await drift() == []


async def test_a_workbook_with_numbers_and_dates_as_excel_keeps_them(full, take, tmp_path):
    row = a_row("ocop", "HP-OCOP-0001", gtin="8938501234568")
    await take(saved(tmp_path, row))
    numbers = ("set_no", "stars", "net_quantity", "price_vnd", "commune_code", "gtin")
    excel = row | {column: float(row[column]) for column in numbers}
    excel |= {"signed_on": day_cell(43830), "expires_on": day_cell(44926)}

    report = await take(xlsx(tmp_path, Sheet1=table(excel)))

    assert [str(refusal) for refusal in report.refusals] == []
    assert report.counts["products"] == {"unchanged": 1}
    assert (row["set_no"], row["signed_on"]) == ("08", "2019-12-31")


async def test_a_column_of_consents_gives_only_those(full, take, tmp_path):
    row = a_row("producers", "HP-CS-101")
    some = row | {"producer_code": "HP-CS-901", "consents": "catalogue;statistics"}
    none = row | {"producer_code": "HP-CS-902", "consents": ""}

    await take(saved(tmp_path, some, none))

    given = (
        await Producer.filter(code__in=["HP-CS-901", "HP-CS-902"])
        .order_by("code")
        .values_list("code", "consents__purpose")
    )
    assert sorted(given) == [
        ("HP-CS-901", "catalogue"),
        ("HP-CS-901", "statistics"),
        ("HP-CS-902", None),
    ]
    assert set(await Consent.filter(producer_id="HP-CS-901").values_list("basis", flat=True)) == {
        "stated in list.csv"
    }


async def test_a_list_without_consents_is_what_they_rest_on(full):
    assert set(await Consent.filter(producer_id="HP-CS-005").values_list("basis", flat=True)) == {
        "public list: agri_producers.csv"
    }


async def test_other_consents_of_a_known_producer_are_a_conflict(full, take, tmp_path):
    before = await serials()
    row = a_row("producers", "HP-CS-101") | {"consents": "catalogue"}

    report = await take(saved(tmp_path, row, row | {"producer_code": "HP-CS-102"}))
    same = await take(saved(tmp_path, row | {"consents": "statistics;catalogue;marketplaces"}))

    assert report.counts["producers"] == {"conflict": 2}
    assert str(report.conflicts[0]) == (
        "list.csv, row 2: HP-CS-101 has other consents in the service and stays as it is there "
        "(consents is “catalogue; marketplaces; statistics” there and “catalogue” in the list). "
        "A list neither gives nor takes back the consents of a producer that is known. Change "
        "them there, or correct the list."
    )
    assert "consents" in [one.column for one in report.conflicts[1].differences]
    assert same.counts["producers"] == {"unchanged": 1}
    assert await Consent.filter(producer_id="HP-CS-101", withdrawn_at=None).count() == 3
    assert await serials() == before


async def test_a_folder_is_read_without_what_programs_leave_in_it(full, take, tmp_path):
    saved(tmp_path, a_row("ocop", OCOP), name="a.csv")
    xlsx(tmp_path, "b.XLSX", Hàng=table(a_row("agri", "HP-NS-0001")))
    for name in ("~$b.xlsx", "._a.csv", "README.md"):
        (tmp_path / name).write_bytes(b"\0\1\2")

    report = await take(tmp_path)

    assert report.refusals == []
    assert report.counts["products"] == {"unchanged": 2}
