"""Says every error once: as a problem document to programs (RFC 9457), as a page to people."""

import errno
from collections.abc import Mapping
from http import HTTPStatus
from time import monotonic
from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from media.refusing import SLOW_STORE
from media.sentences import Sentence
from media.store import Slow
from media.unavailable import Unavailable
from shop.api.agents import refusing
from shop.api.problems import problem
from shop.database import AwayError, Why, why_away
from shop.errors import (
    BadQueryError,
    EditedMeanwhileError,
    ForbiddenError,
    ForeignCursorError,
    GoneError,
    InvalidError,
    NotBuiltYetError,
    NotFoundError,
    OtherVersionError,
    ShopError,
    TooLargeError,
    TooManyRequestsError,
    TooSlowError,
    UnavailableError,
    UnknownKeyError,
    UnsupportedError,
)
from shop.http.paths import logged
from shop.metrics import DATABASE_ERRORS, count_not_taken
from shop.web.errors import error_page

log = structlog.get_logger()
STATUS: dict[type[ShopError], int] = {
    BadQueryError: 400,
    InvalidError: 422,
    NotFoundError: 404,
    EditedMeanwhileError: 409,
    GoneError: 410,
    ForeignCursorError: 410,
    UnknownKeyError: 401,
    ForbiddenError: 403,
    TooSlowError: 408,
    TooLargeError: 413,
    UnsupportedError: 415,
    OtherVersionError: 422,
    TooManyRequestsError: 429,
    NotBuiltYetError: 503,
    UnavailableError: 503,
}
OF_A_FULL_DISK = (errno.ENOSPC, errno.EDQUOT)
CLIENT_CLOSED_REQUEST = 499
"""As nginx counts a client that left before it was answered."""
FOR_PROGRAMS = (
    "/api/",
    "/feeds/",
    "/openapi.json",
    "/media/",
    "/.well-known/",
    "/llms.txt",
    "/partners.md",
    "/partners-changes.md",
)
NO_PICTURES_NOW = Sentence(
    "Lúc này chưa đọc hoặc lưu được ảnh. Hãy gửi lại sau một phút.",
    "Pictures cannot be read or kept at the moment; send it again in a minute.",
)


RETRY_AFTER = "5"
"""Seconds."""
TELL_EVERY = 1.0
"""Seconds between two log lines about the database, however many requests it fails."""
_told = {"at": -TELL_EVERY, "refused": 0.0}
for _why in Why:
    DATABASE_ERRORS.labels(_why)  # from 0 on, or the first of a kind is no rise


def exception_handlers() -> Mapping[Any, Any]:
    return {
        AwayError: _away,
        ShopError: _refused,
        Unavailable: _unavailable,
        OSError: _without_room,
        HTTPException: _http,
        ClientDisconnect: _went_away,
    }


async def _away(request: Request, error: Exception) -> Response:
    """Answer that the database cannot do it now: counted, and told once a second in one line."""
    why = why_away(error) or Why.AWAY
    request.scope["told_elsewhere"] = True
    DATABASE_ERRORS.labels(why).inc()
    _told["refused"] += 1
    if monotonic() - _told["at"] >= TELL_EVERY:
        log.warning("database away", why=why, requests=int(_told["refused"]), error=_cause(error))
        _told.update(at=monotonic(), refused=0)
    refusal = error if isinstance(error, AwayError) else AwayError(why)
    return await _refused(request, refusal)


def _cause(error: Exception) -> str:
    cause = error.__cause__ or error
    return f"{type(cause).__name__}: {cause}"[:200]


async def _refused(request: Request, refusal: Exception) -> Response:
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 500)
    told = await answer(request, status, refusal)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        told.headers["Retry-After"] = RETRY_AFTER
    elif isinstance(refusal, TooManyRequestsError):  # a page says it, too
        told.headers["Retry-After"] = str(refusal.retry_after)
    return told


async def _unavailable(request: Request, fault: Exception) -> Response:
    log.error("store or workshop unavailable", fault=str(fault), path=logged(request.url.path))
    if request.method == "POST":
        count_not_taken("unavailable")
    said = SLOW_STORE if isinstance(fault, Slow) else NO_PICTURES_NOW
    return await _refused(request, UnavailableError(said))


async def _without_room(request: Request, fault: Exception) -> Response:
    """Answer that a disk has no room, bytes or names; what else it refuses is a fault of ours."""
    if getattr(fault, "errno", None) not in OF_A_FULL_DISK:
        raise fault
    return await _unavailable(request, fault)


async def _went_away(request: Request, _: Exception) -> Response:
    """Note what is no failure of ours; no answer would arrive."""
    log.info("client went away", path=logged(request.url.path))
    return Response(status_code=CLIENT_CLOSED_REQUEST)


async def _http(request: Request, refusal: Exception) -> Response:
    status = refusal.status_code if isinstance(refusal, HTTPException) else 500
    told = await answer(request, status, refusal)
    told.headers.update(getattr(refusal, "headers", None) or {})
    return told


async def answer(request: Request, status: int, error: Exception) -> Response:
    """Tell the sender of a request a refusal or failure; of a failure, only its number."""
    if request.url.path.startswith(refusing.FOR_AGENTS):
        return refusing.refusal(request, status, error)
    if request.url.path.startswith(FOR_PROGRAMS):
        return problem(request, status, error)
    return await error_page(request, status, error)


class LastResort:
    """Answers when a view fails.

    It stands inside the other middleware, unlike Starlette's own handler for failures, so that this
    answer, too, is logged, measured and carries the security headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except Exception as failure:
            if why_away(failure) and not started:
                await (await _away(Request(scope), failure))(scope, receive, send)
                return
            log.exception(
                "request failed", incident=scope.get("incident"), path=logged(scope["path"])
            )
            if started:
                raise  # half an answer is out: only breaking off tells the reader so
            await (await answer(Request(scope), 500, failure))(scope, receive, send)
