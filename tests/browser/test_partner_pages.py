"""Partners and channels at the desk in a real browser: accessible, by keyboard, without JS."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from shop import clock
from shop.models import (
    Delivery,
    DeliveryState,
    OfficialRole,
    Partner,
    Product,
    Sale,
    SaleState,
    Webhook,
)
from shop.partners import channels, keys
from shop.publishing import head
from shop.services import opened
from tests.browser.judging import NARROW, WIDE, come, faults_of, press
from tests.people import official
from tests.serving import served

pytestmark = pytest.mark.browser
MIDDLE = {"width": 768, "height": 1024}
LONG = "Nghiêngngả" * 10
HERE = "/can-bo/doi-tac"


@pytest.fixture(scope="module")
async def desk(catalogues, tmp_path_factory):
    """A site with partners that are well, in trouble, ended and of endless names."""
    folder = tmp_path_factory.mktemp("partners")
    async with catalogues.copied("full", "sqlite", folder) as settings:
        async with opened(settings):
            admin = await official(OfficialRole.ADMIN)
            troubled = await in_trouble()
            await keys.add_partner(f"Sàn {LONG}", by="test", site="san.example.vn")
            await keys.add_partner("Chợ Cũ", by="test")
            await keys.end_partner(await keys.partner_named("Chợ Cũ"), by="test")
        with served(settings, with_worker=False) as origin:
            yield origin, admin, troubled


async def in_trouble() -> int:
    """Add a partner that asks for a person in every way."""
    name = "Chợ nông sản trực tuyến Minh Hoạ"
    await keys.add_partner(name, by="test", site="cho.example.vn")
    partner = await keys.partner_named(name)
    now, at = await head(afresh=True), clock.now()
    copy = {"checkpoint_epoch": now.epoch, "checkpoint_serial": now.serial - 12}
    await Partner.filter(id=partner).update(**copy, checkpoint_at=at - timedelta(days=9))
    for n, why in enumerate(("answered 410", "")):
        hook = f"wh_{n:024}"
        await Webhook.create(
            id=hook, partner_id=partner, url=f"https://cho.example.vn/{LONG}{n}", secret="whsec_",
            told_epoch="", told_serial=0, created_at=at, disabled_because=why,
            disabled_at=at if why else None,
        )  # fmt: skip
        await Delivery.create(
            id=f"msg_{n}", webhook_id=hook, epoch="e", serial=1, state=DeliveryState.DEAD,
            attempts=10, next_at=at, created_at=at, ended_at=at, error="answered 500",
        )  # fmt: skip
    for product in await Product.all().order_by("code").limit(3):
        url = f"https://khac.example.vn/{product.code}"
        await Sale.create(
            partner_id=partner, code=product.code, state=SaleState.LIVE, url=url,
            reported_at=at, serial=1,
        )  # fmt: skip
    await channels.entrust("shopee", name, by="test")
    return partner


async def states(page, desk, root: str) -> AsyncIterator[str]:
    """Bring the pages into one state after the other."""
    origin, admin, partner = desk
    await come(page.context, origin, admin)
    one = f"{HERE}/{partner}"
    for path in (HERE, one, f"{one}/dang-ban", f"{one}/pham-vi", f"{HERE}/moi",
                 "/can-bo/kenh/shopee", "/can-bo/kenh/google/vuong-mac"):  # fmt: skip
        await page.goto(f"{origin}{root}{path}")
        await page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        yield path
    await page.locator("a[href*='vuong-mac/']").first.click()
    yield "of one producer"
    await page.goto(f"{origin}{root}{HERE}/moi")
    await page.locator("#field-partner_site").fill("https://x")
    await press(page.locator("form button[type=submit]").last)
    assert await page.locator(".form-errors").count() == 1
    yield "refused"
    await page.locator("#field-partner_name").fill(f"Chợ {root or 'mới'}")
    await page.locator("#field-partner_site").fill("x.example.vn")
    await press(page.locator("form button[type=submit]").last)
    assert (await page.locator("#field-secret").input_value()).startswith("hpn_live_")
    yield "shown once"


@pytest.mark.parametrize("root", ["", "/en"])
async def test_every_state_is_accessible_and_fits(chromium, desk, root):
    options = {"viewport": NARROW, "java_script_enabled": True}
    async with await chromium.new_context(**options) as context:
        page = await context.new_page()
        seen = []
        async for state in states(page, desk, root):
            assert await page.locator("h1").count() == 1, state
            for size in (NARROW, MIDDLE, WIDE):
                await page.set_viewport_size(size)
                assert (state, await faults_of(page, size["width"])) == (state, [])
            seen.append(state)
    assert len(seen) == 10


async def test_by_keyboard_without_javascript_a_key_is_made_and_another_revoked(chromium, desk):
    origin, admin, partner = desk
    options = {"viewport": NARROW, "java_script_enabled": False}
    async with await chromium.new_context(**options) as context:
        await come(context, origin, admin)
        page = await context.new_page()
        await page.goto(f"{origin}{HERE}/{partner}")
        old = (await page.locator(".rows .key").first.inner_text()).strip()
        await _tab_to(page, "summary:focus", "Tạo khoá mới")
        await page.keyboard.press("Enter")
        await _tab_to(page, "button:focus", "Tạo khoá")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        new = await page.locator("#field-secret").input_value()
        await _tab_to(page, "a:focus", "Tôi đã chép")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert await page.locator(".rows .key").all_inner_texts() == [f"…{new[-4:]}", old]
        await _tab_to(page, "summary:focus", f"Thu hồi {old}")
        await page.keyboard.press("Enter")
        await _tab_to(page, "button:focus", "Thu hồi khoá này")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")

        assert "Đã thu hồi khoá." in await page.locator(".done").inner_text()
        assert await page.locator(".rows .key").all_inner_texts() == [f"…{new[-4:]}"]


async def _tab_to(page, selector: str, name: str) -> None:
    """Press Tab until what has a name is in focus."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        here = page.locator(selector)
        if await here.count() and name in " ".join((await here.inner_text()).split()):
            return
    raise AssertionError(name)
