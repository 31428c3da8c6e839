"""The operator's desk in a real browser: accessible in every state, by keyboard, and it fits."""

from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256

import pytest

from shop import clock
from shop.counting import MISSED
from shop.models import (
    FeedFile,
    OfficialRole,
    PageReport,
    Photo,
    Picture,
    SearchCount,
    Topic,
)
from shop.readers import feeds
from shop.services import opened
from tests.browser.judging import CROSSED, come, judge, press
from tests.people import official
from tests.pictures import photo
from tests.serving import served
from tests.web.test_operating import one_product_each

pytestmark = pytest.mark.browser
HERE = "/can-bo/may-chu"
TABLET = {"width": 768, "height": 1024}
LONG = "Nghiêngngả" * 30


@pytest.fixture(scope="module")
async def desk(catalogues, tmp_path_factory):
    """A site without a worker, whose feed files lost much, with what readers left."""
    folder = tmp_path_factory.mktemp("operating")
    async with catalogues.copied("full", "sqlite", folder) as settings:
        async with opened(settings) as held:
            admin = await official(OfficialRole.ADMIN)
            await feeds.build(settings.data, settings.base_url)
            await FeedFile.filter(name__startswith="products.").update(withheld=329)
            await photos_alike(held)
            await left_by_readers()
        with served(settings, with_worker=False) as origin:
            yield origin, admin


async def photos_alike(held) -> None:
    """Let one photo stand at two producers, and a tall one at two others."""
    codes = await one_product_each(4)
    for n, size in enumerate(((900, 675), (600, 900))):
        data = photo(n, size)
        digest = sha256(data).hexdigest()
        file = {"name": f"{digest}.jpg", "type": "image/jpeg", "width": size[0], "height": size[1]}
        await held.pictures.put(file["name"], data)
        await Picture.create(
            digest=digest, width=size[0], height=size[1], placeholder="", renditions=[file],
            recipe=1, taken_at=clock.now(), taken_by="test",
        )  # fmt: skip
        for code in codes[n * 2 : n * 2 + 2]:
            await Photo.create(product_id=code, picture_id=digest, position=1)


async def left_by_readers() -> None:
    now = clock.now()
    for n, (code, text) in enumerate(
        (("HP-OCOP-0026", "Ở chợ là 80.000 ₫, trang ghi 75.000 ₫."), ("HP-CS-005", LONG))
    ):
        at = now - timedelta(days=9 - n)
        await PageReport.create(at=at, code=code, topic=Topic.PRICE, text=text, language="vi")
    for n, text in enumerate(("mực một nắng", f"{MISSED}rươi kho niêu", LONG[:80])):
        await SearchCount.create(day=clock.today(), understood=text, searches=12 - n)


async def states(page, desk, root: str) -> AsyncIterator[str]:
    origin, admin = desk
    await come(page.context, origin, admin)
    for name, path in {
        "state": "",
        "files": "/tep",
        "held back": "/tep/products.csv",
        "not held back": "/tep/google.xml",
        "alike": "/anh",
        "in vain": "/tim",
        "reported": "/bao-loi",
        "no more": "/bao-loi?sau=99",
    }.items():
        await page.goto(f"{origin}{root}{HERE}{path}")
        yield name
    await page.goto(f"{origin}{root}{HERE}/tep/products.csv")
    await page.evaluate("document.querySelector('[name=seen]').value = 1")
    await press(page.locator(".server-release"))
    assert await page.locator(".form-errors").count() == 1
    yield "another number"


@pytest.mark.parametrize(("root", "size"), [*CROSSED, ("", TABLET)])
async def test_every_state_is_accessible_and_fits(chromium, desk, root, size):
    async with await chromium.new_context(viewport=size) as context:
        page = await context.new_page()
        seen = await judge(page, states(page, desk, root))
    assert len(seen) == 9


async def test_by_keyboard_and_without_javascript_a_file_goes_and_a_report_is_closed(
    chromium, desk
):
    origin, admin = desk
    async with await chromium.new_context(java_script_enabled=False) as context:
        await come(context, origin, admin)
        page = await context.new_page()
        await page.goto(f"{origin}/can-bo")
        for link in (HERE, f"{HERE}/tep", f"{HERE}/tep/products.jsonl"):
            await by_key(page, f"a[href='{link}']")
        await by_key(page, ".server-release")
        assert "Đã cho thay." in await page.locator("main").inner_text()
        await by_key(page, f"a[href='{HERE}/bao-loi']")
        await by_key(page, f"form[action^='{HERE}/bao-loi/'] button")

        assert "Đã đánh dấu xử lý xong." in await page.locator(".done").inner_text()
        assert await page.locator("form[action*=bao-loi]").count() == 1


async def by_key(page, what: str) -> None:
    """Go on by Tab until something has the focus, and press Enter."""
    for _ in range(80):
        await page.keyboard.press("Tab")
        if await page.locator(f":is({what}):focus").count():
            break
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
