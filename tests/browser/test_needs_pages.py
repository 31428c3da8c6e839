"""What sets are asked for, and kinds of papers, in a browser: accessible, without JavaScript."""

from collections.abc import AsyncIterator

import pytest

from shop.models import OfficialRole, SetNeed
from shop.services import opened
from tests.browser.judging import NARROW, come, judge, press
from tests.people import official
from tests.serving import served

pytestmark = pytest.mark.browser
NEEDS, KINDS = "/can-bo/so/nhu-cau", "/can-bo/so/loai-giay"


@pytest.fixture(scope="module")
async def desk(catalogues, tmp_path_factory):
    folder = tmp_path_factory.mktemp("needs")
    async with catalogues.copied("full", "sqlite", folder) as settings:
        async with opened(settings):
            registrar = await official(OfficialRole.REGISTRAR)
            reader = await official(OfficialRole.READER)
            number = (await SetNeed.get(code="test_report")).id
        with served(settings, with_worker=False) as origin:
            yield origin, registrar, reader, number


async def states(page, desk, root: str) -> AsyncIterator[str]:
    """Bring the pages into one state after the other."""
    origin, registrar, reader, number = desk
    await come(page.context, origin, registrar)
    for path in (NEEDS, f"{NEEDS}?bo=26", f"{NEEDS}/{number}", f"{NEEDS}/moi", KINDS, f"{KINDS}/1"):
        await page.goto(f"{origin}{root}{path}")
        yield path
    await page.goto(f"{origin}{root}{NEEDS}/moi")
    await press(page.locator("form[method=post] button[type=submit]"))
    assert await page.locator(".form-errors li").count() == 3
    yield "refused"
    await page.goto(f"{origin}{root}{KINDS}/moi")
    await press(page.locator("form[method=post] button[type=submit]"))
    yield "a kind refused"
    await come(page.context, origin, reader)
    await page.goto(f"{origin}{root}{NEEDS}/{number}")
    assert await page.locator(".personal form").count() == 0
    yield "read only"


@pytest.mark.parametrize("root", ["", "/en"])
async def test_every_state_is_accessible_and_fits(chromium, desk, root):
    async with await chromium.new_context(viewport=NARROW) as context:
        page = await context.new_page()
        seen = await judge(page, states(page, desk, root))

    assert len(seen) == 9


async def test_without_javascript_a_need_is_added_and_verified(chromium, desk):
    origin, registrar, _, _ = desk
    options = {"viewport": NARROW, "java_script_enabled": False}
    async with await chromium.new_context(**options) as context:
        await come(context, origin, registrar)
        page = await context.new_page()
        await page.goto(f"{origin}{NEEDS}/moi")
        await page.get_by_label("Tên gọi tiếng Việt").fill("Phiếu kiểm nghiệm nước mắm")
        await page.get_by_label("Phải có trước khi duyệt").check()
        await page.get_by_label("Phiếu kiểm nghiệm", exact=True).check()
        await page.locator("input[name=sets][value='09']").check()
        await page.get_by_label("Căn cứ").fill("Văn bản minh hoạ số 1")
        await press(page.get_by_role("button", name="Lưu"))
        assert "Chưa xác minh căn cứ" in await page.locator(".personal").inner_text()
        await press(page.get_by_role("button", name="Tôi đã đọc, xác minh"))

        said = await page.locator(".personal").inner_text()
        assert "Đang áp dụng: Phải có trước khi duyệt · Đã xác minh căn cứ" in said
        await press(page.get_by_role("button", name="Bỏ xác minh"))
        assert "Đang áp dụng: Chỉ gợi ý" in await page.locator(".personal").inner_text()
