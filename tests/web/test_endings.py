"""What expires on the officials' desk: by month, in reach, with who was reminded."""

import csv
import io
from datetime import date, timedelta

import pytest

from shop import clock
from shop.accounts.reminding import remind
from shop.catalogue.renewing import say_applied
from shop.models import Certificate, Evidence, OfficialRole, PaperKind, Recognition
from shop.papers import Of, confirm
from tests.conftest import TODAY, services_of
from tests.papers.sent import a_paper
from tests.people import member, official
from tests.pictures import photo
from tests.publishing.goods import (
    CA_MOI,
    GAO_RUOI,
    TRA_SEN,
    VIETGAP,
    a_small_catalogue,
    goods,
    on_show,
    stars,
)
from tests.web.own import LANG_CHAI, THUY_HUONG, text_of

pytestmark = pytest.mark.usefixtures("stopped_clock")
HERE, FILE = "/can-bo/so/sap-het-han", "/can-bo/so/sap-het-han/bang"
KIEN_HUNG, QUYET_THANG = "11728", "11761"
TODAY_THERE = date(2026, 11, 23)
"""A Monday, 10:00."""
THIS, NEXT = date(2026, 11, 30), date(2026, 12, 31)
BEFORE = date(2026, 10, 15)
MORNING = TODAY - timedelta(hours=2)


def ending(code: str, ends_on: date, **more: str):
    given = {"evidence": Evidence.SOURCED, **more}
    return goods(code, recognition=stars(4, ends_on - timedelta(days=1095), ends_on), **given)


@pytest.fixture
async def desk(client):
    """Three products of two communes, whose stars end in three months."""
    await a_small_catalogue()
    with clock.stopped(TODAY - timedelta(days=60)):
        await on_show(
            ending(CA_MOI, THIS),
            ending(GAO_RUOI, NEXT, name_vi="Gạo ruộng rươi", producer_id=THUY_HUONG),
            ending(TRA_SEN, BEFORE, name_vi="Trà sen", evidence=Evidence.ILLUSTRATIVE),
        )
    return client


async def test_this_month_is_shown_first_and_all_months_are_counted(desk):
    registrar = await official(OfficialRole.REGISTRAR)

    page = await desk.get(HERE, headers=registrar.headers)

    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    said = text_of(page)
    assert "Tháng 11/2026 (1) Tháng 12/2026 (1) Tháng 1/2027 (0)" in said
    assert "Tháng 10/2026 (đã hết hạn: 1) Tháng 9/2026 (đã hết hạn: 0)" in said
    assert "1 sản phẩm của 1 cơ sở, ở 1 xã, phường." in said
    assert "Cá mòi kho Làng Chài HP-OCOP-0001 · Cơ sở chế biến Làng Chài · Xã Kiến Hưng" in said
    assert "4 sao OCOP · Quyết định 01122023/QĐ-UBND" in said
    assert "Hết hạn 30/11/2026, còn 7 ngày Chưa nhắc ai" in said
    assert "Gạo ruộng rươi" not in said


async def test_a_month_that_is_over_says_so_and_what_is_made_up_is_marked(desk):
    reader = await official(OfficialRole.READER)

    said = text_of(await desk.get(f"{HERE}?thang=2026-10", headers=reader.headers))

    assert "Trà sen (Minh hoạ) HP-OCOP-0003" in said
    assert "Đã hết hạn 15/10/2026, 39 ngày trước" in said


async def test_an_official_of_a_commune_sees_what_is_theirs(desk):
    helper = await official(OfficialRole.HELPER, QUYET_THANG)

    this = text_of(await desk.get(HERE, headers=helper.headers))
    following = text_of(await desk.get(f"{HERE}?thang=2026-12", headers=helper.headers))
    file = await desk.get(FILE, headers=helper.headers)

    assert "Tháng này không có gì hết hạn." in this
    assert "Cá mòi" not in this
    assert "Gạo ruộng rươi" in following
    assert [row["code"] for row in rows_of(file)] == [GAO_RUOI]


def rows_of(file) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))


async def test_it_says_who_was_reminded_by_kind_and_what_the_producer_says(desk):
    owner, registrar = await member(LANG_CHAI), await official(OfficialRole.REGISTRAR)
    helper = await official(OfficialRole.HELPER, KIEN_HUNG)
    with clock.stopped(MORNING):
        await remind(500)
    note = {"filed_on": date(2026, 11, 2), "note": "Nộp ở UBND xã <Kiến Hưng>"}
    await say_applied(CA_MOI, 0, by="user 1", **note)

    page = await desk.get(HERE, headers=registrar.headers)
    [row] = [
        one
        for one in rows_of(await desk.get(FILE, headers=helper.headers))
        if one["code"] == CA_MOI
    ]

    said = text_of(page)
    assert (
        "Đã nhắc chủ cơ sở ngày 23/11/2026 (mốc 30 ngày);"
        " cán bộ xã ngày 23/11/2026 (mốc 30 ngày);"
        " cán bộ lập sổ ngày 23/11/2026 (mốc 30 ngày)"
    ) in said
    assert "Cơ sở báo đã nộp hồ sơ lại ngày 02/11/2026: Nộp ở UBND xã <Kiến Hưng>" in said
    assert "<Kiến" not in page.text
    assert owner.address.text not in page.text
    assert row == {
        "code": CA_MOI,
        "name_vi": "Cá mòi kho Làng Chài",
        "proof": "OCOP",
        "proof_vi": "Sao OCOP",
        "ends_on": "2026-11-30",
        "days_left": "7",
        "stars": "4",
        "decision": "01122023/QĐ-UBND",
        "producer_code": LANG_CHAI,
        "producer_name": "Cơ sở chế biến Làng Chài",
        "commune_code": KIEN_HUNG,
        "commune": "Xã Kiến Hưng",
        "evidence": "sourced",
        "owner_reminded_on": "2026-11-23",
        "helper_reminded_on": "2026-11-23",
        "registrar_reminded_on": "2026-11-23",
        "applied_on": "2026-11-02",
        "applied_said_on": "2026-11-23",
        "applied_note": "Nộp ở UBND xã <Kiến Hưng>",
    }


async def test_filters_narrow_and_what_cannot_be_read_does_not(desk):
    registrar = await official(OfficialRole.REGISTRAR)
    await on_show(ending("HP-OCOP-0004", THIS, name_vi="Mật ong", producer_id=THUY_HUONG))

    both = text_of(await desk.get(HERE, headers=registrar.headers))
    one = text_of(await desk.get(f"{HERE}?xa={QUYET_THANG}", headers=registrar.headers))
    odd = await desk.get(f"{HERE}?thang=2026-13&xa=%00&trang=0", headers=registrar.headers)

    assert "2 sản phẩm của 2 cơ sở, ở 2 xã, phường." in both
    assert "Xã Kiến Hưng (1) Xã Quyết Thắng (1)" in both
    assert ("Mật ong" in one, "Cá mòi" in one, "Bỏ lọc" in one) == (True, False, True)
    assert odd.status_code == 200
    assert "2 sản phẩm của 2 cơ sở" in text_of(odd)


async def test_a_renewed_product_stands_at_its_new_day_and_a_certificate_beside_it(desk):
    registrar = await official(OfficialRole.REGISTRAR)
    await on_show(
        goods(
            recognition=stars(4, date(2026, 11, 20), date(2029, 11, 19)),
            evidence=Evidence.SOURCED,
            certificates=[VIETGAP],
        )
    )
    confirmed = {"verified_on": TODAY_THERE, "expires_on": THIS, "number": "VG-12"}
    await Certificate.all().update(**confirmed)
    assert await Recognition.filter(product_id=CA_MOI).count() == 2

    said = text_of(await desk.get(HERE, headers=registrar.headers))

    assert "VietGAP · số VG-12 Hết hạn 30/11/2026" in said
    assert "4 sao OCOP ·" not in said


async def test_a_paper_that_was_confirmed_stands_in_the_list_and_the_file(desk):
    registrar = await official(OfficialRole.REGISTRAR)
    number = await a_paper(
        services_of(desk).room, Of(producer=LANG_CHAI), photo(1), kind="quarantine",
        number="=KD-7", expires_on=THIS,
    )  # fmt: skip
    await PaperKind.create(code="quarantine", words_vi="Giấy kiểm dịch", words_en="Quarantine")
    await confirm(number, [CA_MOI], user=registrar.user, seen=1)

    said = text_of(await desk.get(HERE, headers=registrar.headers))
    english = text_of(await desk.get(f"/en{HERE}", headers=registrar.headers))
    file = (await desk.get(f"{FILE}?thang=2026-11", headers=registrar.headers)).text

    assert "Giấy kiểm dịch · số =KD-7 Hết hạn 30/11/2026" in said
    assert "Quarantine" in english
    rows = csv.DictReader(io.StringIO(file.removeprefix("\ufeff")))
    assert [(row["proof"], row["proof_vi"], row["decision"]) for row in rows] == [
        ("OCOP", "Sao OCOP", "01122023/QĐ-UBND"),
        ("quarantine", "Giấy kiểm dịch", "'=KD-7"),
    ]


async def test_a_month_of_300_asks_the_database_little_and_shows_a_hundred_at_once(desk, asked):
    registrar = await official(OfficialRole.REGISTRAR)
    for start in range(100, 400, 150):
        await on_show(*[ending(f"HP-OCOP-{n:04}", THIS) for n in range(start, start + 150)])
    before = len(asked)

    page = await desk.get(HERE, headers=registrar.headers)
    asked_for = len(asked) - before
    second = text_of(await desk.get(f"{HERE}?thang=2026-11&trang=4", headers=registrar.headers))

    assert page.text.count("<h3><a") == 100
    assert "trang=2" in page.text
    assert asked_for <= 10
    assert second.count("Chưa nhắc ai") == 1


async def test_the_desk_says_what_of_a_helpers_communes_ends_soon(desk):
    helper = await official(OfficialRole.HELPER, KIEN_HUNG)

    page = await desk.get("/can-bo/giup", headers=helper.headers)
    english = await desk.get("/en/can-bo/giup", headers=helper.headers)

    assert "1 sản phẩm của xã bạn sắp hết hạn trong 90 ngày" in text_of(page)
    assert "1 product of your communes ends soon" in text_of(english)
