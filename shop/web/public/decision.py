"""The page of one decision, where anyone can check what a paper says; and the same as a file."""

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from shop import clock
from shop.formats.vouching import is_made_up
from shop.models import Decision
from shop.queries.decisions import decision_of
from shop.queries.recognitions import PAGE, Wanted, count_of, page_of
from shop.web import translated
from shop.web.language import Language, both_languages
from shop.web.pages import About, render
from shop.web.public.kept import Page, kept_page
from shop.web.public.recognitions import DECISION, FILE_HEADERS, after_of, line_of, written
from shop.web.words import words
from shop.web.writing import day

ONE = f"{DECISION}/{{decision:number}}"


def decision_page_routes() -> list[BaseRoute]:
    return [Route(f"{ONE}.csv", as_file), *both_languages(ONE, decision)]


async def decision(request: Request, language: Language) -> Response:
    number, after = request.path_params["decision"], after_of(request)

    async def page() -> Page:
        return Page(await _page(request, language, await decision_of(number), after))

    asked = f"{DECISION}/{number}?{after or ''}"
    return await kept_page(request, language, asked, page, searched=False, lasting=False)


async def as_file(request: Request) -> Response:
    held = await decision_of(request.path_params["decision"])
    file = written(Wanted(decision=held.id, revoked=None))
    return StreamingResponse(file, media_type="text/csv", headers=FILE_HEADERS)


async def _page(request: Request, language: Language, held: Decision, after: int | None) -> str:
    t, today = words(language), clock.today()
    wanted = Wanted(decision=held.id, revoked=None)
    found = await page_of(wanted, today, after, PAGE + 1)
    path = f"{DECISION}/{held.id}"
    here, made_up = language.address(path), is_made_up(held.number)
    about = About(
        title=t.decision_page_title.format(number=held.number),
        description=t.decision_page_made_up if made_up else t.decision_page_lead,
        path=path,
        indexed=False,
    )
    return render(
        "public/decision.html",
        request,
        language,
        about,
        held=held,
        issuer=translated.office(held.issuer, language),
        made_up=made_up,
        many=await count_of(wanted),
        as_of=t.decision_page_as_of.format(day=day(today, language)),
        lines=[line_of(one, language) for one in found[:PAGE]],
        first=here if after else "",
        more=f"{here}?sau={found[PAGE - 1].row['id']}" if len(found) > PAGE else "",
        file=f"{path}.csv",
    )
