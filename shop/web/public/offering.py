"""What a page that is not there offers in its place: what its address names, or goods like it.

Robots ask for countless addresses that never were. So a search is made only for the shapes that
our own addresses have, at most so many a minute in one process, and what was found is kept a while;
beyond that a page says no more than it did. None of it changes the status.
"""

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from http import HTTPStatus
from time import monotonic

from starlette.requests import Request

from search.engine import Query, Unavailable
from shop import clock
from shop.database import AwayError
from shop.errors import TooManyRequestsError
from shop.formats.document import Document
from shop.http.shares import Shares
from shop.models import Product
from shop.publishing import last_seen
from shop.queries.listings import documents as published
from shop.services import services
from shop.web.language import Language
from shop.web.public.cards import Card, cards, documents

MOST = 4
A_MINUTE = 60
"""Searches for pages that are not there, in one process: a person's few among a robot's many."""
MOST_KEPT, KEPT_FOR = 500, 600.0
WORK = ("/nha-san-xuat", "/can-bo")
"""Where people work: an error below one of them leads back there, and not among the shoppers."""
OF_A_SLUG = re.compile(
    r"/(?:san-pham/(?P<code>[A-Za-z0-9-]{1,16})|co-so/[A-Za-z0-9-]{1,16}|xa-phuong/[0-9]{1,5})"
    r"(?:/(?P<slug>[a-z0-9]+(?:-[a-z0-9]+){0,14}))?/?"
)
LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class Meant:
    """What may have been meant."""

    asks: bool = False
    """Whether the page has a field to search beside its text."""
    text: str = ""
    """What the address names, in words."""
    cards: list[Card] = field(default_factory=list)


NOTHING = Meant()
NOT_HERE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_shares = Shares()
_kept: OrderedDict[tuple[str, str, str], tuple[float, tuple[str, ...]]] = OrderedDict()
"""Codes of products by epoch and what was looked for: words, or a group."""


async def offered(request: Request, status: int, path: str, language: Language) -> Meant:
    """Give what may have been meant by the path of a page that is not there."""
    if status not in NOT_HERE or request.method not in {"GET", "HEAD"} or path.startswith(WORK):
        return NOTHING
    if (read := OF_A_SLUG.fullmatch(path)) is None:
        return Meant(asks=True)
    text = (read["slug"] or "")[:LONGEST_SLUG].replace("-", " ")
    gone = read["code"] if status == HTTPStatus.GONE else None
    try:
        found = await _looked_for(request, text, gone)
    except (AwayError, Unavailable, TooManyRequestsError):
        return Meant(asks=True, text=text)
    return Meant(asks=True, text=text, cards=cards(found, language))


async def _looked_for(request: Request, text: str, gone: str | None) -> list[Document]:
    """Give goods by the words of an address, or else those of the group of what has gone."""
    found = await _found(request, text, "") if text else []
    if found or not gone:
        return found
    group = await _group_of(gone.upper())
    return await _found(request, "", group) if group else []


async def _found(request: Request, text: str, group: str) -> list[Document]:
    """Search, or take what was found a while ago; what has gone since is left out."""
    asked = (last_seen().epoch, text, group)
    at, codes = _kept.get(asked, (-KEPT_FOR, ()))
    if monotonic() - at > KEPT_FOR:
        _shares.take("not here", A_MINUTE)
        chosen = frozenset({group}) if group else frozenset()
        now = int(clock.now().timestamp())
        query = Query(text=text, group=chosen, now=now, limit=MOST)
        codes = (await services(request).engine.search(query)).hits
        _keep(asked, codes)
    shown = await published(codes)
    return documents(shown[code] for code in codes if code in shown)


def _keep(asked: tuple[str, str, str], codes: tuple[str, ...]) -> None:
    _kept[asked] = (monotonic(), codes)
    _kept.move_to_end(asked)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)


async def _group_of(code: str) -> str:
    """Name the group of a product that has gone; nothing else of its row is read, or shown."""
    rows = await Product.filter(code=code).values("ocop_set_id", "agri_group_id")
    return str(rows[0]["ocop_set_id"] or rows[0]["agri_group_id"] or "") if rows else ""
