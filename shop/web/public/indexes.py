"""The indexes of producers, by letter and by place, and of communes."""

from collections.abc import Iterable
from operator import itemgetter
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from search.vietnamese import slug
from shop.formats import schema_org
from shop.formats.vouching import ILLUSTRATIVE
from shop.models.columns import Row
from shop.queries.producers import producers_with_goods
from shop.services import process, services
from shop.web import translated
from shop.web.language import Language, Said, both_languages, in_vietnamese
from shop.web.pages import About, render
from shop.web.public.alphabet import Entry, Leaf, filed, filed_place, leaf, letter_of
from shop.web.public.asking import PAGE
from shop.web.public.directory import Directory, Place, directory
from shop.web.public.kept import Page, kept_page
from shop.web.words import word, words
from shop.web.writing import counted

PRODUCERS, COMMUNES = "/co-so", "/xa-phuong"
BY_PLACE = "noi"
NOWHERE = Place("", "", "", "", "")


def index_routes() -> list[BaseRoute]:
    return [*both_languages(PRODUCERS, producers), *both_languages(COMMUNES, communes)]


async def producers(request: Request, language: Language) -> Response:
    by_place = request.query_params.get("theo") == BY_PLACE
    number = _number(request)

    async def page() -> Page:
        return Page(await _producers(request, language, number, by_place=by_place))

    asked = f"{PRODUCERS} {by_place} {number}"
    return await kept_page(request, language, asked, page, searched=False)


async def communes(request: Request, language: Language) -> Response:
    async def page() -> Page:
        return Page(await _communes(request, language))

    return await kept_page(request, language, COMMUNES, page, searched=False)


def _number(request: Request) -> int:
    given = request.query_params.get("trang", "")
    return max(1, int(given)) if PAGE.fullmatch(given) else 1


def _address(number: int, *, by_place: bool) -> str:
    query = {"theo": BY_PLACE} if by_place else {}
    query |= {"trang": str(number)} if number > 1 else {}
    return f"{PRODUCERS}?{urlencode(query)}" if query else PRODUCERS


async def _producers(request: Request, language: Language, number: int, *, by_place: bool) -> str:
    t, rows, names = words(language), await producers_with_goods(), await directory()
    file = _by_place if by_place else _by_name
    entries = _in_order(file(row, names, language) for row in rows)

    def address(n: int) -> str:
        return language.address(_address(n, by_place=by_place))

    found = leaf(entries, number, address)
    about = About(
        title=t.index_by_place if by_place else t.index_producers,
        description=t.index_producers_lead,
        path=_address(found.number, by_place=by_place),
    )
    return render(
        "public/alphabet.html",
        request,
        language,
        about,
        empty=t.index_no_producers,
        total=counted(t.index_n_producers, len(entries), language),
        ways=_ways(language, by_place=by_place),
        found=found,
        before=address(found.number - 1) if found.number > 1 else "",
        behind=address(found.number + 1) if found.number < found.last else "",
        data=_data(found, services(request).settings.base_url),
    )


def _ways(language: Language, *, by_place: bool) -> list[tuple[str, str, bool]]:
    """Give the two orders of producers: name, address, and whether it is the one that is open."""
    t = words(language)
    ways = ((t.index_az, False), (t.index_places, True))
    return [
        (name, language.address(_address(1, by_place=placed)), placed == by_place)
        for name, placed in ways
    ]


def _in_order(found: Iterable[tuple[tuple[str, ...], Entry]]) -> list[Entry]:
    return [entry for _, entry in sorted(found, key=itemgetter(0))]


def _by_name(row: Row, names: Directory, language: Language) -> tuple[tuple[str, ...], Entry]:
    _, own, key = filed(row["name"])
    letter = letter_of(own)
    place = names.places.get(row["commune_id"], NOWHERE)
    about = translated.place(place.name, language)
    return (key, row["code"]), _producer(row, language, letter, Said(letter), about)


def _by_place(row: Row, names: Directory, language: Language) -> tuple[tuple[str, ...], Entry]:
    place = names.places.get(row["commune_id"], NOWHERE)
    _, own, key = filed_place(place.name)
    heading = translated.place(place.name, language)
    about = Said(word(f"subject_{row['subject_type']}", language))
    url = language.address(place.path) if place.code else ""
    entry = _producer(row, language, letter_of(own), heading, about, url)
    return (key, place.code, filed(row["name"])[2], row["code"]), entry


def _producer(
    row: Row, language: Language, letter: str, heading: Said, about: Said, url: str = ""
) -> Entry:
    front, own, _ = filed(row["name"])
    return Entry(
        letter=letter,
        heading=heading,
        heading_url=url,
        front=front,
        own=in_vietnamese(own, language),
        url=language.address(f"{PRODUCERS}/{row['code']}/{slug(row['name'])}"),
        about=about,
        goods=row["goods"],
        is_real=row["evidence"] != ILLUSTRATIVE,
    )


async def _communes(request: Request, language: Language) -> str:
    t, tallies = words(language), process(request).tallies
    await tallies.catch_up()
    goods = tallies.counts().get("commune_code", {})
    places = (await directory()).places.values()
    found = leaf(
        _in_order(_commune(place, goods.get(place.code, 0), language) for place in places),
        number=1,
        address=lambda _: language.address(COMMUNES),
    )
    return render(
        "public/alphabet.html",
        request,
        language,
        About(title=t.index_communes, description=t.index_communes_lead, path=COMMUNES),
        empty=t.nothing_yet,
        total=t.index_n_communes.format(n=len(places)),
        ways=[],
        found=found,
        before="",
        behind="",
        data=_data(found, services(request).settings.base_url),
    )


def _commune(place: Place, goods: int, language: Language) -> tuple[tuple[str, ...], Entry]:
    front, own, key = filed_place(place.name)
    letter = letter_of(own)
    entry = Entry(
        letter=letter,
        heading=Said(letter),
        heading_url="",
        front=front,
        own=in_vietnamese(own, language),
        url=language.address(place.path),
        about=translated.former(place.district, language),
        goods=goods,
    )
    return (key, place.code), entry


def _data(found: Leaf, origin: str) -> Markup:
    """Say the list once more for machines; nothing of a producer that was made up."""
    listed = [
        (f"{entry.front}{entry.own.text}", origin + entry.url)
        for part in found.parts
        for entry in part.entries
        if entry.is_real
    ]
    if not listed:
        return Markup("")
    script = schema_org.as_script(schema_org.item_list(listed))
    return Markup(script)  # noqa: S704 - as_script escapes all that could leave the element
