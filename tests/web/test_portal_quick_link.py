"""The quick link: prices and stock without signing in, for as long as its person may."""

import re
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from shop import clock
from shop.accounts.members import remove_member
from shop.accounts.secret import digest_of
from shop.models import (
    AuditEntry,
    Availability,
    MemberRole,
    Product,
    QuickLink,
    Session,
    User,
    Variant,
    Voice,
)
from tests.conftest import TODAY
from tests.people import OURS, member
from tests.publishing.goods import CA_MOI, TRA_SEN, goods, on_show
from tests.publishing.truth import serials
from tests.web.own import LANG_CHAI, LIST, SKU, THUY_HUONG, buttons_of, fields_of, text_of

pytestmark = pytest.mark.usefixtures("stopped_clock")
LINK = f"{LIST}/link"
LONG = "Cá mòi kho niêu đất rơm lửa nhỏ " * 6


@pytest.fixture
async def owner(portal):
    return await member(LANG_CHAI)


async def switch_on(portal, owner) -> str:
    """Switch the link on; give where it leads."""
    page = await portal.post(LINK, data={"lam": "bat"}, headers=owner.headers)
    assert page.status_code == 200
    return re.search(r">http://localhost:8000(/nhanh/[\w-]+)</textarea>", page.text)[1]


async def pack() -> Variant:
    return await Variant.get(sku=SKU)


async def test_it_is_off_until_it_is_switched_on_and_is_shown_once(portal, owner):
    before = text_of(await portal.get(LINK, headers=owner.headers))
    address = await switch_on(portal, owner)
    after = await portal.get(LINK, headers=owner.headers)

    assert "Đang tắt. Bật" in before
    assert "Đang bật từ ngày 23/11/2026. Chưa dùng lần nào." in text_of(after)
    assert address not in after.text
    [held] = await QuickLink.all()
    assert held.digest == digest_of(address.removeprefix("/nhanh/"))
    assert (held.user_id, held.producer_id) == (owner.user, LANG_CHAI)


async def test_it_shows_every_pack_and_changes_what_is_posted(portal, owner):
    address = await switch_on(portal, owner)
    page = await portal.get(address)
    form = fields_of(page)

    stock = await portal.post(address, data={**form, "con": "het"}, headers=OURS)
    form = fields_of(await portal.get(address))
    price = await portal.post(address, data={**form, "price": "130k"}, headers=OURS)
    shown = text_of(await portal.get(price.headers["location"]))

    assert "125.000 ₫ / hộp 400 g (312.500 ₫/kg)" in text_of(page)
    assert stock.headers["location"] == f"{address}?xong=het&o={CA_MOI}#{CA_MOI}"
    assert price.headers["location"] == f"{address}?xong=gia&o={CA_MOI}#{CA_MOI}"
    assert "Đã đổi giá. Trang sản phẩm đã cập nhật. Cá mòi kho" in shown
    held = await pack()
    assert (held.price, held.price_confirmed_by) == (130_000, Voice.PRODUCER)
    assert held.availability == Availability.OUT_OF_STOCK
    by = await AuditEntry.filter(action__startswith="variant.").values_list("by", flat=True)
    assert set(by) == {f"user {owner.user}"}
    assert (await QuickLink.get()).used_at == TODAY


async def test_looking_at_it_changes_nothing(portal, owner):
    address = await switch_on(portal, owner)
    before = (await serials(), await AuditEntry.all().count(), dict(await QuickLink.get()))

    for n in range(20):
        method = ("GET", "HEAD")[n % 2]
        robot = {"User-Agent": "facebookexternalhit/1.1", "Sec-Fetch-Site": "cross-site"}
        answer = await portal.request(
            method, f"{address}?sku={SKU}&con=het&price=1k&seen=1", headers=robot
        )
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers

    after = (await serials(), await AuditEntry.all().count(), dict(await QuickLink.get()))
    assert after == before


async def test_it_reads_no_session_and_makes_none(portal, owner):
    address, sessions = await switch_on(portal, owner), await Session.all().count()
    other = await member(THUY_HUONG)

    pages = [await portal.get(address, headers=one) for one in ({}, owner.headers, other.headers)]

    assert len({page.text for page in pages}) == 1
    assert await Session.all().count() == sessions + 1  # that of the other person


async def test_its_address_goes_nowhere_else(portal, owner):
    address = await switch_on(portal, owner)

    headers = (await portal.get(address)).headers
    with capture_logs() as lines:
        for path in (address, f"{address}/", f"/en{address}", f"{address}?tu=1", f"{address}x"):
            await portal.get(path)
        await portal.post(address, data={"con": "?"}, headers=OURS)
        await portal.put(address)
        await portal.get(address, headers={"Transfer-Encoding": "odd"})

    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert len(lines) == 8
    assert address.removeprefix("/nhanh/") not in repr(lines)
    assert {line["path"] for line in lines} == {"/nhanh/…", "/en/nhanh/…"}


async def test_a_wrong_one_and_an_ended_one_are_the_same_page(portal, owner):
    address = await switch_on(portal, owner)
    await portal.post(LINK, data={"lam": "tat"}, headers=owner.headers)
    wrong = [
        "/nhanh/" + "A" * 22,
        "/nhanh/x",
        "/nhanh/%00",
        "/nhanh/ứng",
        f"{address}/",
        "/nhanh/a/b",
    ]

    ended = await portal.get(address)
    others = [await portal.get(path, follow_redirects=True) for path in wrong]
    sold_out = {"sku": SKU, "con": "het"}
    posted = await portal.post(address, data=sold_out, headers=OURS)
    guessed = await portal.post(wrong[0], data=sold_out, headers=OURS)

    assert ended.status_code == posted.status_code == 404
    assert {(one.status_code, one.text) for one in others} == {(404, ended.text)}
    assert (posted.status_code, posted.text) == (guessed.status_code, guessed.text)
    assert {one.headers["cache-control"] for one in (ended, *others)} == {"no-store"}
    assert (await pack()).availability is None


async def test_a_new_one_ends_the_former(portal, owner):
    first = await switch_on(portal, owner)
    second = await switch_on(portal, owner)

    assert [(await portal.get(one)).status_code for one in (first, second)] == [404, 200]
    assert await QuickLink.filter(ended_at=None).count() == 1


async def test_it_ends_with_what_its_person_may(portal, owner):
    await member(LANG_CHAI)
    address = await switch_on(portal, owner)
    form = fields_of(await portal.get(address))

    await remove_member(owner.user, LANG_CHAI, by="test")
    answers = [
        await portal.get(address),
        await portal.post(address, data={**form, "price": "1k"}, headers=OURS),
    ]

    assert [one.status_code for one in answers] == [404, 404]
    assert (await pack()).price == 125_000


async def test_it_ends_with_the_last_day_of_a_membership(portal):
    person = await member(LANG_CHAI, until=clock.today())
    address = await switch_on(portal, person)
    today = (await portal.get(address)).status_code

    with clock.stopped(TODAY + timedelta(days=1)):
        tomorrow = (await portal.get(address)).status_code

    assert (today, tomorrow) == (200, 404)


async def test_it_does_not_open_for_a_person_who_is_disabled(portal, owner):
    address = await switch_on(portal, owner)
    await User.filter(id=owner.user).update(disabled_at=clock.now())

    assert (await portal.get(address)).status_code == 404


async def test_it_opens_the_goods_of_one_producer(portal, owner):
    await on_show(goods(TRA_SEN, producer_id=THUY_HUONG))
    address = await switch_on(portal, owner)

    page = await portal.get(address)
    refused = await portal.post(
        address, data={"sku": f"{TRA_SEN}-1", "price": "1k", "seen": "1"}, headers=OURS
    )

    assert TRA_SEN not in page.text
    assert refused.status_code == 404
    assert (await Variant.get(sku=f"{TRA_SEN}-1")).price == 125_000


async def test_a_form_of_another_site_is_refused(portal, owner):
    address = await switch_on(portal, owner)
    form = fields_of(await portal.get(address))

    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://example.vn"}):
        answer = await portal.post(address, data={**form, "con": "het"}, headers=headers)
        assert answer.status_code == 403
    assert (await pack()).availability is None


async def test_a_price_is_asked_back_there_too(portal, owner):
    address = await switch_on(portal, owner)
    form = fields_of(await portal.get(address))

    asked = await portal.post(address, data={**form, "price": "300k/kg"}, headers=OURS)
    answer = await portal.post(
        address, data={**fields_of(asked, "chosen"), "chosen": "120000"}, headers=OURS
    )

    assert asked.status_code == 422
    assert list(buttons_of(asked).values()) == ["120000", "300000", "0"]
    assert f'href="{address}"' in asked.text
    assert (answer.status_code, (await pack()).price) == (303, 120_000)


async def test_only_an_owner_who_has_just_shown_it_is_them_switches_it(portal, owner):
    editor = await member(LANG_CHAI, MemberRole.EDITOR)
    refused = await portal.post(LINK, data={"lam": "bat"}, headers=editor.headers)

    with clock.stopped(TODAY + timedelta(minutes=16)):
        later = await portal.get(LINK, headers=owner.headers)
        stale = await portal.post(LINK, data={"lam": "bat"}, headers=owner.headers)

    assert (refused.status_code, later.status_code, stale.status_code) == (403, 303, 403)
    assert later.headers["location"].startswith("/nha-san-xuat/xac-nhan?ve=")
    assert await QuickLink.all().count() == 0


@pytest.mark.on("sqlite")
async def test_its_page_is_light_however_many_and_long_the_products_are(portal, owner):
    codes = [f"HP-OCOP-{n:04}" for n in range(100, 160)]
    await on_show(*[goods(code, name_vi=LONG.strip(), pack="hộp quà " * 14) for code in codes])
    address = await switch_on(portal, owner)

    first = await portal.get(address)
    following = re.search(rf'href="({address}\?tu=[^"]+)"', first.text)[1]
    second = await portal.get(following)

    assert first.text.count('<li id="HP') == second.text.count('<li id="HP') == 20
    assert max(len(page.content) for page in (first, second)) <= 50_000
    assert await Product.all().count() == 61


async def test_a_page_that_is_loaded_again_does_not_end_the_link_that_it_shows(portal, owner):
    form = {"lam": "bat", "seen": "0"}
    first = await portal.post(LINK, data=form, headers=owner.headers)
    address = re.search(r">http://localhost:8000(/nhanh/[\w-]+)</textarea>", first.text)[1]

    again = await portal.post(LINK, data=form, headers=owner.headers)

    assert again.status_code == 409
    assert "Link vừa được bật và vẫn dùng được." in text_of(again)
    assert (await portal.get(address)).status_code == 200
    seen = re.search(r'name="seen" value="(\d+)"', again.text)[1]
    meant = await portal.post(LINK, data={**form, "seen": seen}, headers=owner.headers)
    assert meant.status_code == 200
    assert (await portal.get(address)).status_code == 404
