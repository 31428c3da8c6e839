"""Pages of a person who is signed in: who that is, from the cookies, and where others are sent.

No public page imports this: what is kept for all readers knows of no person (ADR 0007).
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import wraps
from http import HTTPStatus
from posixpath import normpath
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from shop.access import Actor
from shop.accounts import sessions
from shop.accounts.secret import make_token
from shop.accounts.sessions import Browser
from shop.errors import ForbiddenError, NotFoundError
from shop.http.shares import address_of
from shop.models import Side
from shop.services import services
from shop.web.again import ask_again, ask_in
from shop.web.denied import note_refusal
from shop.web.devices import words_of
from shop.web.forms import TYPED, origin_of, receive
from shop.web.language import Language, both_languages

SESSION, BROWSER = "sanvat-session", "sanvat-browser"
KEPT_SECONDS = 400 * 24 * 60 * 60
"""The longest that browsers keep a cookie (RFC 6265bis §5.5)."""
HOMES = {Side.PRODUCER: "/nha-san-xuat", Side.OFFICIAL: "/can-bo"}
DOORS = {Side.PRODUCER: "/nha-san-xuat/dang-nhap", Side.OFFICIAL: "/can-bo/dang-nhap"}
PROVING = {Side.PRODUCER: "/nha-san-xuat/xac-nhan", Side.OFFICIAL: "/can-bo/xac-nhan"}
"""Where a person shows again who they are."""
BACK = "ve"
"""The query parameter that says where to go on afterwards."""
SEE_OTHER = 303
SAYS_JSON = "application/json"
"""What a page's script accepts: it is not sent to a door."""

SignedView = Callable[[Request, Language, Actor], Awaitable[Response]]
Taking = Callable[[Request, Actor], AbstractAsyncContextManager[None]]
"""Takes in what a page of our origin sent for a person, and holds it until it is answered."""


@asynccontextmanager
async def form(request: Request, _: Actor) -> AsyncIterator[None]:
    """Take in the fields of a form; files are taken in by shop/web/uploads.py."""
    await receive(request, origin_of(request))
    yield


def signed_in(  # noqa: PLR0913 - each is a property of the page
    path: str,
    view: SignedView,
    methods: Sequence[str] = ("GET",),
    *,
    side: Side = Side.PRODUCER,
    is_fresh: bool = False,
    taking: Taking = form,
    keeps_typed: bool = False,
) -> list[BaseRoute]:
    """Make the two routes of a page for signed-in people.

    What they may do, its view asks of shop/access.py. Where it must be fresh, a person who has not
    shown for 15 minutes who they are is asked to before they see the page; what they sent is given
    back to them, to be sent again. With `keeps_typed` that is also so for what comes once a session
    has ended. What they sent without a right to it is told in the audit.
    """

    @wraps(view)
    async def endpoint(request: Request, language: Language) -> Response:
        sender = await actor_of(request, side) if request.method == "POST" else None
        async with taking(request, sender) if sender else nullcontext():
            return await let_in(request, language)  # rights are read after what was sent

    async def let_in(request: Request, language: Language) -> Response:
        if (actor := await actor_of(request, side)) is None:
            if keeps_typed and request.method == "POST":
                return await _kept(request, language, side)
            return _sent_to_door(request, language, side, methods)
        if is_fresh and not sessions.is_fresh(actor):
            if request.method != "POST":
                return _to(PROVING[side], request, language)
            return ask_again(request, language, actor, language.address(PROVING[side]))
        try:
            return await view(request, language, actor)
        except (ForbiddenError, NotFoundError) as refusal:
            await note_refusal(request, actor, refusal)
            raise

    return both_languages(path, endpoint, methods)


async def actor_of(request: Request, side: Side) -> Actor | None:
    """Give the person who sends a request; None: they are not signed in, or on the other side."""
    token = request.cookies.get(_name(request, SESSION), "")
    return await sessions.find(token, side) if token else None


def browser_of(request: Request) -> Browser:
    """Give the browser that sends a request; a new one gets a token, which `keep` hands to it."""
    token = request.cookies.get(_name(request, BROWSER), "") or make_token()
    words = words_of(request.headers.get("user-agent", ""))
    return Browser(token, address_of(request), words)


def keep_browser(request: Request, response: Response, browser: Browser) -> None:
    """Hand the browser its token, for 400 days from now."""
    _set(request, response, BROWSER, browser.token, KEPT_SECONDS)


def keep_session(request: Request, response: Response, token: str, *, is_kept: bool) -> None:
    """Hand the browser its session; without `is_kept` it ends with the browser's window."""
    _set(request, response, SESSION, token, KEPT_SECONDS if is_kept else None)


def drop_session(request: Request, response: Response) -> None:
    _set(request, response, SESSION, "", 0)


def go(path: str, language: Language) -> RedirectResponse:
    """Send a browser on to one of our pages, whose path is written as on the Vietnamese side."""
    return RedirectResponse(language.address(path), SEE_OTHER)


def way_back(request: Request, side: Side, otherwise: str) -> str:
    """Give the page that a person came from, if it is one of their side's; else another."""
    asked = request.query_params.get(BACK, "")
    prefix = DOORS[side].rpartition("/")[0]
    is_ours = asked == prefix or asked.startswith(f"{prefix}/")
    is_plain = asked.isascii() and asked.isprintable() and normpath(asked) == asked
    return asked if is_ours and is_plain else otherwise


def say_signed_out() -> Response:
    """Tell the script of a page that the person who was given it is not signed in now."""
    return JSONResponse({"signed_in": False}, HTTPStatus.UNAUTHORIZED)


def _sent_to_door(
    request: Request, language: Language, side: Side, methods: Sequence[str]
) -> Response:
    if SAYS_JSON in request.headers.get("accept", ""):
        return say_signed_out()
    if "GET" not in methods:  # a button's address shows no page to come back to
        return go(DOORS[side], language)
    return _to(DOORS[side], request, language)


async def _kept(request: Request, language: Language, side: Side) -> Response:
    """Give a form back that came after its sender's session had ended."""
    await receive(request, origin_of(request))
    if any(text for texts in request.scope[TYPED].values() for text in texts):
        return ask_in(request, language, language.address(DOORS[side]))
    return _to(DOORS[side], request, language)


def _to(path: str, request: Request, language: Language) -> Response:
    came_from = request.url.path.removeprefix(language.prefix)
    return go(f"{path}?{urlencode({BACK: came_from})}", language)


def _name(request: Request, name: str) -> str:
    """Name a cookie: `__Host-` keeps other hosts of the domain from setting it (RFC 6265bis)."""
    return f"__Host-{name}" if services(request).settings.secure else name


def _set(request: Request, response: Response, name: str, value: str, seconds: int | None) -> None:
    response.set_cookie(
        _name(request, name),
        value,
        max_age=seconds,
        secure=services(request).settings.secure,
        httponly=True,
        samesite="strict",
    )
