"""Pages of help, of a producer's word, and of its figures: accessible, narrow and wide; a call is
counted by a real browser."""

from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest

from shop import clock, database
from shop.models import ClickCount, OfficialRole, Producer
from shop.proposals import drafting, helping, wording
from shop.proposals.drafting import Typed
from shop.services import opened
from tests.browser.judging import CROSSED, faults_of, opened_by, press
from tests.browser.sites import empty_site
from tests.people import Person, member, official
from tests.proposals.drafts import MACKEREL, waiting_photo
from tests.publishing.goods import CA_MOI, goods, lang_chai, on_show
from tests.serving import served

pytestmark = pytest.mark.browser
LANG_CHAI = "HP-CS-101"
HELPING = "/can-bo/giup"


class Site(NamedTuple):
    origin: str
    proposal: str
    token: str
    helper: Person
    owner: Person


@pytest.fixture(scope="module")
async def site(tmp_path_factory) -> AsyncIterator[Site]:
    async with empty_site(tmp_path_factory.mktemp("helping")) as settings:
        pass
    async with opened(settings) as services:
        made = await filled(services)
    with served(settings, with_worker=False) as origin:
        async with database.connected(settings):
            yield Site(origin, *made)


async def filled(services) -> tuple:
    """Show a product with a number to call, and hand a second one to its producer for its word."""
    commune = await lang_chai(LANG_CHAI)
    await Producer.filter(code=LANG_CHAI).update(phone="+84912345678")
    await on_show(goods(commune_id=commune))
    helper, owner = await official(OfficialRole.HELPER, commune), await member(LANG_CHAI)
    begun = await helping.begin(LANG_CHAI, None, user=helper.user)
    saved = await drafting.save(begun.id, Typed(1, MACKEREL | {"group": "other"}))
    await waiting_photo(services, begun.id)
    await drafting.submit(begun.id, saved.version, user=helper.user, answer_days=3)
    token = await wording.make_link(begun.id, user=helper.user)
    for word, clicks in (("cá mòi", 40), ("mòi", 3)):
        await ClickCount.create(day=clock.today(), understood=word, code=CA_MOI, clicks=clicks)
    return begun.id, token, helper, owner


STATES = {
    "producers": ("helper", HELPING, ""),
    "no producer": ("helper", f"{HELPING}?q=zzzz", ""),
    "producer": ("helper", f"{HELPING}/co-so/{LANG_CHAI}", ""),
    "ways": ("helper", f"{HELPING}/de-nghi/{{proposal}}/loi-co-so", ""),
    "code": ("helper", f"{HELPING}/de-nghi/{{proposal}}/loi-co-so/ma", ""),
    "code, wrong": ("helper", f"{HELPING}/de-nghi/{{proposal}}/loi-co-so/ma", "[value=nhap]"),
    "code, sent": ("helper", f"{HELPING}/de-nghi/{{proposal}}/loi-co-so/ma", "[value=gui]"),
    "paper": ("helper", f"{HELPING}/de-nghi/{{proposal}}/loi-co-so/giay", ""),
    "paper, unsigned": (
        "helper", f"{HELPING}/de-nghi/{{proposal}}/loi-co-so/giay", "main form:last-of-type button"
    ),
    "sheet": ("helper", f"{HELPING}/de-nghi/{{proposal}}/loi-co-so/giay/in", ""),
    "link asks": ("", "/loi/{token}", ""),
    "member asked": ("owner", "/nha-san-xuat/de-nghi/{proposal}/dong-y-gui", ""),
    "figures": ("owner", f"/nha-san-xuat/{LANG_CHAI}/so-lieu", ""),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("prefix", "size"), CROSSED)
async def test_a_state_is_accessible(chromium, site, prefix, size, state):
    who, path, button = STATES[state]
    async with opened_by(chromium, site, who, prefix + path, size) as page:
        if button:
            await press(page.locator(button).last)

        assert await faults_of(page, size["width"]) == []


async def test_a_pressed_number_is_counted_by_a_beacon(chromium, site):
    async with await chromium.new_context(locale="vi-VN") as context:
        page = await context.new_page()
        await page.goto(f"{site.origin}/san-pham/{CA_MOI}")
        link = page.locator("a.way-call")
        await link.evaluate(
            "(one) => one.addEventListener('click', (event) => event.preventDefault())"
        )
        async with page.expect_request("**/goi/*") as sent:
            await link.click()
        answer = await (await sent.value).response()

        assert (answer.status, (await sent.value).method) == (204, "POST")


async def test_a_producer_agrees_without_javascript_at_the_end(chromium, site):
    async with await chromium.new_context(java_script_enabled=False) as context:
        page = await context.new_page()
        await page.goto(f"{site.origin}/loi/{site.token}")
        await press(page.locator("button[value=yes]"))

        assert "Đã gửi duyệt" in await page.locator("h1").inner_text()
