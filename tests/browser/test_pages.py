"""Every kind of page, both languages, every state: accessible, light, self-contained."""

import httpx2
import pytest
from axe_playwright_python.async_playwright import Axe
from starlette.routing import Route

from shop.web.routes import web_routes
from tests.browser.sites import ODDLY_PHOTOGRAPHED, PHOTOGRAPHED
from tests.kinds import CASES, NO_PAGES, PAGES

pytestmark = pytest.mark.browser
OF_PERSONS = ("/nha-san-xuat", "/can-bo", "/nhanh")
"""Pages that are tried with people who are signed in, in files of their own."""


def test_every_route_for_people_has_a_row_here():
    paths = {r.path for r in web_routes() if isinstance(r, Route)}

    pages = {path for path in paths if not path.startswith(("/en", *OF_PERSONS))} - NO_PAGES
    assert pages == set(PAGES)
    assert {f"/en{path}".removesuffix("/") or "/en" for path in PAGES} <= {
        path.removesuffix("/") for path in paths
    }


@pytest.mark.parametrize(("site", "path", "language"), CASES)
async def test_a_page_is_accessible_and_self_contained(site, path, language, phone, sites):
    origin, page = sites[site], await phone.new_page()
    said, strangers = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda r: strangers.append(r.url) if not _ours(r.url, origin) else None)

    await page.goto(origin + path)
    found = await Axe().run(page)
    violations = found.response["violations"]

    assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in violations] == []
    assert await page.locator("html").get_attribute("lang") == language
    assert strangers == []
    assert [line for line in said if "Failed to load resource" not in line] == []
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, f"the page is {width} px wide"


def _ours(url: str, origin: str) -> bool:
    return url.startswith((origin, "data:"))


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 300_000),
        ("/tim-kiem?q=nước mắm", 300_000),
        ("/tim-kiem", 300_000),
        ("/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai", 400_000),
        (f"/san-pham/{PHOTOGRAPHED}", 400_000),
        (f"/san-pham/{ODDLY_PHOTOGRAPHED}", 400_000),
        ("/en", 300_000),
    ],
)
async def test_a_page_weighs_little_cold(path, most, full, dense_phone):
    page, weights = await dense_phone.new_page(), []
    session = await dense_phone.new_cdp_session(page)
    await session.send("Network.enable")
    session.on("Network.loadingFinished", lambda e: weights.append(e["encodedDataLength"]))

    await page.goto(full + path, wait_until="networkidle")
    await page.mouse.wheel(0, 20_000)
    await page.wait_for_load_state("networkidle")

    assert 0 < sum(weights) <= most


@pytest.mark.parametrize("path", ["/", "/en"])
def test_a_page_that_fails_says_so_kindly_and_tells_only_a_number(path, broken):
    answer = httpx2.get(broken + path)

    assert answer.status_code == 500
    assert "no such table" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("language", ["", "/en"])
async def test_a_form_that_is_shown_again_is_accessible(language, full, phone):
    page = await phone.new_page()
    await page.goto(f"{full}{language}/bao-loi/HP-OCOP-0026")
    await page.locator("#field-text").fill("ắ" * 1001)
    await page.locator("main button").click()
    await page.wait_for_selector("#form-errors:focus")

    violations = (await Axe().run(page)).response["violations"]

    assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in violations] == []
    assert await page.locator("#form-errors li").count() == 2
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
