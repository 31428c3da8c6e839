"""Tells robots what there is: /robots.txt, and /sitemap.xml with both languages of every page."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from search.vietnamese import slug
from shop.database import select
from shop.models.columns import Row
from shop.services import services
from shop.web.language import Language

MOST_PAGES = 8000
"""Pages of one kind in one file. With all three kinds and those of no kind, in two languages, that
is 48,022 addresses; sitemaps.org allows 50,000."""
AT_ONCE = 1000
XML = "application/xml"
HEADERS = {"Cache-Control": "public, max-age=600"}
BEGIN = '<?xml version="1.0" encoding="UTF-8"?>\n'
OPEN = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
PAGES = {
    "san-pham": """
    SELECT l.code AS code, p.name_vi AS name, l.changed_at AS changed_at
      FROM listing l JOIN product p ON p.code = l.code
     WHERE l.live AND l.code > ? ORDER BY l.code LIMIT ?""",
    "co-so": """
    SELECT r.code AS code, r.name AS name, MAX(l.changed_at) AS changed_at
      FROM listing l JOIN product p ON p.code = l.code JOIN producer r ON r.code = p.producer_id
     WHERE l.live AND r.code > ? GROUP BY r.code, r.name ORDER BY r.code LIMIT ?""",
    "xa-phuong": """
    SELECT c.code AS code, c.name AS name, MAX(l.changed_at) AS changed_at
      FROM listing l JOIN product p ON p.code = l.code JOIN commune c ON c.code = p.commune_id
     WHERE l.live AND c.valid_to IS NULL AND c.code > ?
     GROUP BY c.code, c.name ORDER BY c.code LIMIT ?""",
}
"""Every page that shows something, beyond a code; slugs are made of names, as when rendered."""
LAST_OF_PARTS = """
    SELECT code FROM (
        SELECT code, ROW_NUMBER() OVER (ORDER BY code) AS n, COUNT(*) OVER () AS total
          FROM ({pages}) AS pages
    ) AS numbered WHERE n % ? = 0 AND n < total ORDER BY code
"""
EVERYTHING = 10**9
LEADING = (
    "/",
    "/cong-nhan",
    "/co-so",
    "/xa-phuong",
    "/mua-vu",
    "/gioi-thieu",
    "/lien-he",
    "/quyen-rieng-tu",
    "/dinh-chinh",
    "/du-lieu-mo",
    "/so-do",
)
OPEN_PATHS = (
    "/api/v1/listings/",
    "/api/v1/search",
    "/api/v1/changes",
    "/api/v1/manifest",
    "/api/v1/digest",
    "/api/v1/channels",
    "/api/v1/categories",
)
"""Inside the closed ones: what `/llms.txt` sends agents to. They stand first, for some readers take
the first line that fits and others the longest (RFC 9309 §2.2.2)."""
CLOSED_PATHS = (
    "/api/",
    "/metrics",
    "/mua/",
    "/san-pham/*/lich-su",
    "/en/san-pham/*/lich-su",
    "/bao-loi/",
    "/en/bao-loi/",
    "/dang-tim",
    "/en/dang-tim",
    "/di-cho",
    "/en/di-cho",
)
RULES = "".join(f"Allow: {path}\n" for path in OPEN_PATHS) + "".join(
    f"Disallow: {path}\n" for path in CLOSED_PATHS
)


@dataclass(frozen=True, slots=True)
class Part:
    """At most MOST_PAGES pages of one kind, from beyond a code on."""

    folder: str
    after: str = ""


async def robots(request: Request) -> Response:
    origin = services(request).settings.base_url
    return PlainTextResponse(
        f"User-agent: *\n{RULES}\nSitemap: {origin}/sitemap.xml\n",
        headers=HEADERS,
    )


async def sitemap(request: Request) -> Response:
    """Answer with the one file, or with the list of files where there are too many pages."""
    origin, parts = services(request).settings.base_url, await _parts()
    body = _file(origin, parts) if len(parts) == len(PAGES) else _list(origin, len(parts))
    return StreamingResponse(body, media_type=XML, headers=HEADERS)


async def sitemap_part(request: Request) -> Response:
    number, parts = request.path_params["part"], await _parts()
    if not 1 <= number <= len(parts):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    body = _file(services(request).settings.base_url, parts[number - 1 : number], number)
    return StreamingResponse(body, media_type=XML, headers=HEADERS)


async def _parts() -> list[Part]:
    return [
        Part(folder, after)
        for folder, pages in PAGES.items()
        for after in ["", *await _last_of_parts(pages)]
    ]


async def _last_of_parts(pages: str) -> list[str]:
    """Give the codes beyond which another part begins."""
    rows = await select(LAST_OF_PARTS.format(pages=pages), "", EVERYTHING, MOST_PAGES)
    return [row["code"] for row in rows]


async def _list(origin: str, parts: int) -> AsyncIterator[str]:
    yield BEGIN + '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for part in range(1, parts + 1):
        yield f"<sitemap><loc>{origin}/sitemap-{part}.xml</loc></sitemap>\n"
    yield "</sitemapindex>\n"


async def _file(origin: str, parts: list[Part], number: int = 1) -> AsyncIterator[str]:
    """Write one file, a thousand pages at a time; the first begins with those of no kind."""
    yield BEGIN + OPEN
    if number == 1:
        yield "".join(_page(origin, path, "") for path in LEADING)
    for part in parts:
        async for rows in _rows(part):
            yield "".join(
                _page(origin, f"/{part.folder}/{row['code']}/{slug(row['name'])}", _day(row))
                for row in rows
            )
    yield "</urlset>\n"


async def _rows(part: Part) -> AsyncIterator[list[Row]]:
    after, left = part.after, MOST_PAGES
    while left and (rows := await select(PAGES[part.folder], after, min(AT_ONCE, left))):
        yield rows
        after, left = rows[-1]["code"], left - len(rows)


def _day(row: Row) -> str:
    return str(row["changed_at"])[:10]


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
        Route("/sitemap-{part:number}.xml", sitemap_part),
    ]
