"""Every kind of page, both languages, every state: accessible, valid, light, self-contained."""

import html5lib
import httpx2
import pytest
from axe_playwright_python.async_playwright import Axe
from starlette.routing import Route

from shop.web.routes import web_routes
from tests.browser.sites import (
    BARE_COMMUNE,
    LONG,
    LONG_COMMUNE,
    LONG_NAME,
    LONG_PRODUCER,
    ODDLY_PHOTOGRAPHED,
    PHOTOGRAPHED,
    WITHDRAWN,
)

pytestmark = pytest.mark.browser

PAGES = {
    "/": {
        "full": ("full", "/"),
        "empty": ("empty", "/"),
        "error": ("broken", "/"),
    },
    "/tim-kiem": {
        "full": ("full", "/tim-kiem?q=nước mắm"),
        "filtered": ("full", "/tim-kiem?q=&loai=ocop&sao=4&sap-xep=ten&trang=2"),
        "nothing found": ("full", "/tim-kiem?q=zzzz qqqq"),
        "empty": ("empty", "/tim-kiem"),
        "long text": ("full", f"/tim-kiem?q={LONG_NAME}"),
        "odd query": ("full", "/tim-kiem?q=<script>&sao=x&trang=0&gia=a-b"),
    },
    "/san-pham/{code}/{slug:path}": {
        "full": ("full", "/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai"),
        "without a picture": ("full", "/san-pham/HP-NS-0009"),
        "five photos": ("full", f"/san-pham/{PHOTOGRAPHED}"),
        "twenty odd pictures": ("full", f"/san-pham/{ODDLY_PHOTOGRAPHED}"),
        "not sold online": ("full", "/san-pham/HP-NS-0017"),
        "long text": ("full", f"/san-pham/{LONG}"),
        "error": ("full", "/san-pham/HP-NS-9999/khong-co"),
        "withdrawn": ("full", f"/san-pham/{WITHDRAWN}"),
    },
    "/co-so/{code}/{slug:path}": {
        "full": ("full", "/co-so/HP-CS-005"),
        "empty": ("empty", "/co-so/HP-CS-005"),
        "long text": ("full", f"/co-so/{LONG_PRODUCER}"),
        "error": ("full", "/co-so/HP-CS-999"),
    },
    "/xa-phuong/{code}/{slug:path}": {
        "full": ("full", "/xa-phuong/11914"),
        "empty": ("empty", f"/xa-phuong/{BARE_COMMUNE}"),
        "long text": ("full", f"/xa-phuong/{LONG_COMMUNE}"),
        "error": ("full", "/xa-phuong/99999"),
    },
}
NO_PAGES = {
    "/san-pham/{code}", "/co-so/{code}", "/xa-phuong/{code}",  # lead on to the page with its slug
    "/san-pham/{code}/chia-se-{version}.jpg", "/goi-y", "/mua/{code}/{partner:int}",
    "/static/{version}/{name}", "/media/{name}", "/sitemap.xml", "/sitemap-{part:int}.xml",
    "/robots.txt", "/livez", "/readyz", "/metrics", "/favicon.ico",
}  # fmt: skip
LANGUAGES = {"vi": "", "en": "/en"}
CASES = [
    pytest.param(site, prefix + (path if prefix == "" or path != "/" else ""), language,
                 id=f"{kind} {state} {language}")
    for kind, states in PAGES.items()
    for state, (site, path) in states.items()
    for language, prefix in LANGUAGES.items()
]  # fmt: skip


def test_every_route_for_people_has_a_row_here():
    paths = {r.path for r in web_routes() if isinstance(r, Route)}

    pages = {path for path in paths if not path.startswith("/en")} - NO_PAGES
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


@pytest.mark.parametrize(("site", "path", "language"), CASES)
def test_a_page_is_valid_html(site, path, language, sites):
    answer = httpx2.get(sites[site] + path, follow_redirects=True)

    parser = html5lib.HTMLParser(strict=False)
    parser.parse(answer.text)

    assert [(where, what) for where, what, _ in parser.errors] == []
    assert answer.headers["content-language"] == language


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
