"""The public list of OCOP recognitions and withdrawals, and the same as a file."""

import csv
import io
import re
from datetime import date

import pytest

from shop import catalogue, clock
from shop.formats.recognitions import COLUMNS
from shop.models import Consent, Decision, Product, Purpose, Recognition, RecognitionType, Taxonomy
from shop.publishing import change
from shop.queries import recognitions
from shop.web.public import recognitions as pages
from tests.publishing.goods import (
    CA_MOI,
    GAO_RUOI,
    TRA_SEN,
    a_small_catalogue,
    goods,
    on_show,
    stars,
)

PATH = "/cong-nhan"
TAG = re.compile(r"<[^>]+>")
LINE = re.compile(r'<li class="panel">(.*?)</li>', re.DOTALL)
CITY = "UBND thành phố Hải Phòng"


def said(text: str) -> str:
    return " ".join(TAG.sub(" ", text).split())


async def lines(door, query: str = "") -> list[str]:
    answer = await door.get(f"{PATH}{query}")
    assert answer.status_code == 200, query
    return [said(one) for one in LINE.findall(answer.text)]


async def names(door, query: str = "") -> list[str]:
    return [one.split(" Minh hoạ", 1)[0] for one in await lines(door, query)]


async def recognised(code: str, signed_on: date, **told: object) -> None:
    """Add a recognition to a product, as the registry will."""
    usual = {"stars": 4, "type": RecognitionType.REISSUED, "taxonomy": Taxonomy.QD_148,
             "expires_on": signed_on.replace(year=signed_on.year + 3), **told}  # fmt: skip
    decision, _ = await Decision.get_or_create(
        number=f"{signed_on:%d%m}/QĐ-UBND", issuer=CITY, signed_on=signed_on
    )
    async with change(by="test") as wanted:
        await Recognition.create(product_id=code, decision=decision, **usual)
        wanted.touch(code)


@pytest.fixture
async def recognised_goods(client, stopped_clock):
    """Three goods on show, on 23 November 2026: stars that hold, that ended, and none."""
    await a_small_catalogue()
    rice = {"name_vi": "Gạo ruộng rươi", "producer_id": "HP-CS-102", "commune_id": "11761"}
    held = stars(4, date(2025, 6, 30), date(2028, 6, 30))
    ended = stars(3, date(2023, 11, 22), date(2026, 11, 22))
    await on_show(
        goods(CA_MOI, recognition=held),
        goods(GAO_RUOI, recognition=ended, keywords=[], **rice),
        goods(TRA_SEN, name_vi="Trà sen"),
    )  # fmt: skip
    return client


async def test_each_recognition_tells_product_producer_decision_days_and_standing(recognised_goods):
    told = await lines(recognised_goods)

    fish, rice = told
    assert fish == (
        "Cá mòi kho Làng Chài Minh hoạ Cơ sở chế biến Làng Chài Xã Kiến Hưng Cấp mới"
        f" Quyết định 30062025/QĐ-UBND {CITY} Còn hạn Ký ngày 30/06/2025 Đến hết 30/06/2028"
    )
    assert rice == (
        "Gạo ruộng rươi Minh hoạ Hợp tác xã Thụy Hương Xã Quyết Thắng Cấp mới"
        f" Quyết định 22112023/QĐ-UBND {CITY} Hết hạn Ký ngày 22/11/2023 Đến hết 22/11/2026"
    )
    english = await recognised_goods.get(f"/en{PATH}")
    assert "Valid through 30 June 2028" in english.text
    assert 'aria-label="OCOP 4 stars"' in english.text


async def test_a_recognition_holds_through_its_last_day_and_a_newer_one_takes_its_place(
    recognised_goods,
):
    await recognised(CA_MOI, date(2026, 7, 1), stars=5)
    with clock.stopped(clock.start_of(date(2026, 11, 22))):
        told = await lines(recognised_goods)

    assert [re.search("Còn hạn|Đã có công nhận mới|Hết hạn", one)[0] for one in told] == [
        "Còn hạn", "Đã có công nhận mới", "Còn hạn",
    ]  # fmt: skip
    await recognised(TRA_SEN, date(2026, 12, 1))
    assert "Chưa đến ngày" in (await lines(recognised_goods))[0]


async def test_filters_narrow_and_what_cannot_be_read_narrows_nothing(recognised_goods):
    fish, rice = "Cá mòi kho Làng Chài", "Gạo ruộng rươi"

    assert await names(recognised_goods, "?nam=2023") == [rice]
    assert await names(recognised_goods, "?sao=4") == [fish]
    assert await names(recognised_goods, "?xa=11761") == [rice]
    assert await names(recognised_goods, "?q=CA+MOI") == [fish]
    assert await names(recognised_goods, "?q=cá+mòi&nam=2025&sao=4&xa=11728") == [fish]
    assert await names(recognised_goods, "?nam=20x&sao=9&xa=99999&sau=a&muc=la") == [fish, rice]
    nothing = await recognised_goods.get(f"{PATH}?sao=5")
    assert "Không có công nhận nào khớp. Hãy bỏ bớt điều kiện lọc." in nothing.text
    assert '<option value="5" selected>5 sao</option>' in nothing.text


async def test_withdrawals_are_a_tab_of_their_own(recognised_goods):
    none = await recognised_goods.get(f"{PATH}?muc=thu-hoi")
    async with change(by="test") as wanted:
        await Recognition.filter(product_id=CA_MOI).update(revoked_on=date(2026, 11, 1))
        wanted.touch(CA_MOI)

    revoked = await lines(recognised_goods, "?muc=thu-hoi")

    assert "Chưa ghi nhận lần thu hồi nào." in none.text
    [one] = revoked
    assert "Bị thu hồi" in one
    assert one.endswith("Thu hồi từ 01/11/2026")
    assert await names(recognised_goods) == ["Gạo ruộng rươi"]


async def test_what_no_consent_shows_is_not_named(recognised_goods):
    await catalogue.withdraw_consent("HP-CS-101", Purpose.CATALOGUE, by="user 7")
    await catalogue.withdraw(GAO_RUOI, by="test")

    page = await recognised_goods.get(PATH)
    file = await recognised_goods.get(f"{PATH}.csv")

    assert "Chưa có công nhận nào." in page.text
    assert [name for name in ("Làng Chài", "Gạo", "Thụy Hương") if name in page.text] == []
    assert len(file.content.splitlines()) == 1
    assert await Consent.filter(producer_id="HP-CS-101", withdrawn_at=None).count() == 3


async def test_a_long_list_is_read_a_page_at_a_time_each_line_once(shop, monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 50)
    seen, path = [], PATH
    while path:
        page = await shop.get(path)
        seen += LINE.findall(page.text)
        found = re.findall(r'rel="next" href="([^"]+)"', page.text)
        path = found[0].replace("&amp;", "&") if found else ""

    assert len(seen) == len(set(seen)) == await Recognition.all().count() == 179
    days = [re.search(r"Ký ngày (\d\d)/(\d\d)/(\d{4})", one).groups()[::-1] for one in seen]
    assert days == sorted(days, reverse=True)
    assert await lines(shop, "?sau=999999") == []


async def test_the_file_holds_what_the_list_shows(shop, monkeypatch):
    monkeypatch.setattr(recognitions, "AT_ONCE", 7)

    answer = await shop.get(f"{PATH}.csv?sao=5")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="cong-nhan-ocop.csv"'
    assert tuple(rows[0]) == COLUMNS
    assert {row["stars"] for row in rows} == {"5"}
    assert len(rows) == await Recognition.filter(stars=5).count()
    assert {row["standing_vi"] for row in rows} <= {"Còn hạn", "Hết hạn", "Đã có công nhận mới"}


async def test_no_cell_of_the_file_is_a_formula(recognised_goods):
    async with change(by="test") as wanted:
        await Product.filter(code=CA_MOI).update(name_vi='=HYPERLINK("http://a.vn","Cá")')
        wanted.touch(CA_MOI)

    file = (await recognised_goods.get(f"{PATH}.csv")).content.decode("utf-8-sig")

    [fish, _] = csv.DictReader(io.StringIO(file))
    assert fish["name_vi"] == '\'=HYPERLINK("http://a.vn","Cá")'
    assert (fish["signed_on"], fish["revoked_on"]) == ("2025-06-30", "")


async def test_the_list_is_linked_and_robots_know_it(recognised_goods):
    product = await recognised_goods.get(f"/san-pham/{CA_MOI}/ca-moi-kho-lang-chai")
    home, sitemap = await recognised_goods.get("/en"), await recognised_goods.get("/sitemap.xml")
    narrowed = await recognised_goods.get(f"{PATH}?sao=4")
    plain = await recognised_goods.get(PATH)

    assert f'<a href="{PATH}">Xem mọi công nhận OCOP</a>' in product.text
    assert f'<a href="/en{PATH}">OCOP recognitions</a>' in home.text
    assert f"<loc>http://localhost:8000{PATH}</loc>" in sitemap.text
    assert "noindex" in narrowed.text
    assert "noindex" not in plain.text
    assert f'href="/en{PATH}?sao=4"' in narrowed.text
    assert f'href="{PATH}.csv?sao=4"' in narrowed.text
