"""The pictures of a product: by swipe, by keyboard, by links alone, and enlarged."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.browser.sites import ODDLY_PHOTOGRAPHED, PHOTOGRAPHED

pytestmark = pytest.mark.browser

PAGE = f"/san-pham/{PHOTOGRAPHED}"
STRIP, VIEWER = ".gallery > .strip", "dialog.viewer"


@pytest.fixture
async def page(full, dense_phone):
    page = await dense_phone.new_page()
    await page.goto(full + PAGE)
    return page


@pytest.fixture
async def still(full, chromium):
    """A desk whose reader wants nothing to move."""
    context = await chromium.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    page = await context.new_page()
    await page.goto(full + PAGE)
    yield page
    await context.close()


async def expect_place(page, place: int, strip: str = STRIP) -> None:
    """Wait until a strip stands at a picture, and see that it says so."""
    slide = page.locator(f"{strip} .slide").nth(place - 1)
    await expect(slide).to_be_in_viewport(ratio=0.95)
    await expect(slide.locator(".count")).to_contain_text(f"{place} / 5")
    if strip == STRIP:
        current = page.locator(".thumbs [aria-current='true']")
        await expect(current).to_have_attribute("href", f"#anh-{place}")


def told(page, strip: str = STRIP):
    return page.locator(f"{strip} [role=status]")


async def focused(page) -> str:
    """Name the slide in which the focus is, or else the class of what has it."""
    return await page.evaluate(
        "document.activeElement.closest('.slide')?.id || document.activeElement.className"
    )


async def swipe(page, start: int, end: int, y: float) -> None:
    session = await page.context.new_cdp_session(page)
    for kind, x in (
        ("touchStart", start),
        *(("touchMove", x) for x in range(start, end, -25)),
        ("touchEnd", None),
    ):
        points = [{"x": x, "y": y}] if x is not None else []
        await session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


async def test_a_finger_swipes_to_the_next_picture(page):
    await expect_place(page, 1)
    box = await page.locator(STRIP).bounding_box()

    await swipe(page, 350, 50, box["y"] + 150)

    await expect_place(page, 2)
    await expect(told(page)).to_have_text("Ảnh 2/5: Mật ong rừng Cát Bà – mặt 1")


async def test_arrow_keys_turn_the_gallery_that_has_the_focus(page):
    await page.locator(f"{STRIP} .slides").focus()

    await page.keyboard.press("ArrowRight")
    await expect_place(page, 2)
    await page.keyboard.press("End")
    await expect_place(page, 5)
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowLeft")
    await expect_place(page, 4)
    await page.keyboard.press("Home")
    await expect_place(page, 1)

    assert await page.evaluate("scrollY") == 0


async def test_two_quick_keys_go_two_pictures_on(page):
    await page.locator(f"{STRIP} .slides").focus()

    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")

    await expect_place(page, 3)


async def test_the_focus_follows_the_picture_and_is_seen(still):
    await still.locator(f"{STRIP} .frame").first.focus()
    await still.keyboard.press("ArrowRight")
    await expect_place(still, 2)

    assert await focused(still) == "anh-2"
    outline = "getComputedStyle(document.querySelector('.slides')).outlineStyle"
    assert await still.evaluate(outline) == "solid"
    stops = await still.locator(f"{STRIP} .frame:not([tabindex='-1'])").count()
    assert stops == 1, "one stop for the pictures, not five"


async def test_buttons_turn_and_say_where_there_is_nothing_more(still):
    before = still.get_by_role("button", name="Ảnh trước")
    after = still.get_by_role("button", name="Ảnh sau")
    await expect(before).to_have_attribute("aria-disabled", "true")

    for place in (2, 3, 4, 5):
        await after.click()
        await expect_place(still, place)

    await expect(after).to_have_attribute("aria-disabled", "true")
    await expect(before).to_have_attribute("aria-disabled", "false")


async def test_thumbnails_turn_the_gallery_and_leave_no_trail(page):
    trail = await page.evaluate("history.length")

    await page.get_by_role("link", name="Ảnh 4", exact=True).click()

    await expect_place(page, 4)
    assert await page.evaluate("history.length") == trail
    assert await page.evaluate("location.hash") == ""


async def test_an_address_may_name_a_picture(full, dense_phone):
    page = await dense_phone.new_page()

    await page.goto(f"{full}{PAGE}/mat-ong-rung-cat-ba#anh-3")

    await expect_place(page, 3)


async def test_without_a_script_links_turn_and_enlarge(full, phone_without_javascript):
    page = await phone_without_javascript.new_page()
    await page.goto(full + PAGE)

    await page.get_by_role("link", name="Ảnh 2", exact=True).click()
    second = page.locator("#anh-2")
    await expect(second).to_be_in_viewport(ratio=0.95)
    assert await page.locator(".turn:visible, dialog:visible").count() == 0
    async with page.expect_response("**/media/*.jpg") as answer:
        await second.locator(".frame").click()

    assert (await (await answer.value).header_value("content-type")) == "image/jpeg"


async def test_a_click_enlarges_and_escape_gives_the_focus_back(page):
    await page.locator(f"{STRIP} .frame").first.click()

    await expect(page.locator(VIEWER)).to_be_visible()
    await expect_place(page, 1, VIEWER)
    assert await focused(page) == "close"
    await page.keyboard.press("Escape")
    await expect(page.locator(VIEWER)).to_be_hidden()
    assert await focused(page) == "anh-1"


async def trail(page) -> int:
    return await page.evaluate("history.length")


async def test_back_closes_the_enlarged_picture_and_leaves_the_page_where_it_was(page):
    await page.locator(f"{STRIP} .frame").first.click()
    await expect_place(page, 1, VIEWER)
    address, steps = page.url, await trail(page)

    await page.evaluate("history.back()")

    await expect(page.locator(VIEWER)).to_be_hidden()
    assert (page.url, await trail(page)) == (address, steps)
    assert await focused(page) == "anh-1"
    await page.evaluate("history.forward()")
    await expect(page.locator(VIEWER)).to_be_visible()


async def test_closing_takes_its_step_back_so_that_back_leaves_the_page(full, dense_phone):
    page = await dense_phone.new_page()
    await page.goto(full)
    await page.goto(full + PAGE)

    for close in ("Escape", "Enter"):  # the second presses the button, which has the focus
        await page.locator(f"{STRIP} .frame").first.click()
        await expect(page.locator(VIEWER)).to_be_visible()
        await page.keyboard.press(close)
        await expect(page.locator(VIEWER)).to_be_hidden()
        await page.wait_for_function("history.state === null")
    await page.go_back()

    await expect(page).to_have_url(f"{full}/")


@pytest.mark.parametrize("away", ["kept by the browser", "made again"])
async def test_who_comes_back_to_an_enlarged_picture_finds_it_and_closes_it(
    full, dense_phone, away
):
    page = await dense_phone.new_page()
    if away == "made again":
        await page.add_init_script("addEventListener('unload', () => {})")  # never kept then
    await page.goto(full + PAGE)
    await page.locator(f"{STRIP} .frame").first.click()
    await expect(page.locator(VIEWER)).to_be_visible()
    await page.goto(f"{full}/tim-kiem")

    await page.go_back()
    await expect(page.locator(VIEWER)).to_be_visible()
    await page.go_back()

    await expect(page.locator(VIEWER)).to_be_hidden()
    await expect(page.locator("h1")).to_have_text("Mật ong rừng Cát Bà")


async def test_only_the_first_picture_is_asked_for_until_the_strip_moves(full, dense_phone):
    page, asked = await dense_phone.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(full + PAGE, wait_until="networkidle")
    shown = [await page.locator(f"#anh-{n} source").get_attribute("srcset") for n in (1, 2)]
    first, second = ([file.split()[0] for file in files.split(", ")] for files in shown)

    before = [url.removeprefix(full) for url in asked]
    box = await page.locator(STRIP).bounding_box()
    await swipe(page, 350, 50, box["y"] + 150)
    await expect_place(page, 2)
    await page.wait_for_load_state("networkidle")

    assert len({*before} & {*first}) == 1
    assert not {*before} & {*second}
    assert len({url.removeprefix(full) for url in asked} & {*second}) == 1


async def test_a_phone_has_dots_and_a_desk_has_small_pictures(full, dense_phone, still):
    page = await dense_phone.new_page()
    await page.goto(full + PAGE)

    boxes = [await one.bounding_box() for one in await page.locator(".thumbs a").all()]

    assert min(min(box["width"], box["height"]) for box in boxes) >= 24
    assert await page.locator(".thumbs img:visible").count() == 0
    assert await still.locator(".thumbs img:visible").count() == 5
    assert "data:" not in await still.locator(".thumbs").inner_html()


async def test_the_gallery_follows_what_was_turned_to_while_enlarged(still):
    await still.locator(f"{STRIP} .frame").first.focus()
    await still.keyboard.press("Enter")
    await expect_place(still, 1, VIEWER)

    await still.keyboard.press("ArrowRight")
    await expect_place(still, 2, VIEWER)
    await expect(told(still, VIEWER)).to_have_text("Ảnh 2/5: Mật ong rừng Cát Bà – mặt 1")
    await still.locator(f"{VIEWER} .turn").last.click()
    await expect_place(still, 3, VIEWER)
    await still.get_by_role("button", name="Đóng").click()

    await expect_place(still, 3)
    assert await focused(still) == "anh-3"


async def test_the_focus_stays_among_the_enlarged(still):
    await still.locator(f"{STRIP} .frame").first.click()

    for _ in range(12):
        await still.keyboard.press("Tab")
        inside = "!document.hasFocus() || document.activeElement === document.body ||"
        assert await still.evaluate(f"{inside} !!document.activeElement.closest('dialog')")


async def test_a_click_beside_the_picture_closes(still):
    await still.locator(f"{STRIP} .slides").focus()
    await still.keyboard.press("ArrowRight")
    await expect_place(still, 2)
    await still.locator(f"{STRIP} .frame").nth(1).click()
    await expect_place(still, 2, VIEWER)
    await still.locator("dialog picture img").nth(1).evaluate("picture => picture.decode()")

    await still.mouse.click(60, 450)  # it stands upright, so there is nothing at its sides

    await expect(still.locator(VIEWER)).to_be_hidden()


async def test_a_click_on_an_enlarged_picture_brings_it_closer_and_back(still):
    await still.locator(f"{STRIP} .frame").first.click()
    frame = still.locator(f"{VIEWER} .frame").first
    await still.locator("dialog picture img").first.evaluate("picture => picture.decode()")
    sizes = "frame => [frame.scrollWidth, frame.scrollHeight]"

    await still.mouse.click(900, 600)
    assert await frame.evaluate(sizes) == [2560, 1800]
    assert await frame.evaluate("frame => [frame.scrollLeft, frame.scrollTop]") == [1160, 750]
    await still.mouse.click(900, 600)

    assert await frame.evaluate(sizes) == [1280, 900]
    await expect(still.locator(VIEWER)).to_be_visible()


async def test_enlarging_asks_only_for_the_picture_shown(full, dense_phone):
    page, asked = await dense_phone.new_page(), []
    await page.goto(full + PAGE, wait_until="networkidle")
    page.on("request", lambda request: asked.append(request.url))

    await page.locator(f"{STRIP} .frame").first.click()
    await expect_place(page, 1, VIEWER)
    await page.wait_for_load_state("networkidle")

    largest = await page.locator("#anh-1 source").get_attribute("srcset")
    assert asked == [full + largest.split(", ")[-1].split()[0]]


@pytest.mark.parametrize("path", [PAGE, f"/en/san-pham/{ODDLY_PHOTOGRAPHED}"])
async def test_the_enlarged_pictures_are_accessible(full, dense_phone, path):
    page = await dense_phone.new_page()
    await page.goto(full + path)
    await page.locator(f"{STRIP} .frame").first.click()
    await expect(page.locator(VIEWER)).to_be_visible()

    found = (await Axe().run(page)).response["violations"]

    assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found] == []


@pytest.mark.parametrize("width", [320, 412, 768, 1280])
async def test_pictures_of_any_shape_fill_their_frame_and_nothing_more(full, chromium, width):
    async with await chromium.new_context(viewport={"width": width, "height": 800}) as context:
        page = await context.new_page()
        await page.goto(f"{full}/san-pham/{ODDLY_PHOTOGRAPHED}")

        boxes = [await one.bounding_box() for one in await page.locator(f"{STRIP} .frame").all()]

        assert len(boxes) == 20
        [shape] = {round(box["width"] / box["height"], 2) for box in boxes}
        assert 1.33 <= shape <= 1.6  # on phones flatter, so that the price is on the first screen
        assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_the_first_picture_is_asked_for_at_the_size_it_has(full, dense_phone):
    page, asked = await dense_phone.new_page(), []
    page.on("request", lambda request: asked.append(request.url))

    await page.goto(full + PAGE, wait_until="networkidle")

    files = (await page.locator("#anh-1 source").get_attribute("srcset")).split(", ")
    chosen = [one.split()[1] for one in files if full + one.split()[0] in asked]
    assert chosen == ["960w"]
