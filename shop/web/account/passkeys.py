"""Where browsers make and show passkeys, on both sides.

What a browser needs is asked for by a form without fields and answered as JSON; what it made comes
as a form with one field. So every request that does something is read by the one reader of forms.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from pydantic import BaseModel, SecretStr
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor
from shop.accounts import passkeys, sessions
from shop.accounts.people import name_of
from shop.accounts.signing import come_by_passkey
from shop.models import Side, User
from shop.services import services
from shop.web.account.own import account_page
from shop.web.forms import Form, Nothing, answer, origin_of
from shop.web.language import Language, both_languages
from shop.web.personal import personal_page
from shop.web.signed import (
    DOORS,
    HOMES,
    PROVING,
    browser_of,
    go,
    keep_browser,
    keep_session,
    signed_in,
    way_back,
)
from shop.web.words import words

KEYS = "khoa-truy-cap"
JSON = "application/json"


class Told(BaseModel):
    """What a browser tells of a passkey, as JSON."""

    credential: SecretStr = SecretStr("")


class Named(BaseModel):
    name: str = ""


def passkey_routes(side: Side) -> list[BaseRoute]:
    keys, post = f"{HOMES[side]}/{KEYS}", ("POST",)
    return [
        *both_languages(f"{keys}/thu-thach", partial(ask_to_show, side=side), post),
        *both_languages(f"{keys}/vao", partial(come_in, side=side), post),
        *signed_in(f"{keys}/xac-nhan", prove, post, side=side),
        *signed_in(f"{keys}/tao/thu-thach", ask_to_make, post, side=side, is_fresh=True),
        *signed_in(f"{keys}/tao", make, post, side=side, is_fresh=True),
        *signed_in(f"{keys}/{{passkey:number}}/ten", rename, post, side=side),
        *signed_in(f"{keys}/{{passkey:number}}/bo", remove, post, side=side, is_fresh=True),
    ]


async def ask_to_show(request: Request, language: Language, *, side: Side) -> Response:
    """Give any browser what it needs to show a passkey."""

    async def act(_: Nothing) -> Response:
        browser = browser_of(request)
        options = await passkeys.ask_to_show(services(request).settings, browser)
        response = Response(options, media_type=JSON)
        keep_browser(request, response, browser)
        return response

    show = refusing(request, language, DOORS[side])
    return await answer(request, Nothing, show, act, origin=origin_of(request))


async def come_in(request: Request, language: Language, *, side: Side) -> Response:
    """Let a person in by a passkey."""

    async def act(told: Told) -> Response:
        settings, browser = services(request).settings, browser_of(request)
        token = await come_by_passkey(settings, browser, told.credential.get_secret_value(), side)
        response = go(way_back(request, side, HOMES[side]), language)
        keep_browser(request, response, browser)
        keep_session(request, response, token, is_kept=False)
        return response

    show = refusing(request, language, DOORS[side])
    return await answer(request, Told, show, act, origin=origin_of(request))


async def prove(request: Request, language: Language, actor: Actor) -> Response:
    """Take a passkey of a signed-in person who shows again who they are."""

    async def act(told: Told) -> Response:
        settings, browser = services(request).settings, browser_of(request)
        credential = told.credential.get_secret_value()
        await passkeys.prove(settings, browser, credential, actor)
        return go(way_back(request, actor.side, PROVING[actor.side]), language)

    show = refusing(request, language, PROVING[actor.side])
    return await answer(request, Told, show, act, origin=origin_of(request))


async def ask_to_make(request: Request, language: Language, actor: Actor) -> Response:
    async def act(_: Nothing) -> Response:
        settings, browser = services(request).settings, browser_of(request)
        user = await User.get(id=actor.user)
        options = await passkeys.ask_to_make(settings, browser, user, await name_of(user))
        return Response(options, media_type=JSON)

    show = partial(account_page, request, language, actor)
    return await answer(request, Nothing, show, act, origin=origin_of(request))


async def make(request: Request, language: Language, actor: Actor) -> Response:
    async def act(told: Told) -> Response:
        settings, browser = services(request).settings, browser_of(request)
        credential = told.credential.get_secret_value()
        await passkeys.make(
            settings, browser, actor.user, credential, name=browser.words, side=actor.side
        )
        return done(actor, language, "tao")

    show = partial(account_page, request, language, actor)
    return await answer(request, Told, show, act, origin=origin_of(request))


async def rename(request: Request, language: Language, actor: Actor) -> Response:
    async def act(named: Named) -> Response:
        await passkeys.rename(actor.user, request.path_params["passkey"], named.name)
        return done(actor, language, "luu")

    show = partial(account_page, request, language, actor)
    return await answer(request, Named, show, act, origin=origin_of(request))


async def remove(request: Request, language: Language, actor: Actor) -> Response:
    async def act(_: Nothing) -> Response:
        await passkeys.remove(actor.user, request.path_params["passkey"])
        return done(actor, language, "bo")

    show = partial(account_page, request, language, actor)
    return await answer(request, Nothing, show, act, origin=origin_of(request))


def refusing(
    request: Request, language: Language, back: str
) -> Callable[[Form[Any]], Awaitable[Response]]:
    """Make what shows a refusal, with the way back to where the passkey was asked for."""

    async def show(form: Form[Any]) -> Response:
        title, address = words(language).passkeys, language.address(back)
        return personal_page(
            request, language, "personal/refused.html", title, form=form, back=address
        )

    return show


def done(actor: Actor, language: Language, what: str) -> Response:
    """Show the account page, which says what was done."""
    return go(f"{HOMES[actor.side]}/tai-khoan?xong={what}", language)


async def offer_to(actor: Actor, language: Language) -> str:
    """Give the address at which a person who has just come in makes a first passkey; or nothing."""
    if not sessions.is_fresh(actor) or await passkeys.passkeys_of(actor.user):
        return ""
    return language.address(f"{HOMES[actor.side]}/{KEYS}/tao")
