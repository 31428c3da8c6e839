"""The shopping list on the device, and sharing, in a real browser."""

import pytest
from playwright.async_api import expect

from tests.browser.sites import WITHDRAWN

pytestmark = pytest.mark.browser

SAUCE, OTHER, THIRD = "HP-OCOP-0026", "HP-OCOP-0027", "HP-NS-0001"
SHEET = """
    window.sent = [];
    Object.defineProperty(navigator, "share", {value: async (what) => { sent.push(what); }});
"""
NO_SHEET = """
    Object.defineProperty(navigator, "share", {value: undefined});
    window.copied = [];
    Object.defineProperty(navigator, "clipboard", {
        value: {writeText: async (text) => { copied.push(text); }},
    });
"""


async def kept(page) -> list[str]:
    return await page.evaluate("JSON.parse(localStorage.getItem('di-cho') ?? '[]')")


async def keep(page, origin: str, *codes: str) -> None:
    await page.goto(f"{origin}/di-cho")
    await page.evaluate("codes => localStorage.setItem('di-cho', JSON.stringify(codes))", codes)


def lines(page):
    return page.locator("[data-line]:visible")


async def test_goods_are_put_on_the_list_from_a_page_and_from_a_card(full, phone):
    page = await phone.new_page()
    await page.goto(f"{full}/san-pham/{SAUCE}")
    await expect(page.locator(".market-link")).to_be_hidden()

    await page.locator(".taking .take").click()

    await expect(page.locator(".toast")).to_have_text("Đã đưa vào danh sách: Nước mắm Cát Hải.")
    await expect(page.locator(".taking .take")).to_have_attribute("aria-pressed", "true")
    await page.goto(f"{full}/tim-kiem?q=nước mắm")
    card = page.locator(f".card .take:not([data-code='{SAUCE}'])").first
    await card.focus()
    await page.keyboard.press("Enter")
    assert page.url.endswith("/tim-kiem?q=n%C6%B0%E1%BB%9Bc%20m%E1%BA%AFm")
    await expect(page.locator(".market-link b")).to_have_text("2")
    await page.locator(".market-link").click()
    await expect(lines(page)).to_have_count(2)
    assert await kept(page) == [SAUCE, await card_code(page)]


async def card_code(page) -> str:
    codes = await page.locator("#market").get_attribute("data-codes")
    return codes.split(",")[1]


async def test_what_is_taken_off_stays_off_and_back_shows_the_list_of_now(full, phone):
    page = await phone.new_page()
    await keep(page, full, SAUCE, OTHER)
    await page.goto(f"{full}/di-cho")
    await expect(page.locator("#not-mine")).to_be_hidden()

    await page.locator(f"[data-line='{SAUCE}'] .drop").click()

    await expect(lines(page)).to_have_count(1)
    assert (await kept(page), page.url) == ([OTHER], f"{full}/di-cho?sp={OTHER}")
    await page.goto(f"{full}/san-pham/{THIRD}")
    await page.locator(".taking .take").click()
    await page.go_back()
    await expect(lines(page)).to_have_count(2)
    assert page.url == f"{full}/di-cho?sp={OTHER},{THIRD}"


async def test_a_list_that_a_link_brings_replaces_nothing_until_it_is_taken_over(full, phone):
    page = await phone.new_page()
    await keep(page, full, SAUCE)

    await page.goto(f"{full}/di-cho?sp={OTHER},{WITHDRAWN}")

    await expect(page.locator("#not-mine")).to_be_visible()
    await expect(page.locator(".drop:visible")).to_have_count(0)
    assert await kept(page) == [SAUCE]
    await page.locator("#take-over").click()
    await expect(lines(page)).to_have_count(3)
    await expect(page.locator("#not-mine")).to_be_hidden()
    assert await kept(page) == [SAUCE, OTHER, WITHDRAWN]


@pytest.mark.parametrize("stored", ["{", '"x"', "{}", '[1, null, "<img>", "a b"]', "null"])
async def test_what_is_not_ours_in_the_storage_is_an_empty_list(full, phone, stored):
    page = await phone.new_page()
    said = []
    page.on("pageerror", lambda error: said.append(error.message))
    await page.goto(f"{full}/di-cho")
    await page.evaluate("text => localStorage.setItem('di-cho', text)", stored)

    await page.goto(f"{full}/san-pham/{SAUCE}")

    await expect(page.locator(".market-link")).to_be_hidden()
    await page.locator(".taking .take").click()
    assert (await kept(page), said) == ([SAUCE], [])


async def test_a_full_list_takes_no_more_and_says_so(full, phone):
    page = await phone.new_page()
    await keep(page, full, *[f"HP-NS-{n:04}" for n in range(2, 52)])
    await page.goto(f"{full}/san-pham/{SAUCE}")

    await page.locator(".taking .take").click()

    await expect(page.locator(".toast")).to_contain_text("Danh sách đã đủ 50 sản phẩm.")
    assert len(await kept(page)) == 50


async def test_without_a_script_a_shared_list_is_read_and_nothing_else_is_offered(full, chromium):
    async with await chromium.new_context(java_script_enabled=False) as context:
        page = await context.new_page()
        await page.goto(f"{full}/di-cho?sp={SAUCE},{THIRD}")

        await expect(lines(page)).to_have_count(2)
        await expect(page.locator("main button:visible, .market-link:visible")).to_have_count(0)


async def test_a_page_is_sent_on_by_the_sheet_of_the_system(full, phone):
    page = await phone.new_page()
    await page.add_init_script(SHEET)
    await page.goto(f"{full}/san-pham/{SAUCE}")

    await page.locator(".share summary").click()

    address = f"{full}/san-pham/{SAUCE}/nuoc-mam-cat-hai"
    assert await page.evaluate("sent") == [{"title": "Nước mắm Cát Hải", "url": address}]
    await expect(page.locator(".share-ways")).to_be_hidden()


async def test_without_a_sheet_its_address_is_copied_or_sent_by_zalo(full, phone):
    page = await phone.new_page()
    await page.add_init_script(NO_SHEET)
    await page.goto(f"{full}/san-pham/{SAUCE}")

    await page.locator(".share summary").click()
    await page.locator("[data-copy]").click()

    address = f"{full}/san-pham/{SAUCE}/nuoc-mam-cat-hai"
    await expect(page.locator(".share-told")).to_have_text("Đã sao chép địa chỉ.")
    assert await page.evaluate("copied") == [address]
    zalo = await page.locator(".share a").get_attribute("href")
    assert zalo == f"https://zalo.me/share?url={address.replace(':', '%3A')}"
