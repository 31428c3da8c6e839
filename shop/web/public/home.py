"""The home page: what is in season, what is new, and every way into the catalogue."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from search.vietnamese import sort_key
from shop import clock
from shop.formats import schema_org
from shop.formats.document import Document
from shop.models import Kind
from shop.queries.listings import documents as published
from shop.services import process, services
from shop.web import translated
from shop.web.language import Language, Said, pick
from shop.web.pages import About, render
from shop.web.public.cards import cards, documents
from shop.web.public.directory import Directory, Group, Place, directory
from shop.web.public.facets import Counts
from shop.web.public.kept import Page, kept_page
from shop.web.words import words
from shop.web.writing import month

SHOWN = 8


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

    return await kept_page(request, language, "/", page, searched=False)


async def _page(request: Request, language: Language) -> str:
    today, t, tallies = clock.today(), words(language), process(request).tallies
    names = await directory()
    await tallies.catch_up()
    counts = tallies.counts() if tallies.total else {}
    in_season = await shown(tallies.in_season(today.month, SHOWN))
    return render(
        "public/home.html",
        request,
        language,
        About(title=t.home_title, description=t.home_description, path="/"),
        total=tallies.total,
        month=month(today.month, language),
        in_season=cards(in_season, language),
        newest=cards(newest(await shown(tallies.recent)), language),
        farm=_counted(names.farm.values(), counts),
        sections=_sections(names, counts, language),
        kinds={kind: counts.get("kind", {}).get(kind, 0) for kind in Kind},
        districts=districts(names, counts),
        places=len(names.places),
        place_said=lambda name: translated.place(name, language),
        data=_data(t.site, services(request).settings.base_url, language),
    )


async def shown(codes: list[str]) -> list[Document]:
    """Give the documents of codes, in their order, as they hold today."""
    found = await published(codes)
    return documents([found[code] for code in codes if code in found])


def newest(found: Iterable[Document]) -> list[Document]:
    """Give what was recognised last, of what has stars today."""
    starred = [one for one in found if "ocop" in one]
    return sorted(starred, key=lambda one: one["ocop"]["signed_on"], reverse=True)[:SHOWN]


def _data(name: str, origin: str, language: Language) -> Markup:
    """Name the site and its search for machines, as JSON-LD."""
    search = origin + language.address("/tim-kiem") + "?q="
    site = schema_org.website(name, origin + language.address("/"), search)
    return Markup(schema_org.as_script(site))  # noqa: S704 - it escapes what could end a script


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
    """Give the OCOP sets under their sections; where nothing is on show, all of them uncounted."""
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
