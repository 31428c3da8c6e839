"""Products of mine in a real browser: every state accessible, JavaScript or not, and how long."""

import json
from collections.abc import AsyncIterator

import pytest

from shop import catalogue, publishing
from shop.models import Availability, Product, Purpose, Variant
from tests.browser.judging import NARROW, come, judge, press
from tests.browser.recording import Recording
from tests.people import Person, member, stranger
from tests.serving import served

pytestmark = pytest.mark.browser
MANY, WAITING, ONE = "HP-CS-005", "HP-CS-010", "HP-CS-119"
SKU = "HP-NS-0001-1"
HOME = "/nha-san-xuat"


@pytest.fixture(scope="module")
async def portal(catalogues, tmp_path_factory) -> AsyncIterator[tuple[str, dict[str, Person]]]:
    """A site whose first producer has a product in each state, and who works there."""
    folder = tmp_path_factory.mktemp("own")
    async with catalogues.copied("pictured", "sqlite", folder) as settings:
        async with publishing.opened(settings):
            people = await _people()
            await _states()
        with served(settings) as origin:
            yield origin, people


async def _people() -> dict[str, Person]:
    owner = await member(MANY)
    await member(WAITING, address=owner.address.text)
    return {"owner": owner, "of one": await member(ONE), "of none": await stranger()}


async def _states() -> None:
    codes = await Product.filter(producer_id=MANY).order_by("code").values_list("code", flat=True)
    await catalogue.suspend(codes[1], by="test", reason="x")
    await catalogue.stop_showing(codes[2], by="test")
    await catalogue.withdraw_consent(WAITING, Purpose.CATALOGUE, by="test")
    await Product.filter(producer_id=WAITING).update(name_vi="Trứng vịt chạy đồng " * 9)
    for sku in await Variant.filter(product__producer_id=ONE).values_list("sku", flat=True):
        await catalogue.set_availability(sku, Availability.IN_STOCK, by="test")


async def lists(page, portal, prefix: str) -> AsyncIterator[str]:
    """Bring a page into one state of a list after the other."""
    origin, people = portal
    home = f"{origin}{prefix}{HOME}"
    await come(page.context, origin, people["of none"])
    await page.goto(home)
    yield "works for none"
    await come(page.context, origin, people["owner"])
    for path in ("", f"/{MANY}?xong=van-dung", f"/{WAITING}"):
        await page.goto(f"{home}{path}")
        yield path or "works for several"
    await page.goto(f"{home}/{MANY}")
    await page.locator("summary").first.click()
    yield "more is opened"


async def prices(page, portal, prefix: str) -> AsyncIterator[str]:
    """Bring the form of a price into one state after the other."""
    await come(page.context, portal[0], portal[1]["owner"])
    address = f"{portal[0]}{prefix}{HOME}/gia/{SKU}"
    await page.goto(address)
    yield "empty"
    for text in ("mắc lắm", "120-150k", "300k/lít"):
        await page.goto(address)
        await page.locator("#field-price").fill(text)
        await press(page.locator("main form > button").last)
        await page.wait_for_selector("#form-errors")
        yield text
    await page.goto(address)
    for name, value in (("was", "1"), ("seen", "0")):
        await page.locator(f"[name={name}]").evaluate(f"field => {{ field.value = {value}; }}")
    await page.locator("#field-price").fill("99k")
    await press(page.locator("main form > button").last)
    await page.wait_for_selector(".own-answers a")
    yield "another was quicker"


async def links(page, portal, prefix: str) -> AsyncIterator[str]:
    """Bring the quick link into one state after the other."""
    await come(page.context, portal[0], portal[1]["owner"])
    await page.goto(f"{portal[0]}{prefix}{HOME}/{MANY}/link")
    yield "link is off or on"
    await press(page.locator("button[value=bat]"))
    yield "link is shown once"
    address = await page.locator("#own-address").input_value()
    await page.goto(address.replace("/nhanh/", f"{prefix}/nhanh/"))
    yield "quick"
    await page.locator("main input[name=price]").first.fill("?")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#form-errors")
    yield "quick, refused"


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(("states", "many"), [(lists, 5), (prices, 5), (links, 4)])
async def test_every_state_is_accessible_and_fits(portal, chromium, prefix, states, many):
    async with await chromium.new_context(viewport=NARROW) as context:
        page = await context.new_page()
        seen = await judge(page, states(page, portal, prefix))
    assert len(seen) == many


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
async def page(request, portal, chromium):
    options = {"viewport": NARROW, "java_script_enabled": request.param}
    async with await chromium.new_context(**options) as context:
        await come(context, portal[0], portal[1]["of one"])
        yield await context.new_page()


async def test_a_producer_changes_price_and_stock_and_stops(portal, page):
    await page.goto(f"{portal[0]}{HOME}")
    await press(page.get_by_role("link", name="Đổi giá").first)
    await page.locator("#field-price:focus").wait_for()
    await page.keyboard.type("300-400k")
    await page.keyboard.press("Enter")
    await press(page.get_by_role("button", name="Ghi 400.000"))
    assert "Đã đổi giá." in await page.locator(".done").inner_text()
    assert "400.000\u00a0₫" in await page.locator("li:has(.done) .own-price").first.inner_text()

    for button, said in (("Hết hàng", "Tạm hết hàng"), ("Còn hàng", "Còn hàng")):
        await press(page.get_by_role("button", name=button).first)
        assert await page.locator("li:has(.done) .stock").first.inner_text() == said
    await press(page.get_by_role("button", name="Vẫn đúng"))
    assert "Đã xác nhận" in await page.locator(".done").inner_text()

    await page.locator("summary").first.click()
    await press(page.get_by_role("button", name="Ngừng đăng"))
    assert "Đã ngừng đăng" in await page.locator("li:has(.done)").inner_text()
    await press(page.get_by_role("button", name="Đăng lại"))
    assert "Đang hiển thị" in await page.locator("li:has(.done)").inner_text()


async def test_what_buyers_will_see_is_told_while_a_price_is_typed(portal, chromium):
    async with await chromium.new_context(viewport=NARROW) as context:
        await come(context, portal[0], portal[1]["owner"])
        page = await context.new_page()
        await page.goto(f"{portal[0]}{HOME}/gia/{SKU}")

        await page.locator("#field-price:focus").wait_for()
        await page.keyboard.type("84k")

        seen = page.locator("output", has_text="84.000\u00a0₫ / túi 2 kg (42.000\u00a0₫/kg)")
        await seen.wait_for()
        assert "84.000\u00a0₫ / túi 2 kg" in await page.locator("output").inner_text()
        await page.locator("#field-price").fill("")
        await page.locator("output", has_text="84.000").wait_for(state="detached")
        assert "84.000" not in await page.locator("output").inner_text()


@pytest.fixture
async def klm(settings, inside, tmp_path):
    """Ask the command how long a recorded run takes."""

    async def told(run: Recording) -> dict:
        file = run.keep(tmp_path / "run.json")
        return json.loads((await inside(settings, "portal", "klm", str(file), "--json")).stdout)

    return told


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(("text", "most"), [("330k", 12.0), ("330000", 13.0)])
async def test_a_price_is_changed_in_twelve_seconds(portal, chromium, klm, text, most):
    async with await chromium.new_context(viewport=NARROW, has_touch=True) as context:
        await come(context, portal[0], portal[1]["of one"])
        page = await context.new_page()
        run = Recording(page, "Đổi giá")
        await page.goto(f"{portal[0]}{HOME}")

        await run.look()
        await run.tap(page.get_by_role("link", name="Đổi giá").first)
        await page.locator("#field-price:focus").wait_for()
        await run.look()
        await run.write(text)
        await page.locator("output", has_text="330.000").wait_for()
        await run.look()
        # the one button of a form of one field is pressed without a decision: rule 4 of the model
        await run.tap(page.get_by_role("button", name="Lưu giá"), decides=False)
        await page.wait_for_selector(".done")
        await run.look()

    found = await klm(run)
    assert found["keys"] == len(text)
    assert found["usual"] <= most, run.run
