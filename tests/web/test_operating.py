"""The operator's desk: how the service stands, files held back, photos alike, searches, reports."""

import fcntl
import re
from datetime import timedelta
from html import unescape

import pytest

from shop import clock
from shop.counting import MISSED
from shop.database.heartbeats import BACKUP, Beat, note
from shop.models import (
    AuditEntry,
    FeedFile,
    OfficialRole,
    PageReport,
    Photo,
    Picture,
    Producer,
    Product,
    Proposal,
    ProposalState,
    SearchCount,
    Topic,
    ToPublish,
)
from shop.web.desk import feeds
from tests.conftest import services_of
from tests.feeding import build, lines, offer_everything
from tests.people import Person, official
from tests.readers.test_feeds_guard import withdraw
from tests.web.test_desk_acts import see, send

HERE = "/can-bo/may-chu"
FISH_SAUCE, MAKER = "HP-OCOP-0026", "HP-CS-005"
FILE = f"{HERE}/tep/products.jsonl"
MANY = 3000
HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


@pytest.fixture
async def admin(shop) -> Person:
    return await official(OfficialRole.ADMIN)


def headings(page: str) -> list[str]:
    main = page.partition("<main")[2].partition("</main>")[0]
    return [unescape(TAG.sub("", one)).strip() for one in HEADING.findall(main)]


def plain(page: str) -> str:
    return " ".join(unescape(TAG.sub(" ", page)).split())


# How it stands


async def test_what_needs_a_person_comes_first_with_what_to_do(shop, admin):
    await AuditEntry.all().delete()  # of the catalogue, which may have been made long ago
    await PageReport.create(
        at=clock.now() - timedelta(days=9), code=FISH_SAUCE, topic=Topic.PRICE, language="vi"
    )

    page = await see(shop, admin, HERE)

    assert headings(page) == [
        "Việc chạy nền", "Tệp cho các sàn", "Báo lỗi trên trang", "Sao lưu", "Đang ổn",
    ]  # fmt: skip
    text = plain(page)
    assert "4 mục cần người xem." in text
    assert "Chưa có worker nào chạy Khởi động lại worker, không mất gì." in text
    assert "1 báo lỗi đang mở, lâu nhất 9 ngày Có báo lỗi chờ quá một tuần." in text
    assert "Mở: Báo lỗi trên trang" in text
    fine = text.partition("Đang ổn")[2]
    assert "Tìm kiếm Đã đọc tới 429 trên 429" in fine
    assert "Đề nghị chờ duyệt 0 đề nghị chờ duyệt" in fine


async def test_it_says_so_where_nothing_needs_a_person_in_either_language(shop, admin):
    await build(shop)
    duties = [Beat(duty, clock.now(), late_after=600, counted=0) for duty in ("publish", "sweep")]
    await note(*duties, Beat(BACKUP, clock.now()))
    await AuditEntry.all().delete()

    vietnamese, english = [plain(await see(shop, admin, at + HERE)) for at in ("", "/en")]

    assert "Không có gì cần người xem." in vietnamese
    assert "cần người xem:" not in vietnamese
    assert "Nothing needs a person." in english
    assert "Feed files 8 files, at most 0 s behind Open: Feed files" in english


async def test_it_is_for_administrators_of_the_whole_city(shop, admin):
    commune = (await Producer.get(code=MAKER)).commune_id
    of_one = await official(OfficialRole.ADMIN, commune)

    shop.cookies.clear()
    answers = [
        await shop.get(f"{HERE}{part}", headers=of_one.headers)
        for part in ("", "/tep", "/tep/google.xml", "/anh", "/tim", "/bao-loi")
    ]

    assert [answer.status_code for answer in answers] == [403] * 6
    assert f'href="{HERE}"' not in await see(shop, of_one, "/can-bo")
    assert f'href="{HERE}"' in await see(shop, admin, "/can-bo")


# Feed files


@pytest.fixture
async def held_back(shop) -> None:
    """Hold back all files: a hundred products were withdrawn at once."""
    await offer_everything()
    await build(shop)
    await withdraw(100)
    await build(shop)


async def test_a_file_that_is_held_back_says_what_would_leave_and_goes_when_it_is_let(
    shop, admin, held_back
):
    files = await see(shop, admin, f"{HERE}/tep")
    assert headings(files)[-1] == "acp/metadata.json"
    assert "Bị giữ lại: bản mới chỉ có 329 mục, bản đang dùng có 429." in files
    asked = plain(await see(shop, admin, FILE))
    assert "Bản đang dùng 429 mục Bản mới 329 mục Sẽ rời tệp 100 mục" in asked
    assert "bản mới thiếu 23% so với 429 mục của lần trước" in asked
    assert "gỡ các mục đó khỏi trang của họ" in asked
    assert len(await lines(shop)) == 429

    done = await send(shop, admin, FILE, seen="329")

    assert (done.status_code, done.headers["location"]) == (303, f"{HERE}/tep")
    assert "Đã cho thay. Bản mới ra sau ít phút" in await see(shop, admin, f"{HERE}/tep")
    assert "<button" not in (await see(shop, admin, FILE)).partition("<h1>")[2].partition("help")[0]
    assert len(await lines(shop)) == 429
    assert await build(shop, patiently=True)
    assert len(await lines(shop)) == 329
    assert (await FeedFile.get(name="products.csv")).withheld == 329
    noted = await AuditEntry.get(action="feed.release")
    assert (noted.by, noted.subject, noted.detail) == (
        f"user {admin.user}", "products.jsonl", {"items": 329, "was": 429},
    )  # fmt: skip


async def test_a_file_that_lost_far_more_meanwhile_is_held_back_again(shop, admin, held_back):
    assert (await send(shop, admin, FILE, seen="329")).status_code == 303
    await withdraw(100)

    await build(shop)

    row = await FeedFile.get(name="products.jsonl")
    assert (row.items, row.accepted, row.withheld) == (429, 329, 229)
    assert "Bản mới 229 mục" in plain(await see(shop, admin, FILE))


async def test_what_is_not_as_the_page_said_is_not_let_go(shop, admin, held_back, monkeypatch):
    stale = await send(shop, admin, FILE, seen="320")
    bare = await send(shop, admin, FILE)
    fine = await send(shop, admin, f"{HERE}/tep/acp/metadata.json", seen="0")
    missing = await send(shop, admin, f"{HERE}/tep/everything", seen="1")
    monkeypatch.setattr(feeds, "WITHIN", 0.1)
    with (services_of(shop).settings.data / "feeds" / "lock").open("wb") as building:
        fcntl.flock(building.fileno(), fcntl.LOCK_EX)
        busy = await send(shop, admin, FILE, seen="329")

    assert [one.status_code for one in (stale, bare, fine, missing, busy)] == [
        409, 422, 422, 404, 503,
    ]  # fmt: skip
    assert "Bản mới 329 mục" in plain(stale.text)
    assert "Các tệp đang được tạo lại. Hãy thử lại sau một phút." in busy.text
    assert not await AuditEntry.exists(action="feed.release")
    assert (await FeedFile.get(name="products.jsonl")).accepted == 429


async def test_two_who_let_a_file_go_are_recorded_once(shop, admin, held_back):
    answers = [await send(shop, admin, FILE, seen="329") for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert await AuditEntry.filter(action="feed.release").count() == 1


# Photos that look alike


async def a_picture(n: int, likeness: str = "") -> str:
    digest = f"{n:064x}"
    sizes = [(320, "webp"), (640, "webp"), (1600, "jpeg")]
    await Picture.create(
        digest=digest, width=1600, height=1200, placeholder="", likeness=likeness, recipe=1,
        taken_at=clock.now() - timedelta(days=n), taken_by="test",
        renditions=[
            {"name": f"{digest}-{width}.{kind}", "width": width, "height": width * 3 // 4,
             "type": f"image/{kind}"}
            for width, kind in sizes
        ],
    )  # fmt: skip
    return digest


async def shown(digest: str, *codes: str) -> None:
    for code in codes:
        await Photo.create(product_id=code, picture_id=digest, position=1)


async def one_product_each(many: int) -> list[str]:
    """Give products of so many different producers."""
    rows = await Product.all().order_by("producer_id", "code").values("producer_id", "code")
    return list({row["producer_id"]: row["code"] for row in rows}.values())[:many]


async def test_photos_that_look_alike_stand_side_by_side_with_whose_they_are(shop, admin):
    first, second, third, fourth = await one_product_each(4)
    same, near = await a_picture(1, "f" * 16), await a_picture(2, "0" * 16)
    nearly = await a_picture(9, "0" * 15 + "1")
    await shown(same, first, second)
    await shown(near, third)
    await shown(nearly, fourth)

    page = await see(shop, admin, f"{HERE}/anh")

    assert headings(page) == ["Cặp 1: cùng một ảnh", "Cặp 2: gần như cùng một ảnh"]
    places = [page.index(f"/can-bo/san-pham/{code}/tam-ngung") for code in (fourth, third)]
    assert places == sorted(places)  # the older one was there first
    for code in (first, second, third, fourth):
        product = await Product.get(code=code).select_related("producer")
        assert f'href="/san-pham/{code}"' in page
        assert f'href="/co-so/{product.producer_id}"' in page
        assert product.name_vi in unescape(page)
        assert product.producer.name in unescape(page)
    assert page.count(f'src="/media/{same}-640.webp"') == 2
    assert page.count("Có trước") == 1  # of the two uses of one file nothing tells


async def test_a_photo_of_many_producers_makes_many_pairs_read_page_by_page(shop, admin, asked):
    digest = await a_picture(1)
    await shown(digest, *await one_product_each(9))

    first, second = [await see(shop, admin, f"{HERE}/anh{n}") for n in ("", "?trang=2")]
    asked.clear()
    await see(shop, admin, f"{HERE}/anh")

    assert (len(headings(first)), len(headings(second))) == (20, 16)
    assert headings(second)[0] == "Cặp 21: cùng một ảnh"
    assert f'href="{HERE}/anh?trang=2"' in first
    assert "trang=3" not in second
    assert len(asked) == 5, asked


# Searches in vain


async def looked_for(text: str, searches: int, *, hits: int = 0, days: int = 1) -> None:
    for ago in range(days):
        day = clock.today() - timedelta(days=ago)
        await SearchCount.create(day=day, understood=text, searches=searches, hits=hits)


async def test_what_was_searched_for_in_vain_is_listed_by_how_often(shop, admin):
    await looked_for("mực một nắng", 3, days=2)
    await looked_for(f"{MISSED}rươi kho", 9)
    await looked_for("nước mắm", 50, hits=12)
    await SearchCount.create(
        day=clock.today() - timedelta(days=40), understood="sá sùng khô", searches=99
    )

    page = await see(shop, admin, f"{HERE}/tim")
    english = plain(await see(shop, admin, f"/en{HERE}/tim"))

    text = plain(page)
    assert "rươi kho Khách tự ghi là đang cần 9 lần trong 1 ngày" in text
    assert "mực một nắng 6 lần trong 2 ngày" in text
    assert text.index("rươi kho") < text.index("mực một nắng")
    assert "/tim-kiem?q=m%E1%BB%B1c+m%E1%BB%99t+n%E1%BA%AFng" in page
    assert "nước mắm" not in page
    assert "sá sùng khô" not in page
    assert "mực một nắng 6 times on 2 days" in english


async def test_thousands_of_searches_are_read_page_by_page(shop, admin, asked):
    await SearchCount.bulk_create(
        [
            SearchCount(day=clock.today(), understood=f"hàng {n:04}", searches=n + 1)
            for n in range(MANY)
        ]
    )

    first = await see(shop, admin, f"{HERE}/tim")
    asked.clear()
    last = await see(shop, admin, f"{HERE}/tim?trang=60")

    assert len(asked) == 4, asked
    assert "hàng 2999" in first
    assert "hàng 2949" not in first
    assert "hàng 0000" in last
    assert "trang=61" not in last
    for odd in ("0", "-1", "x", "9" * 30, "²"):
        assert (await see(shop, admin, f"{HERE}/tim?trang={odd}")).count("<li>")


# Errors on pages


async def reported(code: str, text: str, days: int, topic: Topic = Topic.PRICE) -> PageReport:
    at = clock.now() - timedelta(days=days)
    return await PageReport.create(at=at, code=code, topic=topic, text=text, language="vi")


async def test_reports_are_read_and_closed_the_oldest_first(shop, admin):
    old = await reported(FISH_SAUCE, "Ở chợ là <b>80.000 ₫</b>", 3)
    await reported(MAKER, "", 2, Topic.CONTACT)
    await reported("HP-NS-9999", "Trang này đâu rồi?", 1, Topic.OTHER)
    name = (await Product.get(code=FISH_SAUCE)).name_vi

    page = await see(shop, admin, f"{HERE}/bao-loi")

    assert headings(page) == [
        f"Giá: {name}",
        f"Cách liên hệ: {(await Producer.get(code=MAKER)).name}",
        "Việc khác: HP-NS-9999",
    ]
    assert "Ở chợ là &lt;b&gt;80.000 ₫&lt;/b&gt;" in page
    assert f'href="/san-pham/{FISH_SAUCE}"' in page
    assert f'href="/co-so/{MAKER}"' in page
    assert "/san-pham/HP-NS-9999" not in page
    assert "3 báo lỗi đang mở" in page

    answers = [await send(shop, admin, f"{HERE}/bao-loi/{old.id}") for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    left = await see(shop, admin, answers[0].headers["location"])
    assert "Đã đánh dấu xử lý xong." in left
    assert len(headings(left)) == 2
    noted = await AuditEntry.get(action="report.done")
    assert (noted.by, noted.subject) == (f"user {admin.user}", FISH_SAUCE)
    assert (await send(shop, admin, f"{HERE}/bao-loi/{old.id + 99}")).status_code == 404
    assert await PageReport.filter(done_at=None).count() == 2


async def test_thousands_of_reports_are_read_page_by_page(shop, admin, asked):
    now = clock.now()
    await PageReport.bulk_create(
        [
            PageReport(at=now, code=FISH_SAUCE, topic=Topic.TEXT, text=f"Lỗi {n:04}", language="vi")
            for n in range(MANY)
        ]
    )

    path, found = f"{HERE}/bao-loi", []
    for _ in range(3):
        asked.clear()
        page = await see(shop, admin, path)
        found += re.findall(r"Lỗi \d{4}", page)
        assert len(asked) == 6, asked
        path = page.rpartition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]

    assert found == [f"Lỗi {n:04}" for n in range(150)]
    assert "3.000 báo lỗi đang mở" in page


# All of them


async def test_what_is_empty_says_so(shop, admin):
    pages = {part: plain(await see(shop, admin, HERE + part)) for part in ("/tep", "/anh", "/tim",
                                                                           "/bao-loi")}  # fmt: skip

    assert "Chưa tạo tệp nào. Worker sẽ tạo." in pages["/tep"]
    assert "Không có ảnh nào giống nhau giữa hai cơ sở." in pages["/anh"]
    assert "30 ngày qua khách tìm gì cũng ra." in pages["/tim"]
    assert "Không còn báo lỗi nào." in pages["/bao-loi"]


async def test_files_of_which_none_is_held_back_are_listed_by_three_statements(shop, admin, asked):
    await build(shop)
    await see(shop, admin, f"{HERE}/tep")

    asked.clear()
    page = plain(await see(shop, admin, f"{HERE}/tep"))

    assert len(asked) == 3, asked
    assert "Không tệp nào bị giữ lại." in page
    assert "products.jsonl 429 mục, tạo lúc " in page


async def test_the_state_asks_no_more_where_there_are_thousands_of_rows(shop, admin, asked):
    await build(shop)
    await see(shop, admin, HERE)
    asked.clear()
    await see(shop, admin, HERE)
    of_few = len(asked)
    now, today = clock.now(), clock.today()
    await PageReport.bulk_create(
        [PageReport(at=now, code=MAKER, topic=Topic.TEXT, language="vi") for _ in range(MANY)]
    )
    await ToPublish.bulk_create([ToPublish(code=FISH_SAUCE, by="test") for _ in range(MANY)])
    same = {"producer_id": MAKER, "patch": {}, "begun_at": now, "changed_at": now}
    same |= {"state": ProposalState.SUBMITTED, "submitted_at": now, "answer_by": today}
    await Proposal.bulk_create([Proposal(id=f"{n:026d}", **same) for n in range(MANY)])

    asked.clear()
    page = plain(await see(shop, admin, HERE))

    assert len(asked) == of_few, asked
    assert "3.000 sản phẩm chờ công bố" in page
    assert "3000 đề nghị chờ duyệt" in page
