"""Answers with a page as it was rendered before, as long as it holds (shop/readers/pages.py)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from shop.http.caching import matches, unchanged
from shop.publishing import Head
from shop.readers import index
from shop.readers.pages import KeptPage
from shop.services import process, services
from shop.web.private import PRIVATE

CACHE_CONTROL = "public, max-age=0, must-revalidate"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent."""

    body: str
    codes: frozenset[str] | None = None
    """The listings that it shows; None where a search chose them."""


async def kept_page(
    request: Request,
    language: str,
    render: Callable[[], Awaitable[Page]],
    *,
    searched: bool = True,
    lasting: bool = True,
) -> Response:
    """Answer with the kept page of this address, or render it now.

    A page that shows some listings is dropped when one of them changes. One that shows what was
    `searched` for is dropped whenever anything changes, and not kept while the index is behind. One
    that is not `lasting` reads rows besides listings, which may change without the change log: it
    is not kept.
    """
    if PRIVATE in request.scope:
        raise RuntimeError("A page for one person is not kept.")
    pages = process(request).pages
    await pages.catch_up()
    query = request.scope["query_string"].decode("latin-1")
    key = f"{language} {request.scope['path']}?{query}"
    if (page := pages.get(key)) is None:
        at = pages.position
        keep = lasting and (not searched or await _index_is_at(request, pages.seen))
        rendered = await render()
        body = rendered.body.encode()
        etag = f'"{sha256(body).hexdigest()[:32]}-{language}-{services(request).build}"'
        page = KeptPage(body, etag, rendered.codes)
        if keep and pages.position == at:  # else it may show what has changed
            pages.keep(key, page)
    headers = {"cache-control": CACHE_CONTROL, "etag": page.etag, "content-language": language}
    if matches(request, page.etag):
        return unchanged(page.etag, headers)
    return Response(page.body, media_type="text/html", headers=headers)


async def _index_is_at(request: Request, seen: Head) -> bool:
    position, _ = await index.standing(services(request).engine)
    return position is not None and (position.epoch, position.serial) == (seen.epoch, seen.serial)
