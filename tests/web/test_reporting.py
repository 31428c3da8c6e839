"""Readers report an error on a page: without an account, and without losing a letter."""

import asyncio
import json
from datetime import timedelta
from urllib.parse import quote

import html5lib
import pytest

from shop import catalogue, clock
from shop.catalogue import page_reports
from shop.models import AuditEntry, PageReport, Purpose, Topic
from shop.web.public.reporting import A_MINUTE
from tests import databases
from tests.conftest import front_door
from tests.edge.test_away import shop_on, until_it_answers

FISH_SAUCE, MAKER = "HP-OCOP-0026", "HP-CS-005"
FORM = f"/bao-loi/{FISH_SAUCE}"
OURS = {"Sec-Fetch-Site": "same-origin"}
WORDS = 'Giá ghi 75.000 ₫ mà ở chợ là 80.000 ₫ <b>&amp; "mắm" 𝄞'


async def send(door, path: str = FORM, **fields: str):
    return await door.post(path, data=fields, headers=OURS)


def page_of(answer):
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


def errors_of(page) -> list[tuple[str | None, str | None]]:
    found = page.find(".//*[@id='form-errors']")
    return [(one.get("href"), one.text) for one in found.iter("a")] if found is not None else []


async def noted() -> list[tuple[str, str, str, str]]:
    rows = await PageReport.all().order_by("id").values("code", "topic", "text", "language")
    return [(row["code"], row["topic"], row["text"], row["language"]) for row in rows]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (f"/san-pham/{FISH_SAUCE}/nuoc-mam-cat-hai", FORM),
        (f"/en/san-pham/{FISH_SAUCE}/nuoc-mam-cat-hai", f"/en{FORM}"),
        (f"/co-so/{MAKER}", f"/bao-loi/{MAKER}"),
        (f"/en/co-so/{MAKER}", f"/en/bao-loi/{MAKER}"),
    ],
)
async def test_a_page_leads_to_its_form_and_the_form_back(shop, path, form):
    page = page_of(await shop.get(path, follow_redirects=True))
    [link] = [one for one in page.iter("a") if "/bao-loi/" in one.get("href", "")]

    answer = await shop.get(link.get("href"))

    assert (link.get("href"), link.get("rel")) == (form, "nofollow")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"
    shown = page_of(answer)
    assert shown.find(".//meta[@name='robots']").get("content") == "noindex, follow"
    assert any(path.startswith(one.get("href")) for one in shown.find(".//main").iter("a"))
    names = {one.get("name") for one in shown.find(".//main").iter() if one.get("name")}
    assert names == {"topic", "text"}  # and no name, no number


@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_a_report_is_noted_and_thanked_for_at_another_address(shop, prefix):
    answer = await send(shop, f"{prefix}{FORM}", topic="price", text=f" {WORDS}\r\nhai dòng ")

    assert (answer.status_code, answer.headers["location"]) == (303, f"{prefix}{FORM}/cam-on")
    thanks = await shop.get(answer.headers["location"])
    assert thanks.status_code == 200
    for one in (answer, thanks):
        assert one.headers["cache-control"] == "no-store"
    language = prefix.removeprefix("/") or "vi"
    assert await noted() == [(FISH_SAUCE, "price", f"{WORDS}\nhai dòng", language)]


@pytest.mark.parametrize("topic", list(Topic))
async def test_only_another_matter_must_be_described(shop, topic):
    answer = await send(shop, topic=topic)

    if topic is Topic.OTHER:
        assert answer.status_code == 422
        said = ("#field-text", "Bạn chưa ghi chỗ sai. Hãy tả lại bằng vài chữ.")
        assert errors_of(page_of(answer)) == [said]
        assert await noted() == []
    else:
        assert (answer.status_code, await noted()) == (303, [(FISH_SAUCE, topic, "", "vi")])


async def test_a_producer_s_page_can_be_reported_too(shop):
    answer = await send(shop, f"/bao-loi/{MAKER.lower()}", topic="contact")

    assert answer.headers["location"] == f"/bao-loi/{MAKER}/cam-on"
    assert await noted() == [(MAKER, "contact", "", "vi")]


NO_TOPIC = ("#field-topic", "Bạn chưa chọn chỗ sai. Hãy chọn một trong các mục.")
WRONG = [
    ({"text": ""}, [NO_TOPIC]),
    ({"text": WORDS}, [NO_TOPIC]),
    ({"topic": "giá", "text": WORDS}, [NO_TOPIC]),
    ({"topic": "price\0", "text": WORDS}, None),
    (
        {"topic": "price", "text": "ắ" * 1001},
        [("#field-text", "Phần mô tả dài 1.001 ký tự. Hãy rút xuống còn 1.000 ký tự.")],
    ),
    ({"topic": "price", "text": "ắ" * 20_001}, None),
    ({"topic": "price", "text": "=HYPERLINK(1)"}, None),
    ({"topic": "price", "text": f"{WORDS}\x07"}, None),
    (
        {"topic": "other", "text": " \u200b "},
        [("#field-text", "Bạn chưa ghi chỗ sai. Hãy tả lại bằng vài chữ.")],
    ),
]


@pytest.mark.parametrize(("fields", "said"), WRONG, ids=lambda value: str(value)[:40])
async def test_what_is_wrong_is_said_first_and_every_letter_is_kept(shop, fields, said):
    answer = await send(shop, **fields)
    page = page_of(answer)

    assert (answer.status_code, answer.headers["cache-control"]) == (422, "no-store")
    main = page.find(".//main/div")
    assert main[0].get("id") == "form-errors"
    assert page.find(".//*[@id='form-errors-title']").text == "Có 1 chỗ cần sửa"
    assert errors_of(page) == said if said else len(errors_of(page)) == 1
    assert all(page.find(f".//*[@id='{href[1:]}']") is not None for href, _ in errors_of(page))
    assert (page.find(".//*[@id='field-text']").text or "") == fields.get("text", "")
    [title] = [one.text for one in page.iter("title")]
    assert title.startswith("Lỗi: Báo lỗi trang Nước mắm Cát Hải")
    assert await noted() == []


async def test_a_chosen_topic_stays_chosen(shop):
    page = page_of(await send(shop, topic="certificate", text="x" * 1001))

    chosen = [one.get("value") for one in page.iter("input") if "checked" in one.attrib]
    assert chosen == ["certificate"]


@pytest.mark.parametrize("raw", ["%00", "%ED%A0%80", "%ff", "m%E1%BA"])
async def test_what_is_no_text_is_refused_and_shown_again(shop, raw):
    body = f"topic=price&text={quote('Mắm ')}{raw}".encode()

    answer = await shop.post(
        FORM, content=body, headers={**OURS, "Content-Type": "application/x-www-form-urlencoded"}
    )

    assert answer.status_code == 422
    assert [href for href, _ in errors_of(page_of(answer))] == ["#field-text"]
    assert page_of(answer).find(".//*[@id='field-text']").text.startswith("Mắm ")
    assert await noted() == []


async def test_no_page_of_another_site_can_report(shop):
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = await shop.post(FORM, data={"topic": "price"}, headers=headers)

        assert answer.status_code == 403
        assert "Biểu mẫu chưa gửi được" in answer.text
    assert await noted() == []
    origin = {"Origin": "http://localhost:8000"}
    assert (await shop.post(FORM, data={"topic": "price"}, headers=origin)).status_code == 303


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b'{"topic": "price"}', "application/json", 415),
        (b"--x--\r\n", "multipart/form-data; boundary=x", 415),
        (b"topic=price&text=" + b"x" * 256 * 1024, "application/x-www-form-urlencoded", 413),
    ],
)
async def test_only_small_forms_are_read(shop, content, kind, status):
    answer = await shop.post(FORM, content=content, headers={**OURS, "Content-Type": kind})

    assert (answer.status_code, await noted()) == (status, [])


async def test_what_has_no_page_has_no_form(shop):
    await catalogue.withdraw("HP-OCOP-0027", by="test")
    await catalogue.withdraw_consent("HP-CS-010", Purpose.CATALOGUE, by="test")

    for code, status in {
        "HP-OCOP-9999": 404,
        "HP-OCOP-0027": 410,
        "HP-CS-010": 404,
        "HP-CS-999": 404,
        "a%00b": 404,
        "a" * 17: 404,
    }.items():
        assert (await shop.get(f"/bao-loi/{code}")).status_code == status, code
        assert (await send(shop, f"/bao-loi/{code}", topic="price")).status_code == status, code
        assert (await shop.get(f"/bao-loi/{code}/cam-on")).status_code == status, code
    assert await noted() == []


async def test_the_same_said_twice_within_minutes_is_one_report(shop):
    for text in ("đã lên giá", "đã lên giá", "lên 80.000 ₫"):
        assert (await send(shop, topic="price", text=text)).status_code == 303
    await send(shop, topic="availability", text="đã lên giá")

    assert [(topic, text) for _, topic, text, _ in await noted()] == [
        ("price", "đã lên giá"),
        ("price", "lên 80.000 ₫"),
        ("availability", "đã lên giá"),
    ]
    with clock.stopped(clock.now() + timedelta(minutes=11)):
        await page_reports.report_page(FISH_SAUCE, Topic.PRICE, "đã lên giá", "vi")
    assert await PageReport.all().count() == 4


async def test_the_same_said_twice_at_once_is_one_report(shop):
    said = (FISH_SAUCE, Topic.PRICE, "đã lên giá", "vi")

    await asyncio.gather(*(page_reports.report_page(*said) for _ in range(8)))

    assert await noted() == [(FISH_SAUCE, "price", "đã lên giá", "vi")]


async def test_an_address_has_its_share_and_the_text_is_kept(shop):
    for n in range(A_MINUTE):
        assert (await send(shop, topic="price", text=f"lần {n}")).status_code == 303

    answer = await send(shop, topic="price", text=WORDS)

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    assert page_of(answer).find(".//*[@id='field-text']").text == WORDS
    assert "Hãy chờ một phút rồi gửi tiếp." in answer.text
    assert len(await noted()) == A_MINUTE


async def test_a_day_has_its_ceiling(shop, monkeypatch):
    monkeypatch.setattr(page_reports, "MOST_A_DAY", 2)
    for n in range(2):
        await send(shop, topic="price", text=f"lần {n}")

    answer = await send(shop, topic="price", text=WORDS)

    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 24 * 60 * 60
    assert "Hôm nay danh mục đã nhận đủ 2 báo lỗi. Hãy gửi lại vào ngày mai." in answer.text
    assert page_of(answer).find(".//*[@id='field-text']").text == WORDS
    with clock.stopped(clock.now() + timedelta(days=1)):
        await page_reports.report_page(FISH_SAUCE, Topic.PRICE, "hôm sau", "vi")
    assert len(await noted()) == 3


async def test_without_limits_there_is_no_share(full_settings):
    free = full_settings.model_copy(update={"rate_per_address": 0})
    async with front_door(free) as door:
        for n in range(A_MINUTE + 1):
            assert (await send(door, topic="price", text=f"lần {n}")).status_code == 303


async def test_robots_are_told_to_stay_away(shop):
    lines = (await shop.get("/robots.txt")).text.splitlines()

    assert "Disallow: /bao-loi/" in lines
    assert "Disallow: /en/bao-loi/" in lines
    assert "/bao-loi/" not in (await shop.get("/sitemap.xml")).text


async def test_how_many_are_open_is_a_figure(shop):
    await send(shop, topic="price")
    await send(shop, topic="picture")
    assert "sanvat_page_reports_open 2.0" in (await shop.get("/metrics")).text

    [first, _] = await PageReport.all().order_by("id")
    await page_reports.close_reports([first.id], by="test")

    assert "sanvat_page_reports_open 1.0" in (await shop.get("/metrics")).text


async def test_what_was_closed_a_year_ago_is_forgotten(services):
    now = clock.now()
    for days, done in ((400, True), (400, False), (300, True)):
        with clock.stopped(now - timedelta(days=days)):
            await page_reports.report_page(FISH_SAUCE, Topic.TEXT, f"{days} {done}", "vi")
        if done:
            [row] = await PageReport.filter(text=f"{days} {done}")
            await page_reports.close_reports([row.id], by="test")

    assert await page_reports.forget_old(now) == 1
    assert await page_reports.forget_old(now) == 0
    assert [text for _, _, text, _ in await noted()] == ["400 False", "300 True"]


async def test_closing_is_in_the_audit_once_and_tells_no_text(services):
    await page_reports.report_page(FISH_SAUCE, Topic.TEXT, WORDS, "vi")
    [row] = await PageReport.all()

    assert await page_reports.close_reports([row.id], by="an official") == 1
    assert await page_reports.close_reports([row.id], by="an official") == 0

    [entry] = await AuditEntry.filter(action="report.done")
    assert (entry.by, entry.subject) == ("an official", FISH_SAUCE)
    assert entry.detail == {"report": row.id, "topic": "text"}


async def test_the_command_lists_what_is_open_and_closes_it(inside, full_settings):
    async with front_door(full_settings) as door:
        await send(door, topic="price", text="đã lên giá\r\n80.000 ₫")
        await send(door, f"/en/bao-loi/{MAKER}", topic="contact")

    newest, first = map(json.loads, (await told(inside, full_settings, "--json")).splitlines())
    assert {
        "code": MAKER,
        "topic": "contact",
        "text": "",
        "language": "en",
    }.items() <= newest.items()
    assert (first["code"], first["text"]) == (FISH_SAUCE, "đã lên giá\n80.000 ₫")
    [_, line] = (await told(inside, full_settings)).splitlines()
    assert line.split(maxsplit=4)[2:] == [FISH_SAUCE, "price", "đã lên giá 80.000 ₫"]
    assert await told(inside, full_settings, "done", str(first["id"])) == "1 closed\n"
    assert await told(inside, full_settings, "done", str(first["id"])) == "0 closed\n"
    assert (await told(inside, full_settings)).split()[0] == str(newest["id"])
    for unknown in ("0", "-1", "999", str(2**63), str(10**30)):
        refused = await inside(full_settings, "reports", "done", "--", str(newest["id"]), unknown)
        assert (refused.returncode, f"no report {unknown}" in refused.stderr) == (1, True)
    assert len((await told(inside, full_settings)).splitlines()) == 1


async def told(inside, settings, *arguments: str) -> str:
    done = await inside(settings, "reports", *arguments)
    assert done.returncode == 0
    return done.stdout


@pytest.mark.on("postgres")
async def test_while_the_database_is_away_the_text_is_kept(full_settings):
    with databases.own_server() as server:
        async with shop_on(server, full_settings) as door:
            assert (await send(door, topic="price")).status_code == 303
            server.stop()

            answer = await send(door, topic="price", text=WORDS)

            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
            assert page_of(answer).find(".//*[@id='field-text']").text == WORDS
            assert "Hãy thử lại sau ít phút." in answer.text
            server.start()
            await until_it_answers(door, FORM)
            assert (await send(door, topic="price", text=WORDS)).status_code == 303
