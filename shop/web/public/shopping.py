"""The shopping list, "danh sách đi chợ": kept on a reader's device, shown by its address.

We keep nothing of it. Its address names codes of products and nothing of a person (docs/adr/0066).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from search.vietnamese import sort_key
from shop.formats.document import Document
from shop.queries.listings import Contact, with_contacts
from shop.web import translated
from shop.web.language import Language, Said, both_languages
from shop.web.pages import About, render
from shop.web.public.cards import Card, card, documents
from shop.web.public.contacts import Commune, Reach, commune_of, reach_of
from shop.web.public.kept import Page, kept_page
from shop.web.words import words

PATH = "/di-cho"
MOST = 50
"""Products of one list; templates/static/js/market.js keeps no more."""
LONGEST = 2000
"""Letters of an address that are read."""
CODE = re.compile(r"[A-Z0-9-]{1,16}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    code: str
    card: Card


@dataclass(frozen=True, slots=True)
class Stall:
    """A producer with what of it is on the list."""

    name: Said
    url: str
    commune: Commune
    reach: Reach | None
    lines: list[Line] = field(default_factory=list)


async def shopping(request: Request, language: Language) -> Response:
    codes, cut = codes_of(request.query_params.getlist("sp"))

    async def page() -> Page:
        return Page(await _page(request, language, codes, cut=cut))

    asked = f"{PATH} {','.join(codes)} {cut}"
    response = await kept_page(request, language, asked, page, searched=False, lasting=False)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def codes_of(given: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """Read the codes of a list, each once, and whether there were more than one list holds.

    What cannot be a code is passed over: nothing of it is shown.
    """
    text = ",".join(given).upper()
    whole = text if len(text) <= LONGEST else text[:LONGEST].rpartition(",")[0]
    codes = list(dict.fromkeys(word for word in whole.split(",") if CODE.fullmatch(word)))
    return tuple(codes[:MOST]), len(codes) > MOST or whole != text


def path_of(codes: Iterable[str]) -> str:
    return f"{PATH}?sp={','.join(codes)}"


async def _page(request: Request, language: Language, codes: tuple[str, ...], *, cut: bool) -> str:
    t, found = words(language), await with_contacts(codes)
    shown = [(one, contact) for one, contact in found if one.document]
    here = {one.code for one, _ in shown}
    about = About(
        title=t.list_title,
        description=t.list_lead,
        path=PATH,
        other_path=path_of(codes) if codes else PATH,
        indexed=False,
    )
    return render(
        "public/shopping.html",
        request,
        language,
        about,
        codes=codes,
        path=path_of(codes),
        total=len(here),
        stalls=_stalls(documents(one for one, _ in shown), [c for _, c in shown], language),
        gone=[code for code in codes if code not in here],
        cut=cut,
    )


def _stalls(found: list[Document], contacts: list[Contact], language: Language) -> list[Stall]:
    """Put goods under their producers, and producers in the order of their places."""
    stalls: dict[str, Stall] = {}
    pairs = sorted(zip(found, contacts, strict=True), key=lambda pair: _place_of(pair[0]))
    for document, contact in pairs:
        code = document["producer"]["code"]
        stall = stalls.setdefault(code, _stall(document, contact, language))
        stall.lines.append(Line(document["code"], card(document, language)))
    return list(stalls.values())


def _place_of(document: Document) -> tuple[str, str]:
    producer = document["producer"]
    return sort_key(producer["commune"]["name"]), sort_key(producer["name"])


def _stall(document: Document, contact: Contact, language: Language) -> Stall:
    producer = document["producer"]
    return Stall(
        translated.maker(producer["name"], language),
        language.address(producer["url"]),
        commune_of(producer["commune"]["code"], producer["commune"]["name"], language),
        reach_of(contact, language),
    )


def shopping_routes() -> list[BaseRoute]:
    return both_languages(PATH, shopping)
