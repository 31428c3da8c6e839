"""What a shopper does: search, filter, open a product, change the language; with and without JS."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture(params=["phone", "phone_without_javascript"])
def page(request):
    return request.getfixturevalue(request.param).new_page()


def test_a_shopper_searches_filters_and_reads(full, page):
    page.goto(full)
    page.get_by_role("searchbox").first.fill("nuoc mam cat hai")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem?*")
    first = page.locator("main article a, main li a").filter(has_text="Nước mắm Cát Hải").first
    assert first.is_visible()

    page.goto(f"{full}/tim-kiem?q=nước mắm&sao=4")
    first = page.locator("main a[href*='/san-pham/']").first
    first.click()
    page.wait_for_url("**/san-pham/**")

    assert page.locator("h1").is_visible()
    assert "₫" in page.locator("main").inner_text()


def test_a_page_can_be_read_in_the_other_language(full, page):
    page.goto(f"{full}/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai")
    page.locator("a[hreflang='en']").first.click()
    page.wait_for_url("**/en/san-pham/HP-OCOP-0026/**")

    assert page.locator("html").get_attribute("lang") == "en"
    assert "Cat Hai fish sauce" in page.locator("h1").inner_text()
    assert page.locator("main [lang='vi']").count() > 0


def test_the_keyboard_is_enough(full, phone):
    page = phone.new_page()
    page.goto(full)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
