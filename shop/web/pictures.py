"""Serves pictures under their digests; nothing else can be asked for."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from media.store import Missing
from shop.caching import matches, unchanged
from shop.errors import NotFoundError
from shop.services import services

TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Disposition": "inline",
}


async def picture(request: Request) -> Response:
    digest, _, kind = request.path_params["name"].partition(".")
    try:
        data = await services(request).pictures.get(request.path_params["name"])
    except (Missing, ValueError):
        raise NotFoundError("There is no such picture.") from None
    etag = f'"{digest}"'
    if matches(request, etag):
        return unchanged(etag, HEADERS)
    return Response(data, media_type=TYPES[kind], headers={**HEADERS, "etag": etag})


def picture_routes() -> list[BaseRoute]:
    return [Route("/media/{name}", picture)]
