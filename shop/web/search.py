"""The search page: its results, its filters, and what to try when nothing is found."""

from dataclasses import dataclass
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from search.engine import Engine
from search.vietnamese import words as words_of
from shop.readers.finding import Found, find
from shop.services import services
from shop.web.asking import FACETS, FIRST_SORT, PER_PAGE, SORTS, Asked, asked, text_path
from shop.web.cards import Card, cards, documents
from shop.web.directory import Directory, Group, directory
from shop.web.facets import Chip, Offered, largest_groups
from shop.web.kept import Page, kept_page
from shop.web.language import Language, Said
from shop.web.pages import About, render
from shop.web.words import word, words

NEARBY = 4
POPULAR = 8
SHORTEST_WORD = 3
AROUND = 2
"""Pages offered before and after the present one."""


@dataclass(frozen=True, slots=True)
class Help:
    """What to try when nothing was found."""

    understood: str
    without_filters: int
    loosest: list[Card]
    single_words: list[tuple[str, str]]
    near: list[Group]
    popular: list[tuple[Group, int]]


async def search(request: Request, language: Language) -> Response:
    async def page() -> Page:
        names = await directory()
        wanted = asked(request.query_params, names)
        engine = services(request).engine
        found = await find(engine, wanted.query(FACETS.values()))
        results = _Results(wanted, names, found)
        if not found.answer.total:
            results.help = await _help(engine, results, language)
        body = _page(request, language, results)
        return Page(body, sha256(body.encode()).hexdigest())

    return await kept_page(request, language, page)


@dataclass(slots=True)
class _Results:
    asked: Asked
    names: Directory
    found: Found
    help: Help | None = None

    @property
    def pages(self) -> int:
        return -(-self.found.answer.total // PER_PAGE)


def _page(request: Request, language: Language, results: _Results) -> str:
    wanted, answer = results.asked, results.found.answer
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
        facets=offered.facets(),
        chips=chips,
        clear_url=language.address(wanted.unfiltered().path()),
        sorts=[(key, word(f"sort_{key.replace('-', '_')}", language)) for key in SORTS],
        cards=cards(documents(results.found.listings), language, wanted.text),
        pages=results.pages,
        page_urls=_page_urls(wanted, results.pages, language),
        help=results.help,
    )


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
    unfiltered = await find(engine, wanted.unfiltered().query()) if wanted.filters else None
    loosest = unfiltered if unfiltered and unfiltered.answer.total else None
    return Help(
        understood=results.found.answer.understood,
        without_filters=unfiltered.answer.total if unfiltered else 0,
        loosest=cards(documents(loosest.listings[:NEARBY]), language, wanted.text)
        if loosest
        else [],
        single_words=[
            (one, language.address(text_path(one))) for one in _single_words(wanted.text)
        ],
        near=_near(names, wanted.text),
        popular=largest_groups(names, everything.answer.facets, POPULAR),
    )


def _single_words(text: str) -> list[str]:
    parts = list(dict.fromkeys(text.split()))
    return parts[:6] if len(parts) > 1 else []


def _near(names: Directory, text: str) -> list[Group]:
    """Give the groups whose names share a word with the query, whatever its marks."""
    wanted = {one for one in words_of(text) if len(one) >= SHORTEST_WORD}
    return [
        group
        for group in names.groups.values()
        if wanted.intersection(words_of(" ".join(group.name.values())))
    ][:POPULAR]
