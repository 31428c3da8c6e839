"""An official takes a proposal in hand, leaves it, or puts it off: each is one button."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Literal, TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, proposal_for
from shop.models import Proposal, Side
from shop.proposals import holding, queue
from shop.web.desk.held import holder_of, says_held
from shop.web.desk.reviewing import HOME, ONE
from shop.web.forms import Form, Nothing, answer, origin_of
from shop.web.language import Language
from shop.web.signed import SAYS_JSON, go, signed_in

POST = ("POST",)
TAKE, LEAVE, LATER = "nhan", "thoi", "de-sau"

M = TypeVar("M", bound=BaseModel)


class Taken(BaseModel):
    over: Literal["1"] | None = None
    """It is taken from another who has it in hand."""


def holding_routes() -> list[BaseRoute]:
    return [
        *signed_in(f"{ONE}/{TAKE}", take, POST, side=Side.OFFICIAL),
        *signed_in(f"{ONE}/{LEAVE}", leave, POST, side=Side.OFFICIAL),
        *signed_in(f"{ONE}/{LATER}", later, POST, side=Side.OFFICIAL),
    ]


async def take(request: Request, language: Language, actor: Actor) -> Response:
    """Take a proposal in hand; a page's script is told who has it, and takes it from none."""

    async def act(held: Proposal, said: Taken) -> Response:
        await holding.take_in_hand(held.id, user=actor.user, over=said.over == "1")
        if SAYS_JSON not in request.headers.get("accept", ""):
            return _back(held, language)
        now = holder_of(await holding.in_hand(held.id))
        return JSONResponse({"said": says_held(now, actor, language) if now else ""})

    return await _pressed(request, language, actor, Taken, act)


async def leave(request: Request, language: Language, actor: Actor) -> Response:
    async def act(held: Proposal, _: Nothing) -> Response:
        await holding.let_go(held.id, user=actor.user)
        return _back(held, language)

    return await _pressed(request, language, actor, Nothing, act)


async def later(request: Request, language: Language, actor: Actor) -> Response:
    """Put a proposal behind the others, and go on to the one that was behind it."""

    async def act(held: Proposal, _: Nothing) -> Response:
        following = await queue.next_of(actor, held)
        await holding.put_off(held.id, user=actor.user)
        path = f"{HOME}/de-nghi/{following}" if following not in {"", held.id} else HOME
        return go(path, language)

    return await _pressed(request, language, actor, Nothing, act)


async def _pressed(
    request: Request,
    language: Language,
    actor: Actor,
    model: type[M],
    act: Callable[[Proposal, M], Awaitable[Response]],
) -> Response:
    """Let an official act on a proposal that they may decide on. Raises NotFoundError."""
    held = await proposal_for(actor, May.REVIEW, request.path_params["proposal"])

    async def show(_: Form[M]) -> Response:
        return _back(held, language)

    return await answer(request, model, show, partial(act, held), origin=origin_of(request))


def _back(held: Proposal, language: Language) -> Response:
    return go(f"{HOME}/de-nghi/{held.id}", language)
