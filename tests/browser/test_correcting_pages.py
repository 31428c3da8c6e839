"""Corrections without the producer, in a real browser: accessible at three widths, and without
JavaScript from the search to what the producer reads."""

from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest

from shop import database
from shop.models import OfficialRole, Product, Proposal
from shop.proposals import correcting, deciding, drafting
from shop.proposals.deciding import Approval
from shop.proposals.drafting import Typed
from shop.services import opened
from tests.browser.judging import NARROW, WIDE, come, faults_of_states, press
from tests.browser.sites import empty_site
from tests.people import Person, member, official
from tests.pictures import photo
from tests.proposals.drafts import about_photos, waiting_photo
from tests.publishing.goods import CA_MOI, GAO_RUOI, TRA_SEN, goods, lang_chai, on_show
from tests.serving import served

pytestmark = pytest.mark.browser
LANG_CHAI = "HP-CS-101"
HERE = "/can-bo/sua-thay"
SIZES = [("", NARROW), ("/en", {"width": 768, "height": 1024}), ("", WIDE)]
TEXT = "Cá mòi kho nhiều lửa với riềng, gừng, nước mắm và ớt chỉ thiên; để nguội mới vào hũ."


class Site(NamedTuple):
    origin: str
    sent: str
    done: str
    writer: Person
    second: Person
    owner: Person


@pytest.fixture(scope="module")
async def site(tmp_path_factory) -> AsyncIterator[Site]:
    async with empty_site(tmp_path_factory.mktemp("correcting")) as settings:
        pass
    async with opened(settings) as services:
        made = await filled(services)
    with served(settings, with_worker=False) as origin:
        async with database.connected(settings):
            yield Site(origin, *made)


async def filled(services) -> tuple:
    """Show three products: one with a correction that is sent, one that was corrected, one bare."""
    commune = await lang_chai(LANG_CHAI)
    names = {CA_MOI: "Cá mòi kho", GAO_RUOI: "Gạo ruộng rươi", TRA_SEN: "Trà sen"}
    await on_show(*[goods(code, commune_id=commune, name_vi=name) for code, name in names.items()])
    writer, second = [await official(OfficialRole.ADMIN) for _ in range(2)]
    owner = await member(LANG_CHAI)
    sent = await corrected(services, CA_MOI, writer)
    done = await corrected(services, GAO_RUOI, writer)
    approval = Approval(done.version)
    await deciding.approve(done.id, approval, services.pictures, user=second.user)
    return sent.id, done.id, writer, second, owner


async def corrected(services, code: str, writer: Person) -> Proposal:
    begun = await correcting.begin(await Product.get(code=code), user=writer.user)
    texts = {"description": TEXT, "storage": "Để nơi khô ráo, thoáng mát."}
    await drafting.save(begun.id, Typed(begun.version, texts))
    await waiting_photo(services, begun.id, photo(len(code) + int(code[-1]), (900, 675)))
    await about_photos(begun.id)
    seen = (await Proposal.get(id=begun.id)).version
    return await drafting.submit(begun.id, seen, user=writer.user, answer_days=3)


STATES = {
    "corrections": ("writer", HERE),
    "found": ("writer", f"{HERE}?q=tra"),
    "not found": ("writer", f"{HERE}?q=zzzz"),
    "product": ("writer", f"{HERE}/{TRA_SEN}"),
    "product, mine": ("writer", f"{HERE}/{CA_MOI}"),
    "product, another's": ("second", f"{HERE}/{CA_MOI}"),
    "sent": ("writer", "/can-bo/giup/de-nghi/{sent}/da-gui"),
    "desk": ("second", "/can-bo"),
    "before its writer": ("writer", "/can-bo/de-nghi/{sent}"),
    "before another": ("second", "/can-bo/de-nghi/{sent}"),
    "decided": ("second", "/can-bo/de-nghi/{done}"),
    "its producer's list": ("owner", f"/nha-san-xuat/{LANG_CHAI}"),
    "its producer, sent": ("owner", "/nha-san-xuat/sua-thay/{sent}"),
    "its producer, done": ("owner", "/nha-san-xuat/sua-thay/{done}"),
}


@pytest.mark.parametrize(("prefix", "size"), SIZES)
async def test_every_state_is_accessible_and_fits(chromium, site, prefix, size):
    assert await faults_of_states(chromium, site, STATES, prefix, size) == {}


async def test_a_product_is_corrected_without_javascript_from_search_to_producer(chromium, site):
    async with await chromium.new_context(java_script_enabled=False, viewport=NARROW) as context:
        page = await context.new_page()
        await come(context, site.origin, site.writer)
        await page.goto(f"{site.origin}{HERE}")
        await page.fill("#field-q", "trà sen")
        await press(page.locator("form[role=search] button"))
        await press(page.locator(f".own-choices a[href$='{TRA_SEN}']"))
        await press(page.locator("main form button"))
        notice = await page.locator(".notice").first.inner_text()
        step = page.url.rpartition("/")[0]
        await page.goto(f"{step}/thong-tin")
        await page.fill("#field-name", "Trà sen ướp hoa Thụy Hương")
        await press(page.locator("button[value=xem-lai]").last)
        await page.check("#field-pledge")
        await press(page.locator("main form[novalidate] button"))
        sent = await page.locator("h1").inner_text()
        number = step.rpartition("/")[2]
        await come(context, site.origin, site.second)
        await page.goto(f"{site.origin}/can-bo/de-nghi/{number}")
        await press(page.locator("#approve > button"))
        bar = await page.locator(".done").inner_text()
        await come(context, site.origin, site.owner)
        await page.goto(f"{site.origin}/nha-san-xuat/{LANG_CHAI}")
        await press(page.locator(f"#sua-thay-{TRA_SEN}"))
        read = await page.locator("main").inner_text()

    assert notice == "Bạn đang sửa thay cơ sở. Cán bộ khác sẽ duyệt."
    assert sent == "Đã gửi"
    assert f"Đã duyệt Trà sen ướp hoa Thụy Hương ({TRA_SEN})." in bar
    assert "ướp hoa Thụy Hương" in read
