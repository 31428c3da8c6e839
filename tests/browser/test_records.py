"""Histories and recognitions in a real browser: accessible at every width, without scripts."""

import pytest
from playwright.async_api import expect

from tests.browser.judging import faults_of, press

pytestmark = pytest.mark.browser
WIDTHS = (360, 768, 1280)
HISTORY = "/san-pham/HP-OCOP-0026/lich-su"


@pytest.fixture
async def plain(chromium):
    """A page of a reader whose browser runs no scripts."""
    async with await chromium.new_context(locale="vi-VN", java_script_enabled=False) as context:
        yield await context.new_page()


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", [HISTORY, "/cong-nhan", "/cong-nhan?muc=thu-hoi"])
async def test_a_record_is_accessible_and_fits_at_every_width(full, chromium, path, language):
    found = {}
    async with await chromium.new_context(locale="vi-VN") as context:
        page = await context.new_page()
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 800})
            await page.goto(full + language + path)
            found[width] = await faults_of(page, width)

    assert found == {width: [] for width in WIDTHS}


async def test_recognitions_are_narrowed_by_keyboard_and_lead_on_without_scripts(full, plain):
    await plain.goto(f"{full}/cong-nhan")
    await expect(plain.locator(".recognised li")).to_have_count(50)
    await plain.locator("#ten").focus()
    await plain.keyboard.type("nước mắm cát hải")
    await plain.keyboard.press("Enter")
    await plain.wait_for_url("**/cong-nhan?q=*")
    shown = plain.locator(".recognised").get_by_role("link", name="Nước mắm Cát Hải", exact=True)
    await expect(shown).to_have_count(1)
    await press(plain.get_by_role("link", name="Bỏ lọc"))
    await press(plain.get_by_role("link", name="Trang sau"))

    await expect(plain.locator(".recognised li")).to_have_count(50)
    assert "sau=" in plain.url
    await press(plain.get_by_role("link", name="Thu hồi"))
    await expect(plain.locator(".notice")).to_have_text("Chưa ghi nhận lần thu hồi nào.")


async def test_a_history_leads_from_the_product_and_back_without_scripts(full, plain):
    await plain.goto(f"{full}/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai")
    await press(plain.get_by_role("link", name="Lịch sử thay đổi"))

    assert plain.url == full + HISTORY
    await expect(plain.locator(".step").last).to_contain_text("Đăng lần đầu.")
    await expect(plain.locator(".step h2").last).to_contain_text("Danh sách nhập")
    await press(plain.get_by_role("link", name="Trở lại trang sản phẩm"))
    assert plain.url == f"{full}/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai"
