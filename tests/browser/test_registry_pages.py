"""The registry's pages of decisions in a real browser: accessible at three widths, and without
JavaScript from the paper to the stars on the product's page, and back."""

from collections.abc import AsyncIterator
from datetime import date
from typing import NamedTuple

import pytest

from shop import database
from shop.catalogue import recognising
from shop.catalogue.decisions import record_decision
from shop.catalogue.recognising import StarsGiven, recognise
from shop.models import OfficialRole, Recognition, RecognitionType
from shop.services import opened
from tests.browser.judging import NARROW, WIDE, come, faults_of_states, press
from tests.browser.sites import empty_site
from tests.people import Person, official
from tests.publishing.goods import CA_MOI, GAO_RUOI, TRA_SEN, goods, lang_chai, on_show
from tests.serving import served

pytestmark = pytest.mark.browser
HERE = "/can-bo/so/quyet-dinh"
SIZES = [("", NARROW), ("/en", {"width": 768, "height": 1024}), ("", WIDE)]


class Site(NamedTuple):
    origin: str
    made: int
    held: int
    gone: int
    registrar: Person
    reader: Person


@pytest.fixture(scope="module")
async def site(tmp_path_factory) -> AsyncIterator[Site]:
    async with empty_site(tmp_path_factory.mktemp("registry")) as settings:
        pass
    async with opened(settings):
        made = await filled()
    with served(settings, with_worker=False) as origin:
        async with database.connected(settings):
            yield Site(origin, *made)


async def filled() -> tuple:
    """Enter a decision with two products, of which one was revoked, and leave a third without."""
    commune = await lang_chai("HP-CS-101")
    names = {CA_MOI: "Cá mòi kho", GAO_RUOI: "Gạo ruộng rươi", TRA_SEN: "Trà sen"}
    await on_show(*[goods(code, commune_id=commune, name_vi=name) for code, name in names.items()])
    made = await record_decision(
        "45/QĐ-UBND", "UBND thành phố Hải Phòng", date(2026, 3, 5), by="test"
    )
    new, end = RecognitionType.NEW, date(2029, 3, 5)
    given = [
        StarsGiven(product=code, stars=4, type=new, expires_on=end) for code in (CA_MOI, GAO_RUOI)
    ]
    await recognise(made, given, by="test")
    held = await Recognition.get(product_id=CA_MOI)
    gone = await Recognition.get(product_id=GAO_RUOI)
    await recognising.revoke(gone.id, "Ngừng sản xuất", date(2026, 10, 1), 1, by="user 1")
    people = [await official(role) for role in (OfficialRole.REGISTRAR, OfficialRole.READER)]
    return made, held.id, gone.id, *people


STATES = {
    "home": ("registrar", "/can-bo/so"),
    "home, reader": ("reader", "/can-bo/so"),
    "decisions": ("registrar", f"{HERE}?nam=2026"),
    "none": ("registrar", f"{HERE}?nam=2020"),
    "not found": ("reader", f"{HERE}?q=zzzz"),
    "new": ("registrar", f"{HERE}/moi"),
    "decision": ("registrar", f"{HERE}/{{made}}"),
    "decision, reader": ("reader", f"{HERE}/{{made}}"),
    "amended": ("registrar", f"{HERE}/{{made}}/sua"),
    "add": ("registrar", f"{HERE}/{{made}}/cong-nhan?q=tra"),
    "add one": ("registrar", f"{HERE}/{{made}}/cong-nhan?sp={TRA_SEN}"),
    "recognition": ("registrar", "/can-bo/so/cong-nhan/{held}"),
    "recognition, reader": ("reader", "/can-bo/so/cong-nhan/{gone}"),
    "revoke": ("registrar", "/can-bo/so/cong-nhan/{held}/thu-hoi"),
    "reinstate": ("registrar", "/can-bo/so/cong-nhan/{gone}/thu-hoi"),
    "strike": ("registrar", "/can-bo/so/cong-nhan/{held}/bo"),
    "public": ("registrar", "/quyet-dinh/{made}"),
}


@pytest.mark.parametrize(("prefix", "size"), SIZES)
async def test_every_state_is_accessible_and_fits(chromium, site, prefix, size):
    assert await faults_of_states(chromium, site, STATES, prefix, size) == {}


async def test_from_the_paper_to_the_page_without_javascript(chromium, site):
    async with await chromium.new_context(java_script_enabled=False, viewport=NARROW) as context:
        page = await context.new_page()
        await come(context, site.origin, site.registrar)
        await page.goto(f"{site.origin}{HERE}/moi")
        await page.fill("#field-number", "46/QĐ-UBND")
        await page.fill("#field-signed_on", "6/3/2026")
        await press(page.locator("main form button"))
        entered = await page.locator(".done").inner_text()
        await press(page.locator("a.act"))
        await page.fill("#field-product", "tra sen")
        await press(page.locator("form[role=search] button"))
        await press(page.locator(f".own-choices a[href$='{TRA_SEN}']"))
        proposed = await page.locator("#field-expires_on").input_value()
        await page.fill("#field-expires_on", "6/3/2092")
        await page.check("#field-stars-5")
        await page.check("#field-type")
        await press(page.locator("main form button"))
        refused = await page.locator("#error-expires_on").inner_text()
        await page.fill("#field-expires_on", proposed)
        await press(page.locator("main form button"))
        await page.goto(f"{site.origin}/san-pham/{TRA_SEN}")
        await page.locator("details:has(#sao) > summary").click()
        shown = await page.locator("#sao").inner_text()
        await press(page.locator("#sao a[href^='/quyet-dinh/']"))
        checked = await page.locator("main").inner_text()

    assert (entered, proposed) == ("Đã ghi quyết định.", "6/3/2029")
    assert refused.startswith("Hạn 6/3/2092 không phải 36 tháng, đúng ra là 6/3/2029.")
    assert ("46/QĐ-UBND" in shown, "Còn hạn" in checked) == (True, True)


async def test_from_the_page_back_without_javascript(chromium, site):
    async with await chromium.new_context(java_script_enabled=False, viewport=NARROW) as context:
        page = await context.new_page()
        await come(context, site.origin, site.registrar)
        await page.goto(f"{site.origin}{HERE}?q=45")
        await press(page.locator(".own-choices a").first)
        await press(page.locator(f".own-choices a[href$='/{site.held}']"))
        await press(page.locator("a[href$='/thu-hoi']"))
        told = await page.locator("main form b").inner_text()
        await page.fill("#field-reason", "Cơ sở ngừng sản xuất")
        await press(page.locator("main form button"))
        done = await page.locator(".done").inner_text()
        await page.goto(f"{site.origin}/san-pham/{CA_MOI}")
        after = await page.locator("#sao").inner_text()

    assert told == "Sao sẽ mất trên trang sản phẩm ngay sau khi ghi."
    assert (done, "45/QĐ-UBND" in after) == ("Đã ghi thu hồi.", False)
