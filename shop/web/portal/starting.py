"""Buttons of a producer's list that lead into the steps: a new product, a change, a copy."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, producer_for, product_for
from shop.models import Proposal, Side
from shop.proposals.drafting import EDITABLE, begin, copy
from shop.web.account.signing import HOME
from shop.web.forms import Nothing
from shop.web.language import Language
from shop.web.portal.drafts import CHECK, PHOTOS, SENT, path_of
from shop.web.portal.own_products import button, place_of
from shop.web.signed import go, signed_in

FORM = ("GET", "POST")


def starting_routes() -> list[BaseRoute]:
    return [
        *signed_in(f"{HOME}/{{producer:code}}/them", add, FORM),
        *signed_in(f"{HOME}/sua/{{code:code}}", edit, FORM),
        *signed_in(f"{HOME}/sao-chep/{{code:code}}", copying, FORM),
    ]


async def add(request: Request, language: Language, actor: Actor) -> Response:
    """Begin a new product of a producer."""
    producer = await producer_for(actor, May.WORK, request.path_params["producer"].upper())

    async def act(_: Nothing) -> Response:
        made = await begin(producer.code, user=actor.user)
        return go(path_of(Side.PRODUCER, made.id, PHOTOS), language)

    return await button(request, language, actor, (Nothing, act), f"{HOME}/{producer.code}")


async def edit(request: Request, language: Language, actor: Actor) -> Response:
    """Begin to change a product, or go on with it."""
    product = await product_for(actor, May.WORK, request.path_params["code"].upper())

    async def act(_: Nothing) -> Response:
        producer: str = product.producer_id  # type: ignore[attr-defined]
        going = await begin(producer, product.code, user=actor.user)
        return go(path_of(Side.PRODUCER, going.id, next_step(going)), language)

    back = (await place_of(product)).path
    return await button(request, language, actor, (Nothing, act), back)


async def copying(request: Request, language: Language, actor: Actor) -> Response:
    """Begin a new product as a copy of one that is here."""
    product = await product_for(actor, May.WORK, request.path_params["code"].upper())

    async def act(_: Nothing) -> Response:
        made = await copy(product.code, user=actor.user)
        return go(path_of(Side.PRODUCER, made.id, PHOTOS), language)

    back = (await place_of(product)).path
    return await button(request, language, actor, (Nothing, act), back)


def next_step(proposal: Proposal) -> str:
    """Name the step that a proposal is looked through at, or where its answer will stand."""
    return CHECK if proposal.state in EDITABLE else SENT
