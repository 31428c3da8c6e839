"""The commands for channels: what they print, and what they leave undone."""

import json

import pytest
from python_calamine import CalamineWorkbook

from shop import database
from shop.models import AuditEntry, ChannelRule
from shop.partners import channels
from tests.commands import told

CHANNEL = ("partner", "channel")


@pytest.fixture
def channel(full_settings, inside):
    async def running(*arguments: object):
        return told(await inside(full_settings, *CHANNEL, *map(str, arguments)))

    return running


async def test_rules_are_set_and_listed(channel, full_settings, inside):
    await inside(full_settings, "partner", "add", "Sàn Đất Cảng")
    asked = ("--percent", "8.5", "--plus", "2000", "--round-to", "1000")

    first = await channel("set", "shopee", *asked, "--partner", "Sàn Đất Cảng")
    then = await channel("set", "shopee", "--plus", "0")
    listed = await channel("list")
    drawn = await channel("set", "shopee", "--drawn-pictures")
    no_more = await channel("set", "shopee", "--no-drawn-pictures")
    back = await channel("set", "shopee", "--operator-only")

    assert first == (0, "+8.5 % + 2000 đ, rounded up to 1000 đ, 0 categories\n", "")
    assert then == (0, "+8.5 % + 0 đ, rounded up to 1000 đ, 0 categories\n", "")
    assert listed[1].splitlines()[0] == "google: +0 % + 0 đ, rounded up to 1 đ, 0 categories"
    assert listed[1].splitlines()[3] == (
        "shopee: +8.5 % + 0 đ, rounded up to 1000 đ, 0 categories, Sàn Đất Cảng may change it"
    )
    assert drawn[1] == "+8.5 % + 0 đ, rounded up to 1000 đ, 0 categories, drawn pictures\n"
    assert no_more[1] == then[1]
    assert back[0] == 0
    async with database.connected(full_settings):
        assert (await channels.terms("shopee")).partner is None
        assert await AuditEntry.filter(action="channel.rule", by="command line").count() == 6


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("set ebay --plus 1", "There is no channel ebay. There are: google, meta, acp, shopee,"),
        ("set shopee --percent 8.555", "A percentage is a number such as 8.5, with two decimals,"),
        ("set shopee --percent nan", "A percentage is a number such as 8.5, with two decimals,"),
        ("set shopee --percent 1e5000", "A percentage is a number such as 8.5, with two decimals,"),
        ("set shopee --percent 1e999999", "A percentage is a number such as 8.5, with two"),
        ("export shopee /", "/ is a folder; name a file in it."),
        ("set shopee --percent 2000", "“200000” does not fit; basis_points is a whole number from"),
        (
            "set shopee --round-to 0",
            "“0” does not fit; round_to is a whole number from 1 to 1000000.",
        ),
        ("set shopee --partner Không", "There is no partner Không."),
        ("set shopee --partner A --operator-only", "Give either --partner NAME or --operator-only"),
        ("check shopee HP-OCOP-9999", "There is no product HP-OCOP-9999."),
        ("check ebay", "There is no channel ebay."),
        ("map shopee /không/có.csv", "No such file or directory: /không/có.csv"),
    ],
)
async def test_what_cannot_be_is_one_line(channel, full_settings, arguments, sentence):
    left, said, complaints = await channel(*arguments.split())

    assert (left, said) == (1, "")
    assert complaints.startswith(f"sanvat: {sentence}")
    async with database.connected(full_settings):
        assert await ChannelRule.all().count() == 0


async def test_categories_are_mapped_from_a_list(channel, full_settings, tmp_path):
    file = tmp_path / "shopee.csv"
    file.write_text("\ufeffours;theirs\r\n08;100639\r\ntrai-cay;100866\r\nocop;100629\r\n")

    assert await channel("map", "shopee", file) == (0, "3 categories mapped\n", "")

    async with database.connected(full_settings):
        rule = (await channels.rules())["shopee"]
    assert rule.categories == {"08": "100639", "trai-cay": "100866", "ocop": "100629"}


async def test_a_list_with_a_mistake_changes_nothing_and_names_each(
    channel, full_settings, tmp_path
):
    file = tmp_path / "shopee.csv"
    file.write_text("ours,theirs\n08,100639\ntrái cây,100866\n09,Nước mắm\n08,1\n")

    left, said, complaints = await channel("map", "shopee", file)

    assert (left, complaints) == (1, "")
    wrong = sorted(said.splitlines())
    assert wrong[0].startswith(
        "shopee.csv row 3 column ours: “trái cây” is none of our categories, "
        "which are: 01, 02, 03, 04, 05"
    )
    assert wrong[0].endswith(", trai-cay, agricultural, ocop.")
    is_a_number = "must be the number of a category of Shopee"
    assert wrong[1:] == [
        f"shopee.csv row 4 column theirs: “Nước mắm” {is_a_number}, such as 100639.",
        "shopee.csv row 5 column ours: “08” stands in row 2 already; say it once.",
    ]
    async with database.connected(full_settings):
        assert await ChannelRule.all().count() == 0


async def test_a_row_that_names_no_category_of_ours_is_named_too(channel, tmp_path):
    file = tmp_path / "shopee.csv"
    file.write_text("ours,theirs\n,abc\n")

    left, said, complaints = await channel("map", "shopee", file)

    assert (left, complaints) == (1, "")
    first, second = said.splitlines()
    assert first.startswith(
        "shopee.csv row 2 column theirs: “abc” must be the number of a category"
    )
    assert second.startswith(
        "shopee.csv row 2 column ours: “” is none of our categories, which are: 01"
    )


async def test_a_check_counts_first_and_then_goes_through_all(channel):
    left, said, complaints = await channel("check", "google")

    assert (left, complaints) == (0, "")
    assert said.startswith("   429 kept out  availability_unknown (availability)\n")
    assert "   429 kept out  no_way_to_buy (sales)\n" in said
    assert "   429 kept out  no_picture (photos)\n" in said
    assert "\n    14 kept out  not_online (sale_restriction)\n" in said
    assert (
        "\nHP-OCOP-0026  Nước mắm Cát Hải\n"
        "  ✗ HP-OCOP-0026  Chưa mua được Nước mắm Cát Hải từ trang của chúng tôi,"
        " Google đòi điều đó. Hãy báo nơi đang bán, hoặc ghi cửa hàng trực tuyến của cơ sở.\n"
        "  ✗ HP-OCOP-0026  Thêm một ảnh chụp sản phẩm: Google không nhận hàng không có ảnh.\n"
    ) in said


async def test_a_check_of_some_products_for_programs(channel):
    left, said, _ = await channel("check", "acp", "HP-OCOP-0026", "HP-NS-0002", "--json")

    found = [json.loads(line) for line in said.splitlines()]
    assert left == 0
    assert [one["code"] for one in found] == ["HP-NS-0002", "HP-OCOP-0026"]
    assert found[0]["obstacles"][0]["code"] == "not_online"


async def test_a_sheet_is_written_whole_or_not_at_all(channel, tmp_path):
    file = tmp_path / "shopee.xlsx"

    done = await channel("export", "shopee", file)
    refused = await channel("export", "google", tmp_path / "google.xlsx")

    assert done == (0, f"0 packs in {file}\n", "")
    assert refused[2] == "sanvat: Google needs no sheet: it fetches /feeds/google.xml.\n"
    assert {one.name for one in tmp_path.iterdir() if "xlsx" in one.name} == {"shopee.xlsx"}
    missing = CalamineWorkbook.from_path(file).get_sheet_by_name("Còn thiếu").to_python()
    assert len({row[0] for row in missing[1:]}) == 429
