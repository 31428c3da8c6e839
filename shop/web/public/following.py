"""Two Atom feeds: what comes into season, and what was recognised (docs/adr/0065).

They are read elsewhere than on our pages, so they tell only what is for everyone; and as they go
without a product's page and its warning, nothing whose sale is restricted.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from search.vietnamese import slug
from shop import clock
from shop.formats import atom
from shop.formats.document import Document
from shop.formats.vouching import has_made_up_stars, is_illustrative
from shop.queries.listings import documents as published
from shop.queries.listings import is_offered
from shop.queries.recognitions import Recognised, Standing, Wanted, page_of
from shop.readers.tallies import MONTHS_OF_THE_YEAR
from shop.services import process, services
from shop.web.language import Language, both_languages, pick
from shop.web.public import recognitions, seasons
from shop.web.public.cards import documents
from shop.web.public.kept import Page, kept_page
from shop.web.public.saying import months_said
from shop.web.words import words
from shop.web.writing import day, month

SEASONS, RECOGNISED = "/vao-mua.atom", "/moi-cong-nhan.atom"
MOST = 50
LOOKED_THROUGH = 200
"""Listings that are read for a feed: some are not for everyone, or not to be advertised."""
FIRST_DAY = date(int(atom.SINCE), 1, 1)


def following_routes() -> list[BaseRoute]:
    return [*both_languages(SEASONS, coming), *both_languages(RECOGNISED, recognised)]


async def coming(request: Request, language: Language) -> Response:
    t = words(language)

    async def page() -> Page:
        entries, since = await _coming(request, language), clock.today().replace(day=1)
        feed = _Feed("vao-mua", t.feed_seasons, t.feed_seasons_lead, SEASONS, seasons.PATH, since)
        return _written(feed, entries, request, language)

    return await kept_page(request, language, SEASONS, page, searched=False)


async def recognised(request: Request, language: Language) -> Response:
    t, of_people = words(language), recognitions.PATH

    async def page() -> Page:
        entries, lead = await _recognised(request, language), t.feed_recognised_lead
        feed = _Feed("cong-nhan", t.feed_recognised, lead, RECOGNISED, of_people, FIRST_DAY)
        return _written(feed, entries, request, language)

    return await kept_page(request, language, RECOGNISED, page, searched=False, lasting=False)


class _Feed(NamedTuple):
    """What the two feeds differ in; paths are those of the feed and of its page for people."""

    name: str
    title: str
    lead: str
    path: str
    page: str
    since: date


def _written(
    feed: _Feed, entries: Iterable[atom.Entry], request: Request, language: Language
) -> Page:
    site = words(language).site
    about = atom.Feed(
        id=_tag(request, language, feed.name),
        title=f"{feed.title} · {site}",
        subtitle=feed.lead,
        url=_whole(request, language, feed.path),
        page=_whole(request, language, feed.page),
        language=language,
        author=site,
        updated=_start_of(feed.since),
    )
    return Page(atom.written(about, entries), media_type=atom.MEDIA_TYPE)


async def _coming(request: Request, language: Language) -> list[atom.Entry]:
    """Tell of the seasons that began this month and before it, within a year."""
    tallies, today = process(request).tallies, clock.today()
    await tallies.catch_up()
    months = (_months_before(today, back) for back in range(MONTHS_OF_THE_YEAR))
    began = [
        (first, code)
        for first in months
        for code in tallies.all_beginning(first.month, LOOKED_THROUGH)
    ][:LOOKED_THROUGH]
    found = await _for_everyone({code for _, code in began})
    told = [(first, found[code]) for first, code in began if code in found][:MOST]
    return [_season(document, first, request, language) for first, document in told]


def _months_before(today: date, back: int) -> date:
    """Give the first day of this month, or of one before it."""
    months = today.year * MONTHS_OF_THE_YEAR + today.month - 1 - back
    year, month_before = divmod(months, MONTHS_OF_THE_YEAR)
    return date(year, month_before + 1, 1)


async def _for_everyone(codes: Iterable[str]) -> dict[str, Document]:
    listings = [one for one in (await published(list(codes))).values() if is_offered(one)]
    return {one["code"]: one for one in documents(listings) if not one.get("sale_restriction")}


def _season(document: Document, began: date, request: Request, language: Language) -> atom.Entry:
    t, code = words(language), document["code"]
    name = pick(document["name"], language).text
    months = months_said(document.get("season_months", ()), language)
    return atom.Entry(
        id=_tag(request, language, f"vao-mua/{began:%Y-%m}/{code}"),
        title=t.feed_seasons_entry.format(name=name, month=month(began.month, language)),
        url=_whole(request, language, document["url"]),
        updated=_start_of(began),
        summary=_said(
            t.feed_seasons_summary.format(months=months, **_made(document)),
            t.feed_illustrative if is_illustrative(document) else "",
        ),
    )


async def _recognised(request: Request, language: Language) -> list[atom.Entry]:
    """Tell of the recognitions that hold today, that of the latest decision first."""
    page = await page_of(Wanted(), clock.today(), most=LOOKED_THROUGH)
    holding = [one for one in page if one.standing is Standing.VALID]
    found = await _for_everyone({one.row["product_id"] for one in holding})
    told = [one for one in holding if one.row["product_id"] in found][:MOST]
    return [_stars(one, found[one.row["product_id"]], request, language) for one in told]


def _stars(one: Recognised, document: Document, request: Request, language: Language) -> atom.Entry:
    t, row = words(language), one.row
    name = pick(document["name"], language).text
    key = f"cong-nhan/{row['product_id']}/{row['signed_on']}/{slug(row['decision'])}"
    said = t.feed_recognised_summary.format(
        decision=row["decision"], day=day(row["signed_on"], language), **_made(document)
    )
    return atom.Entry(
        id=_tag(request, language, key),
        title=t.feed_recognised_entry.format(name=name, n=row["stars"]),
        url=_whole(request, language, document["url"]),
        updated=_start_of(row["signed_on"]),
        summary=_said(said, t.feed_illustrative if has_made_up_stars(document) else ""),
    )


def _made(document: Document) -> dict[str, str]:
    return {
        "producer": document["producer"]["name"],
        "place": document["origin"]["commune"]["name"],
    }


def _said(*sentences: str) -> str:
    return " ".join(one for one in sentences if one)


def _start_of(first: date) -> str:
    return clock.start_of(first).astimezone(clock.VIETNAM).isoformat()


def _tag(request: Request, language: Language, name: str) -> str:
    """Name a feed or an entry; those in English are others than those in Vietnamese."""
    return atom.tag(services(request).settings.base_url, f"{name}{language.prefix}")


def _whole(request: Request, language: Language, path: str) -> str:
    return services(request).settings.base_url + language.address(path)
