"""Errors that readers reported on pages: the oldest first, until an official has seen to them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, must_everywhere
from shop.catalogue import page_reports
from shop.models import PageReport, Producer, Product, Side
from shop.web.desk.operating import REPORTED, operating_page
from shop.web.forms import Nothing
from shop.web.language import Language
from shop.web.portal.own_products import button
from shop.web.signed import go, signed_in
from shop.web.words import word, words
from shop.web.writing import counted, moment

PAGE = 50
AFTER, DONE = "sau", "xong"
LONGEST_ID = 18


def reported_routes() -> list[BaseRoute]:
    return [
        *signed_in(REPORTED, see_reports, side=Side.OFFICIAL),
        *signed_in(f"{REPORTED}/{{report:number}}", close, ("POST",), side=Side.OFFICIAL),
    ]


async def see_reports(request: Request, language: Language, actor: Actor) -> Response:
    await must_everywhere(actor, May.OPERATE)
    after, t = _after(request), words(language)
    found = await page_reports.waiting_longest(PAGE + 1, after)
    some = found[:PAGE]
    names = await _names([one.code for one in some])
    here = language.address(REPORTED)
    return operating_page(
        request,
        language,
        actor,
        "desk/page_reports.html",
        REPORTED,
        rows=[_row(one, names, language) for one in some],
        many=counted(t.reported_open, await page_reports.count_open(), language),
        done=t.reported_closed if DONE in request.query_params else "",
        more=f"{here}?{AFTER}={some[-1].id}" if len(found) > PAGE else "",
        first=here if after else "",
    )


async def close(request: Request, language: Language, actor: Actor) -> Response:
    await must_everywhere(actor, May.OPERATE)

    async def act(_: Nothing) -> Response:
        await page_reports.close_reports([request.path_params["report"]], by=actor.by)
        return go(f"{REPORTED}?{DONE}=1", language)

    return await button(request, language, actor, (Nothing, act), REPORTED)


def _after(request: Request) -> int:
    """Read behind which report a page begins; what is none begins at the beginning."""
    text = request.query_params.get(AFTER, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else 0


async def _names(codes: list[str]) -> dict[str, tuple[str, str]]:
    """Give code → the path of its page and its name; a code may be a product's or a producer's."""
    products = await Product.filter(code__in=codes).values_list("code", "name_vi")
    producers = await Producer.filter(code__in=codes).values_list("code", "name")
    return {
        **{code: (f"/san-pham/{code}", name) for code, name in products},
        **{code: (f"/co-so/{code}", name) for code, name in producers},
    }


def _row(one: PageReport, names: dict[str, tuple[str, str]], language: Language) -> dict[str, Any]:
    path, name = names.get(one.code, ("", one.code))
    return {
        "id": one.id,
        "code": one.code,
        "name": name,
        "way": language.address(path) if path else "",
        "topic": word(f"topic_{one.topic}", language),
        "text": one.text,
        "lang": one.language,
        "when": words(language).reported_when.format(moment=moment(one.at, language)),
    }
