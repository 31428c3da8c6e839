"""The search page: its results, its filters, and what to try when nothing is found."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from search.engine import Engine
from search.vietnamese import words as words_of
from shop.formats.document import Document
from shop.formats.listing import texts
from shop.queries.finding import Found, find
from shop.services import services
from shop.web.language import Language, Said
from shop.web.pages import About, render
from shop.web.public.asking import FACETS, FIRST_SORT, PER_PAGE, SORTS, Asked, asked, text_path
from shop.web.public.cards import Card, cards, documents
from shop.web.public.counted import note_search, note_search_again
from shop.web.public.directory import Directory, Group, directory
from shop.web.public.facets import Chip, Counts, Offered, largest_groups
from shop.web.public.kept import Page, kept_page
from shop.web.public.naming import NamedPage, pages_named, pages_within
from shop.web.words import word, words

NEARBY = 4
POPULAR = 8
SHORTEST_WORD = 3
AROUND = 2
"""Pages offered before and after the present one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the query was read."""

    understood: str
    changed: bool
    cut: bool
    dropped: tuple[str, ...]
    other_url: str
    """The same search read literally, or, where it is, with all that we make of it."""


@dataclass(frozen=True, slots=True)
class Help:
    """What to try when nothing was found."""

    without_filters: int
    loosest: list[Card]
    single_words: list[tuple[str, str]]
    near: list[Group]
    popular: list[tuple[Group, int]]


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
        clear_url=language.address(wanted.unfiltered().path()),
        sorts=[(key, word(f"sort_{key.replace('-', '_')}", language)) for key in SORTS],
        cards=cards(found, language, wanted.text, answer.words),
        pages=results.pages,
        page_urls=_page_urls(wanted, results.pages, language),
        help=results.help,
    )


def _reading(results: _Results, language: Language) -> Reading:
    """Say how the query was read; without the filters, if they left nothing."""
    wanted, answer = results.asked, (results.unfiltered or results.found).answer
    other = wanted.read(literally=not wanted.literal)
    return Reading(
        understood=answer.understood if wanted.text else "",
        changed=answer.changed,
        cut=answer.cut and not wanted.was_cut,
        dropped=answer.dropped,
        other_url=language.address(other.path()),
    )


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


def _page_urls(wanted: Asked, pages: int, language: Language) -> dict[int, str]:
    """Give the addresses of the first, the last and the near pages, by number."""
    near = range(wanted.page - AROUND, wanted.page + AROUND + 1)
    shown = sorted({n for n in (1, *near, pages) if 1 <= n <= pages})
    return {n: language.address(wanted.path(page=n)) for n in shown}


async def _help(engine: Engine, results: _Results, language: Language) -> Help:
    wanted, names = results.asked, results.names
    everything = await find(engine, Asked("", {}).query(["group"]))
    if wanted.filters:
        results.unfiltered = await find(engine, wanted.unfiltered().query(["group"]))
    near = results.unfiltered or Found(results.found.answer, [])
    loosest = documents(near.listings[:NEARBY])
    return Help(
        without_filters=near.answer.total,
        loosest=cards(loosest, language, wanted.text, near.answer.words),
        single_words=[
            (one, language.address(text_path(one)))
            for one in (_single_words(wanted.text) if results.found.plain else [])
        ],
        near=_near(names, wanted.text, near.answer.facets),
        popular=largest_groups(names, everything.answer.facets, POPULAR),
    )


def _single_words(text: str) -> list[str]:
    """Split a text into words for the fallback search; an engine leaves words out by itself."""
    parts = list(dict.fromkeys(text.split()))
    return parts[:6] if len(parts) > 1 else []


def _near(names: Directory, text: str, counts: Counts) -> list[Group]:
    """Give the groups of what is near, and those whose names share a word with the query."""
    wanted = {one for one in words_of(text) if len(one) >= SHORTEST_WORD}
    near = [group for group, _ in largest_groups(names, counts, POPULAR)] if text else []
    near += [
        group
        for group in names.groups.values()
        if group not in near and wanted.intersection(words_of(" ".join(texts(group.name))))
    ]
    return near[:POPULAR]
