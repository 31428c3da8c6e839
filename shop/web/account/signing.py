"""Where producers come in: a number or an address, then the six digits that were sent there."""

from functools import partial
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.accounts import claims, codes, sessions
from shop.accounts.members import owners_of
from shop.accounts.people import Address
from shop.accounts.signing import After, Came, come_by_digits
from shop.accounts.ways import expect_way, ways_now
from shop.inputs.contacts import address_of_person
from shop.models import Code, IdentityKind, Side
from shop.services import services
from shop.web.account.offering import asked_for, sent_to
from shop.web.account.proving import query_of
from shop.web.forms import Form, Nothing, answer, origin_of
from shop.web.language import Language, both_languages
from shop.web.personal import personal_page
from shop.web.signed import (
    actor_of,
    browser_of,
    drop_session,
    go,
    keep_browser,
    keep_session,
    way_back,
)
from shop.web.words import words

HOME, DOOR, CODE = "/nha-san-xuat", "/nha-san-xuat/dang-nhap", "/nha-san-xuat/ma"
AGAIN = "lai"
"""The query parameter by which the page says that other digits were sent."""
WAITING = "/nha-san-xuat/nhan/cho"
"""Where a person sees which of their claims wait for an owner."""


class Asked(BaseModel):
    address: Annotated[tuple[str, str], BeforeValidator(address_of_person)] = Field(
        default="", validate_default=True
    )


class Typed(BaseModel):
    code: str = ""
    mine: str = ""


def signing_routes() -> list[BaseRoute]:
    return [
        *both_languages(DOOR, ask, ("GET", "POST")),
        *both_languages(CODE, enter, ("GET", "POST")),
        *both_languages(f"{CODE}/gui-lai", send_again, ("GET", "POST")),
        *both_languages(f"{HOME}/ra", leave, ("POST",)),
    ]


async def ask(request: Request, language: Language) -> Response:
    """Ask for the number or address, and have six digits sent there."""
    settings = services(request).settings

    async def show(form: Form[Asked]) -> Response:
        title, ways = words(language).sign_in_title, await ways_now(settings)
        page = personal_page(
            request,
            language,
            "personal/sign_in.html",
            title,
            form=form,
            asked_back=query_of(request),
            asked=asked_for(ways, language),
            is_used_up=ways.is_used_up,
        )
        keep_browser(request, page, browser_of(request))
        return page

    async def act(asked: Asked) -> Response:
        browser = browser_of(request)
        address = Address(IdentityKind(asked.address[0]), asked.address[1])
        await expect_way(settings, address.kind)
        await codes.ask(address, browser, language=language)
        response = go(CODE + query_of(request), language)
        keep_browser(request, response, browser)
        return response

    return await answer(request, Asked, show, act, origin=origin_of(request))


async def enter(request: Request, language: Language) -> Response:
    """Let a person in by the digits they were sent."""
    browser = browser_of(request)
    if (waiting := await codes.asked_in(browser)) is None and request.method == "GET":
        return await elsewhere(request, language)

    async def act(typed: Typed) -> Response:
        if waiting is None and await actor_of(request, Side.PRODUCER):
            return go(HOME, language)  # another tab was quicker
        is_kept = bool(typed.mine)
        came = await come_by_digits(
            browser, typed.code, language=language, is_kept=is_kept, after=claiming(request)
        )
        onward = await after_claim(came)
        return welcome_in(request, language, came, is_kept=is_kept, onward=onward)

    show = partial(code_page, request, language, waiting)
    return await answer(request, Typed, show, act, origin=origin_of(request))


async def code_page(
    request: Request, language: Language, waiting: Code | None, form: Form[Any]
) -> Response:
    """Show where digits are typed; a person with a letter who wrote a wrong number keeps it."""
    t, has_letter = words(language), waiting is not None and waiting.invitation_id  # type: ignore[attr-defined]
    return personal_page(
        request,
        language,
        "personal/code.html",
        t.code_title,
        form=form,
        sent=sent_to(services(request).settings, waiting, language),
        change=f"{HOME}/nhan" if has_letter else DOOR,
        onward=query_of(request),
        done=t.code_again_done if AGAIN in request.query_params and not form.errors else "",
    )


async def send_again(request: Request, language: Language) -> Response:
    """Send other digits to the address that this browser asked for; the former ones stay good."""
    browser = browser_of(request)
    if (waiting := await codes.asked_in(browser)) is None and request.method == "GET":
        return go(DOOR, language)

    async def act(_: Nothing) -> Response:
        if waiting is None:
            return go(DOOR, language)
        address = Address(waiting.kind, waiting.address)
        invitation = waiting.invitation_id  # type: ignore[attr-defined]
        await expect_way(services(request).settings, address.kind, field="")
        await codes.ask(address, browser, language=language, invitation=invitation)
        return go(f"{CODE}?{AGAIN}=1", language)

    show = partial(code_page, request, language, waiting)
    return await answer(request, Nothing, show, act, origin=origin_of(request))


async def leave(request: Request, language: Language) -> Response:
    """Sign a person out."""

    async def show(form: Form[Nothing]) -> Response:
        title = words(language).sign_in_title
        return personal_page(request, language, "personal/refused.html", title, form=form)

    async def act(_: Nothing) -> Response:
        if actor := await actor_of(request, Side.PRODUCER):
            await sessions.end(actor.user, actor.session)
        response = go(DOOR, language)
        drop_session(request, response)
        return response

    return await answer(request, Nothing, show, act, origin=origin_of(request))


async def elsewhere(request: Request, language: Language) -> Response:
    """Send on a person whose browser waits for no code: in, if they are, or to the door."""
    return go(HOME if await actor_of(request, Side.PRODUCER) else DOOR, language)


def claiming(request: Request) -> After:
    """Give what else coming in does: the producer of a letter typed before becomes the person's."""
    return partial(claims.claim_if_invited, help_phone=services(request).settings.help_phone)


async def after_claim(came: Came) -> str:
    """Give the page for a person who came to claim: what they consent to, or how it waits."""
    if not (producer := await claims.producer_of(came.code)):
        return ""
    return claimed_page(producer, is_theirs=came.user in await owners_of(producer))


def claimed_page(producer: str, *, is_theirs: bool) -> str:
    return f"{HOME}/{producer}/dong-y?moi=1" if is_theirs else WAITING


def welcome_in(
    request: Request, language: Language, came: Came, *, is_kept: bool, onward: str = ""
) -> Response:
    """Hand a browser the session of a person who has come in, and show them on."""
    response = go(onward or way_back(request, Side.PRODUCER, HOME), language)
    keep_session(request, response, came.token, is_kept=is_kept)
    return response
