"""Serves pictures under their digests; nothing else can be asked for."""

from collections.abc import Mapping

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from media.sentences import Sentence
from media.store import CONTENT_TYPES, FOREVER, Damaged, Missing, Unavailable
from shop.errors import NotFoundError, UnavailableError
from shop.http.caching import unchanged
from shop.http.ranges import Range, Unsatisfiable, wanted_range
from shop.services import services

HEADERS = {
    "Cache-Control": FOREVER,
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Of every picture: it may be kept for ever and shown anywhere, and does nothing."""
log = structlog.get_logger()
UNAVAILABLE = Sentence(
    "Chưa lấy được ảnh lúc này. Hãy thử lại sau.", "The picture cannot be had at the moment."
)
NO_PICTURE = Sentence("Không có ảnh này. Hãy xem lại địa chỉ.", "There is no such picture.")


async def picture(request: Request) -> Response:
    """Send a picture that was checked against its name: damaged bytes never leave."""
    name = request.path_params["name"]
    data = await _bytes(request, name)
    headers = _headers(name)
    if same := unchanged(request, headers, packed=False):
        return same
    if request.method == "HEAD":  # ranges are for GET alone (RFC 9110 §14.2)
        return Response(headers={**headers, "Content-Length": str(len(data))})
    return _all_or_part(request, data, headers)


async def _bytes(request: Request, name: str) -> bytes:
    try:
        return await services(request).pictures.get(name)
    except (Damaged, Unavailable) as fault:
        log.exception("picture not served", name=name)
        raise UnavailableError(UNAVAILABLE) from fault
    except (Missing, ValueError):
        raise NotFoundError(NO_PICTURE) from None


def _headers(name: str) -> dict[str, str]:
    digest, _, ending = name.partition(".")
    return {
        **HEADERS,
        "ETag": f'"{digest}"',
        "Accept-Ranges": "bytes",
        "Content-Disposition": f'inline; filename="{name}"',
        "Content-Type": CONTENT_TYPES[ending],
    }


def _all_or_part(request: Request, data: bytes, headers: Mapping[str, str]) -> Response:
    asked = ", ".join(request.headers.getlist("range"))
    wanted = wanted_range(asked, request.headers.get("if-range"), headers["ETag"], len(data))
    if isinstance(wanted, Range):
        part = {**headers, "Content-Range": wanted.of(len(data))}
        return Response(data[wanted.start : wanted.stop], 206, part)
    if isinstance(wanted, Unsatisfiable):
        none = {"Content-Range": wanted.of(len(data)), "Cache-Control": "no-store"}
        return Response(status_code=416, headers=none)
    return Response(data, headers=dict(headers))


def picture_routes() -> list[BaseRoute]:
    return [Route("/media/{name}", picture)]
