"""Pages of the registry: a registrar renames, notes a new form and merges; others only read."""

import re

import pytest
from tortoise.transactions import in_transaction

from shop.access import members_now
from shop.accounts.members import add_member
from shop.catalogue import withdraw_consent
from shop.catalogue.merging import Asked, merge
from shop.models import (
    Commune,
    FormerCommune,
    Listing,
    MemberRole,
    OfficialRole,
    Producer,
    ProducerAlias,
    Product,
    Purpose,
    Session,
    SubjectType,
)
from tests.accounts.coming import post
from tests.conftest import TODAY
from tests.people import Person, member, official
from tests.publishing.goods import CA_MOI, GAO_RUOI, goods, on_show
from tests.publishing.truth import document, serials
from tests.web.own import LANG_CHAI, THUY_HUONG, text_of

pytestmark = pytest.mark.usefixtures("stopped_clock")
HERE = "/can-bo/so"
COMMUNE = f"{HERE}/xa/11728"
ONE = f"{HERE}/co-so/{LANG_CHAI}"
NEW = "Xã Kiến Hưng Mới"


@pytest.fixture
async def registrar(portal) -> Person:
    """The front door of two producers with a product each, open to a registrar."""
    await on_show(goods(GAO_RUOI, producer_id=THUY_HUONG, commune_id="11761"))
    person = await official(OfficialRole.REGISTRAR)
    come(portal, person)
    return person


def come(door, person: Person) -> None:
    door.cookies.clear()
    for name, value in person.cookies.items():
        door.cookies.set(name, value)


async def test_a_commune_is_renamed_and_its_listings_move(portal, registrar):
    page = await portal.get(COMMUNE)
    before = await serials()

    sent = await post(portal, COMMUNE, seen="1", name=NEW)

    assert "1 trang sản phẩm đổi theo ngay. Mã giữ nguyên." in text_of(page)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{COMMUNE}?xong=1")
    assert (await document(CA_MOI))["origin"]["commune"] == {"code": "11728", "name": NEW}
    after = await serials()
    assert {one for one in after if after[one] != before[one]} == {CA_MOI}
    done = await portal.get(f"{COMMUNE}?xong=1")
    assert "Đã đổi tên." in done.text
    assert done.headers["cache-control"] == "no-store"
    history = await portal.get(f"/san-pham/{CA_MOI}/lich-su")
    assert "Cán bộ" in history.text


async def test_the_second_of_two_keeps_what_was_typed(portal, registrar):
    await post(portal, COMMUNE, seen="1", name=NEW)

    late = await post(portal, COMMUNE, seen="1", name="Xã Kiến Hưng Khác")

    assert late.status_code == 409
    assert 'value="Xã Kiến Hưng Khác"' in late.text
    assert 'name="seen" value="2"' in late.text
    assert (await Commune.get(code="11728")).name == NEW


async def test_communes_are_found_by_their_names_of_before(portal, registrar):
    former = {"valid_period": "2024", "how": "", "flag": "", "province": "Hải Phòng"}
    await FormerCommune.create(
        name="Xã Đại Hà", district="Huyện Kiến Thụy", commune_id="11728", **former
    )

    found = text_of(await portal.get(f"{HERE}/xa?q=dai+ha"))
    none = text_of(await portal.get(f"{HERE}/xa?q=zzz"))

    assert "Xã Kiến Hưng" in found
    assert "Xã Đại Hà, Huyện Kiến Thụy" in found
    assert "Xã Quyết Thắng" not in found
    assert "Không có tên nào như vậy." in none


async def test_a_set_has_a_name_in_each_language(portal, registrar):
    lacking = await post(portal, f"{HERE}/bo/08", seen="1", name_vi="Từ thịt và cá", name_en="")
    sent = await post(portal, f"{HERE}/bo/08", seen="1", name_vi="Từ thịt và cá", name_en="Meat")

    assert (lacking.status_code, sent.status_code) == (422, 303)
    category = (await document(CA_MOI))["category"]
    assert category["set_name"] == {"vi": "Từ thịt và cá", "en": "Meat"}


async def test_a_reader_has_no_buttons_and_every_list_is_there(portal, registrar):
    come(portal, await official(OfficialRole.READER))

    parts = ("", "/xa", "/xa/11728", "/bo/08", "/nhom", "/cong-dung", "/co-so")
    pages = [await portal.get(f"{HERE}{part}") for part in (*parts, f"/co-so/{LANG_CHAI}")]
    refused = await post(portal, COMMUNE, seen="1", name=NEW)

    assert [page.status_code for page in pages] == [200] * 8
    assert [page.text.count('method="post"') for page in pages] == [0] * 8
    assert "Bạn chỉ được xem." in pages[2].text
    assert refused.status_code == 403
    assert (await Commune.get(code="11728")).name == "Xã Kiến Hưng"


async def test_a_household_becomes_a_company(portal, registrar):
    form = {"seen": "1", "subject_type": "DOANH_NGHIEP", "name": "Công ty Làng Chài"}
    said = {**form, "since": "2/11/2026", "basis": "Số đăng ký 0201234567"}

    lacking = await post(portal, f"{ONE}/loai-hinh", **form, since="2/12/2026")
    sent = await post(portal, f"{ONE}/loai-hinh", **said)

    assert lacking.status_code == 422
    assert "Ngày này chưa đến." in lacking.text
    assert sent.headers["location"] == f"{ONE}?xong=loai-hinh"
    told = text_of(await portal.get(f"{ONE}?xong=loai-hinh"))
    assert "Đã ghi loại hình mới." in told
    assert "Hợp tác xã · Cơ sở chế biến Làng Chài Trước đó" in told
    assert "Doanh nghiệp · Công ty Làng Chài Từ ngày 02/11/2026 · Số đăng ký 0201234567" in told
    held = await Producer.get(code=LANG_CHAI)
    assert held.subject_type == SubjectType.COMPANY


async def test_two_codes_are_looked_at_and_then_merged(portal, registrar):
    owner = await member(THUY_HUONG, name="Bà Minh Hoạ")
    page = await portal.get(f"{ONE}/gop?voi={THUY_HUONG.lower()}")
    [ticked] = re.findall(r'name="stays" value="(\d+)"', page.text)
    sent = {"gone": THUY_HUONG, "seen": "1", "seen_gone": "1", "stays": ticked}

    unsure = await post(portal, f"{ONE}/gop", **sent)
    done = await post(portal, f"{ONE}/gop", **sent, sure="yes")

    told = text_of(page)
    assert "1 sản phẩm chuyển sang mã giữ lại." in told
    assert "Bà Minh Hoạ (chủ)" in told
    assert unsure.status_code == 422
    assert "Gộp rồi không tách lại được." in unsure.text
    assert done.headers["location"] == f"{ONE}?xong=gop"
    assert await Product.filter(producer_id=LANG_CHAI).count() == 2
    assert "HP-CS-102 · Hợp tác xã Thụy Hương" in text_of(await portal.get(ONE))
    come(portal, owner)
    assert (await portal.get(f"/nha-san-xuat/{LANG_CHAI}")).status_code == 200


async def test_an_owner_of_the_other_code_who_writes_for_the_one_that_stays_owns_it(
    portal, registrar
):
    owner = await member(THUY_HUONG)
    async with in_transaction():
        await add_member(owner.user, LANG_CHAI, MemberRole.EDITOR, by="test")
    page = await portal.get(f"{ONE}/gop?voi={THUY_HUONG}")
    [ticked] = re.findall(r'name="stays" value="(\d+)"', page.text)
    sent = {"gone": THUY_HUONG, "seen": "1", "seen_gone": "1", "sure": "yes"}

    alone = await post(portal, f"{ONE}/gop", **sent)
    done = await post(portal, f"{ONE}/gop", **sent, stays=ticked)

    assert alone.status_code == 422
    assert done.headers["location"] == f"{ONE}?xong=gop"
    standing = members_now().filter(producer_id=LANG_CHAI)
    assert await standing.values_list("user_id", "role") == [(owner.user, MemberRole.OWNER)]
    come(portal, owner)
    assert (await portal.get(f"/nha-san-xuat/{LANG_CHAI}/dong-y")).status_code == 200


async def test_what_would_go_off_show_is_said_before(portal, registrar):
    await withdraw_consent(THUY_HUONG, Purpose.CATALOGUE, by="test")

    told = text_of(await portal.get(f"{ONE}/gop?voi={THUY_HUONG}"))

    assert "1 trang sẽ ẩn, vì một mã chưa đồng ý cho hiện." in told
    assert await ProducerAlias.all().count() == 0
    assert (await Listing.get(code=CA_MOI)).live


async def test_the_address_of_the_other_code_leads_to_the_one_that_stays(portal, registrar):
    await merge(LANG_CHAI, THUY_HUONG, Asked(), by="user 7")

    answers = [await portal.get(f"{root}/co-so/{THUY_HUONG}/cu") for root in ("", "/en")]

    slug = "co-so-che-bien-lang-chai"
    assert [one.status_code for one in answers] == [301, 301]
    assert [one.headers["location"] for one in answers] == [
        f"/co-so/{LANG_CHAI}/{slug}",
        f"/en/co-so/{LANG_CHAI}/{slug}",
    ]


async def test_the_history_of_goods_that_moved_stays_whole(portal, registrar):
    await merge(LANG_CHAI, THUY_HUONG, Asked(), by=f"user {registrar.user}")

    history = await portal.get(f"/san-pham/{GAO_RUOI}/lich-su")

    assert history.text.count('<li class="step">') == 2
    assert "không còn được giữ" not in history.text


async def test_no_registrar_keeps_a_producer_of_their_own(portal, registrar):
    async with in_transaction():
        await add_member(registrar.user, LANG_CHAI, MemberRole.EDITOR, by="test")

    renamed = await post(portal, ONE, seen="1", name="Làng Chài của tôi")
    merged = await post(portal, f"{HERE}/co-so/{THUY_HUONG}/gop", gone=LANG_CHAI, seen="1",
                        seen_gone="1", sure="yes")  # fmt: skip

    assert (renamed.status_code, merged.status_code) == (403, 403)
    assert (await Producer.get(code=LANG_CHAI)).name == "Cơ sở chế biến Làng Chài"


async def test_who_came_long_ago_shows_who_they_are_before_merging(portal, registrar):
    long_ago = TODAY.replace(hour=1)
    await Session.filter(user_id=registrar.user).update(proved_at=long_ago)

    asked = await portal.get(f"{ONE}/gop")

    assert asked.status_code == 303
    assert asked.headers["location"].startswith("/can-bo/xac-nhan")
