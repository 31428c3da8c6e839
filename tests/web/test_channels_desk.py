"""Channels at the desk: the rule, who holds it, the categories, and whom to call first."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from shop import catalogue
from shop.formats.obstacles import Obstacle
from shop.models import AuditEntry, OfficialRole, Producer, Product, Purpose, State
from shop.partners import channels, keys
from shop.queries.calling import AT_ONCE, Calls, calls, calls_about, diagnoses_of, is_kept_off
from shop.queries.diagnosing import Diagnosis, diagnose_all
from tests.people import Person, official
from tests.web.test_partners_desk import see, send

SHOPEE, GOOGLE = "/can-bo/kenh/shopee", "/can-bo/kenh/google"


@pytest.fixture
async def admin(shop) -> Person:
    return await official(OfficialRole.ADMIN)


async def test_the_price_rule_is_typed_as_people_write_it(shop, admin):
    answer = await send(shop, admin, f"{SHOPEE}/gia", percent="8,5", plus="2.000", round_to="1.000",
                        drawn_pictures="yes")  # fmt: skip

    assert answer.headers["location"] == f"{SHOPEE}?xong=gia"
    rule = (await channels.terms("shopee")).rule
    assert (rule.basis_points, rule.plus, rule.round_to, rule.drawn_pictures) == (
        850, 2000, 1000, True,
    )  # fmt: skip
    page = await see(shop, admin, answer.headers["location"])
    assert "Đã lưu quy tắc giá." in page
    assert "+8,5 %, cộng 2.000\xa0₫, làm tròn lên 1.000\xa0₫ · nhận hình vẽ" in page
    assert (await AuditEntry.get(action="channel.rule")).by == f"user {admin.user}"
    off = await send(shop, admin, f"{SHOPEE}/gia", percent="-5", plus="0", round_to="1")
    assert off.status_code == 303
    rule = (await channels.terms("shopee")).rule
    assert (rule.basis_points, rule.plus, rule.drawn_pictures) == (-500, 0, False)


@pytest.mark.parametrize(
    ("field", "text"),
    [("percent", "8,555"), ("percent", "-100"), ("percent", "nhiều"), ("plus", "2.5"),
     ("plus", "-1"), ("round_to", "0"), ("round_to", "1.000.001")],
)  # fmt: skip
async def test_a_rule_that_cannot_be_is_said_beside_its_field(shop, admin, field, text):
    fields = {"percent": "1", "plus": "0", "round_to": "1"} | {field: text}

    answer = await send(shop, admin, f"{SHOPEE}/gia", **fields)

    assert answer.status_code == 422
    assert f'id="error-{field}"' in answer.text
    assert f'value="{text}"' in answer.text
    assert (await channels.terms("shopee")).rule.basis_points == 0


async def test_a_partner_holds_a_rule_until_the_city_takes_it_back(shop, admin):
    await keys.add_partner("Chợ Minh Hoạ", by="test")
    number = await keys.partner_named("Chợ Minh Hoạ")

    answer = await send(shop, admin, f"{SHOPEE}/giu", holder="Chợ Minh Hoạ")

    assert answer.status_code == 303
    assert (await channels.terms("shopee")).partner_id == number
    assert "Chợ Minh Hoạ giữ quy tắc" in await see(shop, admin, SHOPEE)
    page = await see(shop, admin, f"/can-bo/doi-tac/{number}")
    assert f'href="{SHOPEE}/vuong-mac"' in page
    await send(shop, admin, f"{SHOPEE}/giu", holder="")
    assert (await channels.terms("shopee")).partner_id is None
    assert (await send(shop, admin, f"{SHOPEE}/giu", holder="Không Ai")).status_code == 404


async def test_categories_are_mapped_whole_or_not_at_all(shop, admin):
    right = {"categories.08": " 100639 ", "categories.ocop": "100001", "categories.09": ""}

    answer = await send(shop, admin, f"{SHOPEE}/nganh-hang", **right)

    assert answer.headers["location"] == f"{SHOPEE}?xong=nganh-hang"
    kept = {"08": "100639", "ocop": "100001"}
    assert (await channels.terms("shopee")).rule.categories == kept
    wrong = {"categories.08": "100640", "categories.09": "đồ hộp", "categories.99": "7"}
    again = await send(shop, admin, f"{SHOPEE}/nganh-hang", **wrong)
    assert again.status_code == 422
    assert 'id="error-categories.09"' in again.text
    assert "“99” không phải nhóm của chúng tôi." in again.text
    assert 'value="đồ hộp"' in again.text
    assert (await channels.terms("shopee")).rule.categories == kept


async def test_the_producer_with_most_goods_to_bring_is_called_first(shop, admin):
    terms = await channels.terms("google")
    found = await calls(terms)

    assert found.after is None
    total = found.out + found.to_mend + found.ours + found.for_good
    assert total == await Product.all().count()
    many = [one.products for one in found.producers]
    assert many == sorted(many, reverse=True)
    assert sum(many) == found.to_mend
    first = found.producers[0]
    await Producer.filter(code=first.code).update(phone="+84912345678; +842253842011")
    page = await see(shop, admin, f"{GOOGLE}/vuong-mac")
    assert re.findall(r'href="/can-bo/kenh/google/vuong-mac/(HP-CS-\d+)"', page) == [
        one.code for one in found.producers[:30]
    ]
    assert 'href="tel:+84912345678"' in page
    assert 'href="tel:+842253842011"' in page
    one = await see(shop, admin, f"{GOOGLE}/vuong-mac/{first.code}")
    off = [each for each in await diagnoses_of(terms, first.code) if is_kept_off(each)]
    assert len(off) == first.products
    assert all(each.code in one for each in off)
    following = await see(shop, admin, f"{GOOGLE}/vuong-mac?tu=30")
    assert re.findall(r'vuong-mac/(HP-CS-\d+)"', following)[0] == found.producers[30].code


async def test_the_sheet_that_a_person_uploads_is_sent_whole(shop, admin):
    shop.cookies.clear()
    answer = await shop.get(f"{SHOPEE}/bang", headers=admin.headers)

    with ZipFile(BytesIO(answer.content)) as book:
        assert "xl/workbook.xml" in book.namelist()
    assert answer.headers["content-disposition"] == 'attachment; filename="shopee.xlsx"'
    assert "/can-bo/kenh/shopee/bang" in await see(shop, admin, SHOPEE)
    assert "/bang" not in await see(shop, admin, GOOGLE)
    assert (await shop.get(f"{GOOGLE}/bang", headers=admin.headers)).status_code == 404


async def test_what_no_call_mends_calls_for_none(shop):
    terms = await channels.terms("shopee")
    product = await Product.filter(state=State.PUBLISHED).order_by("code").first()
    await catalogue.withdraw(product.code, by="test")
    all_of_them = [one async for page in diagnose_all(terms, hidden=True) for one in page]

    found: Calls = calls_about([one for one in all_of_them if one.code == product.code])

    assert (found.producers, found.for_good, found.to_mend) == ([], 1, 0)


async def test_a_producer_that_took_its_consent_back_is_one_to_call(shop):
    product = await Product.filter(state=State.PUBLISHED).order_by("code").first()
    maker = product.producer_id
    await catalogue.withdraw_consent(maker, Purpose.MARKETPLACES, by="test")

    found = await calls(await channels.terms("google"))

    theirs = next(one for one in found.producers if one.code == maker)
    assert dict(theirs.lacks)["no_consent"] >= 1


def test_one_pack_that_goes_out_brings_its_product_there():
    packs = {"variants": [{"sku": "A-1"}, {"sku": "A-2"}]}
    obstacle = _blocking("A-1")

    assert not is_kept_off(Diagnosis("A", "HP-CS-1", "Mắm", packs, [obstacle]))
    both = [obstacle, _blocking("A-2")]
    assert is_kept_off(Diagnosis("A", "HP-CS-1", "Mắm", packs, both))
    assert is_kept_off(Diagnosis("A", "HP-CS-1", "Mắm", packs, [_blocking("A")]))
    assert not is_kept_off(Diagnosis("A", "HP-CS-1", "Mắm", packs, []))


def _blocking(concerns: str) -> Obstacle:
    return Obstacle("no_price", concerns, "price", blocking=True, vi="", en="")


async def test_pages_of_channels_ask_little(shop, admin, asked):
    assert await Product.all().count() <= AT_ONCE
    producer = (await Product.all().order_by("code").first()).producer_id
    for path in (SHOPEE, f"{SHOPEE}/vuong-mac", f"{GOOGLE}/vuong-mac",
                 f"{GOOGLE}/vuong-mac/{producer}"):  # fmt: skip
        asked.clear()
        await see(shop, admin, path)
        assert len(asked) <= 8, (path, asked)
