"""Step 2 in a real browser: each state accessible, and no letter lost that was typed."""

from collections.abc import AsyncIterator

import pytest

from shop import publishing
from shop.models import Proposal
from shop.proposals import drafting
from shop.proposals.drafting import Typed
from tests.browser.judging import NARROW, come, faults_of, judge, press
from tests.people import Person, member
from tests.serving import served

pytestmark = pytest.mark.browser
ONE, SARDINES = "HP-CS-101", "HP-OCOP-0001"
FILLED = {
    "name": "Cá thu một nắng",
    "pack-1": "hộp 400 g",
    "price-1": "125k",
    "group": "so-che-va-muoi",
}


@pytest.fixture(scope="module")
async def portal(catalogues, tmp_path_factory) -> AsyncIterator[tuple[str, Person, object]]:
    folder = tmp_path_factory.mktemp("facts")
    async with catalogues.copied("full", "sqlite", folder) as settings:
        async with publishing.opened(settings):
            person = await member(ONE)
        with served(settings) as origin:
            yield origin, person, settings


async def begun(portal, product: str | None = None, **texts: str) -> Proposal:
    async with publishing.opened(portal[2]):
        made = await drafting.begin(ONE, product, user=portal[1].user)
        return await drafting.save(made.id, Typed(made.version, texts)) if texts else made


async def said(portal, proposal: str) -> dict[str, str]:
    async with publishing.opened(portal[2]):
        patch = (await Proposal.get(id=proposal)).patch
    return {name: one["typed"] for name, one in patch.items()}


def path(portal, draft: Proposal, prefix: str = "") -> str:
    return f"{portal[0]}{prefix}/nha-san-xuat/de-nghi/{draft.id}/thong-tin"


async def states(page, portal, prefix: str) -> AsyncIterator[str]:
    """Bring the page into one state after the other."""
    save = page.locator("form.facts-form > button[value=xem-lai]").last
    new = await begun(portal)
    await page.goto(path(portal, new, prefix))
    yield "empty"
    await page.locator("#field-price-1").fill("85k/hộp")
    await page.locator("section summary").first.click()
    await page.locator("#field-place").fill("Lê Lợi")
    await press(save)
    await page.wait_for_selector("#form-errors")
    yield "all is lacking, a pack is proposed, a place is to be chosen"
    asked = await begun(portal, **FILLED | {"price-1": "120-150k"})
    await page.goto(path(portal, asked, prefix))
    await press(save)
    await page.wait_for_selector("[name=chosen-1]")
    yield "a price is asked back"
    twin = await begun(portal, **FILLED | {"name": "ca moi kho lang chai"})
    await page.goto(path(portal, twin, prefix))
    await page.wait_for_selector("[name=same]")
    yield "there is one already"
    await page.goto(path(portal, twin, prefix) + "?loai=2")
    yield "another pack"
    async with publishing.opened(portal[2]):
        await drafting.save(twin.id, Typed(twin.version, {"name": "Tên của máy khác"}))
    await page.locator("#field-name").fill("Tên của tôi")
    await press(save)
    await page.wait_for_selector("[name=keep-name]")
    yield "another device was quicker"
    await page.goto(path(portal, await begun(portal, SARDINES), prefix))
    yield "on show"


@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_every_state_is_accessible_and_fits(portal, chromium, prefix):
    async with await chromium.new_context(viewport=NARROW, java_script_enabled=True) as context:
        page = await context.new_page()
        await page.route("**/luu", lambda route: route.abort())  # forms alone decide here
        await come(context, portal[0], portal[1])
        seen = await judge(page, states(page, portal, prefix))
    assert len(seen) == 7


@pytest.fixture
async def page(portal, chromium):
    async with await chromium.new_context(viewport=NARROW, locale="vi-VN") as context:
        await come(context, portal[0], portal[1])
        yield await context.new_page()


SAVED = "#saved:has-text('Đã lưu lúc')"


async def typed_and_saved(page, field: str, text: str) -> None:
    async with page.expect_response(lambda answer: answer.url.endswith("/luu")):
        await page.locator(f"#field-{field}").fill(text)
        await page.locator(f"#field-{field}").blur()


async def test_what_is_typed_is_saved_by_itself_and_groups_follow(portal, page):
    draft = await begun(portal)
    await page.goto(path(portal, draft))
    await typed_and_saved(page, "name", "Vải thiều sớm")

    await page.wait_for_selector(SAVED)
    await page.wait_for_selector("#groups > label:has-text('Trái cây')")
    assert await page.locator("#groups input:checked").count() == 0
    async with page.expect_response(lambda answer: answer.url.endswith("/luu")):
        await page.locator("[name=say-1][value=request]").check()
    assert await said(portal, draft.id) == {"name": "Vải thiều sớm", "price-1": "liên hệ"}


async def test_letters_without_an_answer_are_offered_back(portal, page):
    draft = await begun(portal)
    await page.goto(path(portal, draft))
    await page.route("**/luu", lambda route: route.abort())
    await page.locator("#field-name").fill("Cá thu một nắ")
    await page.wait_for_selector("#saved:has-text('Chưa lưu được, đang thử lại.')")
    await page.unroute("**/luu")

    await page.reload()

    assert await page.locator("#field-name").input_value() == "Cá thu một nắ"
    await page.wait_for_selector(SAVED)
    while not await said(portal, draft.id):
        continue  # the page says when it was saved before, too
    assert await said(portal, draft.id) == {"name": "Cá thu một nắ"}


async def test_another_tab_is_noticed_while_typing(portal, page):
    draft = await begun(portal)
    await page.goto(path(portal, draft))
    other = await page.context.new_page()
    await other.goto(path(portal, draft))
    await typed_and_saved(other, "name", "Của thẻ kia")
    await typed_and_saved(page, "name", "Của thẻ này")

    await page.wait_for_selector(
        "legend:has-text('Máy khác vừa sửa «Tên sản phẩm». Bạn giữ bản nào?')"
    )
    assert await said(portal, draft.id) == {"name": "Của thẻ kia"}
    assert await faults_of(page, NARROW["width"]) == []
    async with page.expect_response(lambda answer: answer.url.endswith("/luu")):
        await page.get_by_label("Tôi ghi: Của thẻ này").click()
    assert await said(portal, draft.id) == {"name": "Của thẻ này"}
    await typed_and_saved(other, "name", "Của thẻ kia nữa")
    async with other.expect_navigation():
        await other.get_by_label("Máy khác ghi: Của thẻ này").click()
    assert await other.locator("#field-name").input_value() == "Của thẻ này"


async def test_a_page_that_is_gone_back_to_saves_again(portal, page):
    draft = await begun(portal)
    await page.goto(path(portal, draft))
    await page.locator(".facts-form").evaluate("""form => {
        form.addEventListener("submit", (event) => event.preventDefault());
        form.requestSubmit();
    }""")
    async with page.expect_navigation():
        await page.evaluate(
            "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
        )

    await typed_and_saved(page, "name", "Cá thu một nắng")

    assert await said(portal, draft.id) == {"name": "Cá thu một nắng"}


async def test_places_are_listed_while_they_are_typed(portal, page):
    draft = await begun(portal)
    await page.goto(path(portal, draft))
    await page.locator("section summary").first.press("Enter")
    await page.locator("#field-place").fill("le loi")
    gia_loc = page.get_by_label("Xã Yết Kiêu (trước là xã Lê Lợi, huyện Gia Lộc)")
    await gia_loc.wait_for()
    assert await page.locator("#places input").count() == 4
    assert await page.locator("#places input:checked").count() == 0
    assert await faults_of(page, NARROW["width"]) == []

    await gia_loc.check()

    async with publishing.opened(portal[2]):
        while not (place := (await Proposal.get(id=draft.id)).patch.get("place") or {}).get("read"):
            await page.wait_for_timeout(100)  # what was typed before is saved by itself, too
    assert place["read"]["district"] == "Huyện Gia Lộc"


async def test_nothing_is_sent_while_an_input_method_composes(portal, page):
    draft = await begun(portal)
    await page.goto(path(portal, draft))
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.url.endswith("/luu") else None)
    name = page.locator("#field-name")
    await name.focus()
    await name.evaluate("""field => {
        field.value = "Ca";
        field.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
        document.dispatchEvent(new Event("visibilitychange"));
        dispatchEvent(new Event("pagehide"));
    }""")
    assert sent == []
    async with page.expect_response(lambda answer: answer.url.endswith("/luu")):
        await name.evaluate("""field => {
            field.value = "Cá";
            field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
        }""")
    assert await said(portal, draft.id) == {"name": "Cá"}


async def test_signing_out_forgets_what_was_kept_here(portal, page):
    draft = await begun(portal)
    await page.goto(path(portal, draft))
    await page.route("**/luu", lambda route: route.abort())
    await page.locator("#field-name").fill("Của tôi")
    assert await page.evaluate("Object.keys(sessionStorage).length") == 1

    await page.goto(f"{portal[0]}/nha-san-xuat/tai-khoan")
    await page.locator("form[action$='/nha-san-xuat/ra']").evaluate(
        "form => form.dispatchEvent(new Event('submit'))"
    )
    assert await page.evaluate("Object.keys(sessionStorage).length") == 0
