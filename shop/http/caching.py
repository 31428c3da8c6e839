"""Conditional requests: the same thing is not sent twice (RFC 9110 §13)."""

from starlette.requests import Request
from starlette.responses import Response


def matches(request: Request, etag: str) -> bool:
    """Tell whether the reader has this version already, in whatever coding it was sent."""
    asked = request.headers.get("if-none-match")
    if not asked:
        return False
    return asked in (etag, "*") or etag in {_plain(one) for one in asked.split(",")}


def unchanged(etag: str, headers: dict[str, str]) -> Response:
    """Answer that the reader's copy is still good."""
    return Response(status_code=304, headers={**headers, "etag": etag})


def _plain(etag: str) -> str:
    """Take off the weakness mark, and the coding that shop/http/headers.py put in."""
    etag = etag.strip().removeprefix("W/")
    opaque, separator, _ = etag.partition(";")
    return f'{opaque}"' if separator else etag
