"""What a shopper does: search, filter, open a product, change the language; with and without JS."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture(params=["with JavaScript", "without"])
async def page(request, phone, phone_without_javascript):
    context = phone if request.param == "with JavaScript" else phone_without_javascript
    return await context.new_page()


async def test_a_shopper_searches_filters_and_reads(full, page):
    await page.goto(full)
    await page.get_by_label("Tìm sản phẩm").first.fill("nuoc mam cat hai")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/tim-kiem?*")
    found = page.locator("main a[href*='/san-pham/']")
    assert "Nước mắm" in await found.first.inner_text()

    await page.goto(f"{full}/tim-kiem?q=nước mắm&sao=4")
    cards = await page.locator("main li.card").all_inner_texts()
    assert cards
    assert all("nước mắm" in card.lower() for card in cards[:3])
    await found.first.click()
    await page.wait_for_url("**/san-pham/**")

    assert await page.locator("h1").is_visible()
    assert "₫" in await page.locator("main").inner_text()


async def test_a_filter_is_chosen_by_its_box(full, phone_without_javascript):
    page = await phone_without_javascript.new_page()
    await page.goto(f"{full}/tim-kiem?q=nước mắm")
    for summary in await page.locator("form summary").all():
        if await summary.is_visible():
            await summary.click()
            break

    await page.locator("input[name='loai'][value='ocop']").check()
    await page.locator("form button[type='submit']:visible").last.click()
    await page.wait_for_url("**loai=ocop**")

    codes = [
        (await link.get_attribute("href")).split("/")[2]
        for link in await page.locator("main a[href*='/san-pham/']").all()
    ]
    assert codes
    assert all(code.startswith("HP-OCOP-") for code in codes)


async def test_with_javascript_a_clicked_filter_is_followed_at_once(full, chromium):
    context = await chromium.new_context(viewport={"width": 1280, "height": 900})
    page = await context.new_page()
    await page.goto(f"{full}/tim-kiem?q=nước mắm")

    before = await page.locator("main li.card").count()

    await page.locator("input[name='sao'][value='4']").click()
    await page.wait_for_url("**sao=4**")

    stars = await page.locator("main li.card .card-stars").count()
    assert 0 < await page.locator("main li.card").count() == stars < before
    await context.close()


async def test_a_page_can_be_read_in_the_other_language(full, page):
    await page.goto(f"{full}/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai")
    await page.locator("a[hreflang='en']").first.click()
    await page.wait_for_url("**/en/san-pham/HP-OCOP-0026/**")

    assert await page.locator("html").get_attribute("lang") == "en"
    assert "Cat Hai fish sauce" in await page.locator("h1").inner_text()
    assert await page.locator("main [lang='vi']").count() > 0


async def test_the_keyboard_is_enough(full, phone):
    page = await phone.new_page()
    await page.goto(full)
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.keyboard.press("Enter")
    assert await page.evaluate("location.hash") == "#main"


async def test_a_reader_reports_an_error_and_loses_no_letter(full, page):
    await page.goto(f"{full}/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai")
    await page.get_by_role("link", name="Báo lỗi trang này").click()
    await page.get_by_label("Sai thế nào?").fill("Ở chợ là 80.000 ₫.\nHôm qua.")
    await page.get_by_role("button", name="Gửi báo lỗi").click()

    alert = page.get_by_role("alert")
    assert "Có 1 chỗ cần sửa" in await alert.inner_text()
    assert await page.title() == "Lỗi: Báo lỗi trang Nước mắm Cát Hải · Sản vật Hải Phòng"
    await alert.get_by_role("link").click()
    assert await page.locator(":target").get_attribute("value") == "price"
    assert await page.get_by_label("Sai thế nào?").input_value() == "Ở chợ là 80.000 ₫.\nHôm qua."

    await page.get_by_label("Giá", exact=True).check()
    await page.get_by_role("button", name="Gửi báo lỗi").click()
    await page.wait_for_url("**/cam-on")
    await page.reload()  # sends nothing
    await page.get_by_role("link", name="Trở lại trang vừa xem").click()
    await page.wait_for_url("**/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai")
