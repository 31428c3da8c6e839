"""The picture that stands for a product where its page is shared: drawn once, kept, then served.

Its address names all that it shows, so it may be kept for ever; an older address leads to today's.
"""

import asyncio
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from media.sentences import Sentence
from media.sharing import HALF, HEIGHT, RECIPE, WIDTH
from media.store import Missing, write_durably
from shop.errors import NotFoundError
from shop.formats.document import Document
from shop.formats.vouching import recognised
from shop.http.caching import unchanged
from shop.queries.listings import listing_of
from shop.services import services
from shop.web.files.pictures import HEADERS
from shop.web.language import Language, pick
from shop.web.pages import Preview
from shop.web.public.cards import documents
from shop.web.words import words

log = structlog.get_logger()
_being_drawn: WeakValueDictionary[Path, asyncio.Lock] = WeakValueDictionary()
NO_PHOTO = Sentence(
    "Thiếu ảnh gốc của hình này. Hãy thử lại sau.", "The photo of this picture is missing."
)


def preview(document: Document, alt: str) -> Preview:
    """Give what a page tells of its share picture; the document is the one of today."""
    return Preview(_address(document), WIDTH, HEIGHT, alt)


def _address(document: Document) -> str:
    return f"/san-pham/{document['code']}/chia-se-{_version(document)}.jpg"


def _version(document: Document) -> str:
    made_of = [RECIPE, _told(document), _photo(document)]
    return sha256(orjson.dumps(made_of)).hexdigest()[:16]


def _told(document: Document) -> dict[str, Any]:
    """Give the words of the picture, which are Vietnamese on the pages of both languages."""
    t = words(Language.VI)
    told = {
        "name": pick(document["name"], Language.VI).text,
        "place": document["origin"]["commune"]["name"],
        "producer": document["producer"]["name"],
        "site": t.site,
    }
    if ocop := recognised(document):
        told |= {"stars": ocop["stars"], "stars_label": t.ocop_stars.format(n=ocop["stars"])}
    return told


def _photo(document: Document) -> str:
    """Name the smallest file of the first photo that fills its half; empty if there is none."""
    files = [one for photo in document.get("photos", ())[:1] for one in photo.get("renditions", ())]
    webps = [one for one in files if one["type"] == "image/webp"]
    filling = [one for one in webps if one["width"] >= HALF[0] and one["height"] >= HALF[1]]
    chosen = min(filling or webps[-1:], key=lambda one: one["width"], default=None)
    return chosen["url"].rpartition("/")[2] if chosen else ""


async def share(request: Request) -> Response:
    """Serve the share picture of a product as it is today."""
    [document] = documents([await listing_of(request.path_params["code"].upper())])
    address, etag = _address(document), f'"{_version(document)}"'
    if request.url.path != address:
        return RedirectResponse(address, HTTPStatus.FOUND, {"Cache-Control": "no-store"})
    if same := unchanged(request, {**HEADERS, "ETag": etag}, packed=False):
        return same
    data = await _kept_or_drawn(request, document)
    return Response(data, media_type="image/jpeg", headers={**HEADERS, "ETag": etag})


async def _kept_or_drawn(request: Request, document: Document) -> bytes:
    """Read the picture, or draw it; requests that come meanwhile wait for the same drawing."""
    folder = services(request).settings.data / "shares" / document["code"]
    version = _version(document)
    async with _being_drawn.setdefault(folder / version, asyncio.Lock()):
        if (kept := await asyncio.to_thread(_kept, folder, version)) is not None:
            return kept
        data = await _drawn(request, document)
        try:
            await asyncio.to_thread(_keep, folder, version, data)
        except OSError:
            log.exception("share picture not kept", code=document["code"])
        return data


def _kept(folder: Path, version: str) -> bytes | None:
    """Read a picture that is what its name says; a damaged one counts as none."""
    for file in folder.glob(f"{version}-*.jpg"):
        data = file.read_bytes()
        if file.name == _name(version, data):
            return data
    return None


def _name(version: str, data: bytes) -> str:
    return f"{version}-{sha256(data).hexdigest()[:32]}.jpg"


async def _drawn(request: Request, document: Document) -> bytes:
    held, name = services(request), _photo(document)
    try:
        photo = await held.pictures.get(name) if name else None
    except Missing:
        raise NotFoundError(NO_PHOTO) from None
    return await held.workshop.share(_told(document), photo)


def _keep(folder: Path, version: str, data: bytes) -> None:
    """Write the picture, and remove what showed the product as it was."""
    file = folder / _name(version, data)
    write_durably(file, data)
    for old in folder.glob("*.jpg"):
        if old != file:
            old.unlink(missing_ok=True)


def sharing_routes() -> list[BaseRoute]:
    return [Route("/san-pham/{code}/chia-se-{version}.jpg", share)]
