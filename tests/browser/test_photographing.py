"""The step of photos in a real browser: sent by itself and made smaller, or without JavaScript."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image

from shop import publishing
from shop.models import Proposal, ProposalPhoto
from shop.proposals import drafting
from tests.browser.judging import NARROW, come, judge, press
from tests.browser.sites import busy_photo
from tests.people import Person, member
from tests.pictures import photo
from tests.proposals.sending import OTHER, OWN
from tests.serving import served

pytestmark = pytest.mark.browser
TWELVE = (4000, 3000)
TEXT = {"name": "ghi chú.txt", "mimeType": "text/plain", "buffer": "xin chào ".encode() * 600}


@pytest.fixture(scope="module")
async def portal(catalogues, tmp_path_factory) -> AsyncIterator[tuple[str, Person, Person, object]]:
    """A site where two producers may propose products; the second has a photo waiting."""
    folder = tmp_path_factory.mktemp("photos")
    async with catalogues.copied("full", "sqlite", folder) as settings:
        async with publishing.opened(settings):
            people = await member(OWN), await member(OTHER)
        with served(settings) as origin:
            yield origin, *people, settings


async def begun(portal, whose: int = 1) -> str:
    """Begin a proposal of a producer's; give the address of its photos."""
    person, producer = portal[whose], (OWN, OTHER)[whose - 1]
    async with publishing.opened(portal[3]):
        made = await drafting.begin(producer, user=person.user)
    return f"/nha-san-xuat/de-nghi/{made.id}/anh"


def files(*pictures: bytes) -> list[dict]:
    return [
        {"name": f"ảnh {n}.jpg", "mimeType": "image/jpeg", "buffer": data}
        for n, data in enumerate(pictures, 1)
    ]


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
async def page(request, portal, chromium):
    options = {"viewport": NARROW, "java_script_enabled": request.param, "has_touch": True}
    async with await chromium.new_context(**options) as context:
        await come(context, portal[0], portal[1])
        page = await context.new_page()
        page.sends_by_itself = request.param
        yield page


async def give(page, chosen: list[dict], many: int) -> None:
    """Choose files, and wait until the page shows so many photos that the server has."""
    await page.locator("#field-gallery").set_input_files(chosen)
    if not page.sends_by_itself:
        await press(page.get_by_role("button", name="Gửi ảnh"))
    await page.locator("#photos li").nth(many - 1).wait_for()


async def act(page, name: str, card: int) -> None:
    button = page.locator("#photos li").nth(card).get_by_role("button", name=name)
    if page.sends_by_itself:
        await button.click()
    else:
        await press(button)


async def test_photos_are_sent_put_in_order_and_removed(portal, page):
    await page.goto(portal[0] + await begun(portal))
    await press(page.get_by_role("button", name="Tiếp tục"))
    said = "Cần ít nhất 1 ảnh. Chưa có thì bấm «Để sau», bản nháp vẫn được giữ."
    assert said in await page.locator("#form-errors").inner_text()

    await give(page, files(photo(1), photo(2)), 2)
    await page.locator("#field-picture").set_input_files(files(photo(3))[0])
    if not page.sends_by_itself:
        await press(page.get_by_role("button", name="Gửi ảnh"))
    await page.locator("#photos li").nth(2).wait_for()
    names = [await one.get_attribute("id") for one in await page.locator("#photos li").all()]
    await act(page, "Đặt làm ảnh chính", 2)
    await page.locator(f"#photos li:first-child#{names[2]}").wait_for()
    await act(page, "Xóa", 1)

    await page.locator("#photos li").nth(2).wait_for(state="detached")
    await page.reload()
    kept = [await one.get_attribute("id") for one in await page.locator("#photos li").all()]
    assert kept == [names[2], names[1]]
    assert "Ảnh chính" in await page.locator("#photos li").first.inner_text()
    drawn = "images => images.every(one => one.complete && one.naturalWidth > 0)"
    await page.locator("#photos img").first.scroll_into_view_if_needed()
    await page.wait_for_function(f"({drawn})([...document.images])")
    await press(page.get_by_role("button", name="Tiếp tục"))
    assert "/thong-tin" in page.url


async def test_a_heavy_photo_is_made_smaller_and_others_go_as_they_are(portal, chromium):
    heavy, light = busy_photo(5, TWELVE), busy_photo(6, (1200, 900))
    turned = BytesIO()
    with Image.open(BytesIO(busy_photo(7, TWELVE))) as wide:
        exif = Image.Exif()
        exif[0x0112] = 6
        wide.save(turned, "JPEG", quality=90, exif=exif)
    async with await chromium.new_context(viewport=NARROW) as context:
        await come(context, portal[0], portal[1])
        page, path = await context.new_page(), await begun(portal)
        page.sends_by_itself = True
        await page.goto(portal[0] + path)
        sent = []
        page.on("request", lambda one: one.method == "POST" and sent.append(one))
        await give(page, files(heavy, light, turned.getvalue()), 3)
        sizes = [int((await one.all_headers())["content-length"]) for one in sent]

    assert sizes[0] < 600_000 < len(heavy)
    assert len(light) < sizes[1] < len(light) + 1000
    async with publishing.opened(portal[3]):
        shown = ProposalPhoto.filter(proposal_id=path.split("/")[3]).order_by("position")
        found = await shown.values_list("waiting__width", "waiting__height")
    assert found == [(1600, 1200), (1200, 900), (1200, 1600)]


async def test_a_line_that_is_off_loses_no_photo(portal, chromium):
    async with await chromium.new_context(viewport=NARROW) as context:
        await come(context, portal[0], portal[1])
        page = await context.new_page()
        page.sends_by_itself = True
        await page.goto(portal[0] + await begun(portal))
        await context.set_offline(True)
        await page.locator("#field-gallery").set_input_files([*files(photo(8)), TEXT])
        await page.get_by_text("Chưa gửi được – máy sẽ thử lại").nth(1).wait_for()
        await page.get_by_role("button", name="Tiếp tục").click()

        await context.set_offline(False)
        await page.locator("#photos li").wait_for()

        text = page.locator("#photos-sending li")
        await text.get_by_text("ghi chú.txt: Tệp này không phải ảnh.").wait_for()
        assert page.url.endswith("/anh")  # what was refused is to be seen first
        await text.get_by_role("button", name="Bỏ").click()
        await press(page.get_by_role("button", name="Tiếp tục"))
        assert "/thong-tin" in page.url


async def states(page, portal, prefix: str) -> AsyncIterator[str]:
    """Bring the page into one state after the other."""
    path = await begun(portal)
    await page.goto(f"{portal[0]}{prefix}{path}")
    yield "empty"
    await press(page.locator("#photos-next button"))
    yield "no photo"
    await page.locator("#field-gallery").set_input_files([TEXT])
    await page.locator("#photos-sending").get_by_text("ghi chú.txt").wait_for()
    yield "refused"
    await give(page, files(photo(9), photo(3, (300, 200)), photo(4)), 3)
    assert await page.locator(".photo-note").count() == 2  # alike, and small
    yield "three photos"
    async with publishing.opened(portal[3]):
        sent = Proposal.filter(id=path.split("/")[3])
        await sent.update(state="submitted", submitted_at="2026-11-23T03:00:00Z")
    await page.reload()
    assert await page.locator("#photos button").count() == 0
    yield "submitted"


@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_every_state_is_accessible_and_fits(portal, chromium, prefix):
    async with await chromium.new_context(viewport=NARROW) as context:
        other = await context.new_page()
        await come(context, portal[0], portal[2])
        other.sends_by_itself = True
        await other.goto(portal[0] + await begun(portal, 2))
        await give(other, files(photo(9, (640, 480), quality=70)), 1)
        await come(context, portal[0], portal[1])
        page = await context.new_page()
        page.sends_by_itself = True
        seen = await judge(page, states(page, portal, prefix))
    assert len(seen) == 5
