"""Names in the registry, in a real browser: accessible, at two widths, and without JavaScript."""

from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest

from shop import database
from shop.catalogue.legal_forms import NewForm, note_form
from shop.clock import today
from shop.models import Commune, OfficialRole, Producer, SubjectType
from shop.services import opened
from tests.browser.judging import CROSSED, NARROW, come, faults_of_states, press
from tests.browser.sites import empty_site
from tests.people import Person, member, official
from tests.publishing.goods import CA_MOI, GAO_RUOI, a_producer, goods, lang_chai, on_show
from tests.serving import served

pytestmark = pytest.mark.browser
HERE = "/can-bo/so"
KEPT, GONE = "HP-CS-101", "HP-CS-102"


class Site(NamedTuple):
    origin: str
    commune: str
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
    commune = await lang_chai(KEPT)
    await a_producer(GONE, "Hợp tác xã Thụy Hương", commune)
    await Producer.filter(code=KEPT).update(phone="+842253000001")
    await Producer.filter(code=GONE).update(phone="+842253000002", opening="7 giờ")
    there = {"commune_id": commune}
    await on_show(goods(CA_MOI, **there), goods(GAO_RUOI, producer_id=GONE, **there))
    new = NewForm(subject_type=SubjectType.COMPANY, since=today(), basis="Số đăng ký 0201234567")
    await note_form(KEPT, new, by="test")
    await member(GONE)
    roles = (OfficialRole.REGISTRAR, OfficialRole.READER)
    return commune, *[await official(role) for role in roles]


STATES = {
    "home": ("registrar", HERE),
    "communes": ("registrar", f"{HERE}/xa"),
    "no commune": ("registrar", f"{HERE}/xa?q=zzz"),
    "commune": ("registrar", f"{HERE}/xa/{{commune}}"),
    "commune, read": ("reader", f"{HERE}/xa/{{commune}}"),
    "sets": ("registrar", f"{HERE}/bo"),
    "set": ("registrar", f"{HERE}/bo/08"),
    "groups": ("registrar", f"{HERE}/nhom"),
    "uses": ("reader", f"{HERE}/cong-dung"),
    "producers": ("registrar", f"{HERE}/co-so"),
    "producer": ("registrar", f"{HERE}/co-so/{KEPT}"),
    "legal form": ("registrar", f"{HERE}/co-so/{KEPT}/loai-hinh"),
    "merge": ("registrar", f"{HERE}/co-so/{KEPT}/gop"),
    "merge, other": ("registrar", f"{HERE}/co-so/{KEPT}/gop?voi={GONE}"),
    "merge, none": ("registrar", f"{HERE}/co-so/{KEPT}/gop?voi=HP-CS-999"),
}


@pytest.mark.parametrize(("prefix", "size"), CROSSED)
async def test_every_state_is_accessible_and_fits(chromium, site, prefix, size):
    assert await faults_of_states(chromium, site, STATES, prefix, size) == {}


async def test_a_registrar_renames_and_merges_without_javascript(chromium, site):
    async with await chromium.new_context(java_script_enabled=False, viewport=NARROW) as context:
        page = await context.new_page()
        await come(context, site.origin, site.registrar)
        await page.goto(f"{site.origin}{HERE}/xa/{site.commune}")
        await page.fill("#field-name", "Xã Tên Mới")
        await press(page.locator("main form button"))
        renamed = await page.locator(".done").inner_text()
        await page.goto(f"{site.origin}{HERE}/co-so/{KEPT}/gop")
        await page.fill("#field-voi", GONE)
        await press(page.locator("main form button"))
        await page.check("[name=stays]")
        await press(page.locator("main form[method=post] button"))
        refused = await page.locator("#form-errors").inner_text()
        ticked = await page.is_checked("[name=stays]")
        await page.check("#field-sure")
        await press(page.locator("main form[method=post] button"))
        merged = await page.locator("main").inner_text()

    assert "Đã đổi tên." in renamed
    assert "Gộp rồi không tách lại được." in refused
    assert ticked
    assert f"{GONE} · Hợp tác xã Thụy Hương" in merged
    assert (await Commune.get(code=site.commune)).name == "Xã Tên Mới"
    assert not await Producer.exists(code=GONE)
