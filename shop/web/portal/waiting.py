"""Pictures that wait: where the pages of a side find them, and giving them to whom they are for."""

from collections.abc import Collection
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from media.store import CONTENT_TYPES, PICTURE_NAME, Damaged, Missing, Unavailable
from shop.access import Actor
from shop.errors import NotFoundError, UnavailableError
from shop.models import Side
from shop.models.columns import Row
from shop.models.pictures import unpadded
from shop.proposals.seeing import need_waiting
from shop.services import services
from shop.web.files.pictures import NO_PICTURE, UNAVAILABLE
from shop.web.language import Language
from shop.web.signed import HOMES, signed_in

PUBLIC = "/media/"
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Robots-Tag": "noindex",
}
log = structlog.get_logger()


def waiting_routes(side: Side) -> list[BaseRoute]:
    return signed_in(f"{HOMES[side]}/anh/{{waiting}}", waiting, side=side)


async def waiting(request: Request, language: Language, actor: Actor) -> Response:  # noqa: ARG001
    """Send a rendition of a picture that waits; what is not for this person is not there."""
    name = request.path_params["waiting"]
    if not PICTURE_NAME.fullmatch(name):
        raise NotFoundError(NO_PICTURE)
    await need_waiting(actor, name)
    data = await _bytes(request, name)
    return Response(data, headers=HEADERS, media_type=CONTENT_TYPES[name.partition(".")[2]])


async def _bytes(request: Request, name: str) -> bytes:
    try:
        return await services(request).pictures.waiting.get(name)
    except (Damaged, Unavailable) as fault:
        log.exception("picture not served", name=name)
        raise UnavailableError(UNAVAILABLE) from fault
    except Missing:
        raise NotFoundError(NO_PICTURE) from None


def address_of(name: str, side: Side) -> str:
    """Give the address of a rendition that waits, for pages of a side."""
    return f"{HOMES[side]}/anh/{name}"


def photo_address(photo: Row, width: int, side: Side) -> str:
    """Give the address of a photo of a proposal (`standing.photos_of`), at least so wide."""
    files = sorted(unpadded(photo["renditions"]), key=lambda file: file["width"])
    name = next((file for file in files if file["width"] >= width), files[-1])["name"]
    return address_of(name, side) if photo.get("waiting") else f"{PUBLIC}{name}"


def names_of(photos: Collection[Row]) -> frozenset[str]:
    """List the renditions of those photos of a proposal that wait."""
    return frozenset(
        file["name"] for photo in photos if photo.get("waiting") for file in photo["renditions"]
    )


def with_waiting(shown: Any, names: Collection[str], side: Side) -> Any:
    """Give a document, or a part of one, with the addresses of pictures that wait.

    What would be shown names them as if they were on show, where nothing is given.
    """
    if isinstance(shown, dict):
        return {key: with_waiting(part, names, side) for key, part in shown.items()}
    if isinstance(shown, list):
        return [with_waiting(part, names, side) for part in shown]
    if isinstance(shown, str) and (name := shown.removeprefix(PUBLIC)) in names:
        return address_of(name, side)
    return shown
