"""What a person sees and changes of themselves: name, language, devices, passkeys."""

from functools import partial
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from media.sentences import Sentence
from shop import clock
from shop.access import Actor
from shop.accounts import passkeys, sessions, totp
from shop.accounts.people import addresses_of, tell_name
from shop.errors.mistakes import WrongValueError
from shop.inputs.values import line
from shop.models import Side
from shop.web.forms import Form, Nothing, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import DOORS, HOMES, drop_session, go, signed_in
from shop.web.words import words
from shop.web.writing import moment

LONGEST_NAME = 120
TOO_LONG = Sentence(
    "Tên dài quá {most} chữ cái. Hãy viết ngắn lại.", "The name has more than {most} letters."
)
DONE = {
    "luu": "account_saved",
    "may": "device_is_out",
    "tao": "passkey_made",
    "bo": "passkey_removed",
    "phim": "keys_saved",
}
"""What the address says was done → the words for it."""


def _short(name: str) -> str:
    if len(name) > LONGEST_NAME:
        raise WrongValueError(TOO_LONG, most=LONGEST_NAME)
    return line(name)


class Own(BaseModel):
    name: Annotated[str, AfterValidator(_short)] = ""
    language: Literal["vi", "en"] = Field(default="vi")


def own_routes(side: Side) -> list[BaseRoute]:
    account, post = f"{HOMES[side]}/tai-khoan", ("POST",)
    return [
        *signed_in(account, own, ("GET", "POST"), side=side),
        *signed_in(f"{account}/may/{{session:number}}/ra", sign_out_one, post, side=side),
        *signed_in(f"{account}/may/ra", sign_out_all, post, side=side),
    ]


async def own(request: Request, language: Language, actor: Actor) -> Response:
    async def act(said: Own) -> Response:
        await tell_name(actor.user, said.name, said.language)
        return go(f"{HOMES[actor.side]}/tai-khoan?xong=luu", language)

    show = partial(account_page, request, language, actor)
    return await answer(request, Own, show, act, origin=origin_of(request))


async def sign_out_one(request: Request, language: Language, actor: Actor) -> Response:
    async def act(_: Nothing) -> Response:
        session = request.path_params["session"]
        await sessions.end(actor.user, session)
        if session == actor.session:
            return out(request, language, actor.side)
        return go(f"{HOMES[actor.side]}/tai-khoan?xong=may", language)

    show = partial(account_page, request, language, actor)
    return await answer(request, Nothing, show, act, origin=origin_of(request))


async def sign_out_all(request: Request, language: Language, actor: Actor) -> Response:
    async def act(_: Nothing) -> Response:
        await sessions.end_all(actor.user, by=actor.by)
        return out(request, language, actor.side)

    show = partial(account_page, request, language, actor)
    return await answer(request, Nothing, show, act, origin=origin_of(request))


async def account_page(
    request: Request, language: Language, actor: Actor, form: Form[Any]
) -> Response:
    t, home = words(language), language.address(HOMES[actor.side])
    done = DONE.get(request.query_params.get("xong", ""), "")
    return personal_page(
        request,
        language,
        "account/own.html",
        t.account,
        actor=actor,
        form=form,
        base=home,
        back=home,
        done=getattr(t, done) if done else "",
        is_fresh=sessions.is_fresh(actor),
        ways=[one.masked for one in await addresses_of(actor.user)],
        devices=await sessions.sessions_of(actor.user),
        passkeys=await passkeys.passkeys_of(actor.user),
        has_app=actor.side is Side.OFFICIAL and await totp.has_one(actor.user),
        moment=partial(moment, language=language),
        today=clock.today,
    )


def out(request: Request, language: Language, side: Side) -> Response:
    """Send a person who is signed out to their door."""
    response = go(DOORS[side], language)
    drop_session(request, response)
    return response
