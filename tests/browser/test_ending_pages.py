"""What expires, in a real browser: accessible at two widths in both languages, and a producer
that says without JavaScript that it applied again."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import NamedTuple

import pytest

from shop import clock, database
from shop.catalogue.renewing import say_applied
from shop.models import Evidence, OfficialRole, RenewalNote
from shop.services import opened
from tests.browser.judging import CROSSED, NARROW, come, faults_of_states, press
from tests.browser.sites import empty_site
from tests.people import Person, member, official
from tests.publishing.goods import CA_MOI, GAO_RUOI, TRA_SEN, goods, lang_chai, on_show, stars
from tests.serving import served

pytestmark = pytest.mark.browser
LANG_CHAI = "HP-CS-101"
HERE, ONE = "/can-bo/so/sap-het-han", "/nha-san-xuat/han-sao"
NAMES = {CA_MOI: "Cá mòi kho", GAO_RUOI: "Gạo ruộng rươi", TRA_SEN: "Trà sen"}


class Site(NamedTuple):
    origin: str
    registrar: Person
    owner: Person


@pytest.fixture(scope="module")
async def site(tmp_path_factory) -> AsyncIterator[Site]:
    async with empty_site(tmp_path_factory.mktemp("ending")) as settings:
        pass
    async with opened(settings):
        people = await filled()
    with served(settings, with_worker=False) as origin:
        async with database.connected(settings):
            yield Site(origin, *people)


async def filled() -> tuple[Person, Person]:
    """Show three products: stars that end today, are said to be applied for again, and are over."""
    commune, today = await lang_chai(LANG_CHAI), clock.today()
    for (code, name), left in zip(NAMES.items(), (0, 40, -40), strict=True):
        ends_on = today + timedelta(days=left)
        recognition = stars(4, ends_on - timedelta(days=1095), ends_on)
        more = {"recognition": recognition, "evidence": Evidence.SOURCED}
        await on_show(goods(code, commune_id=commune, name_vi=name, **more))
    await say_applied(GAO_RUOI, 0, by="user 1", note="Nộp ở UBND xã")
    return await official(OfficialRole.REGISTRAR), await member(LANG_CHAI)


STATES = {
    "list": ("registrar", HERE),
    "month of none": ("registrar", f"{HERE}?thang=1999-01"),
    "producer's list": ("owner", f"/nha-san-xuat/{LANG_CHAI}"),
    "not said": ("owner", f"{ONE}/{CA_MOI}"),
    "said": ("owner", f"{ONE}/{GAO_RUOI}"),
    "over": ("owner", f"{ONE}/{TRA_SEN}"),
}


@pytest.mark.parametrize(("prefix", "size"), CROSSED)
async def test_every_state_is_accessible_and_fits(chromium, site, prefix, size):
    assert await faults_of_states(chromium, site, STATES, prefix, size) == {}


async def test_a_producer_says_it_without_javascript(chromium, site):
    async with await chromium.new_context(java_script_enabled=False, viewport=NARROW) as context:
        page = await context.new_page()
        await come(context, site.origin, site.owner)
        await page.goto(f"{site.origin}/nha-san-xuat/{LANG_CHAI}")
        await press(page.locator(f"a[href$='/han-sao/{CA_MOI}']").first)
        await page.fill("#field-note", "Nộp sáng nay")
        await press(page.locator("button[value=say]"))
        said = await page.locator(".done").inner_text()
        told = await RenewalNote.get(product_id=CA_MOI)
        await press(page.locator("button[value=take_back]"))
        back = await page.locator(".done").inner_text()

    assert (said, back) == ("Đã báo cho cán bộ.", "Đã rút lời báo.")
    assert told.note == "Nộp sáng nay"
    assert (await RenewalNote.get(product_id=CA_MOI)).taken_back_at is not None
