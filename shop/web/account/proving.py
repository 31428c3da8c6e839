"""Where a signed-in producer shows again who they are: by a code, or a passkey."""

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor
from shop.accounts import codes, passkeys, sessions
from shop.accounts.people import address_in_use
from shop.accounts.signing import prove_by_code
from shop.accounts.ways import expect_way, ways_now
from shop.models import Side
from shop.services import services
from shop.web.forms import Form, Nothing, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import BACK, HOMES, PROVING, browser_of, go, signed_in, way_back
from shop.web.words import words

HERE = PROVING[Side.PRODUCER]


class Typed(BaseModel):
    code: str = ""


def proving_routes() -> list[BaseRoute]:
    return [
        *signed_in(HERE, prove, ("GET", "POST")),
        *signed_in(f"{HERE}/gui", send, ("POST",)),
    ]


async def prove(request: Request, language: Language, actor: Actor) -> Response:
    async def show(form: Form[Typed]) -> Response:
        return await proving_page(request, language, actor, form)

    async def act(typed: Typed) -> Response:
        await prove_by_code(browser_of(request), typed.code, actor)
        return go(way_back(request, Side.PRODUCER, HERE), language)

    return await answer(request, Typed, show, act, origin=origin_of(request))


async def send(request: Request, language: Language, actor: Actor) -> Response:
    """Send a code to the address that the person came in by last."""

    async def show(form: Form[Nothing]) -> Response:
        return await proving_page(request, language, actor, form)

    async def act(_: Nothing) -> Response:
        if address := await address_in_use(actor.user):
            await expect_way(services(request).settings, address.kind, field="")
            await codes.ask(address, browser_of(request), language=actor.language)
        return go(HERE + query_of(request), language)

    return await answer(request, Nothing, show, act, origin=origin_of(request))


async def proving_page(
    request: Request, language: Language, actor: Actor, form: Form[Any]
) -> Response:
    address = await address_in_use(actor.user)
    waiting = await codes.asked_in(browser_of(request))
    ways = await ways_now(services(request).settings)
    t, query = words(language), query_of(request)
    return personal_page(
        request,
        language,
        "account/prove.html",
        t.prove_title,
        actor=actor,
        form=form,
        base=language.address(HOMES[actor.side]),
        back=language.address(HOMES[actor.side]),
        here=language.address(HERE) + query,
        asked_back=query,
        masked=address.masked if address and ways.can_tell(address.kind) else "",
        is_sent=bool(waiting and address and waiting.address == address.text),
        has_passkey=bool(await passkeys.passkeys_of(actor.user)),
        done=t.proved if sessions.is_fresh(actor) and BACK not in request.query_params else "",
    )


def query_of(request: Request) -> str:
    """Give the query that says where to go on, to be handed on by a form."""
    return f"?{request.url.query}" if request.url.query else ""
