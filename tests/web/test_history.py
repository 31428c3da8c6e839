"""The public history of a product: what changed, from where it came, and no person's name."""

import re
from datetime import timedelta

import pytest

from shop import catalogue, clock, photos
from shop.inputs.tables import PhotoInput
from shop.models import (
    Availability,
    ListingVersion,
    OfficialRole,
    Picture,
    Product,
    Purpose,
    SaleRestriction,
    Variant,
    Voice,
)
from shop.partners import keys
from shop.proposals import deciding, drafting, suspending
from shop.proposals.deciding import Approval
from shop.proposals.drafting import Typed
from shop.publishing import Forgetter, change
from shop.queries import public_history
from tests.conftest import TODAY, services_of
from tests.people import member, official
from tests.publishing.goods import CA_MOI, goods, on_show

pytestmark = pytest.mark.usefixtures("stopped_clock")
ONE, PACK = "HP-CS-101", "HP-OCOP-0001-1"
PAGE = f"/san-pham/{CA_MOI}/lich-su"
STEP = re.compile(r'<li class="step">(.*?)</li>\n', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
DAY = timedelta(days=1)


def said(text: str) -> str:
    return " ".join(TAG.sub(" ", text).split())


async def steps(door, path: str = PAGE) -> list[str]:
    """Give what the page says of each version, the newest first, as it is read out."""
    answer = await door.get(path)
    assert answer.status_code == 200, path
    return [said(step) for step in STEP.findall(answer.text)]


async def test_each_version_tells_its_day_its_source_and_what_changed(portal):
    with clock.stopped(TODAY + DAY):
        await on_show(goods(name_vi="Cá mòi kho niêu Làng Chài"))
    with clock.stopped(TODAY + 2 * DAY):
        await catalogue.set_price(PACK, 130_000, by="user 7", said=catalogue.Said(Voice.PRODUCER))
    with clock.stopped(TODAY + 3 * DAY):
        await catalogue.set_availability(PACK, Availability.OUT_OF_STOCK, by="partner 3")

        told = await steps(portal)

    priced = "[bỏ: 125.000 ] [thêm: 130.000 ] ₫ / hộp 400 g [bỏ: (312.500 ] [thêm: (325.000 ] ₫/kg)"
    assert told == [
        "26/11/2026 Nơi bán Tình trạng hàng: hộp 400 g [thêm: Tạm hết hàng ]",
        f"25/11/2026 Cơ sở Bán theo {priced}",
        "24/11/2026 Danh sách nhập Tên Cá mòi kho [thêm: niêu ] Làng Chài",
        "23/11/2026 Danh sách nhập Đăng lần đầu.",
    ]


async def test_an_approval_is_an_officials_and_neither_is_named(shop):
    producer, moderator = await member(ONE), await official(OfficialRole.MODERATOR)
    begun = await drafting.begin(ONE, CA_MOI, user=producer.user)
    saved = await drafting.save(begun.id, Typed(begun.version, {"storage": "Nơi khô ráo."}))
    sent = await drafting.submit(saved.id, saved.version, user=producer.user, answer_days=3)
    pictures = services_of(shop).pictures
    await deciding.approve(sent.id, Approval(sent.version), pictures, user=moderator.user)

    page = await shop.get(PAGE)

    [newest, *_] = [said(step) for step in STEP.findall(page.text)]
    assert " Cán bộ Bảo quản " in newest
    assert "[thêm: Nơi khô ráo. ]" in newest
    assert "user" not in said(page.text)
    assert "Người Minh Hoạ" not in page.text


async def test_what_was_taken_off_and_shown_again_says_so_without_the_reason(portal):
    moderator = await official(OfficialRole.MODERATOR)
    seen = (await Product.get(code=CA_MOI)).version
    await suspending.suspend(CA_MOI, seen, "Nghi có chất cấm", user=moderator.user)
    gone = await portal.get(PAGE)
    seen = (await Product.get(code=CA_MOI)).version
    await suspending.reinstate(CA_MOI, seen, "Đã kiểm tra", user=moderator.user)

    told = await steps(portal)

    assert gone.status_code == 410
    assert [one.partition(" ")[2] for one in told[:2]] == [
        "Cán bộ Hiển thị lại.", "Cán bộ Ngừng hiển thị.",
    ]  # fmt: skip
    assert "chất cấm" not in (await portal.get(PAGE)).text


async def test_what_was_forgotten_is_said_to_be_and_compared_with_nothing(portal):
    for n, price in enumerate((126_000, 127_000), 1):
        with clock.stopped(clock.now() + n * DAY):
            await catalogue.set_price(PACK, price, by="user 7")
    await ListingVersion.filter(code=CA_MOI, rev=2).update(document=None)

    told = await steps(portal)

    assert told[0].endswith("Không so được: nội dung của bản trước không còn được giữ.")
    assert told[1].endswith("Nội dung của bản này không còn được giữ.")
    assert told[2].endswith("Đăng lần đầu.")


async def test_forgetting_shows_at_once_though_no_listing_changes(portal):
    await catalogue.set_price(PACK, 126_000, by="user 7")
    before = await portal.get(PAGE)

    forgotten = await Forgetter(30).forget_old(clock.now() + 60 * DAY)

    assert forgotten
    assert "126.000" in before.text
    assert "126.000" not in (await portal.get(PAGE)).text


async def test_a_changed_picture_is_said_and_not_shown(portal):
    jpeg = {"name": f"{'a' * 64}.jpg", "width": 8, "height": 6, "type": "image/jpeg"}
    await Picture.create(digest="a" * 64, width=8, height=6, placeholder="data:", recipe=1,
                         renditions=[jpeg], taken_at=TODAY, taken_by="test")  # fmt: skip
    await photos.show(CA_MOI, PhotoInput(picture="a" * 64), by="service 2")

    page = await portal.get(PAGE)

    assert said(STEP.findall(page.text)[0]).endswith("Hệ thống Đổi ảnh.")
    assert "a" * 64 not in page.text


async def test_a_price_that_is_only_confirmed_is_no_change_of_what_readers_see(portal):
    with clock.stopped(clock.now() + DAY):
        await catalogue.confirm_offers(ONE, by="user 7", said=catalogue.Said(Voice.PRODUCER))

        told = await steps(portal)

    assert told[0].endswith("Cơ sở Giá và phần mô tả không đổi; chi tiết khác được ghi lại.")


async def test_what_may_not_be_sold_online_today_has_no_price_of_yesterday(portal):
    await catalogue.set_price(PACK, 126_000, by="user 7")
    async with change(by="command line") as wanted:
        await Product.filter(code=CA_MOI).update(sale_restriction=SaleRestriction.NOT_ONLINE)
        wanted.touch(CA_MOI)

    page = await portal.get(PAGE)

    assert page.status_code == 200
    assert "126.000" not in page.text
    assert "125.000" not in page.text


async def test_of_another_producer_nothing_is_told(portal):
    await on_show(goods(price=125_000, story_vi="Bà Tư kho cá từ năm mười tuổi."))
    async with change(by="command line") as wanted:
        await Product.filter(code=CA_MOI).update(producer_id="HP-CS-102", story_vi="")
        wanted.touch(CA_MOI)

    page = await portal.get(PAGE)

    assert "Bà Tư" not in page.text
    assert "Làng Chài</a>" not in page.text
    assert said(STEP.findall(page.text)[1]).endswith("Nội dung của bản này không còn được giữ.")


async def test_without_consent_there_is_no_history(portal):
    await catalogue.withdraw_consent(ONE, Purpose.CATALOGUE, by="user 7")

    answer = await portal.get(PAGE)

    assert answer.status_code == 410
    assert "Làng Chài" not in answer.text
    assert (await portal.get("/san-pham/HP-NS-9999/lich-su")).status_code == 404


async def test_a_long_history_is_read_a_page_at_a_time(portal, monkeypatch):
    monkeypatch.setattr(public_history, "PAGE", 2)
    for price in (126_000, 127_000, 128_000):
        await catalogue.set_price(PACK, price, by="user 7")

    first = await portal.get(PAGE)
    [older] = re.findall(r'rel="next nofollow" href="([^"]+)"', first.text)
    second = await portal.get(older)

    assert ["128.000" in one for one in STEP.findall(first.text)] == [True, False]
    told = [said(one) for one in STEP.findall(second.text)]
    assert "[bỏ: 125.000 ] [thêm: 126.000 ] ₫" in told[0]
    assert told[1].endswith("Đăng lần đầu.")
    assert 'rel="next' not in second.text
    assert f'href="{PAGE}"' in second.text
    assert len(await steps(portal, f"{PAGE}?truoc=x")) == 2
    nothing = await portal.get(f"{PAGE}?truoc=1")
    assert "Không có thay đổi nào cũ hơn." in nothing.text


async def test_long_texts_are_shown_around_what_changed(portal):
    long = "Cá mòi kho nhiều lửa với riềng, gừng và nước mắm. " * 40
    await on_show(goods(price=125_000, description_vi=long + "Ăn với cơm nóng."))
    await on_show(goods(price=125_000, description_vi=long + "Ăn với bánh mì."))

    [newest, *_] = await steps(portal)

    assert "[bỏ: cơm nóng. ] [thêm: bánh mì. ]" in newest
    assert "…" in newest
    assert len(newest) < 250


async def test_the_page_is_for_people_and_no_search_engine(portal):
    page = await portal.get(PAGE)
    english = await portal.get(f"/en{PAGE}")
    small = await portal.get(f"/san-pham/{CA_MOI.lower()}/lich-su?truoc=9")
    product = await portal.get(f"/san-pham/{CA_MOI}/ca-moi-kho-lang-chai")
    robots = await portal.get("/robots.txt")

    assert '<meta name="robots" content="noindex, follow">' in page.text
    assert page.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert "Imported list" in english.text
    assert "Shown for the first time." in english.text
    assert (small.status_code, small.headers["location"]) == (301, f"{PAGE}?truoc=9")
    assert f'<a href="{PAGE}" rel="nofollow">Lịch sử thay đổi</a>' in product.text
    assert "Disallow: /san-pham/*/lich-su\n" in robots.text
    assert PAGE not in (await portal.get("/sitemap.xml")).text


@pytest.mark.parametrize("seed", range(3))
async def test_no_actor_of_any_kind_is_ever_named(portal, seed):
    key = await keys.add_partner("Chợ Việt", by="test", site="a.vn")
    names = [("user 7", "link 4", "partner 1"), ("service 2", "time", "verify"),
             ("command line", "demo", "a name that is new")][seed]  # fmt: skip
    for n, by in enumerate(names):
        await catalogue.set_price(PACK, 126_000 + n, by=by)

    page = await portal.get(PAGE)

    assert [name for name in (*names, key, "Chợ Việt") if name in said(page.text)] == []
    kinds = {"Cơ sở", "Nơi bán", "Hệ thống"}
    told = {said(one).split(" ", 1)[1] for one in STEP.findall(page.text)[:3]}
    assert {next(kind for kind in kinds if one.startswith(kind)) for one in told} <= kinds


async def test_a_version_tells_how_a_pack_is_sent(portal):
    with clock.stopped(TODAY + DAY):
        await on_show(goods())
    async with change(by="test") as wanted:
        sent = {"gross_weight": 520, "depth": 205, "width": 150, "height": 40}
        await Variant.filter(sku=PACK).update(**sent)
        wanted.touch(CA_MOI)

    newest, *_ = await steps(portal)

    assert "khi gửi: 520 g, 20,5 x 15 x 4 cm" in newest
