"""A small phone first shows picture, name, stars, price or why there is none, and the ways."""

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
    dated: bottom('.dated'), warning: bottom('.warning'), stars: bottom('.headline-stars'),
    picture: document.querySelector('.frame').getBoundingClientRect().height,
    crumbs: document.querySelector('.crumbs').getBoundingClientRect().height,
    screens: document.documentElement.scrollHeight / innerHeight,
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
    parts = ("price", "dated", "warning", "stars")
    said = {part: stands[part] for part in parts if stands[part] is not None}
    assert said.keys() & {"price", "warning"}, "no price and no word of the law"
    assert max(said.values()) <= stands["foot"], stands
    assert stands["picture"] <= 0.45 * 640
    assert stands["crumbs"] <= 40
    assert stands["foot"] < stands["way"] <= stands["end"] == 640
    assert stands["wide"] == 360


@pytest.mark.parametrize("language", ["", "/en"])
async def test_on_a_phone_that_lies_on_its_side_the_picture_stands_beside_the_words(
    language, chromium, full
):
    async with await chromium.new_context(viewport={"width": 640, "height": 360}) as context:
        page = await context.new_page()
        for kind in ("HP-OCOP-0026", "HP-NS-0017", PHOTOGRAPHED):
            await page.goto(f"{full}{language}/san-pham/{kind}")
            await page.evaluate("document.fonts.ready")
            stands = await page.evaluate(STANDS)

            assert stands["picture"] <= 0.45 * 360
            assert max(stands["name"], stands["price"] or 0) <= stands["foot"], stands
            assert stands["wide"] == 640


WHOLE = ["HP-OCOP-0026", "HP-OCOP-0031", "HP-OCOP-0081", "HP-OCOP-0138", "HP-NS-0017", BARE]


@pytest.mark.parametrize("language", ["", "/en"])
async def test_a_product_is_read_on_five_screens(language, small_phone, full):
    page = await small_phone.new_page()

    screens = {}
    for code in WHOLE:
        await page.goto(f"{full}{language}/san-pham/{code}")
        await page.evaluate("document.fonts.ready")
        screens[code] = (await page.evaluate(STANDS))["screens"]

    assert {code: n for code, n in screens.items() if n > 5} == {}


async def test_what_a_phone_folds_opens_by_a_tap_and_by_its_link(small_phone, full):
    page = await small_phone.new_page()
    await page.goto(f"{full}/san-pham/HP-OCOP-0026")
    origin = page.locator("details.fold", has_text="Nguồn gốc")
    assert not await origin.locator("dl").is_visible()

    await origin.locator("summary").tap()
    await page.locator(".headline-stars a").tap()

    assert await origin.locator("dl").is_visible()
    assert await page.locator("#sao").is_visible()


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
