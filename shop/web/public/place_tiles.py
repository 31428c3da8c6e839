"""The plan of communes: one tile for each, about where it lies, and what each is known for.

Which tile is whose stands in `shop/data/places/tiles.csv`, with the middle of each commune. It is
a plan and no map: tiles are alike in size, and their neighbours are about right (docs/adr/0066).
"""

import csv
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from shop.formats.vouching import is_illustrative
from shop.publishing import last_seen
from shop.queries.known_for import known_for
from shop.queries.listings import documents as published
from shop.services import process
from shop.web.language import Language, Said, pick
from shop.web.pages import About, render
from shop.web.public.alphabet import filed_place
from shop.web.public.cards import documents
from shop.web.public.directory import Directory, Place, directory
from shop.web.public.home import CITY, District, districts
from shop.web.public.kept import Page, kept_page
from shop.web.words import words

PATH = "/so-do"
FILE = Path(__file__).parents[2] / "data" / "places" / "tiles.csv"
HALVES = ("west", "east")
MANY = (0, 1, 4, 8)
"""From how many goods on a tile is drawn darker."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a tile stands: in which half, column and row."""

    half: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Good:
    """What a place is known for, by name."""

    name: Said
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Tile:
    place: Place
    name: str
    """Without the word for what it is: Cát Hải."""
    spot: Spot
    total: int
    goods: list[Good]

    @property
    def shade(self) -> int:
        return sum(self.total >= least for least in MANY) - 1


@cache
def spots() -> Mapping[str, Spot]:
    """Read which tile is whose, by the commune's code, from north to south."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Spot(row["half"], int(row["column"]), int(row["row"]))
            for row in csv.DictReader(file)
        }


async def place_tiles(request: Request, language: Language) -> Response:
    async def page() -> Page:
        return Page(await _page(request, language))

    return await kept_page(request, language, PATH, page, searched=False)


async def _page(request: Request, language: Language) -> str:
    t, tallies = words(language), process(request).tallies
    names = await directory()
    await tallies.catch_up()
    counts = tallies.counts()
    goods = await _goods(names.places, language)
    tiles = _tiles(names, counts.get("commune_code", Counter()), goods)
    about = About(title=t.plan_title, description=t.plan_description, path=PATH)
    return render(
        "public/place_tiles.html",
        request,
        language,
        about,
        halves=[(half, [one for one in tiles if one.spot.half == half]) for half in HALVES],
        areas=_areas(districts(names, counts)),
        goods=goods,
    )


async def _goods(places: Collection[str], language: Language) -> dict[str, list[Good]]:
    """Give what places are known for, of what is on show now."""
    known = await known_for(last_seen().epoch)
    chosen = {place: codes for place, codes in known.items() if place in places}
    shown = await published([code for codes in chosen.values() for code in codes])
    named = {
        one["code"]: Good(pick(one["name"], language), is_illustrative(one))
        for one in documents(shown.values())
    }
    return {
        place: [named[code] for code in codes if code in named] for place, codes in chosen.items()
    }


def _tiles(
    names: Directory, counts: Mapping[str, int], goods: Mapping[str, list[Good]]
) -> list[Tile]:
    return [
        Tile(place, filed_place(place.name)[1], spot, counts.get(code, 0), goods.get(code, []))
        for code, spot in spots().items()
        if (place := names.places.get(code))
    ]


def _areas(found: list[District]) -> list[tuple[str, list[District]]]:
    """Part the former districts by the half that they lay in."""
    return [
        (half, [one for one in found if (one.province == CITY) == (half == "east")])
        for half in HALVES
    ]
