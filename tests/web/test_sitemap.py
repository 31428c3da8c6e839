"""What robots are told: every page, in both languages, once."""

from xml.etree import ElementTree as ET

import pytest

from shop import catalogue
from shop.models import Availability, Producer
from shop.web.public import sitemap

ORIGIN = "http://localhost:8000"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
PRODUCTS, PRODUCERS, COMMUNES = 429, 118, 94
LEADING = [
    "/", "/cong-nhan", "/co-so", "/xa-phuong", "/mua-vu", "/gioi-thieu", "/lien-he",
    "/quyen-rieng-tu", "/dinh-chinh", "/du-lieu-mo", "/so-do",
]  # fmt: skip
UNDATED = 2 * len(LEADING)


async def addresses(shop, path):
    tree = ET.fromstring((await shop.get(path)).content)  # noqa: S314 - our own
    return [one.text for one in tree.iter(f"{SITEMAP}loc")]


async def test_the_sitemap_holds_both_languages_of_every_page(shop):
    answer = await shop.get("/sitemap.xml")

    tree = ET.fromstring(answer.content)  # noqa: S314 - our own
    told = [one.findtext(f"{SITEMAP}loc") for one in tree]
    assert answer.headers["content-type"] == "application/xml"
    assert told[:2] == [f"{ORIGIN}/", f"{ORIGIN}/en"]
    assert told[2:4] == [f"{ORIGIN}/cong-nhan", f"{ORIGIN}/en/cong-nhan"]
    for folder, pages in (("san-pham", PRODUCTS), ("co-so", PRODUCERS), ("xa-phuong", COMMUNES)):
        for prefix in ("", "/en"):
            assert sum(one.startswith(f"{ORIGIN}{prefix}/{folder}/") for one in told) == pages
    assert len(told) == len(set(told)) == 2 * (len(LEADING) + PRODUCTS + PRODUCERS + COMMUNES)


async def test_every_entry_names_both_languages_and_its_last_change(shop, stopped_clock):
    await catalogue.set_availability("HP-OCOP-0026-1", Availability.IN_STOCK, by="test")

    tree = ET.fromstring((await shop.get("/sitemap.xml")).content)  # noqa: S314 - our own

    vietnamese = f"{ORIGIN}/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai"
    english = f"{ORIGIN}/en/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai"
    entries = [one for one in tree if "/HP-OCOP-0026/" in one.findtext(f"{SITEMAP}loc")]
    assert [one.findtext(f"{SITEMAP}loc") for one in entries] == [vietnamese, english]
    for entry in entries:
        assert entry.findtext(f"{SITEMAP}lastmod") == "2026-11-23"
        assert [(one.get("hreflang"), one.get("href")) for one in entry.iter(LINK)] == [
            ("vi", vietnamese),
            ("en", english),
            ("x-default", vietnamese),
        ]
    undated = [one for one in tree if one.find(f"{SITEMAP}lastmod") is None]
    assert len(undated) == UNDATED


async def test_every_told_address_is_the_right_one(shop):
    told = await addresses(shop, "/sitemap.xml")

    for address in told[:UNDATED] + told[UNDATED::50]:
        assert (await shop.get(address)).status_code == 200


async def test_what_is_withdrawn_is_told_no_more(shop):
    await catalogue.withdraw("HP-OCOP-0026", by="test")

    told = await addresses(shop, "/sitemap.xml")

    assert [one for one in told if "HP-OCOP-0026" in one] == []


@pytest.mark.parametrize(("most", "at_once", "files"), [(100, 30, 8), (118, 118, 6), (429, 7, 3)])
async def test_many_pages_are_told_in_parts_each_page_once(shop, monkeypatch, most, at_once, files):
    whole = await addresses(shop, "/sitemap.xml")
    monkeypatch.setattr(sitemap, "MOST_PAGES", most)
    monkeypatch.setattr(sitemap, "AT_ONCE", at_once)

    parts = [await addresses(shop, f"/sitemap-{n}.xml") for n in range(1, files + 1)]

    listed = [f"{ORIGIN}/sitemap-{n}.xml" for n in range(1, files + 1)]
    assert await addresses(shop, "/sitemap.xml") == (listed if files > 3 else whole)
    assert [address for part in parts for address in part] == whole
    assert max(len(part) for part in parts) <= 2 * most + UNDATED
    for beyond in (0, files + 1):
        assert (await shop.get(f"/sitemap-{beyond}.xml")).status_code == 404


async def test_an_empty_catalogue_tells_the_pages_that_are_always_there(client):
    assert await Producer.all().count() == 0

    told = [f"{ORIGIN}{one}" for path in LEADING for one in (path, f"/en{path}".rstrip("/"))]
    assert await addresses(client, "/sitemap.xml") == told


async def test_robots_are_told_where_the_sitemap_is(shop):
    answer = await shop.get("/robots.txt")

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == (
        "User-agent: *\nAllow: /api/v1/listings/\nAllow: /api/v1/search\nAllow: /api/v1/changes\n"
        "Allow: /api/v1/manifest\nAllow: /api/v1/digest\nAllow: /api/v1/channels\n"
        "Allow: /api/v1/categories\n"
        "Disallow: /api/\nDisallow: /metrics\nDisallow: /mua/\n"
        "Disallow: /san-pham/*/lich-su\nDisallow: /en/san-pham/*/lich-su\n"
        "Disallow: /bao-loi/\nDisallow: /en/bao-loi/\n"
        "Disallow: /dang-tim\nDisallow: /en/dang-tim\n"
        "Disallow: /di-cho\nDisallow: /en/di-cho\n\n"
        "Sitemap: http://localhost:8000/sitemap.xml\n"
    )
