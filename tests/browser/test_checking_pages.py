"""The last step, what comes after it and the list: accessible in every state, JavaScript or not."""

import io
import random
from collections.abc import AsyncIterator

import pytest
from PIL import Image

from shop.models import OfficialRole, Proposal
from shop.proposals import deciding, drafting
from shop.proposals.rounds import Reason
from shop.services import Services, opened
from tests.browser.judging import NARROW, come, judge, press
from tests.people import Person, member, official
from tests.proposals.drafts import drafted, waiting_photo
from tests.serving import served

pytestmark = pytest.mark.browser
ONE, SARDINES = "HP-CS-101", "HP-OCOP-0001"
HOME = "/nha-san-xuat"


def jpeg(seed: int) -> bytes:
    """Draw a picture that looks like no other."""
    noise = Image.frombytes("L", (9, 8), random.Random(seed).randbytes(72))  # noqa: S311 - the same each time
    held = io.BytesIO()
    noise.resize((1000, 750)).convert("RGB").save(held, "JPEG")
    return held.getvalue()


@pytest.fixture(scope="module")
async def portal(catalogues, tmp_path_factory) -> AsyncIterator[tuple[str, Person, dict[str, str]]]:
    """A site whose producer has a proposal in each state."""
    folder = tmp_path_factory.mktemp("checking")
    async with catalogues.copied("full", "sqlite", folder) as settings:
        async with opened(settings) as held:
            person = await member(ONE)
            proposals = await _proposals(held, person)
        with served(settings, with_worker=False) as origin:
            yield origin, person, proposals


async def _proposals(held: Services, person: Person) -> dict[str, str]:
    moderator = await official(OfficialRole.MODERATOR)
    ready = await _ready(held, person, 200, name="Cá mòi 5 sao " + "rất ngon " * 10)
    sent, back = await _ready(held, person, 120), await _ready(held, person, 60)
    for one in (sent, back):
        await drafting.submit(one.id, one.version, user=person.user, answer_days=3)
    now = await Proposal.get(id=back.id)
    reasons = [Reason("photos", "blurred"), Reason("name", "", "Thiếu chữ «kho».")]
    await deciding.give_back(back.id, now.version, reasons, user=moderator.user)
    edits = await drafting.begin(ONE, SARDINES, user=person.user)
    empty = await drafting.begin(ONE, user=person.user)
    named = {"ready": ready, "sent": sent, "back": back, "edits": edits, "empty": empty}
    return {name: one.id for name, one in named.items()}


async def _ready(held: Services, person: Person, shade: int, **texts: str) -> Proposal:
    made = await drafted(person, ONE, **texts)
    await waiting_photo(held, made.id, jpeg(shade))
    return made


PAGES = {
    "ready": "xem-lai",
    "ready whole": "xem-truoc",
    "ready dropping": "xoa",
    "empty": "xem-lai",
    "back": "xem-lai",
    "edits": "xem-lai",
    "sent": "da-gui",
    "sent more": "lam-them",
}


async def states(page, portal, prefix: str) -> AsyncIterator[str]:
    """Bring a page into one state after the other."""
    origin, _, proposals = portal
    home = f"{origin}{prefix}{HOME}"
    await page.goto(f"{home}/{ONE}")
    yield "list"
    for name, step in PAGES.items():
        await page.goto(f"{home}/de-nghi/{proposals[name.partition(' ')[0]]}/{step}")
        yield name
    await page.locator("#field-shelf_life").fill("lâu")
    await press(page.locator("main form > button"))
    yield "more, refused"
    await page.goto(f"{home}/de-nghi/{proposals['empty']}/xem-lai")
    await press(page.locator("main form > button"))
    await page.locator("#form-errors:focus").wait_for()
    yield "refused"


@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_every_state_is_accessible_and_fits(portal, chromium, prefix):
    async with await chromium.new_context(viewport=NARROW, locale="vi-VN") as context:
        await come(context, portal[0], portal[1])
        page = await context.new_page()
        seen = await judge(page, states(page, portal, prefix))
    assert len(seen) == len(PAGES) + 3


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
async def test_a_copy_is_made_photographed_sent_and_taken_back(
    portal, chromium, javascript, tmp_path
):
    photo = tmp_path / "cá.jpg"
    photo.write_bytes(jpeg(31 if javascript else 33))
    options = {"viewport": NARROW, "java_script_enabled": javascript}
    async with await chromium.new_context(**options) as context:
        await come(context, portal[0], portal[1])
        page = await context.new_page()
        await page.goto(f"{portal[0]}{HOME}/{ONE}")
        await page.locator("summary").first.click()
        await press(page.get_by_role("button", name="Sao chép"))
        await page.locator("#field-gallery").set_input_files(photo)
        if not javascript:
            await press(page.get_by_role("button", name="Gửi ảnh"))
        await page.locator("#photos img").first.wait_for()
        await press(page.get_by_role("button", name="Tiếp tục"))
        await page.locator("#field-name").fill("Cá mòi kho hũ sành")
        await page.locator("#field-group").check()  # a set of OCOP is given by a decision alone
        await press(page.locator("form.facts-form > button[value=xem-lai]").last)
        await _answer_the_duplicate(page)

        await page.locator("#field-pledge").check()
        await press(page.get_by_role("button", name="Gửi duyệt"))

        assert await page.locator("h1").inner_text() == "Đã gửi"
        await press(page.get_by_role("button", name="Lấy lại để sửa"))
        assert await page.locator("h1").inner_text() == "Xem lại trước khi gửi"


async def _answer_the_duplicate(page) -> None:
    if await page.locator("#same-other").count():
        await page.locator("#same-other").check()
        await press(page.locator("form.facts-form > button[value=xem-lai]").last)
