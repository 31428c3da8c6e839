"""Each check by itself: where it speaks, and where it rightly says nothing."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from media.sentences import phrase
from search.vietnamese import syllables
from shop.models import AgriGroup, Demand, OcopSet, Product, SaleRestriction
from shop.papers.needs import Need
from shop.proposals import restricting
from shop.proposals.comparing import facts_of
from shop.proposals.findings import Coded, Facts, Key, Level, findings, owner_of
from shop.proposals.restricting import all_restricted, restricted
from shop.proposals.spotting import address_in, cure_in, meant, number_in, stars_in
from shop.proposals.standing import EMPTY
from shop.publishing.loading import ProductRows, load

NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
PAPER = {
    "kind": "VIETGAP", "number": "VietGAP-TT-23-01", "holder": "", "issuer": "",
    "issued_on": None, "expires_on": date(2026, 11, 29),
}  # fmt: skip
RICE, LYCHEES, ITS_PACK = "HP-NS-0001", "HP-NS-0064", "9520005000016"


def keys(rows: ProductRows, facts: Facts | None = None) -> list[Key]:
    found = [one.key for one in findings(rows, facts or Facts(NOW))]
    return [key for key in found if key != Key.NOT_AGREED]


def named(name: str, group: str = "so-che-va-muoi") -> ProductRows:
    return ProductRows({**EMPTY, "name_vi": name, "agri_group_id": group})


@pytest.mark.parametrize(
    ("look", "text", "words"),
    [
        (number_in, "Nhắn (+84) 912 345 678 nhé", "(+84) 912 345 678"),
        (number_in, "ĐT O912345678", "O912345678"),
        (number_in, "Số không chín một hai, ba bốn năm, sáu bảy tám", "không chín một hai"),
        (address_in, "Thư: lienhe@vi-du.vn", "lienhe@vi-du.vn"),
        (address_in, "Ở vi-du . com", "vi-du . com"),
        (cure_in, "Uống để CHUWAX   BEENHJ gan", "CHUWAX   BEENHJ"),
        (cure_in, "Lá này chu74a khoi3 ho", "chu74a khoi3"),
        (cure_in, "An vao het dau lung", "het dau"),
        (cure_in, "Khỏi hẳn mất ngủ", "Khỏi hẳn mất ngủ"),
    ],
)
def test_what_was_meant_is_found_and_quoted_as_it_was_written(look, text, words):
    assert look(text).words.startswith(words)


@pytest.mark.parametrize("look", [number_in, address_in, cure_in])
@pytest.mark.parametrize(
    "text",
    [
        "Hạn dùng đến 05.06.2026 10 giờ, giá 120.000 – 150.000.",
        "Từ năm 1900 2000 hộ làm nghề; mã 8930912345678.",
        "Phòng bệnh cho tôm bằng men vi sinh, đàn gà tiêm phòng bệnh đủ.",
        "Không sâu bệnh, phòng trừ sâu bệnh bằng tay, cho khỏi đau tay.",
        "Món nhà làm ngon. Com nhà ai nấy nấu.",
    ],
)
def test_what_sounds_like_it_is_let_be(look, text):
    assert look(text) is None


@pytest.mark.parametrize(
    "text", ["Năm sao chè một lần", "Vì sao ngon", "Chè ba lần sao", "Bầu sao"]
)
def test_roasting_is_no_star(text):
    assert stars_in(text, 0) is None


def test_keys_of_telex_are_letters_and_spaces_are_one():
    assert meant("Ruwowuj   nếp\tcẩm") == "rượu nếp cẩm"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Rượu ngô men lá", "rượu"), ("Ruou ngo men la", "ruou"), ("THUỐC LÀO", "thuốc lào"),
        ("Thuoocs laof Tiên Lãng", "thuốc lào"), ("Bia hơi", "bia"), ("Cao hổ cốt", "cao hổ"),
        ("Bào ngư sống", "bào ngư"),
    ],
)  # fmt: skip
def test_words_of_restricted_goods_are_told_by_whole_syllables(name, words):
    kind, found = restricted(named(name).product, [])

    assert found.split() == syllables(words)
    assert kind.basis
    assert keys(named(name)) == [Key.RESTRICTED]


@pytest.mark.parametrize(
    "name",
    [
        "Rươi Tứ Kỳ", "Nấm bào ngư xám", "Pháo đất Nghĩa An", "Cà pháo", "Men rượu", "Giấm rượu",
        "Nước tắm thuốc lá người Dao", "Bánh đa cua", "Ruốc", "Tôm hấp bia",
    ],
)  # fmt: skip
def test_what_only_shares_a_letter_or_a_word_is_free(name):
    assert restricted(named(name).product, []) is None


def test_words_count_in_their_groups_and_only_while_nothing_is_said():
    crafts = {**EMPTY, "name_vi": "Chén uống rượu", "kind": "ocop", "ocop_set_id": "21"}
    said = {**named("Rượu ngô").product, "sale_restriction": SaleRestriction.NOT_ONLINE}

    assert restricted(crafts, []) is None
    assert restricted(said, []) is None
    assert restricted(named("Nước quả").product, ["chai 500 ml 12 % vol"])


@pytest.mark.on("sqlite")
async def test_the_table_of_restricted_words_names_what_there_is(shop):
    known = {"", *await OcopSet.all().values_list("number", flat=True)}
    known |= {*await AgriGroup.all().values_list("code", flat=True)}

    assert all(kind.sets <= known for kind in all_restricted())
    with restricting.WORDS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert row["basis"]
            assert row["source"]
            assert row["verified"] in {"yes", "no"}


def test_a_paper_that_ended_is_told_of_until_another_holds():
    rows = replace(named("Rau cải", "rau"), certificates=[PAPER])
    [found, _] = findings(rows, Facts(NOW))

    assert "Giấy «VietGAP» hết hạn ngày 29/11/2026." in found.said.vi
    assert (found.key, found.evidence[0].said) == (Key.PAPER_EXPIRED, "VietGAP-TT-23-01")
    renewed = [PAPER, {**PAPER, "expires_on": date(2026, 11, 30)}]
    assert keys(replace(rows, certificates=renewed)) == []
    assert keys(replace(rows, certificates=[{**PAPER, "expires_on": None}])) == []


def test_only_a_verified_demand_is_a_finding():
    def demand(what: str, need: Demand = Demand.APPROVE, *, verified: bool = True) -> Need:
        words, day = phrase("Thành phần", "Ingredients"), NOW.date() if verified else None
        return Need((what,), need, words, "NĐ 15/2018/NĐ-CP", verified_on=day)

    lacking = Facts(NOW, needs=[demand("ingredients"), demand("HACCP")])
    [first, second, _] = findings(named("Mắm"), lacking)

    assert (first.key, first.field, first.level) == (Key.NEEDED, "ingredients", Level.CARE)
    assert (second.field, second.evidence[0].said) == ("", "NĐ 15/2018/NĐ-CP")
    unverified = [demand("HACCP", verified=False), demand("HACCP", Demand.ADVISE)]
    assert keys(named("Mắm"), Facts(NOW, needs=unverified)) == []
    held = Facts(NOW, needs=[demand("HACCP")], papers=frozenset({"HACCP"}))
    assert keys(named("Mắm"), held) == []


def test_a_company_prefix_is_one_producers_or_it_proves_nothing():
    its = [Coded("8931234500019", "HP-NS-0001", "A"), Coded("8931234599992", "HP-NS-0002", "A")]
    shared = [*its, Coded("8931234500026", "HP-NS-0003", "B")]

    assert owner_of("8931234577778", "C", its) == ("89312345", its[0])
    assert owner_of("8931234577778", "A", its) is None
    assert owner_of("8931239977778", "C", its) is None
    assert owner_of("8931234500033", "C", shared) is None
    assert owner_of("12345670", "C", its) is None


async def test_codes_of_others_are_read_from_what_is_here(shop):
    await Product.filter(code=LYCHEES).update(growing_area="VN-HDOR-0017")
    rows = (await load([RICE]))[RICE]
    product = {**rows.product, "code": "HP-NS-9999", "producer_id": "HP-CS-101"}
    rows = replace(
        rows, product={**product, "growing_area": "vn hdor 0017"},
        variants=[
            {**rows.variants[0], "gtin": ITS_PACK, "price": 9_000_000},
            {**rows.variants[0], "gtin": "9520005009996"},
        ],
    )  # fmt: skip

    found = {one.key: one for one in findings(rows, await facts_of(rows, NOW))}

    assert set(found) == {
        Key.PRICE_FAR_OFF, Key.GTIN_TAKEN, Key.GTIN_OF_ANOTHER, Key.AREA_OF_ANOTHER,
    }  # fmt: skip
    assert found[Key.GTIN_TAKEN].evidence[0].product == RICE
    assert "952000500 của cơ sở khác" in found[Key.GTIN_OF_ANOTHER].said.vi
    assert found[Key.AREA_OF_ANOTHER].evidence[0].product == LYCHEES
    assert found[Key.PRICE_FAR_OFF].evidence[0].said.vi.startswith("giữa nhóm: ")
