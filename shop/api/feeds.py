"""Feed files: whole or in part, each form with its own ETag and digest, streamed from the disk."""

import re
from base64 import b64encode
from collections.abc import AsyncIterator
from pathlib import Path

from anyio import open_file
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from media.sentences import Sentence
from shop.api.asking import Asked
from shop.api.operations import Operation
from shop.errors import NotBuiltYetError
from shop.formats.files import FORMATS
from shop.http.caching import unchanged
from shop.http.ranges import Range, Unsatisfiable, wanted_range
from shop.http.turns import Turns
from shop.models import FeedFile
from shop.readers.feeds import CODINGS, feed_path
from shop.services import process, services

CHUNK = 256 * 1024
"""Bytes of a file in memory for each reader."""
CACHING = "public, max-age=0, must-revalidate, no-transform"
TYPES = {
    form.name + coding.ending: coding.media_type or form.media_type
    for form in FORMATS
    for coding in CODINGS
}
NOT_BUILT = Sentence(
    "Tệp {name} đang được tạo. Hãy thử lại sau giây lát.",
    "{name} is being built; try again in a moment.",
)


async def feed(request: Request, _: Asked) -> Response:
    """Send the current file; a download that began keeps its bytes while the next is built."""
    name = request.url.path.removeprefix("/feeds/")
    if (file := await process(request).files.current(name)) is None:
        raise _not_built(name)
    path = feed_path(services(request).settings.data, file.digest)
    if not path.is_file():
        raise _not_built(file.name)
    headers = _headers(file)
    if same := unchanged(request, headers, packed=False):
        return same
    if request.method == "HEAD":  # ranges are for GET alone (RFC 9110 §14.2)
        return Response(headers={**headers, "Content-Length": str(file.bytes)})
    return _all_or_part(request, path, file, headers)


def _not_built(name: str) -> NotBuiltYetError:
    return NotBuiltYetError(NOT_BUILT.filled(name=name))


def _headers(file: FeedFile) -> dict[str, str]:
    return {
        "ETag": f'"{file.digest}"',
        "Repr-Digest": _digest(file),
        "Cache-Control": CACHING,
        "Accept-Ranges": "bytes",
        "Content-Type": TYPES[file.name],
        "X-Catalogue-Serial": str(file.serial),
    }


def _digest(file: FeedFile) -> str:
    """Write its SHA-256 as a structured field (RFC 9530 §2)."""
    return f"sha-256=:{b64encode(bytes.fromhex(file.digest)).decode()}:"


def _all_or_part(request: Request, path: Path, file: FeedFile, headers: dict[str, str]) -> Response:
    """Answer 200, 206 or 416; `Content-Digest` is of what is sent, so a part has none."""
    asked = ", ".join(request.headers.getlist("range"))
    wanted = wanted_range(asked, request.headers.get("if-range"), headers["ETag"], file.bytes)
    if isinstance(wanted, Unsatisfiable):
        none = {"Content-Range": wanted.of(file.bytes), "Cache-Control": "no-store"}
        return Response(status_code=416, headers=none)
    if isinstance(wanted, Range):
        part = {**headers, "Content-Range": wanted.of(file.bytes)}
        return _sent(_chunks(path, wanted, process(request).turns), wanted, part, 206)
    whole = Range(0, file.bytes)
    digested = {**headers, "Content-Digest": _digest(file)}
    return _sent(_chunks(path, whole, process(request).turns), whole, digested, 200)


def _sent(
    chunks: AsyncIterator[bytes], part: Range, headers: dict[str, str], status: int
) -> Response:
    return StreamingResponse(chunks, status, {**headers, "Content-Length": str(part.length)})


async def _chunks(path: Path, part: Range, turns: Turns) -> AsyncIterator[bytes]:
    left = part.length
    async with await open_file(path, "rb") as file:
        await file.seek(part.start)
        while left:
            await turns.give_way()
            if not (chunk := await file.read(min(CHUNK, left))):
                return
            left -= len(chunk)
            yield chunk


OPERATIONS = tuple(
    Operation(
        id=re.sub(r"[/.]", "-", form.name + coding.ending),
        path=f"/feeds/{form.name}{coding.ending}",
        summary=form.summary + (f", as {coding.ending[1:]}" if coding.ending else ""),
        handler=feed,
        answers=None,
        media_type=TYPES[form.name + coding.ending],
        problems=(503,),
        headers=("ETag", "X-Catalogue-Serial", "Content-Digest", "Repr-Digest"),
        conditional=True,
        partial=True,
    )
    for form in FORMATS
    for coding in CODINGS
)
