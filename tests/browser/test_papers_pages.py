"""Papers in a real browser: accessible and fitting, by keyboard, without JavaScript, and ten photos
over a line that fails."""

from collections.abc import AsyncIterator
from datetime import date
from typing import NamedTuple

import pytest

from shop import database
from shop.models import Decision, Evidence, OfficialRole, Paper, PaperPage, PaperState, Visibility
from shop.papers import Of, confirm, drafting, refuse
from shop.papers.reasons import written
from shop.papers.sending import Told
from shop.services import opened
from tests.browser.judging import NARROW, WIDE, come, faults_of_states, opened_by, press
from tests.browser.sites import empty_site
from tests.papers.sent import a_paper
from tests.people import Person, member, official
from tests.pictures import photo
from tests.publishing.goods import CA_MOI, GAO_RUOI, goods, lang_chai, on_show
from tests.serving import served

pytestmark = pytest.mark.browser
LANG_CHAI = "HP-CS-101"
LIST = f"/nha-san-xuat/{LANG_CHAI}/giay-to"
SIZES = [("", NARROW), ("/en", WIDE)]
A4 = (1240, 1754)


class Site(NamedTuple):
    origin: str
    draft: int
    waiting: int
    confirmed: int
    refused: int
    decision: int
    owner: Person
    clerk: Person
    reader: Person


@pytest.fixture(scope="module")
async def site(tmp_path_factory) -> AsyncIterator[Site]:
    async with empty_site(tmp_path_factory.mktemp("papers")) as settings:
        pass
    async with opened(settings) as services:
        made = await filled(services)
    with served(settings, with_worker=False) as origin:
        async with database.connected(settings):
            yield Site(origin, *made)


async def filled(services) -> tuple:
    """Send papers of each state, of a producer and of a product, and a scan of a decision."""
    commune, room = await lang_chai(LANG_CHAI), services.room
    names = {CA_MOI: "Cá mòi kho Làng Chài", GAO_RUOI: "Gạo ruộng rươi"}
    stated = [
        goods(code, commune_id=commune, name_vi=name, evidence=Evidence.SOURCED)
        for code, name in names.items()
    ]
    await on_show(*stated)
    owner, clerk = await member(LANG_CHAI), await official(OfficialRole.REGISTRAR)
    reader = await official(OfficialRole.READER)
    draft = await drafting.begin(Of(producer=LANG_CHAI), Told("HACCP"), by=f"user {owner.user}")
    pages = [photo(n, A4) for n in (1, 2, 3)]
    waiting = await a_paper(room, Of(producer=LANG_CHAI), *pages, number="68/2026/ATTP-HP")
    done = await a_paper(
        room, Of(product=CA_MOI), photo(4, A4), kind="test_report", number="KN-68/2026",
        visibility=Visibility.NUMBER_PUBLIC, expires_on=date(2099, 3, 5),
    )  # fmt: skip
    await confirm(done, [CA_MOI], user=clerk.user, seen=1)
    back = await a_paper(room, Of(product=GAO_RUOI), photo(5, A4), kind="VIETGAP")
    await refuse(back, written(["blurred", "pages"], "Xem lại."), user=clerk.user, seen=1)
    decision = await Decision.create(
        number="123/QĐ-UBND", issuer="UBND thành phố Hải Phòng", signed_on=date(2026, 3, 5)
    )
    await a_paper(room, Of(decision=decision.id), photo(6, A4), kind="scan")
    return draft.id, waiting, done, back, decision.id, owner, clerk, reader


STATES = {
    "list": ("owner", LIST),
    "new": ("owner", f"{LIST}/moi"),
    "new, in the place of another": ("owner", LIST + "/moi?thay={refused}"),
    "pages, none yet": ("owner", "/nha-san-xuat/giay/{draft}/trang"),
    "waiting": ("owner", "/nha-san-xuat/giay/{waiting}"),
    "confirmed": ("owner", "/nha-san-xuat/giay/{confirmed}"),
    "refused": ("owner", "/nha-san-xuat/giay/{refused}"),
    "products": ("owner", f"/nha-san-xuat/{LANG_CHAI}"),
    "queue": ("clerk", "/can-bo/so/giay"),
    "to decide on": ("clerk", "/can-bo/so/giay/{waiting}"),
    "confirmed, desk": ("clerk", "/can-bo/so/giay/{confirmed}"),
    "refused, desk": ("clerk", "/can-bo/so/giay/{refused}"),
    "read only": ("reader", "/can-bo/so/giay/{waiting}"),
    "scan": ("clerk", "/can-bo/so/quyet-dinh/{decision}/ban-chup"),
    "public": ("", f"/san-pham/{CA_MOI}/ca-moi-kho-lang-chai"),
}


@pytest.mark.parametrize(("prefix", "size"), SIZES)
async def test_every_state_is_accessible_and_fits(chromium, site, prefix, size):
    assert await faults_of_states(chromium, site, STATES, prefix, size) == {}


def files(*pictures: bytes) -> list[dict]:
    return [
        {"name": f"trang {n}.jpg", "mimeType": "image/jpeg", "buffer": data}
        for n, data in enumerate(pictures, 1)
    ]


async def test_a_paper_goes_from_phone_to_public_page_without_javascript(chromium, site):
    async with await chromium.new_context(java_script_enabled=False, viewport=NARROW) as context:
        page = await context.new_page()
        await come(context, site.origin, site.owner)
        await page.goto(f"{site.origin}{LIST}")
        await press(page.locator(f"a[href='{LIST}/moi']"))
        await page.select_option("#field-kind", "label_photo")
        await page.select_option("#field-product", GAO_RUOI)
        await page.check("#field-visibility-official")
        await press(page.locator("main form button"))
        await page.set_input_files("#field-gallery", files(photo(11), photo(12)))
        await press(page.locator("button[value=add]"))
        many = await page.locator("#photos li").count()
        await press(page.locator("#photos-next button"))
        sent = await page.locator(".done").inner_text()
        await come(context, site.origin, site.clerk)
        await page.goto(f"{site.origin}/can-bo/so/giay")
        await press(page.locator(".desk-queue a").last)
        await page.fill("#field-number", "NH-1")
        await press(page.locator("#confirm > button"))
        done = await page.locator(".done").inner_text()
        await page.goto(f"{site.origin}/san-pham/{GAO_RUOI}/gao-ruong-ruoi")
        await page.locator("details:has(#giay-to) > summary").click()
        told = await page.locator("#giay-to").inner_text()

    assert many == 2
    assert sent == "Đã gửi. Cán bộ xem xong sẽ báo bạn."
    assert done == "Đã xác nhận giấy."
    assert "Ảnh chụp nhãn" in told
    assert "Cán bộ đã xem giấy, ngày" in told
    assert "NH-1" not in told


async def test_keys_lead_from_page_to_page_and_open_the_reasons(chromium, site):
    path = f"/can-bo/so/giay/{site.waiting}"
    async with opened_by(chromium, site, "clerk", path, WIDE) as page:
        at = "document.activeElement.closest('li')?.id"
        found = []
        for key in "jjjk":
            await page.keyboard.press(key)
            found.append(await page.evaluate(at))
        await page.fill("#field-number", "69")
        await page.keyboard.press("j")  # a letter of the field, and no key of the desk
        typed = await page.input_value("#field-number")
        await page.locator("h1").click()
        await page.keyboard.press("t")
        await page.locator("[name=reasons]").first.wait_for()

    assert found == ["trang-1", "trang-2", "trang-3", "trang-2"]
    assert typed == "69j"


async def test_ten_photos_over_a_line_that_fails_are_all_there_in_their_order(chromium, site):
    begun = await drafting.begin(Of(producer=LANG_CHAI), Told("ATTP"), by=f"user {site.owner.user}")
    path = f"/nha-san-xuat/giay/{begun.id}/trang"
    async with opened_by(chromium, site, "owner", path, NARROW) as page:
        lost = iter([True, False, True, False, True])

        async def fail_some(route) -> None:
            if route.request.method == "POST" and next(lost, False):
                await route.abort("connectionreset")
            else:
                await route.continue_()

        await page.route(f"**{path}", fail_some)
        pages = [photo(100 + n, (900, 1270)) for n in range(10)]
        await page.locator("#field-gallery").set_input_files(files(*pages))
        await page.locator("#photos li").nth(9).wait_for(timeout=90_000)
        await press(page.locator("#photos-next button"))
        sent = await page.locator(".done").inner_text()

    assert sent == "Đã gửi. Cán bộ xem xong sẽ báo bạn."
    assert (await Paper.get(id=begun.id)).state == PaperState.WAITING
    assert await PaperPage.filter(paper_id=begun.id).count() == 10
