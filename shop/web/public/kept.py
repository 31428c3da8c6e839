"""Pages that are kept as rendered, until what they show changes or the day is over.

The cache is one more reader of the change log: it moves its cursor and drops what has changed. All
that a page says of today (in season, still valid) turns at midnight in Hải Phòng, so no page is
kept beyond it.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from shop import clock
from shop.database import select
from shop.http.caching import matches, unchanged
from shop.partners.sales import shown_anew
from shop.publishing import Head, head, reports
from shop.readers import index
from shop.services import services

MOST_PAGES = 1000
MOST_CHANGES = 500
"""Changes after which it is cheaper to forget everything than to look which pages they touch."""
CACHE_CONTROL = "public, max-age=0, must-revalidate"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent."""

    body: str
    codes: frozenset[str] | None = None
    """The listings that it shows; None where a search chose them."""


@dataclass(frozen=True, slots=True)
class _Kept:
    body: bytes
    etag: str
    codes: frozenset[str] | None


class KeptPages:
    """The kept pages of one process."""

    def __init__(self) -> None:
        self.pages: OrderedDict[str, _Kept] = OrderedDict()
        self.seen = Head("", 0)
        self.reports = 0
        self.day = date.min

    async def catch_up(self) -> None:
        """Drop the pages of listings that changed since the last look, and all lists with them."""
        seen, day, reported = await head(), clock.today(), reports()
        if (seen, day, reported) == self.position:
            return
        if self._changed_too_much(seen, day):
            self.pages.clear()
        else:
            await self._drop_changed(seen, reported)
        self.seen, self.day, self.reports = seen, day, reported

    def _changed_too_much(self, seen: Head, day: date) -> bool:
        moved = seen.serial - self.seen.serial
        return seen.epoch != self.seen.epoch or day != self.day or not 0 <= moved <= MOST_CHANGES

    async def _drop_changed(self, seen: Head, reported: int) -> None:
        """Drop what shows a changed listing, or where it is sold; no list shows the latter."""
        rows = await select("SELECT code FROM listing WHERE serial > ?", self.seen.serial)
        changed = {row["code"] for row in rows}
        if reported != self.reports:
            changed |= await shown_anew(self.reports)
        for key, page in list(self.pages.items()):
            if seen != self.seen if page.codes is None else page.codes & changed:
                del self.pages[key]

    @property
    def position(self) -> tuple[Head, date, int]:
        return self.seen, self.day, self.reports

    def keep(self, key: str, page: _Kept) -> None:
        self.pages[key] = page
        if len(self.pages) > MOST_PAGES:
            self.pages.popitem(last=False)


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
    pages: KeptPages = request.app.state.pages
    await pages.catch_up()
    key = f"{language} {request.scope['path']}?{request.scope['query_string']}"
    if (page := pages.pages.get(key)) is None:
        at = pages.position
        keep = lasting and (not searched or await _index_is_at(request, pages.seen))
        rendered = await render()
        body = rendered.body.encode()
        etag = f'"{sha256(body).hexdigest()[:32]}-{language}-{services(request).build}"'
        page = _Kept(body, etag, rendered.codes)
        if keep and pages.position == at:  # else it may show what has changed
            pages.keep(key, page)
    headers = {"cache-control": CACHE_CONTROL, "etag": page.etag, "content-language": language}
    if matches(request, page.etag):
        return unchanged(page.etag, headers)
    return Response(page.body, media_type="text/html", headers=headers)


async def _index_is_at(request: Request, seen: Head) -> bool:
    position, _ = await index.standing(services(request).engine)
    return position is not None and (position.epoch, position.serial) == (seen.epoch, seen.serial)
