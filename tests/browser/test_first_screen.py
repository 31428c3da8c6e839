"""On a small phone the first screen has the name, the price or why there is none, and the ways."""

import pytest

from tests.browser.sites import BARE, LONG, ODDLY_PHOTOGRAPHED, PHOTOGRAPHED

pytestmark = pytest.mark.browser
SMALL = {"width": 360, "height": 640}
PAGES = {
    "a name of two words": "HP-OCOP-0026",
    "a name on two lines": "HP-OCOP-0031",
    "a name as long as may be": LONG,
    "no picture": BARE,
    "five photos": PHOTOGRAPHED,
    "photos of odd shapes": ODDLY_PHOTOGRAPHED,
    "not sold online": "HP-NS-0017",
    "for adults": "HP-OCOP-0142",
}
STANDS = """() => {
  const seen = document.querySelector('.ways').getBoundingClientRect();
  const bottom = (selector) => {
    const found = document.querySelector(selector);
    return found ? found.getBoundingClientRect().bottom : null;
  };
  return {
    header: bottom('header.top'), name: bottom('h1'), price: bottom('.price'),
    dated: bottom('.dated'), warning: bottom('.warning'),
    foot: seen.top, end: seen.bottom, way: bottom('.ways a'),
    wide: document.documentElement.scrollWidth,
  };
}"""


@pytest.fixture
async def small_phone(chromium):
    async with await chromium.new_context(viewport=SMALL, has_touch=True) as context:
        yield context


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("kind", PAGES)
async def test_name_price_and_ways_are_on_the_first_screen(kind, language, small_phone, full):
    page = await small_phone.new_page()

    await page.goto(f"{full}{language}/san-pham/{PAGES[kind]}")
    await page.evaluate("document.fonts.ready")
    stands = await page.evaluate(STANDS)

    assert stands["header"] <= 72
    assert stands["name"] <= stands["foot"], stands
    said = [stands[part] for part in ("price", "dated", "warning") if stands[part] is not None]
    assert said, "no price and no word of the law"
    assert max(said) <= stands["foot"], stands
    assert stands["foot"] < stands["way"] <= stands["end"] == 640
    assert stands["wide"] == 360


async def test_the_end_of_a_page_is_not_under_the_ways(small_phone, full):
    page = await small_phone.new_page()
    await page.goto(f"{full}/san-pham/HP-OCOP-0026")

    await page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    last = await page.locator(".foot-row").evaluate("e => e.getBoundingClientRect().bottom")
    ways = await page.locator(".ways").evaluate("e => e.getBoundingClientRect().top")

    assert last <= ways


async def test_a_suggestion_has_the_width_of_the_screen(small_phone, full):
    page = await small_phone.new_page()
    await page.goto(f"{full}/san-pham/HP-OCOP-0026")

    await page.locator("#q").press_sequentially("nuoc mam")
    shown = page.locator(".suggest")
    await shown.wait_for()

    assert await shown.evaluate("e => e.getBoundingClientRect().width") >= 320
