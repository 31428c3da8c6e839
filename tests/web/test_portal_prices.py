"""A price as its producer writes it: said, asked back, or refused with what was typed kept."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from shop import catalogue, clock
from shop.models import AuditEntry, Unit, Variant, Voice
from tests.conftest import TODAY
from tests.people import member
from tests.publishing.goods import CA_MOI, GAO_RUOI, TRA_SEN, goods, on_show
from tests.publishing.truth import document
from tests.web.own import LANG_CHAI, LIST, PRICE, SKU, buttons_of, fields_of, text_of

pytestmark = pytest.mark.usefixtures("stopped_clock")
BACK = f"{LIST}?xong=gia&o={CA_MOI}"
SIGN = "\u00a0₫"


@pytest.fixture
async def owner(portal):
    return await member(LANG_CHAI)


async def pack(sku: str = SKU) -> Variant:
    return await Variant.get(sku=sku)


async def typed(portal, owner, text: str, **others: str):
    """Open the form, type a price, and send it."""
    form = fields_of(await portal.get(PRICE, headers=owner.headers))
    return await portal.post(PRICE, data={**form, "price": text, **others}, headers=owner.headers)


async def test_a_price_is_said_at_once(portal, owner):
    answer = await typed(portal, owner, "130k")
    shown = text_of(await portal.get(answer.headers["location"], headers=owner.headers))
    [told] = (await document(CA_MOI))["variants"]
    page = await portal.get(f"/san-pham/{CA_MOI}/ca-moi-kho-lang-chai")

    assert (answer.status_code, answer.headers["location"]) == (303, BACK)
    assert "Đã đổi giá. Trang sản phẩm đã cập nhật. Cá mòi kho Làng Chài" in shown
    assert told["price"] == {
        "amount": 130_000,
        "currency": "VND",
        "confirmed_on": "2026-11-23",
        "confirmed_by": "producer",
    }
    assert f"130.000{SIGN}" in page.text
    assert (await pack()).version == 2
    [entry] = await AuditEntry.filter(action="variant.price")
    assert (entry.by, entry.subject) == (f"user {owner.user}", SKU)


async def test_a_price_is_in_changes_before_the_form_is_answered(portal, owner):
    [before] = (await portal.get("/api/v1/changes")).json()["items"]

    await typed(portal, owner, "130k")
    [after] = (await portal.get("/api/v1/changes")).json()["items"]

    assert after["serial"] == before["serial"] + 1
    assert after["listing"]["variants"][0]["price"]["amount"] == 130_000


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("125000", 125_000),
        ("  125.000 đ ", 125_000),
        ("125.000đ/hộp", 125_000),
        ("125k/hộp 400g", 125_000),
        ("１３０ｋ", 130_000),
        ("1tr250k", 1_250_000),
        ("1 triệu 2", 1_200_000),
        ("liên hệ", None),
        ("lh", None),
    ],
)
async def test_prices_are_read_as_people_write_them(portal, owner, text, amount):
    await Variant.filter(sku=SKU).update(price=500_000)
    answer = await typed(portal, owner, text)

    assert answer.status_code == 303
    held = await pack()
    assert (held.price, held.price_confirmed_by) == (amount, Voice.PRODUCER)


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Hãy ghi giá, hoặc chọn «Liên hệ»."),
        ("mắc lắm", "Chưa đọc được giá. Hãy viết như 125000, 125k hoặc 1tr2."),
        ("<b>giá</b>", "Chưa đọc được giá. Hãy viết như 125000, 125k hoặc 1tr2."),
        ("0", "Chưa đọc được giá. Hãy viết như 125000, 125k hoặc 1tr2."),
        ("-5000", "Chưa đọc được giá. Hãy viết như 125000, 125k hoặc 1tr2."),
        ("9" * 300, "Chưa đọc được giá. Hãy viết như 125000, 125k hoặc 1tr2."),
    ],
)
async def test_what_is_no_price_is_shown_again_as_typed(portal, owner, text, said):
    answer = await typed(portal, owner, text)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "<title>Lỗi: Giá mới" in answer.text
    kept = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f'name="price" type="text" value="{kept}"' in answer.text
    assert (await pack()).price == 125_000
    assert await AuditEntry.filter(action="variant.price").count() == 0


async def test_on_request_is_chosen(portal, owner):
    answer = await typed(portal, owner, "", say="request")
    shown = text_of(await portal.get(LIST, headers=owner.headers))

    assert answer.status_code == 303
    assert (await pack()).price is None
    assert "Liên hệ để biết giá" in shown


@pytest.mark.on("sqlite")
async def test_a_price_and_on_request_at_once_are_asked_back(portal, owner):
    answer = await typed(portal, owner, "130k", say="request")

    assert answer.status_code == 422
    assert "Bạn vừa ghi giá, vừa chọn «Liên hệ». Hãy bỏ một trong hai." in text_of(answer)
    assert (await pack()).price == 125_000


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(("text", "amount"), [("12.500", 12_500), ("1.250.000", 1_250_000)])
async def test_a_price_with_a_nought_too_many_or_too_few_is_asked_back(portal, owner, text, amount):
    asked = await typed(portal, owner, text)
    written = f"{amount:,} ₫".replace(",", ".")

    assert asked.status_code == 422
    assert f"Giá đang là 125.000 ₫. Bạn ghi {written}, có đúng không?" in text_of(asked)
    assert "Giữ 125.000 ₫" in text_of(asked)
    assert (await pack()).price == 125_000

    form = fields_of(asked, "chosen") | {"chosen": str(amount)}
    answer = await portal.post(PRICE, data=form, headers=owner.headers)
    assert (answer.status_code, (await pack()).price) == (303, amount)


async def test_a_range_is_asked_back_with_buttons(portal, owner):
    asked = await typed(portal, owner, "120-150k")
    buttons = buttons_of(asked)

    assert asked.status_code == 422
    assert (await pack()).price == 125_000
    assert buttons == {
        f"Ghi 120.000{SIGN}": "120000",
        f"Ghi 150.000{SIGN}": "150000",
        "Ghi «Liên hệ»": "0",
    }
    assert 'value="120-150k"' in asked.text

    form = fields_of(asked, "chosen") | {"chosen": buttons[f"Ghi 120.000{SIGN}"]}
    answer = await portal.post(PRICE, data=form, headers=owner.headers)

    assert (answer.status_code, (await pack()).price) == (303, 120_000)


async def test_a_price_for_another_unit_is_asked_back_worked_out(portal, owner):
    asked = await typed(portal, owner, "300k/kg")
    buttons = buttons_of(asked)

    assert asked.status_code == 422
    assert "Bạn ghi giá cho kg, còn ở đây bán theo hộp 400 g. Giá nào đúng?" in text_of(asked)
    assert buttons == {
        f"120.000{SIGN} / hộp 400 g": "120000",
        f"300.000{SIGN} / hộp 400 g": "300000",
        "Ghi «Liên hệ»": "0",
    }
    assert (await pack()).price == 125_000


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("50k/lạng", "200000"),  # four lạng are 400 g
        ("85k/lít", "85000"),  # grams are no litres
        ("85k/chai", "85000"),
    ],
)
async def test_a_unit_is_worked_out_only_where_it_is_one(portal, owner, text, first):
    asked = await typed(portal, owner, text)

    assert next(iter(buttons_of(asked).values())) == first


@pytest.mark.on("sqlite")
async def test_a_range_for_another_unit_is_asked_twice(portal, owner):
    asked = await typed(portal, owner, "200-300k/kg")
    form = fields_of(asked, "chosen") | {"chosen": "200000"}

    again = await portal.post(PRICE, data=form, headers=owner.headers)

    assert again.status_code == 422
    assert list(buttons_of(again).values()) == ["80000", "200000", "0"]
    form = fields_of(again, "chosen") | {"chosen": "80000"}
    assert (await portal.post(PRICE, data=form, headers=owner.headers)).status_code == 303
    assert (await pack()).price == 80_000


async def test_a_price_typed_against_an_older_one_is_asked_back(portal, owner):
    form = fields_of(await portal.get(PRICE, headers=owner.headers))
    with clock.stopped(TODAY - timedelta(minutes=20)):
        colleague = await member(LANG_CHAI)
        await typed(portal, colleague, "118k")

    asked = await portal.post(PRICE, data={**form, "price": "130k"}, headers=owner.headers)

    assert asked.status_code == 409
    assert (await pack()).price == 118_000
    assert (
        "Giá vừa được người khác đổi thành 118.000 ₫ lúc 9:40. Bạn vẫn muốn đặt 130.000 ₫?"
    ) in text_of(asked)
    assert buttons_of(asked) == {f"Vẫn đặt 130.000{SIGN}": "130000"}
    assert f'<a class="quiet" href="{LIST}">Giữ 118.000{SIGN}</a>' in asked.text

    still = fields_of(asked, "chosen") | {"chosen": "130000"}
    answer = await portal.post(PRICE, data=still, headers=owner.headers)
    assert (answer.status_code, (await pack()).price) == (303, 130_000)


async def test_two_tabs_of_one_person(portal, owner):
    form = fields_of(await portal.get(PRICE, headers=owner.headers))
    await typed(portal, owner, "118k")

    asked = await portal.post(PRICE, data={**form, "price": "130k"}, headers=owner.headers)
    same = await portal.post(PRICE, data={**form, "price": "118k"}, headers=owner.headers)

    assert "Giá vừa được bạn đổi thành 118.000 ₫ lúc 10:00." in text_of(asked)
    assert (asked.status_code, same.status_code) == (409, 303)  # the same price is no conflict


async def test_what_changed_is_no_price_is_no_conflict(portal, owner):
    form = fields_of(await portal.get(PRICE, headers=owner.headers))
    await catalogue.confirm_offers(LANG_CHAI, by="test")

    answer = await portal.post(PRICE, data={**form, "price": "130k"}, headers=owner.headers)

    assert (answer.status_code, (await pack()).price) == (303, 130_000)


@pytest.mark.on("sqlite")
async def test_a_form_that_does_not_say_what_it_saw_is_asked_back(portal, owner):
    asked = await portal.post(PRICE, data={"price": "130k"}, headers=owner.headers)

    assert asked.status_code == 409
    assert (await pack()).price == 125_000


@pytest.mark.on("sqlite")
async def test_an_older_price_that_cannot_be_read_stays_one_of_the_older_offer(portal, owner):
    form = fields_of(await portal.get(PRICE, headers=owner.headers))
    await catalogue.set_price(SKU, 118_000, by="test")

    unread = await portal.post(PRICE, data={**form, "price": "?"}, headers=owner.headers)
    asked = await portal.post(
        PRICE, data={**fields_of(unread), "price": "130k"}, headers=owner.headers
    )

    assert (unread.status_code, asked.status_code) == (422, 409)


async def test_of_many_prices_at_once_one_is_written_and_the_others_are_asked(portal, owner):
    form = fields_of(await portal.get(PRICE, headers=owner.headers))

    answers = await asyncio.gather(
        *(
            portal.post(PRICE, data={**form, "price": f"{n}k"}, headers=owner.headers)
            for n in range(101, 109)
        )
    )

    assert sorted(one.status_code for one in answers) == [303, *[409] * 7]
    assert await AuditEntry.filter(action="variant.price").count() == 1


@pytest.mark.on("sqlite")
async def test_a_price_of_a_day_to_come_is_not_overwritten(portal, owner):
    tomorrow = clock.today() + timedelta(days=1)
    await Variant.filter(sku=SKU).update(price_confirmed_on=tomorrow)

    answer = await typed(portal, owner, "130k")

    assert answer.status_code == 422
    assert "Giá này đã được xác nhận ở một ngày sau hôm nay." in text_of(answer)
    assert (await pack()).price == 125_000


@pytest.mark.on("sqlite")
async def test_what_buyers_would_see_is_told_while_typing(portal, owner):
    async def told(text: str) -> str:
        answer = await portal.get(f"{PRICE}/xem", params={"gia": text}, headers=owner.headers)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        return answer.text.replace("\u00a0", " ")

    assert await told("130k") == "130.000 ₫ / hộp 400 g (325.000 ₫/kg)"
    assert await told("lh") == "Liên hệ để biết giá"
    assert "120.000" in await told("120-150k")
    assert await told("<b>") == "Chưa đọc được giá. Hãy viết như 125000, 125k hoặc 1tr2."
    assert (await portal.get(f"{PRICE}/xem?gia=130k")).status_code == 303
    assert (await pack()).price == 125_000


@pytest.mark.on("sqlite")
async def test_a_pack_sold_by_the_kilogram_takes_a_price_for_one(portal, owner):
    await on_show(goods(GAO_RUOI, pack="1 kg", quantity=Decimal(1), unit=Unit.KILOGRAM))
    sku = f"{GAO_RUOI}-1"
    address = f"/nha-san-xuat/gia/{sku}"
    form = fields_of(await portal.get(address, headers=owner.headers))

    answer = await portal.post(address, data={**form, "price": "85k/ký"}, headers=owner.headers)

    assert (answer.status_code, (await pack(sku)).price) == (303, 85_000)


@pytest.mark.on("sqlite")
async def test_a_price_is_changed_in_english_too(portal, owner):
    page = await portal.get(f"/en{PRICE}", headers=owner.headers)
    asked = await portal.post(
        f"/en{PRICE}", data={**fields_of(page), "price": "300k/kg"}, headers=owner.headers
    )

    assert "Your price is for kg, but this is sold as hộp 400 g. Which is right?" in text_of(asked)
    assert buttons_of(asked)["₫120,000 / hộp 400 g"] == "120000"
    answer = await portal.post(
        f"/en{PRICE}",
        data={**fields_of(asked, "chosen"), "chosen": "120000"},
        headers=owner.headers,
    )
    assert answer.headers["location"] == f"/en{BACK}"


@pytest.mark.on("sqlite")
async def test_a_price_of_a_product_that_was_deleted_meanwhile_is_not_there(portal, owner):
    await on_show(goods(TRA_SEN))
    address = f"/nha-san-xuat/gia/{TRA_SEN}-1"
    form = fields_of(await portal.get(address, headers=owner.headers))
    await Variant.filter(sku=f"{TRA_SEN}-1").delete()

    answer = await portal.post(address, data={**form, "price": "85k"}, headers=owner.headers)

    assert answer.status_code == 404
