"""Lists in a browser: what Back shows, how long they are on a small phone, what keyboards do."""

import shutil

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import async_playwright, expect

from tests.browser.conftest import FLAGS, PROGRAMS

pytestmark = pytest.mark.browser
SMALL = {"width": 360, "height": 640}
WIDE = {"width": 1280, "height": 800}
OCOP = "input[name=loai][value=ocop]"
SUMMARY = ".filters > summary"


@pytest.fixture
async def remembering():
    """A browser with its back/forward cache, which Playwright turns off."""
    async with async_playwright() as playwright:
        program = next(filter(None, map(shutil.which, PROGRAMS)))
        browser = await playwright.chromium.launch(
            executable_path=program,
            args=FLAGS,
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield browser
        await browser.close()


async def ticked_and_back(browser, full):
    """Follow a filter, go back, and give the page."""
    page = await (await browser.new_context(viewport=WIDE)).new_page()
    await page.goto(f"{full}/tim-kiem?q=gạo")
    await page.locator(OCOP).click()
    await page.wait_for_url("**loai=ocop**")
    await page.go_back()
    await page.wait_for_url(lambda url: "loai" not in url)
    return page


async def test_after_back_no_filter_is_ticked_that_the_address_does_not_say(chromium, full):
    page = await ticked_and_back(chromium, full)

    await expect(page.locator(OCOP)).not_to_be_checked()
    await page.locator("input[name=sao][value='4']").click()
    await page.wait_for_url("**sao=4**")
    assert "loai" not in page.url
    await page.context.close()


async def test_nor_does_a_page_that_the_browser_kept_whole(remembering, full):
    page = await ticked_and_back(remembering, full)

    await expect(page.locator(OCOP)).not_to_be_checked()
    await expect(page.locator(".apply button")).to_have_text("Xem 67 sản phẩm")


@pytest.fixture
async def small(chromium, full):
    async with await chromium.new_context(viewport=SMALL, has_touch=True) as context:
        page = await context.new_page()
        await page.goto(f"{full}/tim-kiem?q=gạo")
        yield page


async def test_an_open_panel_closes_by_back_and_the_page_stays(small):
    await small.locator(SUMMARY).tap()
    await expect(small.locator(".filters")).to_have_attribute("open", "")
    await small.go_back()

    await expect(small.locator(".filters")).not_to_have_attribute("open", "")
    assert small.url.endswith("/tim-kiem?q=g%E1%BA%A1o")


async def test_back_from_what_the_panel_chose_is_one_step(small):
    await small.locator(SUMMARY).tap()
    await small.locator(OCOP).tap()
    button = small.locator(".apply button")
    await expect(button).to_have_text("Xem 37 sản phẩm")
    await button.tap()
    await small.wait_for_url("**loai=ocop**")
    await small.go_back()

    await small.wait_for_url(lambda url: "loai" not in url)
    await expect(small.locator(".filters")).not_to_have_attribute("open", "")
    await expect(small.locator(OCOP)).not_to_be_checked()


async def test_a_sort_on_a_phone_is_one_choice(small):
    await small.locator("#sap-xep").tap()
    await small.locator("#sap-xep").select_option("gia-tang")

    await small.wait_for_url("**sap-xep=gia-tang**")
    assert await prices_of(small) == sorted(await prices_of(small))


@pytest.mark.parametrize("path", ["/tim-kiem", "/en/tim-kiem", "/tim-kiem?q=nước mắm"])
async def test_the_first_24_goods_take_at_most_six_screens(path, small, full):
    await small.goto(full + path)
    cards = small.locator(".found > .cards .card")

    end = await cards.last.evaluate("e => e.getBoundingClientRect().bottom + scrollY")
    heights = await cards.evaluate_all("all => all.map((e) => e.getBoundingClientRect().height)")

    assert end <= 6 * 640
    assert sorted(heights)[len(heights) // 2] <= 265
    assert await small.evaluate("document.documentElement.scrollWidth") == 360


async def test_a_choice_by_keyboard_is_told_and_enter_follows_it(chromium, full):
    page = await (await chromium.new_context(viewport=WIDE, locale="vi-VN")).new_page()
    await page.goto(f"{full}/tim-kiem?q=gạo")
    await page.locator(OCOP).focus()
    await page.keyboard.press("Space")

    told = page.locator(".apply [role=status]")
    await expect(told).to_have_text("Xem 37 sản phẩm. Nhấn Enter để xem.")
    assert "loai" not in page.url
    await page.keyboard.press("Enter")
    await page.wait_for_url("**loai=ocop**")
    await page.context.close()


async def test_the_filters_stay_within_reach_on_a_wide_screen(chromium, full):
    page = await (await chromium.new_context(viewport=WIDE)).new_page()
    await page.goto(f"{full}/tim-kiem?q=gạo")
    await page.evaluate("scrollTo(0, 1500)")

    box = await page.locator(".filters-in").bounding_box()
    button = await page.locator(".apply button").bounding_box()

    assert 0 <= box["y"] <= 20
    assert button["y"] + button["height"] <= 800
    await page.context.close()


async def test_an_open_panel_is_accessible(small):
    await small.locator(SUMMARY).tap()
    for summary in await small.locator(".facet > summary").all():
        if not await summary.evaluate("e => e.parentElement.open"):
            await summary.tap()

    found = await Axe().run(small)

    assert [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []
    assert await small.evaluate("document.documentElement.scrollWidth") == 360


async def test_without_javascript_a_sort_has_its_button(full, phone_without_javascript):
    page = await phone_without_javascript.new_page()
    await page.goto(f"{full}/tim-kiem?q=gạo")
    await page.locator("#sap-xep").select_option("gia-tang")
    await page.locator(".sort button").click()

    await page.wait_for_url("**sap-xep=gia-tang**")
    assert await prices_of(page) == sorted(await prices_of(page))


async def prices_of(page) -> list[int]:
    """Give the prices of the cards in their order, in đồng: `Từ 92.000 ₫` is 92000."""
    told = await page.locator(".found > .cards .card-price b").all_inner_texts()
    assert len(told) == 24
    return [int("".join(filter(str.isdecimal, one))) for one in told]
