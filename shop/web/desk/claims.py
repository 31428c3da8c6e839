"""Claims that the owners of a producer have left without an answer for two weeks."""

from typing import Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, must
from shop.accounts import claims
from shop.models import Side
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import HOMES, go, signed_in
from shop.web.words import words

CLAIMS = "/can-bo/yeu-cau"


class Answered(BaseModel):
    answer: Literal["yes", "no"]


def claims_routes() -> list[BaseRoute]:
    return [
        *signed_in(CLAIMS, see_claims, side=Side.OFFICIAL),
        *signed_in(
            f"{CLAIMS}/{{claim:number}}",
            decide,
            ("GET", "POST"),
            side=Side.OFFICIAL,
            is_fresh=True,
        ),
    ]


async def see_claims(request: Request, language: Language, actor: Actor) -> Response:
    """List the claims within reach: those that may be answered now, then those of owners' turn."""
    await must(actor, May.DECIDE)
    waiting = await claims.waiting_in_reach(actor)
    return personal_page(
        request,
        language,
        "personal/claims.html",
        words(language).claims_title,
        actor=actor,
        back=language.address(HOMES[Side.OFFICIAL]),
        waiting=waiting,
    )


async def decide(request: Request, language: Language, actor: Actor) -> Response:
    """Answer a claim in the place of the owners."""
    found = await claims.claim_for(actor, request.path_params["claim"])

    async def show(form: Form[Answered]) -> Response:
        return personal_page(
            request,
            language,
            "personal/claim.html",
            words(language).claims_title,
            actor=actor,
            form=form,
            claim=found,
            back=language.address(CLAIMS),
        )

    async def act(answered: Answered) -> Response:
        await claims.decide_late(found, answered.answer == "yes", by=actor.by)
        return go(CLAIMS, language)

    return await answer(request, Answered, show, act, origin=origin_of(request))
