"""Tells robots what there is: /robots.txt, and /sitemap.xml with both languages of every page."""

from collections.abc import AsyncIterator
from datetime import datetime
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from search.vietnamese import slug
from shop.database import select
from shop.services import services
from shop.web.language import Language

MOST_PAGES = 25_000
"""Pages in one file: 50,000 addresses, which is what sitemaps.org allows, in two languages."""
AT_ONCE = 1000
XML = "application/xml"
HEADERS = {"Cache-Control": "public, max-age=600"}
BEGIN = '<?xml version="1.0" encoding="UTF-8"?>\n'
OPEN = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
PAGES = """
    SELECT 'san-pham' AS folder, l.code AS code, p.name_vi AS name, l.changed_at AS changed_at
      FROM listing l JOIN product p ON p.code = l.code WHERE l.live
    UNION ALL
    SELECT 'co-so', r.code, r.name, MAX(l.changed_at)
      FROM listing l JOIN product p ON p.code = l.code JOIN producer r ON r.code = p.producer_id
     WHERE l.live GROUP BY r.code, r.name
    UNION ALL
    SELECT 'xa-phuong', c.code, c.name, MAX(l.changed_at)
      FROM listing l JOIN product p ON p.code = l.code JOIN commune c ON c.code = p.commune_id
     WHERE l.live AND c.valid_to IS NULL GROUP BY c.code, c.name
"""
"""Every page that shows something; slugs are made of names, as when a product was rendered."""


async def robots(request: Request) -> Response:
    origin = services(request).settings.base_url
    return PlainTextResponse(
        f"User-agent: *\nDisallow: /api/\nDisallow: /metrics\n\nSitemap: {origin}/sitemap.xml\n",
        headers=HEADERS,
    )


async def sitemap(request: Request) -> Response:
    """Answer with the one file, or with the list of files where there are too many pages."""
    origin, parts = services(request).settings.base_url, await _parts()
    body = _file(origin, 1) if parts == 1 else _list(origin, parts)
    return StreamingResponse(body, media_type=XML, headers=HEADERS)


async def sitemap_part(request: Request) -> Response:
    part = request.path_params["part"]
    if not 1 <= part <= await _parts():
        raise HTTPException(HTTPStatus.NOT_FOUND)
    body = _file(services(request).settings.base_url, part)
    return StreamingResponse(body, media_type=XML, headers=HEADERS)


async def _parts() -> int:
    [counted] = await select(f"SELECT COUNT(*) AS n FROM ({PAGES}) AS pages")  # noqa: S608 - ours
    pages = int(counted["n"]) + 1
    return -(-pages // MOST_PAGES)


async def _list(origin: str, parts: int) -> AsyncIterator[str]:
    yield BEGIN + '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for part in range(1, parts + 1):
        yield f"<sitemap><loc>{origin}/sitemap-{part}.xml</loc></sitemap>\n"
    yield "</sitemapindex>\n"


async def _file(origin: str, part: int) -> AsyncIterator[str]:
    """Write one file, a thousand pages at a time; the home page leads the first."""
    yield BEGIN + OPEN
    if part == 1:
        yield _page(origin, "/", "")
    first = (part - 1) * MOST_PAGES - (part > 1)
    last = part * MOST_PAGES - 1
    for offset in range(first, last, AT_ONCE):
        rows = await _rows(min(AT_ONCE, last - offset), offset)
        yield "".join(_page(origin, _path(row), _day(row["changed_at"])) for row in rows)
        if len(rows) < AT_ONCE:
            break
    yield "</urlset>\n"


async def _rows(limit: int, offset: int) -> list[Any]:
    return await select(f"{PAGES} ORDER BY folder, code LIMIT ? OFFSET ?", limit, offset)


def _path(row: Any) -> str:
    return f"/{row['folder']}/{row['code']}/{slug(row['name'])}"


def _day(moment: datetime | str) -> str:
    return str(moment)[:10]


def _page(origin: str, path: str, day: str) -> str:
    """Write a page's addresses; they are made of ASCII letters, digits and hyphens alone."""
    addresses = {language.value: origin + language.address(path) for language in Language}
    named = {**addresses, "x-default": addresses["vi"]}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{name}" href="{address}"/>'
        for name, address in named.items()
    )
    lastmod = f"<lastmod>{day}</lastmod>" if day else ""
    return "".join(
        f"<url><loc>{address}</loc>{lastmod}{links}</url>\n" for address in addresses.values()
    )


def sitemap_routes() -> list[BaseRoute]:
    return [
        Route("/robots.txt", robots),
        Route("/sitemap.xml", sitemap),
        Route("/sitemap-{part:int}.xml", sitemap_part),
    ]
