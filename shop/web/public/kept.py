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
from shop.readers.pages import KeptPage, KeptPages
from shop.services import process, services
from shop.web.language import Language
from shop.web.private import PRIVATE

ALWAYS_ASK = "public, max-age=0, must-revalidate"
ASK_OR_STALE = f"public, max-age=0, stale-if-error={STALE_FOR:.0f}"
"""A proxy may show its copy while we cannot answer (RFC 5861)."""
HTML = "text/html"
NOTHING_MORE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent."""

    body: str
    codes: frozenset[str] | None = None
    """The listings that it shows; None where any change may choose others."""
    consented: bool = False
    """Whether it shows what a consent covers (telephone, address): never when it may be stale."""
    without: str = ""
    """The page that is shown then in its place, if there is one."""
    media_type: str = HTML


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
    page that shows some listings is dropped when one of them changes; one that names none, whenever
    anything changes. One that shows what was `searched` for is not kept while the index is behind.
    One that is not `lasting` reads rows besides listings, which may change without the change log:
    it is not kept. While the database is away, kept pages, and what can be made of remembered
    listings (searches, the home page), are shown for STALE_FOR seconds, and say so.

    Raises AwayError.
    """
    if PRIVATE in request.scope:
        raise RuntimeError("A page for one person is not kept.")
    pages = process(request).pages
    wanted = _Wanted(request, pages, language, f"{language} {asked}", render, searched, lasting)
    try:
        page = await wanted.as_of_now()
    except AwayError:
        if (stale := await wanted.as_it_was()) is None:
            raise
        return _answered(request, language, stale, _stale())
    return _answered(request, language, page)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A page that is asked for, and how it is made and kept."""

    request: Request
    pages: KeptPages
    language: Language
    key: str
    render: Callable[[], Awaitable[Page]]
    searched: bool
    lasting: bool

    async def as_of_now(self) -> KeptPage:
        """Give the page as it is by the database. Raises AwayError."""
        await self.pages.catch_up()
        if page := self.pages.get(self.key):
            return page
        if not self.lasting:
            return await self._make()
        which = self.key, self.request.scope["query_string"]  # a redirect repeats the query
        return await self.pages.make_once(which, self._make_and_keep)

    async def as_it_was(self) -> KeptPage | None:
        """Give the page as it was before the database went away, or of what is remembered.

        None when neither may be shown. It is not kept: it may lack what is not known. Raises
        AwayError where it cannot be made of that.
        """
        if page := self.pages.stale(self.key):
            return page
        if not (self.lasting and self.pages.may_be_stale):
            return None
        return await self._make()

    async def _make(self) -> KeptPage:
        build = services(self.request).build
        return _kept(await self.render(), self.language, build, lasting=self.lasting)

    async def _make_and_keep(self) -> KeptPage:
        at = self.pages.position
        keep = not self.searched or await _index_is_at(self.request, self.pages.seen)
        page = await self._make()
        if keep and self.pages.position == at:  # else it may show what has changed
            self.pages.keep(self.key, page)
        return page


def _stale() -> dict[str, str]:
    """Mark a page as stale (RFC 9211): its life ended when the database was last seen."""
    return {"cache-status": f"sanvat; hit; ttl=-{silent_for():.0f}"}


def _kept(page: Page, language: Language, build: str, *, lasting: bool) -> KeptPage:
    body = page.body.encode()
    etag = f'"{sha256(body).hexdigest()[:32]}-{language}-{build}"'
    may_be_stale = lasting and not page.consented
    plain = Page(page.without, page.codes) if lasting and page.without else None
    without = _kept(plain, language, build, lasting=lasting) if plain else None
    return KeptPage(body, etag, page.codes, may_be_stale, without, page.media_type)


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
        page.body, media_type=page.media_type, headers=headers
    )


async def _index_is_at(request: Request, seen: Head) -> bool:
    position, _ = await index.standing(services(request).engine)
    return position is not None and (position.epoch, position.serial) == (seen.epoch, seen.serial)
