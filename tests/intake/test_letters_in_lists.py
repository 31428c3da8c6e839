"""Lists in letters of old code pages, in markup and in capitals, through the front door."""

import orjson
import pytest

from shop.models import Listing, Producer, Product
from tests.inputs.old_letters import in_1258, in_tcvn3, in_viqr, in_vni, read_wrongly
from tests.intake.writing import a_row, saved, table, xlsx

OCOP = "HP-OCOP-0026"
NAME = "Nước mắm Cát Hải ủ chum"
STORY = "Nước mắm ngon được ủ trong chum, người dân làm đã lâu đời"
WAYS = {
    "TCVN3": in_tcvn3,
    "VNI-Windows": in_vni,
    "windows-1258": in_1258,
    "VIQR": in_viqr,
    "UTF-8": lambda text: read_wrongly(text, "cp1258", 2),
}


@pytest.mark.parametrize("page", WAYS)
async def test_a_list_in_an_old_code_page_is_published_in_true_letters(full, take, tmp_path, page):
    write = WAYS[page]
    row = a_row("ocop", OCOP, name_vi=write(NAME), story_vi=write(STORY))

    report = await take(xlsx(tmp_path, Hàng=table(row)))

    assert report.refusals == []
    product = await Product.get(code=OCOP)
    assert (product.name_vi, product.story_vi) == (NAME, STORY)
    assert orjson.loads((await Listing.get(code=OCOP)).document)["name"]["vi"] == NAME
    name, story = report.reread
    assert str(name).startswith(f"list.xlsx [Hàng], row 2, column name_vi: {page} “")
    assert str(name).endswith(f"” is read as “{NAME}”")
    assert story.line.vi.endswith(f"” đọc là “{STORY}”")


async def test_letters_that_are_not_certain_are_refused_by_name(full, refused, tmp_path):
    lost = a_row("ocop", OCOP, name_vi=read_wrongly("Nước mắm Cát Hải").replace("£", ""))
    mixed = a_row("ocop", "HP-OCOP-0001", name_vi="Nước m¾m C¸t H¶i")

    damaged, doubtful = await refused(saved(tmp_path, lost, mixed))

    assert damaged == (
        f"list.csv, row 2, column name_vi: “{lost['name_vi']}” is UTF-8 that was opened as"
        " something else, and lost letters; take the first file."
    )
    assert doubtful == (
        "list.csv, row 3, column name_vi: “Nước m¾m C¸t H¶i” looks like TCVN3 (“Nước mắm Cát Hải”),"
        " which is not certain; convert the list to Unicode."
    )


async def test_what_is_of_a_person_is_read_and_not_repeated(full, take, tmp_path):
    address = "Số 5, thôn Đông Hải"
    row = a_row("producers", "HP-CS-101") | {"address": in_tcvn3(address)}

    report = await take(saved(tmp_path, row))

    assert (await Producer.get(code="HP-CS-101")).address == address
    [line] = map(str, report.reread)
    assert line == "list.csv, row 2, column address: TCVN3 letters were read"


async def test_markup_becomes_text_and_the_report_says_so(full, take, tmp_path):
    row = a_row(
        "ocop",
        OCOP,
        name_vi="Mắm tép &amp; ruốc",
        description_vi="<p>Mắm <b>ngon</b>&nbsp;lắm<br/>Đặt!</p><script>alert(1)</script>",
    )

    report = await take(saved(tmp_path, row))

    product = await Product.get(code=OCOP)
    assert (product.name_vi, product.description_vi) == ("Mắm tép & ruốc", "Mắm ngon lắm\nĐặt!")
    assert (
        orjson.loads((await Listing.get(code=OCOP)).document)["url"]
        == f"/san-pham/{OCOP}/mam-tep-ruoc"
    )
    assert str(report.reread[0]) == (
        "list.csv, row 2, column name_vi: HTML “Mắm tép &amp; ruốc” is taken for its text, "
        "“Mắm tép & ruốc”"
    )


async def test_capitals_are_told_and_stay(full, take, tmp_path):
    row = a_row("ocop", OCOP, name_vi="NƯỚC MẮM CÁT HẢI THƯỢNG HẠNG")

    report = await take(saved(tmp_path, row))

    assert (await Product.get(code=OCOP)).name_vi == "NƯỚC MẮM CÁT HẢI THƯỢNG HẠNG"
    [told] = report.reread
    assert told.line.vi == (
        "list.csv, dòng 2, cột tên tiếng Việt: viết hoa gần hết “NƯỚC MẮM CÁT HẢI THƯỢNG HẠNG”,"
        " nên viết “Nước mắm Cát Hải thượng hạng”"
    )


async def test_eth_is_a_d_with_a_stroke(full, take, tmp_path):
    row = a_row("ocop", OCOP, name_vi="Ðậu phộng da cá", keywords="ðậu phộng;ɖậu")

    await take(saved(tmp_path, row))

    product = await Product.get(code=OCOP)
    assert product.name_vi == "Đậu phộng da cá"
    assert product.keywords == ["đậu phộng", "đậu"]
    assert (
        orjson.loads((await Listing.get(code=OCOP)).document)["url"]
        == f"/san-pham/{OCOP}/dau-phong-da-ca"
    )
