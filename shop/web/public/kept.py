"""Answers with a page as it was rendered before, as long as it holds (shop/readers/pages.py)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from shop.database import AwayError
from shop.http.caching import unchanged
from shop.publishing import STALE_FOR, Head, silent_for
from shop.readers import index
from shop.readers.pages import KeptPage
from shop.services import process, services
from shop.web.language import Language
from shop.web.private import PRIVATE

ALWAYS_ASK = "public, max-age=0, must-revalidate"
ASK_OR_STALE = f"public, max-age=0, stale-if-error={STALE_FOR:.0f}"
"""A proxy may show its copy while we cannot answer (RFC 5861)."""
NOTHING_MORE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent."""

    body: str
    codes: frozenset[str] | None = None
    """The listings that it shows; None where a search chose them."""
    consented: bool = False
    """Whether it shows what a consent covers (telephone, address): never when it may be stale."""


async def kept_page(
    request: Request,
    language: Language,
    asked: str,
    render: Callable[[], Awaitable[Page]],
    *,
    searched: bool = True,
    lasting: bool = True,
) -> Response:
    """Answer with the kept page of what is `asked` for, or render it now.

    `asked` says what was understood of the address, so that two addresses of one page share it. A
    page that shows some listings is dropped when one of them changes. One that shows what was
    `searched` for is dropped whenever anything changes, and not kept while the index is behind. One
    that is not `lasting` reads rows besides listings, which may change without the change log: it
    is not kept. While the database is away, kept pages, and searches as far as their listings are
    remembered, are shown for STALE_FOR seconds, and say so.

    Raises AwayError.
    """
    if PRIVATE in request.scope:
        raise RuntimeError("A page for one person is not kept.")
    pages, key = process(request).pages, f"{language} {asked}"

    async def make() -> KeptPage:
        build = services(request).build
        return _kept(await render(), language, build, lasting=lasting)

    async def make_and_keep() -> KeptPage:
        at = pages.position
        keep = not searched or await _index_is_at(request, pages.seen)
        page = await make()
        if keep and pages.position == at:  # else it may show what has changed
            pages.keep(key, page)
        return page

    try:
        await pages.catch_up()
        page = pages.get(key) or await (
            pages.make_once((key, request.url.query), make_and_keep) if lasting else make()
        )
    except AwayError:
        if kept := pages.stale(key):
            return _answered(request, language, kept, _stale())
        if not (searched and lasting and pages.may_be_stale):
            raise
        return _answered(request, language, await make(), _stale())
    return _answered(request, language, page)


def _stale() -> dict[str, str]:
    """Mark a page as stale (RFC 9211): its life ended when the database was last seen."""
    return {"cache-status": f"sanvat; hit; ttl=-{silent_for():.0f}"}


def _kept(page: Page, language: Language, build: str, *, lasting: bool) -> KeptPage:
    body = page.body.encode()
    etag = f'"{sha256(body).hexdigest()[:32]}-{language}-{build}"'
    return KeptPage(body, etag, page.codes, may_be_stale=lasting and not page.consented)


def _answered(
    request: Request, language: Language, page: KeptPage, more: Mapping[str, str] = NOTHING_MORE
) -> Response:
    headers = {
        "cache-control": ASK_OR_STALE if page.may_be_stale else ALWAYS_ASK,
        "content-language": language,
        "ETag": page.etag,
        **more,
    }
    return unchanged(request, headers) or Response(
        page.body, media_type="text/html", headers=headers
    )


async def _index_is_at(request: Request, seen: Head) -> bool:
    position, _ = await index.standing(services(request).engine)
    return position is not None and (position.epoch, position.serial) == (seen.epoch, seen.serial)
