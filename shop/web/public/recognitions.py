"""The public list of OCOP recognitions and withdrawals, and the same as a file."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from search.vietnamese import slug
from shop import clock
from shop.formats import recognitions as file
from shop.formats.vouching import is_made_up
from shop.models import Evidence
from shop.queries.recognitions import (
    PAGE,
    Recognised,
    Wanted,
    all_of,
    count_of,
    page_of,
    years,
)
from shop.web import translated
from shop.web.language import Language, Said, both_languages, pick
from shop.web.pages import About, render
from shop.web.public.asking import cleaned
from shop.web.public.directory import Directory, directory
from shop.web.public.kept import ALWAYS_ASK, Page, kept_page
from shop.web.words import word, words
from shop.web.writing import day

PATH = "/cong-nhan"
DECISION = "/quyet-dinh"
"""Below it each decision has a page, where anyone can check it."""
REVOKED = "thu-hoi"
STARS = ("5", "4", "3")
YEAR = re.compile(r"[12][0-9]{3}", re.ASCII)
NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
FILE_HEADERS = {
    "Content-Disposition": 'attachment; filename="cong-nhan-ocop.csv"',
    "Cache-Control": ALWAYS_ASK,
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A recognition as the list shows it."""

    name: Said
    url: str
    illustrative: str
    stars: int
    kind: str
    producer: Said
    producer_url: str
    commune: Said
    commune_url: str
    decision: str
    decision_url: str
    issuer: Said
    days: list[str]
    standing: str
    tone: str


def recognition_routes() -> list[BaseRoute]:
    return [*both_languages(PATH, recognitions), Route(f"{PATH}.csv", as_file)]


async def recognitions(request: Request, language: Language) -> Response:
    async def page() -> Page:
        names = await directory()
        wanted = wanted_of(request.query_params, names)
        return Page(await _page(request, language, wanted, names))

    asked = f"{PATH}?{request.url.query}"
    return await kept_page(request, language, asked, page, searched=False, lasting=False)


async def as_file(request: Request) -> Response:
    """Answer with all that the list would show under the same filters."""
    wanted = wanted_of(request.query_params, await directory())
    return StreamingResponse(written(wanted), media_type="text/csv", headers=FILE_HEADERS)


async def written(wanted: Wanted) -> AsyncIterator[bytes]:
    """Write recognitions as a file, a page at a time."""
    yield file.head()
    async for page in all_of(wanted, clock.today()):
        yield file.lines((one.row, one.standing) for one in page)


def wanted_of(params: QueryParams, names: Directory) -> Wanted:
    """Read the filters of an address; what cannot be read narrows nothing."""
    text, _ = cleaned(params.get("q", ""))
    year, stars = params.get("nam", ""), params.get("sao", "")
    commune = params.get("xa", "")
    return Wanted(
        text=text,
        year=int(year) if YEAR.fullmatch(year) else None,
        stars=int(stars) if stars in STARS else None,
        commune=commune if commune in names.places else "",
        revoked=params.get("muc") == REVOKED,
    )


def _query(wanted: Wanted) -> dict[str, str]:
    """Write the filters as an address has them."""
    told = {
        "muc": REVOKED if wanted.revoked else "",
        "q": wanted.text,
        "nam": str(wanted.year or ""),
        "sao": str(wanted.stars or ""),
        "xa": wanted.commune,
    }
    return {name: value for name, value in told.items() if value}


def _address(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


async def _page(request: Request, language: Language, wanted: Wanted, names: Directory) -> str:
    t, after = words(language), after_of(request)
    found = await page_of(wanted, clock.today(), after, PAGE + 1)
    path, query = language.address(PATH), _query(wanted)
    more = {**query, "sau": str(found[PAGE - 1].row["id"])} if len(found) > PAGE else {}
    about = About(
        title=t.recognitions,
        description=t.recognitions_lead,
        path=PATH,
        other_path=_address(PATH, query),
        indexed=not (query or after),
    )
    return render(
        "public/recognitions.html",
        request,
        language,
        about,
        wanted=wanted,
        action=path,
        tabs=await _tabs(wanted, language),
        choices=await _choices(wanted, names, language),
        lines=[line_of(one, language) for one in found[:PAGE]],
        is_filtered=bool(replace(wanted, revoked=False) != Wanted()),
        clear=_address(path, {"muc": REVOKED} if wanted.revoked else {}),
        first=_address(path, query) if after else "",
        more=_address(path, more) if more else "",
        file=_address(f"{PATH}.csv", query),
    )


def after_of(request: Request) -> int | None:
    """Read behind which recognition a page goes on."""
    given = request.query_params.get("sau", "")
    return int(given) if NUMBER.fullmatch(given) else None


async def _tabs(wanted: Wanted, language: Language) -> list[tuple[str, str, int, bool]]:
    """Give name, address and number of both tabs, and whether it is the one that is open."""
    t, path = words(language), language.address(PATH)
    both = ((t.recognitions_all, False), (t.recognitions_revoked, True))
    asked = [(name, replace(wanted, revoked=revoked)) for name, revoked in both]
    return [
        (name, _address(path, _query(one)), await count_of(one), one == wanted)
        for name, one in asked
    ]


async def _choices(wanted: Wanted, names: Directory, language: Language) -> list[dict[str, Any]]:
    """Give the lists to choose from: name, label, options, what is chosen."""
    t = words(language)
    return [
        {
            "name": "nam",
            "label": t.recognitions_year,
            "options": [("", t.recognitions_any_year), *((str(n), str(n)) for n in await years())],
            "chosen": str(wanted.year or ""),
        },
        {
            "name": "sao",
            "label": t.recognitions_stars,
            "options": [
                ("", t.recognitions_any_stars),
                *((n, t.recognitions_n_stars.format(n=n)) for n in STARS),
            ],
            "chosen": str(wanted.stars or ""),
        },
        {
            "name": "xa",
            "label": t.recognitions_commune,
            "options": [
                ("", t.recognitions_any_commune),
                *(
                    (code, translated.place(place.name, language).text)
                    for code, place in names.places.items()
                ),
            ],
            "chosen": wanted.commune,
        },
    ]


def line_of(one: Recognised, language: Language) -> Line:
    row, t = one.row, words(language)
    code, producer = row["product_id"], row["producer"]
    is_so = row["evidence"] == Evidence.ILLUSTRATIVE or is_made_up(row["decision"])
    return Line(
        name=pick({"vi": row["name_vi"], "en": row["name_en"]}, language),
        url=language.address(f"/san-pham/{code}/{slug(row['name_vi'])}"),
        illustrative=word("evidence_illustrative", language) if is_so else "",
        stars=row["stars"],
        kind=word(f"recognised_{row['type']}", language),
        producer=translated.maker(row["producer_name"], language),
        producer_url=language.address(f"/co-so/{producer}/{slug(row['producer_name'])}"),
        commune=translated.place(row["commune_name"], language),
        commune_url=language.address(f"/xa-phuong/{row['commune']}/{slug(row['commune_name'])}"),
        decision=t.recognitions_decision.format(number=row["decision"]),
        decision_url=language.address(f"{DECISION}/{row['decision_id']}"),
        issuer=translated.office(row["issuer"], language),
        days=_days(row, language),
        standing=word(f"standing_{one.standing}", language),
        tone=one.standing,
    )


def _days(row: Mapping[str, Any], language: Language) -> list[str]:
    t = words(language)
    said: list[tuple[str, date | None]] = [
        (t.recognitions_signed, row["signed_on"]),
        (t.recognitions_until, row["expires_on"]),
        (t.recognitions_revoked_on, row["revoked_on"]),
    ]
    return [pattern.format(day=day(when, language)) for pattern, when in said if when]
