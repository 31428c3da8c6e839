"""Where a new official sets password and second factor, by a link that is good once.

Looking at it changes nothing: mail programs look at links before people do.
"""

from collections.abc import Awaitable, Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

import segno
from markupsafe import Markup
from pydantic import BaseModel, SecretStr
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.accounts import officials, passkeys, totp
from shop.errors import InvalidError
from shop.http import paths
from shop.models import Code
from shop.services import services
from shop.web.account.passkeys import JSON, Told
from shop.web.desk.signing import HOME, Typed
from shop.web.forms import Form, Nothing, answer, origin_of, receive
from shop.web.language import Language, View, both_languages
from shop.web.personal import personal_page
from shop.web.signed import browser_of, go, keep_browser, keep_session
from shop.web.words import words

LINK = f"{HOME}/kich-hoat/{{token}}"
LinkedView = Callable[[Request, Language, Code], Awaitable[Response]]
GROUP = 4
"""Letters of a secret that stand together where it is typed off."""


class Chosen(BaseModel):
    password: SecretStr = SecretStr("")


def activating_routes() -> list[BaseRoute]:
    paths.keep_secret_below(*(each.address(f"{HOME}/kich-hoat/") for each in Language))
    return [
        *both_languages(LINK, linked(choose), ("GET", "POST")),
        *both_languages(f"{LINK}/ma", linked(confirm), ("GET", "POST")),
        *both_languages(f"{LINK}/khoa-truy-cap/tao/thu-thach", linked(ask_to_make), ("POST",)),
        *both_languages(f"{LINK}/khoa-truy-cap/tao", linked(make), ("POST",)),
    ]


async def choose(request: Request, language: Language, code: Code) -> Response:
    """Set the password."""

    async def show(form: Form[Chosen]) -> Response:
        return page(request, language, "desk/activate.html", form, address=code.address)

    async def act(chosen: Chosen) -> Response:
        settings, browser = services(request).settings, browser_of(request)
        password = chosen.password.get_secret_value()
        await officials.choose_password(settings, code, browser, password)
        response = go(f"{here(request)}/ma", language)
        keep_browser(request, response, browser)
        return response

    return await answer(request, Chosen, show, act, origin=origin_of(request))


async def confirm(request: Request, language: Language, code: Code) -> Response:
    """Show the secret of the app, and finish by its first number."""
    browser = browser_of(request)
    if code.browser != browser.digest and request.method == "GET":
        return go(here(request), language)

    async def show(form: Form[Typed]) -> Response:
        return await app_page(request, language, code, form)

    async def act(typed: Typed) -> Response:
        settings = services(request).settings
        token = await officials.activate_by_number(settings, code, browser, typed.code)
        return arrived(request, language, token)

    return await answer(request, Typed, show, act, origin=origin_of(request))


async def ask_to_make(request: Request, language: Language, code: Code) -> Response:
    browser = browser_of(request)

    async def act(_: Nothing) -> Response:
        user = await officials.person_of_link(code, browser)
        settings = services(request).settings
        options = await passkeys.ask_to_make(settings, browser, user, code.address)
        return Response(options, media_type=JSON)

    async def show(form: Form[Any]) -> Response:
        return await app_page(request, language, code, form)

    return await answer(request, Nothing, show, act, origin=origin_of(request))


async def make(request: Request, language: Language, code: Code) -> Response:
    """Finish by a passkey."""
    browser = browser_of(request)

    async def act(told: Told) -> Response:
        credential = told.credential.get_secret_value()
        settings = services(request).settings
        token = await officials.activate_by_passkey(settings, code, browser, credential)
        return arrived(request, language, token)

    async def show(form: Form[Any]) -> Response:
        return await app_page(request, language, code, form)

    return await answer(request, Told, show, act, origin=origin_of(request))


def linked(view: LinkedView) -> View:
    """Make a view of one that needs a link; one that opens nothing any more says so."""

    @wraps(view)
    async def endpoint(request: Request, language: Language) -> Response:
        token = request.path_params["token"]
        try:
            code = await officials.link_of(token)
            if request.method == "POST":
                await receive(request, origin_of(request))
                code = await officials.link_of(token)  # it may have been used while the form came
        except InvalidError as refusal:
            form: Form[Any] = Form().refused(refusal)
            over = page(request, language, "personal/refused.html", form)
            over.status_code = HTTPStatus.NOT_FOUND
            return over
        return await view(request, language, code)

    return endpoint


async def app_page(request: Request, language: Language, code: Code, form: Form[Any]) -> Response:
    """Show the secret to the browser that set the password, and to no other that has the link."""
    settings, shared = services(request).settings, None
    if code.browser == browser_of(request).digest:
        user = await officials.person_of_link(code)
        shared = await totp.shared(settings, user.id, code.address)
    drawn = segno.make(shared.address, error="m").svg_inline(omitsize=True) if shared else ""
    return page(
        request,
        language,
        "desk/activate_app.html",
        form,
        address=code.address,
        shared=shared,
        groups=in_groups(shared.secret) if shared else "",
        qr=Markup(drawn),  # noqa: S704 - drawn by us
        here=language.address(here(request)),
    )


def page(
    request: Request, language: Language, template: str, form: Form[Any], **content: Any
) -> Response:
    title = words(language).activate_title
    answered = personal_page(request, language, template, title, form=form, **content)
    keep_browser(request, answered, browser_of(request))
    return answered


def arrived(request: Request, language: Language, token: str) -> Response:
    response = go(HOME, language)
    keep_session(request, response, token, is_kept=False)
    return response


def here(request: Request) -> str:
    return LINK.format(token=request.path_params["token"])


def in_groups(secret: str) -> str:
    return " ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP))
