"""The one shape of an API error: problem details (RFC 9457), with `errors` for each field."""

from http import HTTPStatus
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from shop.api.trying import marks_of
from shop.errors import (
    FieldError,
    ForeignCursorError,
    InvalidError,
    RefusedPicturesError,
    ShopError,
    TooManyRequestsError,
)

RESYNC = "/api/v1/changes?since=0"


def problem(request: Request, status: int, error: Exception) -> Response:
    """Write an error down for a program; only refusals of our own say more than their status."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": _detail(status, error),
        "instance": request.url.path,
    }
    if isinstance(error, InvalidError) and error.errors:
        body["errors"] = [_told(one) for one in error.errors]
    if isinstance(error, RefusedPicturesError):
        body["pictures"] = error.pictures
    if isinstance(error, ForeignCursorError):
        body["resync"] = RESYNC
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        body["incident"] = request.scope.get("incident")
    return Response(
        orjson.dumps(body),
        status,
        media_type="application/problem+json",
        headers={**headers_of(status, error), **marks_of(request)},
    )


def _told(one: FieldError) -> dict[str, str]:
    return {"field": one.field, "message": one.said.en, "value": one.value}


def _detail(status: int, error: Exception) -> str:
    if isinstance(error, ShopError):
        return str(error)
    if allowed := (getattr(error, "headers", None) or {}).get("Allow"):
        return f"This address takes {allowed}."
    return HTTPStatus(status).description


def headers_of(status: int, error: Exception) -> dict[str, str]:
    """Say with any refusal when to come back, and what kind of key would be right."""
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, TooManyRequestsError):
        headers["Retry-After"] = str(error.retry_after)
    if status == HTTPStatus.REQUEST_TIMEOUT:
        headers["Connection"] = "close"  # RFC 9110 §15.5.9: the rest is not waited for
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return headers
