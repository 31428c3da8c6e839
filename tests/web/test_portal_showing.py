"""A producer takes a product off and shows it again: alone for 90 days, unless it was edited."""

from datetime import timedelta

import pytest

from shop import catalogue, clock
from shop.catalogue.writing import claim
from shop.errors import InvalidError
from shop.models import AuditEntry, Listing, Product, Purpose, State, Voice
from shop.publishing import change
from tests.conftest import TODAY
from tests.people import at_another_browser, member
from tests.publishing.goods import CA_MOI
from tests.publishing.truth import document, drift, serials
from tests.web.own import LANG_CHAI, LIST, PRICE, SKU, fields_of, text_of

pytestmark = pytest.mark.usefixtures("stopped_clock")
SHOWING = f"/nha-san-xuat/dang/{CA_MOI}"
PAGE = f"/san-pham/{CA_MOI}/ca-moi-kho-lang-chai"


@pytest.fixture
async def owner(portal):
    return await member(LANG_CHAI)


async def press(portal, owner, what: str):
    return await portal.post(SHOWING, data={"lam": what}, headers=owner.headers)


async def state() -> State:
    return (await Product.get(code=CA_MOI)).state


async def test_a_product_is_taken_off_and_shown_again(portal, owner):
    stopped = await press(portal, owner, "ngung")
    gone = await portal.get(PAGE)
    [tombstone] = (await portal.get("/api/v1/changes")).json()["items"]
    said = text_of(await portal.get(stopped.headers["location"], headers=owner.headers))

    assert stopped.status_code == 303
    assert gone.status_code == 410
    assert (tombstone["op"], tombstone["rev"]) == ("delete", 2)
    assert "Đã ngừng đăng. Người mua không thấy sản phẩm này nữa." in said
    assert "Đã ngừng đăng 125.000 ₫ / hộp 400 g" in said
    assert "Đổi giá" not in said.replace("Đổi giá nhanh", "")

    again = await press(portal, owner, "lai")
    [shown] = (await portal.get("/api/v1/changes")).json()["items"]

    assert again.headers["location"] == f"{LIST}?xong=lai&o={CA_MOI}"
    assert (shown["op"], shown["rev"]) == ("upsert", 3)
    assert (await portal.get(PAGE)).status_code == 200
    entries = await AuditEntry.filter(subject=CA_MOI, action__startswith="product.s").order_by("id")
    assert [(one.action, one.by) for one in entries] == [
        ("product.stop", f"user {owner.user}"),
        ("product.show_again", f"user {owner.user}"),
    ]
    assert (await drift())[1] == []


async def test_a_button_pressed_twice_does_it_once(portal, owner):
    for what, rev in (("ngung", 2), ("lai", 3)):
        answers = [(await press(portal, owner, what)).status_code for _ in range(2)]
        assert answers == [303, 303]
        assert (await Listing.get(code=CA_MOI)).rev == rev


async def test_price_and_stock_may_change_while_it_is_off(portal, owner):
    form = fields_of(await portal.get(PRICE, headers=owner.headers))
    await press(portal, owner, "ngung")
    before = await serials()

    await portal.post(PRICE, data={**form, "price": "130k"}, headers=owner.headers)
    unseen = await serials()
    await press(portal, owner, "lai")

    assert unseen == before
    [told] = (await document(CA_MOI))["variants"]
    assert (told["price"]["amount"], told["price"]["confirmed_by"]) == (130_000, Voice.PRODUCER)


@pytest.mark.parametrize(("days", "status"), [(90, 303), (91, 422)])
async def test_after_ninety_days_officials_look_first(portal, owner, days, status):
    await press(portal, owner, "ngung")

    with clock.stopped(TODAY + timedelta(days=days)):
        later = await at_another_browser(owner.user, owner.address)
        said = text_of(await portal.get(LIST, headers=later.headers))
        answer = await press(portal, later, "lai")

    told = "Đã ngừng đăng quá 90 ngày. Hãy nhờ UBND xã, phường đăng lại."
    assert answer.status_code == status
    assert (told in said, told in text_of(answer)) == (status == 422,) * 2
    assert ("Đăng lại" in said) is (status == 303)


async def test_what_was_edited_since_is_not_shown_again(portal, owner):
    await press(portal, owner, "ngung")
    async with change(by="test") as wanted:
        await claim(wanted, CA_MOI)
        await Product.filter(code=CA_MOI).update(ingredients="cá mòi, riềng, gừng")

    answer = await press(portal, owner, "lai")

    assert answer.status_code == 422
    assert "Thông tin sản phẩm đã được sửa từ khi ngừng đăng." in text_of(answer)
    assert await state() == State.WITHDRAWN


async def test_what_an_official_suspended_is_not_the_producers_to_show(portal, owner):
    await catalogue.suspend(CA_MOI, by="test", reason="kiểm tra nhãn")

    said = text_of(await portal.get(LIST, headers=owner.headers))
    answers = [(await press(portal, owner, what)).status_code for what in ("lai", "ngung")]

    assert "Tạm ngừng theo quyết định của cán bộ Hãy hỏi UBND xã, phường" in said
    assert answers == [422, 422]
    assert await state() == State.SUSPENDED


async def test_what_an_official_withdrew_is_not_the_producers_to_show(portal, owner):
    await press(portal, owner, "ngung")
    await catalogue.withdraw(CA_MOI, by="test")

    said = text_of(await portal.get(LIST, headers=owner.headers))
    answer = await press(portal, owner, "lai")

    assert answer.status_code == 422
    told = "Cán bộ đã ngừng sản phẩm này. Hãy hỏi UBND xã, phường để đăng lại."
    assert told in said
    assert told in text_of(answer)


async def test_a_suspension_that_ends_does_not_show_what_its_producer_took_off(portal, owner):
    await press(portal, owner, "ngung")
    await catalogue.suspend(CA_MOI, by="test", reason="kiểm tra nhãn")
    await catalogue.reinstate(CA_MOI, by="test", reason="đã kiểm tra")
    ended = await state()

    answer = await press(portal, owner, "lai")

    assert (ended, answer.status_code, await state()) == (State.WITHDRAWN, 303, State.PUBLISHED)


async def test_a_suspension_that_ends_shows_what_was_on_show(portal, owner):
    await catalogue.suspend(CA_MOI, by="test", reason="kiểm tra nhãn")
    await catalogue.reinstate(CA_MOI, by="test", reason="đã kiểm tra")

    assert await state() == State.PUBLISHED


async def test_without_consent_nothing_is_shown_again(portal, owner):
    await press(portal, owner, "ngung")
    await catalogue.withdraw_consent(LANG_CHAI, Purpose.CATALOGUE, by="test")

    answer = await press(portal, owner, "lai")

    assert answer.status_code == 422
    assert "Chưa đồng ý cho hiện tên cơ sở. Hãy trả lời trước, rồi đăng lại." in text_of(answer)
    assert await state() == State.WITHDRAWN


async def test_what_was_never_published_is_not_stopped(portal):
    await Product.filter(code=CA_MOI).update(state=State.UNPUBLISHED)

    with pytest.raises(InvalidError, match="not on show"):
        await catalogue.stop_showing(CA_MOI, by="test")

    owner = await member(LANG_CHAI)
    said = text_of(await portal.get(LIST, headers=owner.headers))
    assert "Chưa đăng Cán bộ xã, phường sẽ đăng sau khi xem thông tin." in said
    assert SKU not in said
