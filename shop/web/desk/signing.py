"""Where officials come in: e-mail and password, then a number of an app; or a passkey at once."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, SecretStr
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor
from shop.accounts import factors, passkeys, sessions
from shop.accounts.people import Address
from shop.inputs import contacts
from shop.models import Side
from shop.services import services
from shop.web.account.own import out
from shop.web.account.proving import query_of
from shop.web.forms import Form, Nothing, answer, origin_of
from shop.web.language import Language, both_languages
from shop.web.personal import personal_page
from shop.web.signed import (
    BACK,
    DOORS,
    HOMES,
    PROVING,
    actor_of,
    browser_of,
    go,
    keep_browser,
    keep_session,
    signed_in,
    way_back,
)
from shop.web.words import words

OFFICIAL = Side.OFFICIAL
HOME, DOOR, STEP = HOMES[OFFICIAL], DOORS[OFFICIAL], "/can-bo/ma"


class Known(BaseModel):
    """What an official knows; both fields are asked for, and both may be wrong."""

    email: Annotated[str, AfterValidator(contacts.email)] = Field("", validate_default=True)
    password: SecretStr = SecretStr("")


class Typed(BaseModel):
    code: str = ""


def desk_signing_routes() -> list[BaseRoute]:
    return [
        *both_languages(DOOR, ask, ("GET", "POST")),
        *both_languages(STEP, enter, ("GET", "POST")),
        *both_languages(f"{HOME}/ra", leave, ("POST",)),
        *signed_in(PROVING[OFFICIAL], prove, ("GET", "POST"), side=OFFICIAL),
    ]


async def ask(request: Request, language: Language) -> Response:
    """Ask for e-mail and password."""

    async def show(form: Form[Known]) -> Response:
        title = words(language).desk_door
        page = personal_page(
            request, language, "desk/sign_in.html", title, form=form, asked_back=query_of(request)
        )
        keep_browser(request, page, browser_of(request))
        return page

    async def act(known: Known) -> Response:
        browser = browser_of(request)
        await factors.show_password(known.email, known.password.get_secret_value(), browser)
        response = go(STEP + query_of(request), language)
        keep_browser(request, response, browser)
        return response

    return await answer(request, Known, show, act, origin=origin_of(request))


async def enter(request: Request, language: Language) -> Response:
    """Let an official in by the number of the app."""
    browser = browser_of(request)
    half = await factors.halfway(browser)
    if half is None and request.method == "GET":
        return go(HOME if await actor_of(request, OFFICIAL) else DOOR, language)

    async def show(form: Form[Typed]) -> Response:
        masked = Address(half.kind, half.address).masked if half else ""
        title = words(language).desk_step
        return personal_page(
            request,
            language,
            "desk/second_step.html",
            title,
            form=form,
            masked=masked,
            asked_back=query_of(request),
        )

    async def act(typed: Typed) -> Response:
        if half is None and await actor_of(request, OFFICIAL):
            return go(HOME, language)  # another tab was quicker
        token = await factors.come_by_number(services(request).settings, browser, typed.code)
        response = go(way_back(request, OFFICIAL, HOME), language)
        keep_session(request, response, token, is_kept=False)
        return response

    return await answer(request, Typed, show, act, origin=origin_of(request))


async def leave(request: Request, language: Language) -> Response:
    """Sign an official out."""

    async def show(form: Form[Nothing]) -> Response:
        title = words(language).sign_out
        return personal_page(request, language, "personal/refused.html", title, form=form)

    async def act(_: Nothing) -> Response:
        if actor := await actor_of(request, OFFICIAL):
            await sessions.end(actor.user, actor.session)
        return out(request, language, OFFICIAL)

    return await answer(request, Nothing, show, act, origin=origin_of(request))


async def prove(request: Request, language: Language, actor: Actor) -> Response:
    """Take a number of a signed-in official who shows again who they are."""
    here = PROVING[OFFICIAL]

    async def show(form: Form[Typed]) -> Response:
        t = words(language)
        return personal_page(
            request,
            language,
            "desk/prove.html",
            t.prove_title,
            actor=actor,
            form=form,
            back=language.address(HOME),
            asked_back=query_of(request),
            base=language.address(HOME),
            here=language.address(here) + query_of(request),
            masked="",
            has_passkey=await passkeys.opens_the_desk(actor.user),
            done=t.proved if sessions.is_fresh(actor) and BACK not in request.query_params else "",
        )

    async def act(typed: Typed) -> Response:
        settings, browser = services(request).settings, browser_of(request)
        await factors.prove_by_number(settings, actor.user, actor.session, browser, typed.code)
        return go(way_back(request, OFFICIAL, here), language)

    return await answer(request, Typed, show, act, origin=origin_of(request))
