"""The search page: its results, its filters, and what to try when nothing is found."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from search.engine import Answer, Engine
from shop.formats.document import Document
from shop.queries.finding import Found, find
from shop.services import services
from shop.web.language import Language, Said
from shop.web.pages import About, render
from shop.web.public.asking import (
    FACETS,
    FIRST_SORT,
    NEWEST,
    PER_PAGE,
    SORTS,
    Asked,
    asked,
    text_path,
)
from shop.web.public.cards import Card, cards, documents
from shop.web.public.counted import note_search, note_search_again
from shop.web.public.directory import Directory, Group, directory
from shop.web.public.facets import Chip, Offered
from shop.web.public.kept import Page, kept_page
from shop.web.public.naming import NamedPage, groups_named, pages_named, pages_within
from shop.web.public.paging import urls_near
from shop.web.public.saying import asked_for, filters_told, kinds_of, lacking, meant
from shop.web.words import word, words

NEARBY = 6
MOST_GROUPS = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """How the query was read."""

    understood: str
    changed: bool
    cut: bool
    lacking: str
    """What nothing has, and what is shown in its place."""
    other_url: str
    """The same search read literally, or, where it is, with all that we make of it."""


@dataclass(frozen=True, slots=True)
class Help:
    """What to try when nothing was found."""

    without_filters: int
    cards: list[Card]
    single_words: list[tuple[str, str]]
    kinds: list[Group]
    """Of the goods that the cards show, and those that the words name."""
    meant: tuple[str, str] | None
    """Another spelling, and the address that looks for it."""


async def search(request: Request, language: Language) -> Response:
    afresh, names = False, await directory()
    wanted = asked(request.query_params, names)

    async def page() -> Page:
        nonlocal afresh
        afresh = True
        engine = services(request).engine
        found = await find(engine, wanted.query(FACETS.values()))
        if _is_asked_first(wanted) and not found.answer.partial:
            note_search(request, wanted.text, found.answer.understood, found.answer.total)
        results = _Results(wanted, names, found)
        if not found.answer.total:
            results.help = await _help(engine, results, language)
        return Page(_page(request, language, results))

    response = await kept_page(request, language, wanted.understood, page)
    if not afresh and set(request.query_params) == {"q"}:
        note_search_again(request, request.query_params["q"])
    return response


def _is_asked_first(wanted: Asked) -> bool:
    """Tell a new search from one that is turned, narrowed or read literally."""
    return wanted.page == 1 and not wanted.filters and not wanted.literal


@dataclass(slots=True)
class _Results:
    asked: Asked
    names: Directory
    found: Found
    unfiltered: Found | None = None
    """What is found without the filters, when nothing is found with them."""
    help: Help | None = None

    @property
    def pages(self) -> int:
        return -(-self.found.answer.total // PER_PAGE)


def _page(request: Request, language: Language, results: _Results) -> str:
    wanted, answer = results.asked, results.found.answer
    found = documents(results.found.listings)
    offered = Offered(wanted, results.names, answer.facets, language)
    chips = offered.chips()
    heading = _heading(wanted, chips, language)
    return render(
        "public/search.html",
        request,
        language,
        _about(wanted, heading, language),
        heading=heading,
        asked=wanted,
        query=wanted.text,
        total=answer.total,
        plain=results.found.plain,
        partial=answer.partial,
        reading=_reading(results, language),
        named=_named(results, found, language),
        facets=offered.facets(),
        chips=chips,
        told=_told(wanted, answer, offered),
        asked_for=asked_for(answer, found, language),
        clear_url=language.address(wanted.unfiltered().path()),
        sorts=_sorts(wanted, language),
        cards=cards(found, language, wanted.text, answer.words),
        near=cards(documents(results.found.near), language, wanted.text, answer.words),
        pages=results.pages,
        page_urls=urls_near(
            wanted.page, results.pages, lambda page: language.address(wanted.path(page=page))
        ),
        help=results.help,
    )


def _reading(results: _Results, language: Language) -> Reading:
    """Say how the query was read; without the filters, if they left nothing."""
    wanted, found = results.asked, results.unfiltered or results.found
    answer, shown = found.answer, documents([*found.listings, *found.near])
    other = wanted.read(literally=not wanted.literal)
    return Reading(
        understood=answer.understood if wanted.text else "",
        changed=answer.changed,
        cut=answer.cut and not wanted.was_cut,
        lacking="" if wanted.literal else lacking(answer, wanted.text, shown, language),
        other_url=language.address(other.path()),
    )


def _told(wanted: Asked, answer: Answer, offered: Offered) -> list[Chip]:
    """Give what the query says of facts, each with the address of the search without it."""
    chips = []
    for told in answer.facts:
        labels = [offered.label(name, value) for name, value in filters_told(told)]
        url = offered.language.address(wanted.saying(told.rest).path())
        if labels:
            chips.append(Chip(Said(", ".join(one.text for one in labels), labels[0].lang), url))
    return chips


def _named(results: _Results, found: list[Document], language: Language) -> list[NamedPage]:
    """Give the pages of whom or what the query names; anywhere in it, if it finds nothing."""
    text = results.asked.text
    if results.unfiltered:
        found = documents(results.unfiltered.listings)
    pages = pages_named(text, results.names, found, language) if text else []
    if results.help and not pages:
        return pages_within(text, results.names, language)
    return pages


def _heading(wanted: Asked, chips: list[Chip], language: Language) -> Said:
    """Name the page by what is looked for, or by the one filter in force."""
    if wanted.text:
        return Said(word("results_for", language).format(q=wanted.text))
    if len(chips) == 1:
        return chips[0].label
    return Said(word("results" if chips else "all_products", language))


def _about(wanted: Asked, heading: Said, language: Language) -> About:
    t = words(language)
    title = heading.text
    if wanted.page > 1:
        title += f" – {t.page_n.format(n=wanted.page)}"
    return About(
        title=title,
        description=t.search_description,
        path=wanted.path(page=wanted.page, sort=FIRST_SORT),
        other_path=wanted.path(page=wanted.page),
        indexed=wanted.is_indexed,
    )


def _sorts(wanted: Asked, language: Language) -> list[tuple[str, str, bool]]:
    """Give the orders: value, name, whether it is this one. The first needs not be said.

    Without words nothing is more relevant than the rest: the latest recognitions come first.
    """
    keys = [key for key in SORTS if wanted.text or key not in (FIRST_SORT, NEWEST)]
    first = FIRST_SORT if wanted.text else NEWEST
    offered = dict.fromkeys([first, *keys])
    chosen = wanted.sort if wanted.sort in offered else first
    names = {key: word(f"sort_{key.replace('-', '_')}", language) for key in offered}
    return [("" if key == first else key, name, key == chosen) for key, name in names.items()]


async def _help(engine: Engine, results: _Results, language: Language) -> Help:
    wanted, names = results.asked, results.names
    if wanted.filters:
        results.unfiltered = await find(engine, wanted.unfiltered().query())
    loosest = results.unfiltered or results.found
    shown = documents([*loosest.listings, *loosest.near][:NEARBY])
    kinds = [*kinds_of(names, shown), *await _held(engine, wanted, names)]
    spelling = "" if loosest.answer.total else meant(wanted.text, documents(loosest.near))
    return Help(
        without_filters=results.unfiltered.answer.total if results.unfiltered else 0,
        cards=cards(shown, language, wanted.text, loosest.answer.words),
        single_words=[
            (one, language.address(text_path(one)))
            for one in (_single_words(wanted.text) if results.found.plain else [])
        ],
        kinds=list({group.key: group for group in kinds}.values())[:MOST_GROUPS],
        meant=(spelling, language.address(text_path(spelling))) if spelling else None,
    )


async def _held(engine: Engine, wanted: Asked, names: Directory) -> list[Group]:
    """Give the groups that a query names and that something is of."""
    groups = list(groups_named(wanted.text, names))
    everything = wanted.unfiltered().saying("").query(("group",))
    counts = (await find(engine, everything)).answer.facets.get("group", {}) if groups else {}
    return [group for group in groups if group.key in counts]


def _single_words(text: str) -> list[str]:
    """Split a text into words for the fallback search; an engine leaves words out by itself."""
    parts = list(dict.fromkeys(text.split()))
    return parts[:6] if len(parts) > 1 else []
