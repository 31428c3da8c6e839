"""The home page: what is in season, what is new, and every way into the catalogue."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from search.engine import Query, Sort
from search.vietnamese import sort_key
from shop import clock
from shop.formats import schema_org
from shop.formats.document import Document
from shop.models import Kind
from shop.queries.finding import MOST_HITS, find
from shop.services import services
from shop.web.language import Language, Said, pick
from shop.web.pages import About, render
from shop.web.public.cards import cards, documents
from shop.web.public.directory import Directory, Group, Place, directory
from shop.web.public.facets import Counts
from shop.web.public.kept import Page, kept_page
from shop.web.words import words
from shop.web.writing import month

SHOWN = 8
MOST_OF_A_GROUP = 1
MONTHS_OF_THE_YEAR = 12
FACETS = ("kind", "group", "stars", "commune_code")


@dataclass(frozen=True, slots=True)
class District:
    """A former district with the places that it became."""

    name: str
    province: str
    places: list[tuple[Place, int]]

    @property
    def total(self) -> int:
        return sum(n for _, n in self.places)


async def home(request: Request, language: Language) -> Response:
    async def page() -> Page:
        return Page(await _page(request, language))

    return await kept_page(request, language, "/", page)


async def _page(request: Request, language: Language) -> str:
    engine, today, now = services(request).engine, clock.today(), int(clock.now().timestamp())
    names = await directory()
    everything = await find(engine, Query(now=now, sort=Sort.NEWEST, facets=FACETS, limit=SHOWN))
    ripe = await find(
        engine, Query(now=now, season_months=frozenset({today.month}), limit=MOST_HITS)
    )
    counts, t = everything.answer.facets, words(language)
    in_season = [] if ripe.plain else in_season_now(documents(ripe.listings))
    return render(
        "public/home.html",
        request,
        language,
        About(title=t.home_title, description=t.home_description, path="/"),
        total=everything.answer.total,
        month=month(today.month, language),
        in_season=cards(in_season, language),
        newest=cards([one for one in documents(everything.listings) if "ocop" in one], language),
        farm=_counted(names.farm.values(), counts),
        sections=_sections(names, counts, language),
        kinds={kind: counts.get("kind", {}).get(kind, 0) for kind in Kind},
        districts=districts(names, counts),
        places=len(names.places),
        data=_data(t.site, services(request).settings.base_url, language),
    )


def _data(name: str, origin: str, language: Language) -> Markup:
    """Name the site and its search for machines, as JSON-LD."""
    search = origin + language.address("/tim-kiem") + "?q="
    site = schema_org.website(name, origin + language.address("/"), search)
    return Markup(schema_org.as_script(site))  # noqa: S704 - it escapes what could end a script


def in_season_now(found: Iterable[Document]) -> list[Document]:
    """Choose, of what is to be had this month, what has the shortest season, from many groups."""
    seasonal = [one for one in found if 0 < _months(one) < MONTHS_OF_THE_YEAR]
    chosen: list[Document] = []
    of_group: defaultdict[str, int] = defaultdict(int)
    for one in sorted(seasonal, key=lambda one: (_months(one), one["code"])):
        group = one["category"]["group"]["vi"]
        if of_group[group] < MOST_OF_A_GROUP:
            of_group[group] += 1
            chosen.append(one)
    return chosen[:SHOWN]


def _months(one: Document) -> int:
    """Count its months; an index that is behind may find what has no season any more."""
    return len(one.get("season_months", ()))


def districts(names: Directory, counts: Counts) -> list[District]:
    """Gather today's places under the former districts, which people still look for."""
    found = counts.get("commune_code", {})
    gathered: dict[tuple[str, str], list[tuple[Place, int]]] = defaultdict(list)
    for place in names.places.values():
        gathered[place.province, place.district].append((place, found.get(place.code, 0)))
    return [
        District(district, province, places)
        for (province, district), places in sorted(
            gathered.items(), key=lambda item: (item[0][0] != CITY, sort_key(item[0][1]))
        )
    ]


CITY = "Thành phố Hải Phòng"


def _counted(groups: Iterable[Group], counts: Counts) -> list[tuple[Group, int]]:
    found = counts.get("group", {})
    return [(group, found.get(group.key, 0)) for group in groups]


def _sections(
    names: Directory, counts: Counts, language: Language
) -> list[tuple[Said, list[tuple[Group, int]]]]:
    """Give the OCOP sets under their sections; without an index, all of them uncounted."""
    by_section: dict[str, list[Group]] = defaultdict(list)
    for group in names.ocop.values():
        by_section[group.section["vi"]].append(group)
    sections = [
        (pick(groups[0].section, language), _counted(groups, counts))
        for groups in by_section.values()
    ]
    return [
        (name, [(group, n) for group, n in groups if n or not counts])
        for name, groups in sections
        if not counts or any(n for _, n in groups)
    ]
