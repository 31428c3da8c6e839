"""How long a first product takes on a phone, by the model of shop/cli/keystrokes.py."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from shop import publishing
from shop.accounts.secret import digest_of_digits
from shop.config import Settings
from shop.models import Code
from shop.proposals import drafting
from shop.services import opened
from tests.browser.judging import NARROW, come
from tests.browser.recording import Recording
from tests.browser.test_checking_pages import HOME, ONE, jpeg
from tests.people import Person, member
from tests.proposals.drafts import drafted, waiting_photo
from tests.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.on("sqlite")]
NUMBER, DIGITS = "0912345678", "123456"


@pytest.fixture(scope="module")
async def portal(catalogues, tmp_path_factory) -> AsyncIterator[tuple[str, Person, Settings, str]]:
    folder = tmp_path_factory.mktemp("times")
    async with catalogues.copied("full", "sqlite", folder) as settings:
        async with opened(settings) as held:
            person = await member(ONE)
            made = await drafted(person, ONE)
            await waiting_photo(held, made.id, jpeg(9))
            await drafting.submit(made.id, made.version, user=person.user, answer_days=3)
        with served(settings) as origin:
            yield origin, person, settings, made.id


@pytest.fixture
async def page(chromium):
    options = {"viewport": NARROW, "has_touch": True, "locale": "vi-VN"}
    async with await chromium.new_context(**options) as context:
        yield await context.new_page()


@pytest.fixture
async def klm(settings, inside, tmp_path):
    """Ask the command how long a recorded run takes."""

    async def told(run: Recording) -> dict:
        file = run.keep(tmp_path / "run.json")
        return json.loads((await inside(settings, "portal", "klm", str(file), "--json")).stdout)

    return told


async def test_a_new_producer_sends_a_first_product(portal, page, klm, tmp_path):
    run = Recording(page, "Sản phẩm đầu tiên")
    await page.goto(f"{portal[0]}{HOME}/dang-nhap")
    await run.look()
    await come_in(run, page, portal)
    await register(run, page)
    await go(run, page, page.get_by_role("link", name="Sản phẩm", exact=True))
    await send_a_product(run, page, tmp_path, "Cá mòi kho Làng Chài")

    found = await klm(run)
    assert (found["slow"] <= 400, found["usual"] <= 240) == (True, True)
    assert len(run.written) - 2 <= 5  # without the number and the code


async def test_a_known_producer_sends_a_product(portal, page, klm, tmp_path):
    await come(page.context, portal[0], portal[1])
    run = Recording(page, "Thêm sản phẩm")
    await page.goto(f"{portal[0]}{HOME}/{ONE}")
    await run.look()
    await send_a_product(run, page, tmp_path, "Chả rươi Làng Chài")

    found = await klm(run)
    assert (found["slow"] <= 280, found["usual"] <= 165) == (True, True)
    assert len(run.written) <= 3


async def test_a_copy_is_sent(portal, page, klm, tmp_path):
    await come(page.context, portal[0], portal[1])
    run = Recording(page, "Thêm sản phẩm nữa")
    await page.goto(f"{portal[0]}{HOME}/de-nghi/{portal[3]}/da-gui")
    await run.look()
    await go(run, page, page.get_by_role("button", name="Thêm sản phẩm nữa"))
    await take_photos(run, page, tmp_path, 1)
    await run.tap(page.locator("#field-name"))
    await page.keyboard.press("End")
    await run.write(" cay")
    await go(run, page, page.locator("form.facts-form > button[value=xem-lai]").last)
    await agree_and_send(run, page)

    found = await klm(run)
    assert found["usual"] <= 75, run.run


async def come_in(run: Recording, page, portal) -> None:
    await run.tap(page.locator("#field-address"))
    await run.write(NUMBER)
    await go(run, page, page.get_by_role("button", name="Nhận mã"))
    await carry(portal)
    run.wait("code")
    await run.tap(page.locator("#field-code"))
    await run.write(DIGITS)
    await run.tap(page.locator("label[for=field-mine]"))
    await go(run, page, page.get_by_role("button", name="Vào"))


async def carry(portal) -> None:
    """Let the digits of the code be known, once the worker has made some."""
    async with publishing.opened(portal[2]):
        made = Code.exclude(digest="").order_by("-id")
        while not (code := await made.first()):  # noqa: ASYNC110 - another process makes them
            await asyncio.sleep(0.05)
        await Code.filter(id=code.id).update(digest=digest_of_digits(DIGITS, code.browser))


async def register(run: Recording, page) -> None:
    await go(run, page, page.get_by_role("link", name="Đăng ký cơ sở"))
    await run.tap(page.locator("#field-name"))
    await run.write("Làng Chài Mới")
    await run.tap(page.locator("label", has_text="Hộ sản xuất"))
    await run.tap(page.locator("#field-place"))
    await run.write("kien hung")
    await go(run, page, page.locator("main form > button"))
    if await page.locator("input[name=commune]").count():
        await run.tap(page.locator("input[name=commune]").first)
        await go(run, page, page.locator("main form > button"))
    if await page.locator("input[name=same]").count():
        await run.tap(page.locator("input[name=same]").last)
        await go(run, page, page.locator("main form > button"))


async def send_a_product(run: Recording, page, folder, name: str) -> None:
    await go(run, page, page.get_by_role("button", name="Thêm sản phẩm"))
    await take_photos(run, page, folder, 2)
    for field, text in (("name", name), ("pack-1", "hộp 400 g"), ("price-1", "125k")):
        await run.tap(page.locator(f"#field-{field}"))
        await run.write(text)
    await page.locator("#saved").wait_for()
    groups = page.locator("input[name=group]:visible")
    await groups.first.wait_for()
    await run.tap(groups.first)
    await go(run, page, page.locator("form.facts-form > button[value=xem-lai]").last)
    await agree_and_send(run, page)


async def take_photos(run: Recording, page, folder, many: int) -> None:
    for n in range(many):
        photo = folder / f"{n}.jpg"
        photo.write_bytes(jpeg(len(run.run["task"]) * 5 + 40 * n))
        await run.photograph(page.locator("#field-picture"), photo)
        await page.locator("#photos img").nth(n).wait_for()
        await run.look()
    await go(run, page, page.get_by_role("button", name="Tiếp tục"))


async def agree_and_send(run: Recording, page) -> None:
    if await page.locator("#same-other").count():
        await run.tap(page.locator("label[for=same-other]"))
        await go(run, page, page.locator("form.facts-form > button[value=xem-lai]").last)
    await run.tap(page.locator("label[for=field-pledge]"))
    await go(run, page, page.get_by_role("button", name="Gửi duyệt"))
    assert await page.locator("h1").inner_text() == "Đã gửi"


async def go(run: Recording, page, what) -> None:
    """Press what leads to another page, and look at that."""
    async with page.expect_navigation():
        await run.tap(what)
    await run.look()
