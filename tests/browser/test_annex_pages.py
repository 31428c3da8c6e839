"""The annex of a decision in a real browser: accessible, without JavaScript, and in what time."""

import json
import sys
from collections.abc import AsyncIterator
from datetime import date
from typing import NamedTuple

import pytest

from shop.catalogue.decisions import record_decision
from shop.config import Settings
from shop.intake.annexes.keeping import take_in
from shop.intake.annexes.reading import parted
from shop.models import Decision, OfficialRole, Recognition
from shop.services import opened
from tests.browser.judging import NARROW, WIDE, come, faults_of, opened_by, press
from tests.browser.recording import Recording
from tests.intake.annexes.noise import products
from tests.people import Person, official
from tests.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.on("sqlite")]
HERE = "/can-bo/so/quyet-dinh"
TITLES = "STT\tTên sản phẩm\tChủ thể\tXã\tSao\n"
SURE, OTHER, NEW = 58, 6, 4


class Site(NamedTuple):
    origin: str
    taken: int
    empty: int
    registrar: Person
    reader: Person
    settings: Settings


def text_of_annex() -> str:
    """Write 68 lines: 58 as they are here, 6 that a person must choose, 4 that are not here."""
    ocop = [one for one in products() if one.code.startswith("HP-OCOP")][: SURE + OTHER]
    lines = [(one.name, one.producers[0], one.places[0], "4") for one in ocop[:SURE]]
    lines += [(one.name, "Công ty Đổi Tên Rồi", one.places[0], "3") for one in ocop[SURE:]]
    lines += [(f"Sản vật mới {n}", f"HTX Mới {n}", "Xã Kiến Hưng", "3") for n in range(NEW)]
    return TITLES + "".join("\t".join((str(n), *one)) + "\n" for n, one in enumerate(lines, 1))


@pytest.fixture
async def site(catalogues, tmp_path) -> AsyncIterator[Site]:
    async with catalogues.copied("full", "sqlite", tmp_path) as settings, opened(settings):
        signed = date(2026, 3, 5)
        taken, empty = [
            await record_decision(f"{n}/QĐ-UBND", "UBND thành phố", signed, by="test")
            for n in (901, 902)
        ]
        table = ("", list(enumerate(parted(odd_annex()), 1)))
        await take_in(taken, lambda: [table], by="test", seen=0)
        people = [await official(role) for role in (OfficialRole.REGISTRAR, OfficialRole.READER)]
        with served(settings, with_worker=False) as origin:
            yield Site(origin, taken, empty, *people, settings)


def odd_annex() -> str:
    """Write a short annex that has each state of a line."""
    one, two, three = [one for one in products() if one.code.startswith("HP-OCOP")][:3]
    return (
        f"{TITLES}1\t{one.name}\t{one.producers[0]}\t{one.places[0]}\t4\n"
        f"2\t{two.name}\tCông ty Đổi Tên Rồi\t{two.places[0]}\tOCOP 4 sao\n"
        f"3\t{three.name}\t{three.producers[0]}\t{three.places[0]}\tTiềm năng 5 sao\n"
        "4\tSản vật mới\tHTX Mới\tXã Kiến Hưng\t3\n\tTổng cộng\t\t\t4\n"
    )


STATES = {
    "empty": ("registrar", "{empty}/phu-luc"),
    "empty, reader": ("reader", "{empty}/phu-luc"),
    "taken": ("registrar", "{taken}/phu-luc"),
    "to choose": ("registrar", "{taken}/phu-luc?loc=can-chon"),
    "not here": ("registrar", "{taken}/phu-luc?loc=chua-co"),
    "taken, reader": ("reader", "{taken}/phu-luc"),
    "invited": ("registrar", "{taken}/phu-luc/giay-moi"),
}


@pytest.mark.parametrize(("prefix", "size"), [("", NARROW), ("/en", WIDE)])
async def test_every_state_is_accessible_and_fits(chromium, site, prefix, size):
    faults = {}
    for state, (who, path) in STATES.items():
        async with opened_by(chromium, site, who, f"{prefix}{HERE}/{path}", size) as page:
            for summary in await page.locator("main details > summary").all():
                await summary.click()
            assert await page.locator("h1").count() == 1, state
            if found := await faults_of(page, size["width"]):
                faults[state] = found

    assert faults == {}


async def test_from_paste_to_stars_and_letters_without_javascript(chromium, site):
    async with await chromium.new_context(java_script_enabled=False, viewport=NARROW) as context:
        page = await context.new_page()
        await come(context, site.origin, site.registrar)
        await page.goto(f"{site.origin}{HERE}/{site.empty}/phu-luc")
        await page.fill("#field-paste", odd_annex())
        await press(page.locator("button[value=take]"))
        summary = await page.locator("p.notice").first.inner_text()
        line = page.locator(".annex-choose")
        await line.locator("input[type=radio]").first.check()
        await line.locator("select").first.select_option("4")
        await press(page.locator("button[value=record]"))
        looked = await page.locator(".done").inner_text()
        await press(page.locator("button[value=record]"))
        done = await page.locator(".done").inner_text()
        await press(page.locator("p.notice a"))
        await press(page.locator("main form button"))
        letters = await page.locator("article.letter").count()

    assert summary.startswith("2 khớp chắc, 1 cần chọn, 1 chưa có trong danh mục.")
    assert looked == "Đã lưu lựa chọn. Giờ có 2 sản phẩm ghi được: xem lại rồi ghi."
    assert done == "Đã ghi nhận 2 sản phẩm."
    assert await Recognition.filter(decision_id=site.empty).count() == 2
    assert letters == 1


@pytest.fixture
async def seconds(inside, tmp_path, site):
    """Tell how long a recorded run takes a practised official."""

    async def told(run: Recording) -> dict:
        file = run.keep(tmp_path / "run.json")
        return json.loads(
            (await inside(site.settings, "portal", "klm", str(file), "--json")).stdout
        )

    return told


async def test_a_decision_with_an_annex_of_68_is_entered_in_12_minutes(chromium, site, seconds):
    async with await chromium.new_context(viewport=WIDE, locale="vi-VN") as context:
        await come(context, site.origin, site.registrar)
        page = await context.new_page()
        await page.goto(f"{site.origin}{HERE}")
        entering = Recording(page, "Ghi quyết định và dán phụ lục 68 dòng")
        await enter(entering, page)
        decision = await Decision.get(number="123/QĐ-UBND")
        matching = Recording(page, "Chọn sản phẩm cho phụ lục 68 dòng")
        await match(matching, page)

    assert await Recognition.filter(decision_id=decision.id).count() == SURE + OTHER
    first, second = [(await seconds(run))["desktop"] / 60 for run in (entering, matching)]
    sys.stdout.write(f"entering {first:.1f} min, matching {second:.1f} min\n")
    assert second <= 6
    assert first + second <= 12


async def enter(run: Recording, page) -> None:
    """Enter the decision, and paste its annex: to copy it in Excel is counted as two keys."""
    await run.look()
    async with page.expect_navigation():
        await run.tap(page.get_by_role("link", name="Ghi quyết định mới"))
    await run.look()
    for name, text in {"number": "123/QĐ-UBND", "signed_on": "5/3/2026"}.items():
        await run.tap(page.locator(f"#field-{name}"))
        await run.write(text)
    async with page.expect_navigation():
        await run.tap(page.locator("main form button"))
    await run.look()
    async with page.expect_navigation():
        await run.tap(page.get_by_role("link", name="Phụ lục"))
    await run.look()
    await run.tap(page.locator("#field-paste"))
    run.run["steps"] += [{"decision": "copy"}, {"keys": "ac"}, {"decision": "paste"}, {"keys": "v"}]
    await page.locator("#field-paste").fill(text_of_annex())
    async with page.expect_navigation():
        await run.tap(page.locator("button[value=take]"))


async def match(run: Recording, page) -> None:
    """Read all lines, choose those that must be chosen, and record them all."""
    await run.look()
    lines = page.locator(".annex-lines > li")
    for n in range(0, await lines.count(), 3):
        await lines.nth(n).scroll_into_view_if_needed()
        run.run["steps"].append({"tap": "scroll"})
        await run.look()
    async with page.expect_navigation():
        await run.tap(page.get_by_role("link", name="Cần chọn"))
    await run.look()
    for line in await page.locator(".annex-choose").all():
        await run.tap(line.locator("label.option").first)
    async with page.expect_navigation():
        await run.tap(page.locator("button[value=record]"))
    await run.look()
    async with page.expect_navigation():
        await run.tap(page.locator("button[value=record]"))
    await run.look()
