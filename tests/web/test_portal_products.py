"""Products of mine: what a producer sees of them, and what it says of price and stock."""

import re
from datetime import timedelta

import html5lib
import pytest

from shop import catalogue, clock
from shop.accounts.members import remove_member
from shop.models import (
    AuditEntry,
    Availability,
    MemberRole,
    Product,
    Purpose,
    SaleRestriction,
    State,
    Variant,
    Voice,
)
from tests.conftest import TODAY
from tests.people import member, stranger
from tests.publishing.goods import CA_MOI, GAO_RUOI, TRA_SEN, goods, on_show
from tests.publishing.truth import serials
from tests.web.own import FORM, LANG_CHAI, LIST, PRICE, SKU, THUY_HUONG, text_of

pytestmark = pytest.mark.usefixtures("stopped_clock")


async def pack() -> Variant:
    return await Variant.get(sku=SKU)


async def test_who_works_for_one_producer_is_led_to_it(portal):
    owner = await member(LANG_CHAI)

    answer = await portal.get("/nha-san-xuat", headers=owner.headers)

    assert (answer.status_code, answer.headers["location"]) == (303, LIST)
    assert answer.headers["cache-control"] == "no-store"


async def test_who_works_for_several_chooses(portal):
    person = await member(LANG_CHAI, address="+84912345001")
    await member(THUY_HUONG, MemberRole.EDITOR, address="+84912345001")

    page = await portal.get("/nha-san-xuat", headers=person.headers)
    shown = await portal.get(LIST, headers=person.headers)

    assert page.status_code == 200
    assert f'href="{LIST}"' in page.text
    assert f'href="/nha-san-xuat/{THUY_HUONG}"' in page.text
    assert "Đang làm cho: Cơ sở chế biến Làng Chài Đổi cơ sở" in text_of(shown)


async def test_who_works_for_none_is_shown_both_ways_in(portal):
    person = await stranger()

    page = await portal.get("/nha-san-xuat", headers=person.headers)

    assert page.status_code == 200
    assert 'href="/nha-san-xuat/nhan"' in page.text
    assert 'href="/nha-san-xuat/co-so"' in page.text


async def test_a_card_says_what_readers_see(portal):
    owner = await member(LANG_CHAI)
    await catalogue.set_availability(SKU, Availability.IN_STOCK, by="test")

    said = text_of(await portal.get(LIST, headers=owner.headers))

    assert "Cá mòi kho Làng Chài Trên trang công khai: Đang hiển thị" in said
    assert "125.000 ₫ / hộp 400 g (312.500 ₫/kg) cập nhật 11/2026 Còn hàng" in said
    assert "Còn hàng Hết hàng Đổi giá" in said


async def test_a_page_of_one_person_is_never_shown_to_another(portal):
    owner, other = await member(LANG_CHAI), await member(THUY_HUONG)

    for path in (LIST, PRICE, f"{LIST}/link"):
        mine = await portal.get(path, headers=owner.headers)
        theirs = await portal.get(path, headers=other.headers)
        nothing = await portal.get(
            path.replace("101", "999").replace("0001", "9999"), headers=other.headers
        )
        anonymous = await portal.get(path)
        assert (mine.status_code, mine.headers["cache-control"]) == (200, "no-store")
        assert theirs.status_code == nothing.status_code == 404
        assert theirs.text == nothing.text
        assert anonymous.status_code == 303
        assert anonymous.headers["location"].startswith("/nha-san-xuat/dang-nhap?ve=")


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (PRICE, {"price": "99k", "seen": "1"}),
        (f"/nha-san-xuat/kho/{SKU}", {"con": "het"}),
        (f"/nha-san-xuat/dang/{CA_MOI}", {"lam": "ngung"}),
        (f"{LIST}/van-dung", {"nut": ""}),  # browsers name the kind of an empty form, too
        (f"{LIST}/link", {"lam": "bat"}),
    ],
)
async def test_only_its_own_people_change_a_producers_goods(portal, path, form):
    other, gone = await member(THUY_HUONG), await member(LANG_CHAI)
    await member(LANG_CHAI)
    await remove_member(gone.user, LANG_CHAI, by="test")
    before = await serials(), await pack()
    nothing = path.replace("101", "999").replace("0001", "9999")

    refused = [
        await portal.post(path, data=form, headers=other.headers),
        await portal.post(path, data=form, headers=gone.headers),
        await portal.post(nothing, data=form, headers=other.headers),
    ]
    foreign = await portal.post(
        path,
        data=form,
        headers={**(await member(LANG_CHAI)).headers, "Sec-Fetch-Site": "cross-site"},
    )

    assert [one.status_code for one in refused] == [404, 404, 404]
    assert len({one.text for one in refused}) == 1
    assert foreign.status_code == 403
    assert (await serials(), dict(await pack())) == (before[0], dict(before[1]))
    assert (await Product.get(code=CA_MOI)).state == State.PUBLISHED


async def test_an_address_of_a_button_opened_as_a_page_leads_to_the_list(portal):
    owner = await member(LANG_CHAI)

    for path in (f"/nha-san-xuat/kho/{SKU}", f"/nha-san-xuat/dang/{CA_MOI}", f"{LIST}/van-dung"):
        answer = await portal.get(path, headers=owner.headers)
        assert (answer.status_code, answer.headers["location"]) == (303, LIST)


async def test_stock_is_said_at_once_and_in_the_producers_voice(portal):
    editor = await member(LANG_CHAI, MemberRole.EDITOR)

    answer = await portal.post(
        f"/nha-san-xuat/kho/{SKU}", data={"con": "het"}, headers=editor.headers
    )
    shown = text_of(await portal.get(answer.headers["location"], headers=editor.headers))

    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"{LIST}?xong=het&o={CA_MOI}",
    )
    said = await pack()
    assert (said.availability, said.availability_confirmed_by, said.availability_confirmed_on) == (
        Availability.OUT_OF_STOCK,
        Voice.PRODUCER,
        clock.today(),
    )
    assert "Đã báo hết hàng. Trang sản phẩm đã cập nhật. Cá mòi kho" in shown
    assert "Tạm hết hàng Còn hàng Đổi giá" in shown
    [entry] = await AuditEntry.filter(action="variant.availability")
    assert entry.by == f"user {editor.user}"


async def test_stock_that_is_neither_is_not_said(portal):
    owner = await member(LANG_CHAI)

    answer = await portal.post(
        f"/nha-san-xuat/kho/{SKU}", data={"con": "maybe"}, headers=owner.headers
    )

    assert answer.status_code == 422
    assert (await pack()).availability is None


async def test_stock_that_was_told_long_ago_is_asked_for(portal):
    owner = await member(LANG_CHAI)
    with clock.stopped(TODAY - timedelta(days=91)):
        await catalogue.set_availability(SKU, Availability.IN_STOCK, by="test")

    said = text_of(await portal.get(LIST, headers=owner.headers))

    assert "Đã lâu bạn chưa báo còn hay hết hàng. Hãy báo lại." in said
    assert "Chưa báo còn hay hết hàng Còn hàng Hết hàng Đổi giá" in said


async def test_one_tap_confirms_all_offers_of_the_producer(portal):
    await on_show(goods(GAO_RUOI, name_vi="Mắm cáy"), goods(TRA_SEN, producer_id=THUY_HUONG))
    owner = await member(LANG_CHAI)
    with clock.stopped(TODAY - timedelta(days=40)):
        for code in (CA_MOI, GAO_RUOI, TRA_SEN):
            await Variant.filter(sku=f"{code}-1").update(
                price_confirmed_on=clock.today(),
                availability=Availability.IN_STOCK,
                availability_confirmed_on=clock.today(),
            )

    answer = await portal.post(f"{LIST}/van-dung", headers={**owner.headers, **FORM})
    shown = text_of(await portal.get(answer.headers["location"], headers=owner.headers))

    assert answer.status_code == 303
    assert (
        "Đã xác nhận 2 loại hàng. Tình trạng hàng tính đến hết 20/02/2027, hoặc đến hết mùa."
    ) in shown
    today = clock.today()
    days = (
        await Variant.all()
        .order_by("sku")
        .values_list("price_confirmed_on", "availability_confirmed_on", "price_confirmed_by")
    )
    assert days[:2] == [(today, today, Voice.PRODUCER)] * 2
    assert days[2][0] == today - timedelta(days=40)


async def test_a_product_that_waits_for_consent_says_so_and_leads_there(portal):
    owner = await member(LANG_CHAI)
    await catalogue.withdraw_consent(LANG_CHAI, Purpose.CATALOGUE, by="test")

    page = await portal.get(LIST, headers=owner.headers)

    assert "Chưa hiển thị Đang chờ bạn đồng ý cho hiện tên cơ sở. Xem và trả lời" in text_of(page)
    assert f'href="{LIST}/dong-y"' in page.text
    assert "Đang hiển thị" not in page.text


async def test_a_producer_without_products_is_told_how_they_come_in(portal):
    owner = await member(THUY_HUONG)

    said = text_of(await portal.get(f"/nha-san-xuat/{THUY_HUONG}", headers=owner.headers))

    assert "Thêm sản phẩm Cơ sở chưa có sản phẩm nào ở đây. Chụp một tấm ảnh" in said
    assert "Vẫn đúng" not in said


async def test_goods_that_may_not_be_sold_online_have_no_price_to_change(portal):
    await on_show(goods(GAO_RUOI, sale_restriction=SaleRestriction.NOT_ONLINE))
    owner = await member(LANG_CHAI)

    page = await portal.get(LIST, headers=owner.headers)

    assert "Pháp luật hạn chế bán hàng này qua mạng" in text_of(page)
    assert f"/gia/{GAO_RUOI}-1" not in page.text


async def test_what_only_an_owner_may_is_not_offered_to_an_editor(portal):
    owner, editor = await member(LANG_CHAI), await member(LANG_CHAI, MemberRole.EDITOR)

    pages = [await portal.get(LIST, headers=one.headers) for one in (owner, editor)]

    assert [f'href="{LIST}/link"' in page.text for page in pages] == [True, False]
    assert (await portal.get(f"{LIST}/link", headers=editor.headers)).status_code == 403


@pytest.mark.parametrize(
    "asked", ["xong=gia&o=HP-OCOP-0001", "xong=x", "tu=%00", "tu=ứng", "tu=zzz", "o=%00"]
)
async def test_an_odd_query_breaks_nothing(portal, asked):
    owner = await member(LANG_CHAI)

    assert (await portal.get(f"{LIST}?{asked}", headers=owner.headers)).status_code == 200


@pytest.mark.parametrize("sku", ["%00", "HP-OCOP-0001-1%00", "x" * 200, "HP-OCOP-0001-1'--", "ứng"])
async def test_an_odd_pack_is_not_there(portal, sku):
    owner = await member(LANG_CHAI)

    for path in (f"/nha-san-xuat/gia/{sku}", f"/nha-san-xuat/kho/{sku}"):
        assert (await portal.get(path, headers=owner.headers)).status_code == 404


async def test_a_thousand_products_are_shown_fifty_at_a_time(portal):
    codes = [f"HP-OCOP-{n:04}" for n in range(1001, 2000)]
    await on_show(*[goods(code) for code in codes])
    owner = await member(LANG_CHAI)

    seen, address = [], LIST
    while address:
        page = await portal.get(address, headers=owner.headers)
        assert page.status_code == 200
        seen += re.findall(r'<li id="(HP-OCOP-\d+)">', page.text)
        following = re.search(rf'href="({LIST}\?tu=[^"]+)">Xem tiếp', page.text)
        address = following and following[1]
    answer = await portal.post(
        f"/nha-san-xuat/kho/{codes[700]}-1", data={"con": "con"}, headers=owner.headers
    )
    shown = await portal.get(answer.headers["location"], headers=owner.headers)

    assert seen == [CA_MOI, *codes]
    assert f'<li id="{codes[700]}">\n<p class="done"' in shown.text
    assert "Về đầu danh sách" in shown.text


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_pages_are_valid_html_in_their_language(portal, prefix):
    owner, wrong = await member(LANG_CHAI), {}
    linked = await portal.post(f"{prefix}{LIST}/link", data={"lam": "bat"}, headers=owner.headers)
    quick = re.search(r">http://localhost:8000(/nhanh/[\w-]+)</textarea>", linked.text)[1]
    pages = [linked] + [
        await portal.get(prefix + path, headers=owner.headers)
        for path in (LIST, f"{LIST}?xong=gia&o={CA_MOI}", PRICE, f"{LIST}/link", quick)
    ]
    for text in ("120-150k", "?"):
        form = {"price": text, "seen": "1"}
        pages.append(await portal.post(prefix + PRICE, data=form, headers=owner.headers))

    for n, page in enumerate(pages):
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(page.text)
        if parser.errors or page.headers["content-language"] != (prefix[1:] or "vi"):
            wrong[n] = parser.errors

    assert (wrong, len(pages)) == ({}, 8)
