"""What people looked for and did not find, the most frequent first."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import counting
from shop.access import Actor, May, must_everywhere
from shop.counting import MISSED, LookedFor
from shop.models import Side
from shop.web.desk.operating import IN_VAIN, operating_page, page_of
from shop.web.language import Language
from shop.web.signed import signed_in
from shop.web.words import words
from shop.web.writing import counted

PAGE = 50
DAYS = 30


def in_vain_routes() -> list[BaseRoute]:
    return signed_in(IN_VAIN, see_in_vain, side=Side.OFFICIAL)


async def see_in_vain(request: Request, language: Language, actor: Actor) -> Response:
    await must_everywhere(actor, May.OPERATE)
    page = page_of(request)
    start = (page - 1) * PAGE
    found = await counting.looked_for(DAYS, in_vain=True, most=PAGE + 1, skip=start)
    return operating_page(
        request,
        language,
        actor,
        "desk/in_vain.html",
        IN_VAIN,
        rows=[_row(one, language) for one in found[:PAGE]],
        start=start,
        page=page,
        is_more=len(found) > PAGE,
    )


def _row(one: LookedFor, language: Language) -> dict[str, Any]:
    t, text = words(language), one.understood.removeprefix(MISSED)
    return {
        "text": text,
        "times": counted(t.in_vain_times, one.searches, language),
        "days": counted(t.in_vain_days, one.days, language),
        "told": t.in_vain_told if one.understood.startswith(MISSED) else "",
        "way": f"{language.address('/tim-kiem')}?{urlencode({'q': text})}",
    }
