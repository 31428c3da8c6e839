"""Whom to call first about a channel, and what of one producer is missing there."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, must_everywhere, producer_for
from shop.models import Producer, Side
from shop.partners import channels
from shop.partners.channels import Terms
from shop.queries.calling import Calls, KeptOff, called, calls, diagnoses_of, is_kept_off
from shop.web.desk.partners import CHANNEL, code_asked, start_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.public.contacts import as_written
from shop.web.signed import signed_in
from shop.web.words import word, words
from shop.web.writing import counted

HERE = f"{CHANNEL}/{{channel:code}}/vuong-mac"
AT_ONCE = 30
"""Producers on a page."""
FOLLOWING = "sau"
"""The query parameter that says after which product the looking goes on."""


def calling_first_routes() -> list[BaseRoute]:
    return [
        *signed_in(HERE, calling_first, side=Side.OFFICIAL),
        *signed_in(f"{HERE}/{{producer:code}}", of_one, side=Side.OFFICIAL),
    ]


async def calling_first(request: Request, language: Language, actor: Actor) -> Response:
    """List the producers that could bring most goods to a channel, and what they lack."""
    await must_everywhere(actor, May.OPERATE)
    terms, after = await _terms(request), code_asked(request, FOLLOWING)
    found, start = await calls(terms, after), start_of(request)
    shown = found.producers[start : start + AT_ONCE]
    known = await called([one.code for one in shown])
    here = language.address(f"{CHANNEL}/{terms.channel.key}")
    return personal_page(
        request,
        language,
        "desk/calling.html",
        words(language).calling_title.format(channel=terms.channel.name),
        actor=actor,
        back=here,
        here=f"{here}/vuong-mac",
        terms=terms,
        found=found,
        rows=[_row(one, known[one.code], language) for one in shown],
        total=len(found.producers),
        more=_more(found, f"{here}/vuong-mac", after, start),
    )


def _more(found: Calls, here: str, after: str, start: int) -> str:
    """Give where the next producers stand; then those of the products that were not looked at."""
    if found.producers[start + AT_ONCE :]:
        return f"{here}?{urlencode({FOLLOWING: after, 'tu': start + AT_ONCE})}"
    return f"{here}?{urlencode({FOLLOWING: found.after})}" if found.after else ""


def _row(one: KeptOff, producer: Producer, language: Language) -> dict[str, Any]:
    return {
        "one": one,
        "producer": producer,
        "phones": phones_of(producer),
        "products": counted(words(language).calling_products, one.products, language),
        "lacks": [(word(f"lack_{code}", language), many) for code, many in one.lacks],
    }


def phones_of(producer: Producer) -> list[tuple[str, str]]:
    """List a producer's numbers, as they are dialled and as they are read."""
    numbers = [part.strip() for part in producer.phone.split(";") if part.strip()]
    return [(number, as_written(number)) for number in numbers]


async def of_one(request: Request, language: Language, actor: Actor) -> Response:
    """Say of each product of a producer what keeps it off a channel, and what to do about it."""
    await must_everywhere(actor, May.OPERATE)
    terms = await _terms(request)
    code = request.path_params["producer"].upper()
    producer = await producer_for(actor, May.OPERATE, code)
    return personal_page(
        request,
        language,
        "desk/calling_one.html",
        producer.name,
        actor=actor,
        back=language.address(f"{CHANNEL}/{terms.channel.key}/vuong-mac"),
        terms=terms,
        producer=producer,
        phones=phones_of(producer),
        rows=[
            {
                "code": one.code,
                "name": one.name,
                "is_off": is_kept_off(one),
                "said": [
                    each.vi if language is Language.VI else each.en
                    for each in one.obstacles
                    if each.blocking
                ],
            }
            for one in await diagnoses_of(terms, producer.code)
        ],
    )


async def _terms(request: Request) -> Terms:
    return await channels.terms(request.path_params["channel"])
