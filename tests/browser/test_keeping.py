"""Contact, consents and members in a real browser: every state accessible, JavaScript or not."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from tortoise.transactions import in_transaction

from shop import catalogue, clock, publishing
from shop.accounts import claims
from shop.catalogue.agreements import AGREEMENTS
from shop.models import MemberRole, Purpose, Session
from tests.browser.judging import NARROW, come, judge, press
from tests.people import Person, at_another_browser, member, stranger
from tests.serving import served

pytestmark = pytest.mark.browser
LISTED, EMPTY, REACHED = "HP-CS-005", "HP-CS-010", "HP-CS-119"
SAID = {
    "phone": "0912 345 678; 0225 3842 011",
    "zalo": "0912 345 678",
    "address": "Số 1 phố Minh Hoạ",
    "shop_url": "https://cua-hang.example.vn/",
}
READ = {
    "consents of a list": f"{LISTED}/dong-y",
    "consents asked anew": f"{LISTED}/dong-y?moi=1",
    "consents taken back": f"{EMPTY}/dong-y?xong=catalogue",
    "consents by hand": f"{REACHED}/dong-y?xong=contact",
    "contact empty": f"{EMPTY}/lien-he?dong-y=1",
    "contact shown": f"{REACHED}/lien-he?luu=1",
    "members": f"{LISTED}/thanh-vien?xong=them",
    "leaving": f"{LISTED}/roi-co-so",
}
LONG = "Nghiêngngả" * 60


@pytest.fixture(scope="module")
async def portal(catalogues, tmp_path_factory) -> AsyncIterator[tuple[str, Person, Person]]:
    """A site, its owner of three producers, and the same owner an hour after they came in."""
    folder = tmp_path_factory.mktemp("portal")
    async with catalogues.copied("full", "sqlite", folder) as settings:
        async with publishing.opened(settings):
            owner, late = await people()
        with served(settings) as origin:
            yield origin, owner, late


async def people() -> tuple[Person, Person]:
    owner = await member(LISTED, name="Người Minh Hoạ Một")
    for producer in (EMPTY, REACHED):
        await member(producer, address=owner.address.text)
    await member(LISTED, MemberRole.EDITOR, until=clock.today() + timedelta(days=30))
    await member(LISTED, address="tu-van@example.vn", name="Người Tư Vấn " * 12)
    claimant = await stranger(name="")
    async with in_transaction():
        await claims.claim(claimant.user, LISTED, by="test")
    for purpose in (Purpose.CATALOGUE, Purpose.MARKETPLACES):
        await catalogue.withdraw_consent(EMPTY, purpose, by="test")
    await catalogue.set_contact(REACHED, SAID, by="test")
    for purpose in (Purpose.CATALOGUE, Purpose.CONTACT):
        version = AGREEMENTS[purpose].version
        await catalogue.agree(REACHED, purpose, version, "vi", by=f"user {owner.user}")
    late = await at_another_browser(owner.user, owner.address)
    await Session.filter(digest=late.digest).update(proved_at=clock.now() - timedelta(hours=1))
    return owner, late


async def states(page, portal, prefix: str) -> AsyncIterator[str]:
    """Bring a page into one state after the other."""
    origin, owner, late = portal
    await come(page.context, origin, owner)
    home = f"{origin}{prefix}/nha-san-xuat"
    for name, path in READ.items():
        await page.goto(f"{home}/{path}")
        yield name
    await page.goto(f"{home}/{EMPTY}/roi-co-so")
    await press(page.locator("main button"))
    yield "the only owner leaves"
    await page.goto(f"{home}/{EMPTY}/thanh-vien")
    await page.locator("#field-address").fill(LONG)
    await press(page.locator("main form button").last)
    yield "a member wrong"
    for name, person in {"contact wrong": owner, "too long ago": late}.items():
        await come(page.context, origin, owner)
        await page.goto(f"{home}/{REACHED}/lien-he")
        await page.locator("#field-phone").fill("0912 34")
        await page.locator("#field-address").fill(LONG)
        await come(page.context, origin, person)
        await press(page.locator("main form button").last)
        yield name


@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_every_state_is_accessible_and_fits(portal, chromium, prefix):
    options = {"viewport": NARROW, "java_script_enabled": True}
    async with await chromium.new_context(**options) as context:
        page = await context.new_page()
        seen = await judge(page, states(page, portal, prefix))
    assert len(seen) == len(READ) + 4


async def test_an_owner_without_javascript_lets_buyers_call(portal, chromium):
    origin, owner, _ = portal
    async with await chromium.new_context(java_script_enabled=False) as context:
        await come(context, origin, owner)
        page = await context.new_page()
        await page.goto(f"{origin}/nha-san-xuat/{LISTED}/dong-y")
        await press(page.locator("#contact button[value=give]"))
        await page.locator("#field-phone").fill("0912 345 678")
        await press(page.get_by_role("button", name="Lưu"))
        assert "Đã lưu." in await page.locator(".done").inner_text()

        await press(page.get_by_role("link", name="Xem trang của cơ sở"))

        call = page.locator("a.way-call")
        assert await call.get_attribute("href") == "tel:+84912345678"
