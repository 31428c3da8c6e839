"""Uses in lists: by their keys or names, by a list of kinds, and left as they are."""

import pytest

from shop.formats.uses import USES
from shop.models import Listing, Product
from shop.publishing import change
from tests.intake.writing import a_row, rows_of, saved

RICE, SAUCE, RAGWORM = "HP-NS-0001", "HP-OCOP-0026", "HP-NS-0005"
KINDS = {"uses": "", "groups": "", "begins": "", "not_begins": "", "codes": ""}


async def uses(code):
    return (await Product.get(code=code)).uses


@pytest.mark.on("sqlite")
async def test_the_demo_is_filled_by_its_list_of_kinds(full):
    assert await uses(RICE) == ["nau-xoi", "cung-gio", "mam-co"]
    assert await uses("HP-OCOP-0076") == ["com-hang-ngay", "an-kieng"]
    assert await uses("HP-OCOP-0006") == []  # a spirit
    assert (await Listing.get(code=RICE)).document.count('"uses":["nau-xoi","cung-gio",') == 1
    assert '"uses"' not in (await Listing.get(code="HP-OCOP-0006")).document
    given = {use for row in await Product.all().values("uses") for use in row["uses"]}
    assert given == set(USES)


async def test_a_list_names_uses_by_keys_and_names(full, take, tmp_path):
    row = a_row("ocop", SAUCE) | {"uses": "Đồ chấm; quà tết;seasoning for braises;do-cham"}

    report = await take(saved(tmp_path, row))

    assert report.counts["products"] == {"updated": 1}
    assert await uses(SAUCE) == ["do-cham", "gia-vi-kho", "qua-tet"]
    assert (await take(saved(tmp_path, row))).counts["products"] == {"unchanged": 1}


@pytest.mark.on("sqlite")
async def test_what_is_no_use_is_refused_with_those_that_there_are(full, refused, tmp_path):
    [said] = await refused(saved(tmp_path, a_row("ocop", SAUCE) | {"uses": "Đồ chấm;chữa bệnh"}))

    assert said.startswith(
        "list.csv, row 2, column uses: “Đồ chấm;chữa bệnh” names chữa bệnh, no use of our list;"
    )
    assert "write some of bua-sang, an-vat" in said
    assert await uses(SAUCE) == ["do-cham", "gia-vi-kho", "qua-bieu"]


async def test_a_list_that_says_nothing_of_uses_leaves_them(full, take, tmp_path):
    async with change(by="test") as wanted:
        await Product.filter(code=SAUCE).update(uses=["lam-goi"])
        wanted.touch(SAUCE)

    silent = await take(saved(tmp_path, a_row("ocop", SAUCE)))
    empty = await take(saved(tmp_path, a_row("ocop", SAUCE) | {"uses": ""}))

    assert silent.counts["products"] == empty.counts["products"] == {"unchanged": 1}
    assert await uses(SAUCE) == ["lam-goi"]
    again = await take(saved(tmp_path, a_row("ocop", SAUCE, name_en="Cat Hai sauce")))
    assert again.counts["products"] == {"updated": 1}
    assert await uses(SAUCE) == ["lam-goi"]


@pytest.mark.on("sqlite")
async def test_a_list_of_kinds_speaks_of_goods_that_say_nothing_themselves(full, take, tmp_path):
    kinds = [
        KINDS | {"uses": "bữa sáng", "groups": "Thuỷ sản khai thác", "not_begins": "Rươi Tứ"},
        KINDS | {"uses": "lam-giong", "codes": f"{RAGWORM};HP-NS-9999"},
        KINDS | {"uses": "an-vat", "begins": "Rươi Tiên;Cá"},
        KINDS | {"uses": "an-chay", "groups": "rau", "begins": "Rươi"},
    ]
    goods = [
        a_row("agri", RAGWORM),
        a_row("agri", "HP-NS-0075"),
        a_row("agri", "HP-NS-0106") | {"uses": ""},
    ]
    goods = [row | {"uses": ""} for row in goods]
    goods.append(a_row("agri", "HP-NS-0107") | {"uses": "nau-chao"})
    saved(tmp_path, *kinds, name="z.csv")
    saved(tmp_path, *goods, name="a.csv")

    report = await take(tmp_path)

    assert report.refusals == []
    assert report.counts == {"products": {"updated": 3, "unchanged": 1}, "agricultural groups": AS}
    assert await uses(RAGWORM) == ["bua-sang", "an-vat", "lam-giong"]
    assert await uses("HP-NS-0075") == []  # Rươi Tứ Kỳ
    assert await uses("HP-NS-0106") == ["bua-sang"]
    assert await uses("HP-NS-0107") == ["nau-chao"]


AS = {"unchanged": 14}


@pytest.mark.on("sqlite")
async def test_a_wrong_row_of_kinds_is_refused_and_the_goods_go_in(full, take, tmp_path):
    wrong = KINDS | {"uses": "chữa bệnh", "groups": "rau"}
    strange = KINDS | {"uses": "an-chay", "groups": "rau;rau củ;27"}
    empty = KINDS | {"uses": "an-chay"}
    saved(tmp_path, wrong, KINDS | {"groups": "rau"}, strange, empty, name="kinds.csv")
    saved(tmp_path, *rows_of("agri")[:3], name="goods.csv")

    report = await take(tmp_path)

    assert report.counts["uses"] == {"refused": 4}
    assert report.counts["products"] == {"unchanged": 3}
    told = [(one.column, one.value) for one in report.refusals]
    assert told == [
        ("uses", "chữa bệnh"),
        ("uses", ""),
        ("groups", "rau củ"),
        ("groups", "27"),
        ("uses", "an-chay"),
    ]
    assert "Nấm; Rau; Sơ chế và muối" in report.refusals[2].said.vi
    assert "Hãy ghi nhóm, chữ đầu của tên hoặc mã." in report.refusals[4].said.vi
