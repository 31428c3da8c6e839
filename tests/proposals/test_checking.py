"""What producers and officials are told to look at: true where it matters, silent elsewhere."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from media.sentences import phrase
from shop.models import Demand, Product, Purpose
from shop.papers.needs import Need, group_key
from shop.proposals.comparing import facts_of, findings_of
from shop.proposals.findings import Facts, Key, Level, findings, is_far_off
from shop.proposals.standing import EMPTY, standing
from shop.publishing.loading import ProductRows, load
from tests.people import member
from tests.proposals.drafts import drafted
from tests.proposals.measuring import quickest

NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
ONE = "HP-CS-101"
NEEDS = [
    Need((field,), Demand.ADVISE, phrase(field, field), sets=("so-che-va-muoi",))
    for field in ("ingredients", "shelf_life")
]
"""That what is made says what it is of, and how long it keeps."""


HEAVY = ("-", "a-", "a.", "-a", "a-.", "1", "1 ", "0 ", "chữa ", "www.", "http://")
"""Repeated, they lead a pattern on from each letter to the last one."""


def rows(text: str = "", stars: int = 0, **columns: object) -> ProductRows:
    product = {**EMPTY, "name_vi": "Cá mòi kho", "description_vi": text, **columns}
    held = {
        "stars": stars,
        "type": "new",
        "expires_on": date(2027, 1, 1),
        "revoked_on": None,
        "decision": "1/QĐ",
        "issuer": "UBND",
        "signed_on": date(2024, 1, 1),
    }
    consents = frozenset({Purpose.CATALOGUE})
    return ProductRows(product, recognitions=[held] if stars else [], consents=consents)


def facts(of: ProductRows) -> Facts:
    return Facts(NOW, needs=[need for need in NEEDS if group_key(of.product) in need.sets])


def said(of: ProductRows) -> list[str]:
    return [one.said.vi for one in findings(of, facts(of))]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Đạt 5 sao năm ngoái.", "5 sao"),
        ("Sản phẩm BỐN SAO của xã", "BỐN SAO"),
        ("Được chọn đi thi Ocop", "Ocop"),
        ("Gọi 0912 345 678 để đặt", "0912 345 678"),
        ("Gọi +84912345678", "+84912345678"),
        ("Xem tại www.vi-du.vn/ca", "www.vi-du.vn/ca"),
        ("Đặt ở ca-moi.com nhé", "ca-moi.com"),
        ("Ăn vào chữa bệnh dạ dày", "chữa bệnh"),
        ("Hỗ trợ điều trị đau lưng", "điều trị"),
        ("Giúp hạ đường huyết", "hạ đường huyết"),
    ],
)
def test_what_must_not_stand_in_a_text_is_quoted(text, quoted):
    [found] = findings(rows(text), facts(rows(text)))

    assert f"«{quoted}»" in found.said.vi
    assert (found.level, found.field) == (Level.CARE, "description")


@pytest.mark.parametrize(
    "text",
    [
        "Chè sao ba lần trên chảo gang, quanh năm sao cho đều tay.",
        "Không phải là thuốc, không thay thế thuốc chữa bệnh.",
        "Lúa ít sâu bệnh, không thuốc trừ sâu; men thuốc bắc.",
        "Tem số 893 0123 456 789 1, mở lúc 7.30, giá 120.000.",
        "Giá trị dinh dưỡng cao, có vị chua dịu.",
    ],
)
def test_what_only_looks_like_it_is_let_be(text):
    assert said(rows(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        *((part * 10_000)[:10_000] for part in HEAVY),
        "không " * 1_000 + "." + "không chữa bệnh. " * 230,
    ],
    ids=[*HEAVY, "không"],
)
def test_no_text_takes_much_longer_than_another_to_look_through(text):
    usual = quickest(lambda: said(rows("Cá mòi kho với riềng. " * 450)))

    assert quickest(lambda: said(rows(text))) < 20 * usual


def test_stars_may_be_written_while_a_decision_holds():
    assert said(rows("OCOP 4 sao", stars=4)) == []
    assert len(said(rows("OCOP 5 sao", stars=4))) == 1
    assert len(said(rows("OCOP 4 sao"))) == 1


def test_small_photos_missing_days_and_a_missing_yes_are_hints():
    photo = {"picture_id": "a", "illustration": False, "position": 1, "view_vi": "", "view_en": ""}
    file = {"name": "a.jpg", "width": 640, "height": 480, "type": "image/jpeg"}
    photo |= {"width": 640, "height": 480, "placeholder": "", "licence": "", "renditions": [file]}
    made = rows(agri_group_id="so-che-va-muoi")
    seen = ProductRows(made.product, photos=[photo, {**photo, "illustration": True}])
    found = findings(seen, facts(seen))

    assert [(one.level, one.field) for one in found] == [
        (Level.HINT, "photos"), (Level.HINT, "shelf_life"), (Level.HINT, ""),
    ]  # fmt: skip


def test_a_price_is_far_off_only_far_outside_of_many():
    alike = [100_000, 110_000, 120_000, 90_000, 95_000, 105_000, 130_000, 100_000]

    assert is_far_off(1_000_000, alike)
    assert is_far_off(9_000, alike)
    assert not is_far_off(450_000, alike)
    assert not is_far_off(25_000, alike)


@pytest.mark.on("sqlite")
async def test_few_of_the_goods_that_are_here_have_findings(shop):
    """Of 429: stars told without a decision that holds, days that are not told, an odd price."""
    codes = await Product.all().values_list("code", flat=True)
    known = await load(codes)
    found = {code: findings(one, await facts_of(one, NOW)) for code, one in known.items()}

    with_any = [code for code, some in found.items() if some]
    with_care = [c for c in with_any if any(f.level == Level.CARE for f in found[c])]
    assert len(with_any) <= 0.05 * len(codes)
    assert Counter(one.key for some in found.values() for one in some) == {
        Key.NO_SHELF_LIFE: 15, Key.STARS: 4, Key.PRICE_FAR_OFF: 1,
    }  # fmt: skip
    assert with_care == ["HP-OCOP-0001", "HP-OCOP-0038", "HP-OCOP-0052", "HP-OCOP-0054"]


async def test_a_draft_is_compared_with_its_group(shop):
    person = await member(ONE)
    made = await drafted(
        person,
        ONE,
        name="Gạo 5 sao",
        group="lua-gao-va-ngu-coc",
        **{"pack-1": "túi 2 kg", "price-1": "9.000.000"},
    )

    found = await findings_of(await standing(made.id))

    assert [one.field for one in found] == ["name", "price-1"]
    assert "4.500.000 ₫/kg" in found[1].said.vi
