"""The search box suggests: by keyboard, touch and input method, and is only a box without JS."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

pytestmark = pytest.mark.browser

QUANG_HAI = "nước mắm quang"
COMPOSED = """
(box, words) => {
  const event = (kind, data) =>
    box.dispatchEvent(new CompositionEvent(kind, { bubbles: true, data }));
  for (const steps of words) {
    const before = box.value;
    event("compositionstart", "");
    for (const step of steps) {
      event("compositionupdate", step);
      box.value = before + step;
      box.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true, data: step }));
    }
  }
}
"""
"""Types as an input method does, and leaves the last word unfinished."""


@pytest.fixture
async def desk(chromium):
    context = await chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context
    await context.close()


@pytest.fixture
async def page(full, desk):
    page = await desk.new_page()
    await page.goto(f"{full}/tim-kiem")
    return page


@pytest.fixture
async def asked(page):
    """What the page asks for, in order."""
    addresses = []
    page.on("request", lambda one: addresses.append(one.url) if "/goi-y" in one.url else None)
    return addresses


def box(page):
    return page.get_by_role("combobox", name="Tìm sản phẩm, cơ sở, xã phường")


def options(page):
    return page.get_by_role("listbox").get_by_role("option")


async def type_at_once(page, text: str) -> None:
    """Type like a quick hand: a busy machine puts no pauses between the letters."""
    await box(page).evaluate(
        """(box, text) => {
            for (const letter of text) {
                box.value += letter
                box.dispatchEvent(new InputEvent("input", {bubbles: true, data: letter}))
            }
        }""",
        text,
    )


async def active(page) -> str | None:
    """Give the text of the active option, by the id that the box names."""
    return await box(page).evaluate(
        "box => document.getElementById(box.getAttribute('aria-activedescendant'))?.innerText"
    )


async def test_typing_shows_what_may_be_meant(page, asked):
    await expect(box(page)).to_have_attribute("aria-expanded", "false")

    await type_at_once(page, QUANG_HAI)

    await expect(options(page).first).to_contain_text("Nước mắm Quang Hải")
    await expect(box(page)).to_have_attribute("aria-expanded", "true")
    await expect(page.locator(".finder [role=status]")).to_contain_text("gợi ý")
    assert await options(page).first.locator("mark").all_inner_texts() == ["Nước", "mắm", "Quang"]
    assert len(asked) == 1, "it waits for a pause"


async def test_one_letter_asks_for_nothing(page, asked):
    await box(page).press_sequentially("n")
    await page.wait_for_timeout(300)

    assert asked == []
    await expect(page.get_by_role("listbox")).to_be_hidden()


async def test_what_was_asked_before_is_not_asked_again(page, asked):
    await box(page).press_sequentially("nước", delay=20)
    await expect(options(page)).to_have_count(8)
    await box(page).press_sequentially(" m", delay=20)
    await expect(options(page).first).to_contain_text("nước mắm")

    await box(page).press("Backspace")
    await box(page).press("Backspace")
    await page.wait_for_timeout(300)

    await expect(options(page)).to_have_count(8)
    assert len(asked) == len(set(asked))


async def test_an_answer_that_comes_too_late_is_not_shown(page):
    async def slow(route):
        if "trung" in route.request.url:
            await page.wait_for_timeout(500)
        await route.continue_()

    failed = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    await page.route("**/goi-y*", slow)

    async with page.expect_request("**/goi-y*trung*"):
        await box(page).fill("trung vit")
    await box(page).fill("gao nep")
    await expect(options(page).first).to_contain_text("gạo nếp")
    await page.wait_for_timeout(600)

    await expect(options(page).first).to_contain_text("gạo nếp")
    assert len(failed) == 1, "it is called off"


async def test_a_late_answer_does_not_take_the_list_from_under_who_is_choosing(page):
    async def slow(route):
        await page.wait_for_timeout(500)
        await route.continue_()

    await type_at_once(page, "nước")
    await expect(options(page).first).to_be_visible()
    await page.route("**/goi-y*", slow)

    async with page.expect_request("**/goi-y*quang*"):
        await type_at_once(page, " mắm quang")
    await box(page).press("ArrowDown")
    chosen = await active(page)
    await page.wait_for_timeout(900)

    assert chosen
    assert await active(page) == chosen


async def test_arrows_choose_and_enter_goes_there(page):
    await box(page).press_sequentially(QUANG_HAI, delay=20)
    await expect(options(page).first).to_be_visible()
    assert await active(page) is None

    await box(page).press("ArrowDown")
    assert "Nước mắm Quang Hải" in await active(page)
    await expect(options(page).first).to_have_attribute("aria-selected", "true")
    await expect(box(page)).to_be_focused()
    await box(page).press("Enter")

    await page.wait_for_url("**/san-pham/*/nuoc-mam-quang-hai")


async def test_arrows_go_round_through_the_box(page):
    await box(page).press_sequentially("nước", delay=20)
    await expect(options(page)).to_have_count(8)

    await box(page).press("ArrowUp")
    assert await active(page) == await options(page).last.inner_text()
    await box(page).press("ArrowDown")
    assert await active(page) is None
    await box(page).press("ArrowDown")
    assert await active(page) == await options(page).first.inner_text()

    assert await page.locator("[aria-selected=true]").count() == 1


async def test_home_and_end_belong_to_the_text(page):
    await box(page).press_sequentially("nước", delay=20)
    await expect(options(page)).to_have_count(8)
    await box(page).press("ArrowDown")

    await box(page).press("Home")

    assert await active(page) is None
    assert await box(page).evaluate("box => box.selectionStart") == 0
    await box(page).press("End")
    assert await box(page).evaluate("box => box.selectionStart") == 4


async def test_enter_without_a_choice_searches(page):
    await box(page).press_sequentially("nước mắm", delay=20)
    await expect(options(page).first).to_be_visible()

    await box(page).press("Enter")

    await page.wait_for_url("**/tim-kiem?q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm")


async def test_escape_closes_and_keeps_the_text(page):
    await box(page).press_sequentially("nước", delay=20)
    await expect(options(page).first).to_be_visible()

    await box(page).press("Escape")

    await expect(page.get_by_role("listbox")).to_be_hidden()
    await expect(box(page)).to_have_value("nước")
    await box(page).press("ArrowDown")
    await expect(options(page).first).to_be_visible()


async def test_tab_leaves_and_closes(page):
    await box(page).press_sequentially("nước", delay=20)
    await expect(options(page).first).to_be_visible()

    await box(page).press("Tab")

    await expect(page.get_by_role("listbox")).to_be_hidden()
    await expect(box(page)).not_to_be_focused()


async def test_a_finger_chooses(full, dense_phone):
    page = await dense_phone.new_page()
    await page.goto(full)
    await box(page).tap()
    await box(page).press_sequentially(QUANG_HAI, delay=20)

    await options(page).first.tap()

    await expect(page).to_have_url(re.compile(r"/san-pham/[^/]+/nuoc-mam-quang-hai$"))


async def test_nothing_is_asked_while_an_input_method_composes(page, asked):
    await box(page).focus()
    words = [["n", "nu", "nươ", "nước"], [" ", " m", " ma", " mă", " mắm"]] * 10

    await box(page).evaluate(COMPOSED, words)
    await page.wait_for_timeout(400)

    assert asked == []
    await expect(page.get_by_role("listbox")).to_be_hidden()


async def test_what_was_composed_is_asked_for_once(page, asked):
    await box(page).focus()
    await box(page).evaluate(COMPOSED, [["n", "nu", "nươ", "nước"]])

    await box(page).evaluate(
        "box => box.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))"
    )

    await expect(options(page)).to_have_count(8)
    assert len(asked) == 1


async def test_keys_of_an_input_method_choose_nothing(page):
    await box(page).press_sequentially("nước", delay=20)
    await expect(options(page).first).to_be_visible()

    await box(page).evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown',"
        " { key: 'ArrowDown', isComposing: true, bubbles: true }))"
    )

    assert await active(page) is None


async def test_a_real_input_method_is_waited_for(page, asked):
    session = await page.context.new_cdp_session(page)
    await box(page).focus()

    for text in ("n", "nu", "nươ", "nước"):
        compose = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        await session.send("Input.imeSetComposition", compose)
    await page.wait_for_timeout(400)
    assert asked == []
    await session.send("Input.insertText", {"text": "nước"})

    await expect(options(page)).to_have_count(8)
    await expect(box(page)).to_have_value("nước")
    assert len(asked) == 1


@pytest.mark.parametrize("path", ["/", "/en", "/tim-kiem", "/en/tim-kiem?q=mam"])
async def test_open_suggestions_are_accessible_and_move_nothing(full, phone, path):
    page, said = await phone.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    await page.goto(full + path)
    height = await page.evaluate("document.documentElement.scrollHeight")
    field = page.get_by_role("combobox").first
    await field.fill("")
    await field.press_sequentially("nước mắm", delay=20)
    await expect(options(page).first).to_be_visible()
    await field.press("ArrowDown")

    found = (await Axe().run(page)).response["violations"]

    assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found] == []
    assert await page.evaluate("document.documentElement.scrollHeight") == height
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    assert said == []


async def test_rows_are_large_enough_for_a_thumb(full, phone):
    page = await phone.new_page()
    await page.goto(full)
    await page.get_by_role("combobox").first.press_sequentially("nước", delay=20)
    await expect(options(page)).to_have_count(8)

    boxes = [await one.bounding_box() for one in await options(page).all()]

    assert min(one["height"] for one in boxes) >= 44


async def test_without_the_network_the_box_still_searches(page):
    await page.route("**/goi-y*", lambda route: route.abort())
    await box(page).press_sequentially("nước mắm", delay=20)
    await page.wait_for_timeout(300)

    await box(page).press("Enter")

    await expect(page).to_have_url(re.compile(r"/tim-kiem\?q=n%C6%B0%E1%BB%9Bc\+m%E1%BA%AFm$"))


async def test_without_a_script_it_is_a_plain_search_box(full, phone_without_javascript):
    page = await phone_without_javascript.new_page()
    await page.goto(full)

    assert await page.get_by_role("combobox").count() == 0
    await page.get_by_role("searchbox").first.fill("nuoc mam quang")
    await page.keyboard.press("Enter")

    await page.wait_for_url("**/tim-kiem?q=nuoc+mam+quang")


async def test_a_list_of_filters_is_narrowed_by_the_middle_of_its_names(page):
    facet = page.locator("details.facet", has=page.locator("#loc-bo"))
    await facet.locator("summary").click()
    narrow = facet.get_by_label("Lọc nhanh danh sách")
    number = await facet.locator(".option").count()

    await narrow.press_sequentially("mam")

    shown = await facet.locator(".option:visible").all_inner_texts()
    assert "Nước mắm, tương" in shown
    assert all("mam" in _plain(one) for one in shown)
    await expect(facet.get_by_role("status")).to_have_text(f"{len(shown)} / {number}")
    await narrow.press("Enter")
    assert page.url.endswith("/tim-kiem")
    await facet.locator(".option:visible", has_text="Nước mắm, tương").click()
    await page.wait_for_url("**bo=09**")


async def test_without_a_script_a_list_of_filters_is_only_long(full, phone_without_javascript):
    page = await phone_without_javascript.new_page()
    await page.goto(f"{full}/tim-kiem")

    assert await page.locator(".narrow:visible").count() == 0


def _plain(text: str) -> str:
    from search.vietnamese import fold

    return fold(text)
