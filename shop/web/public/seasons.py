"""The season calendar of the whole catalogue: twelve months by groups, now and next."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from search.vietnamese import sort_key
from shop import clock
from shop.readers.tallies import MONTHS_OF_THE_YEAR, Season
from shop.services import process
from shop.web.language import Language, Said
from shop.web.pages import About, render
from shop.web.public.asking import search_path
from shop.web.public.cards import Card, cards
from shop.web.public.directory import Group, directory
from shop.web.public.home import shown
from shop.web.public.kept import Page, kept_page
from shop.web.words import words
from shop.web.writing import counted, month

PATH = "/mua-vu"
MONTHS = range(1, MONTHS_OF_THE_YEAR + 1)
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Head:
    """A month above its column."""

    short: str
    name: str
    url: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """How much of a group is to be had in a month."""

    n: int
    url: str
    label: str
    is_ripe: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A group with its year."""

    name: Said
    url: str
    cells: list[Cell]


async def calendar(request: Request, language: Language) -> Response:
    async def page() -> Page:
        return Page(await _page(request, language))

    return await kept_page(request, language, PATH, page, searched=False)


async def _page(request: Request, language: Language) -> str:
    t, tallies, now = words(language), process(request).tallies, clock.today().month
    await tallies.catch_up()
    following = now % MONTHS_OF_THE_YEAR + 1
    return render(
        "public/seasons.html",
        request,
        language,
        About(title=t.calendar, description=t.calendar_lead, path=PATH),
        heads=[_head(n, now, language) for n in MONTHS],
        lines=await _lines(tallies.seasons(), now, language),
        now=month(now, language),
        in_season=await _cards(tallies.in_season(now, SHOWN), language),
        next_month=month(following, language),
        next_url=language.address(search_path(mua=str(following))),
        beginning=await _cards(tallies.beginning(following, SHOWN), language),
    )


async def _cards(codes: list[str], language: Language) -> list[Card]:
    return cards(await shown(codes), language)


def _head(n: int, now: int, language: Language) -> Head:
    name, t = month(n, language), words(language)
    short = t.month_short.format(n=n, name=name[:3])
    return Head(short, name, language.address(search_path(mua=str(n))), n == now)


async def _lines(seasons: dict[str, Season], now: int, language: Language) -> list[Line]:
    groups = (await directory()).groups
    lines = [
        _line(groups[key], season, now, language)
        for key, season in seasons.items()
        if key in groups
    ]
    return sorted(lines, key=lambda line: sort_key(line.name.text))


def _line(group: Group, season: Season, now: int, language: Language) -> Line:
    name = group.said(language)
    cells = [_cell(group.key, name, n, season, now, language) for n in MONTHS]
    return Line(name, language.address(search_path(bo=group.key)), cells)


def _cell(key: str, name: Said, n: int, season: Season, now: int, language: Language) -> Cell:
    goods = season.found[n - 1]
    said = counted(words(language).n_products, goods, language)
    return Cell(
        n=goods,
        url=language.address(search_path(bo=key, mua=str(n))),
        label=f"{name.text}, {month(n, language)}: {said}",
        is_ripe=n in season.ripe,
        is_now=n == now,
    )
