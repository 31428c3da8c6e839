"""Says every error once: as a problem document to programs (RFC 9457), as a page to people."""

from collections.abc import Mapping
from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from shop.api.problems import problem
from shop.errors import (
    BadQueryError,
    ForeignCursorError,
    GoneError,
    InvalidError,
    NotBuiltYetError,
    NotFoundError,
    ShopError,
    TooManyRequestsError,
    UnknownKeyError,
)
from shop.web.errors import error_page

log = structlog.get_logger()
STATUS: dict[type[ShopError], int] = {
    BadQueryError: 400,
    InvalidError: 422,
    NotFoundError: 404,
    GoneError: 410,
    ForeignCursorError: 410,
    UnknownKeyError: 401,
    TooManyRequestsError: 429,
    NotBuiltYetError: 503,
}
FOR_PROGRAMS = ("/api/", "/feeds/", "/openapi.json", "/media/")


def exception_handlers() -> Mapping[Any, Any]:
    return {ShopError: _refused, HTTPException: _http, Exception: _failed}


async def _refused(request: Request, refusal: Exception) -> Response:
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 500)
    return await _answer(request, status, refusal)


async def _http(request: Request, refusal: Exception) -> Response:
    status = refusal.status_code if isinstance(refusal, HTTPException) else 500
    answer = await _answer(request, status, refusal)
    answer.headers.update(getattr(refusal, "headers", None) or {})
    return answer


async def _failed(request: Request, failure: Exception) -> Response:
    """Tell nothing of the failure but a number under which it stands in the log."""
    log.error(
        "request failed",
        incident=request.scope.get("incident"),
        path=request.url.path[:300],
        exc_info=failure,
    )
    return await _answer(request, 500, failure)


async def _answer(request: Request, status: int, error: Exception) -> Response:
    if request.url.path.startswith(FOR_PROGRAMS):
        return problem(request, status, error)
    return await error_page(request, status, error)
