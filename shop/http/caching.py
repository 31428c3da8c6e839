"""ETags, named and judged: the same thing is not sent twice (RFC 9110 §13)."""

import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

NEVER = re.compile(r"q=0(\.0*)?")


def unchanged(
    request: Request, headers: Mapping[str, str], *, packed: bool = True
) -> Response | None:
    """Answer that the reader's copy of what has these headers is still good; None if it is not.

    The answer carries the tag of that copy, and tells caches, unless such answers are never
    `packed` on their way, that there are copies in several codings.
    """
    if not (tag := _held_by(request, headers["ETag"])):
        return None
    varying = {"Vary": "Accept-Encoding"} if packed else {}
    return Response(status_code=304, headers={**headers, **varying, "ETag": tag})


def _held_by(request: Request, etag: str) -> str:
    """Give the tag under which the reader has this version already; empty if it has not.

    A copy in a coding that the reader does not accept now is no good to it.
    """
    asked = request.headers.get("if-none-match", "")
    if asked in ("", etag, "*"):
        return etag if asked else ""
    accepted = _accepted(request.headers.get("accept-encoding", ""))
    tags = [one.strip().removeprefix("W/") for one in asked.split(",")]
    return next((tag for tag in tags if _parted(tag) in {(etag, one) for one in accepted}), "")


def _accepted(codings: str) -> set[str]:
    """Read `Accept-Encoding`; no coding at all, which is the empty one, is always accepted."""
    given = [part.partition(";") for part in codings.lower().split(",")]
    return {""} | {name.strip() for name, _, weight in given if not NEVER.fullmatch(weight.strip())}


def name_coding(
    headers: list[tuple[bytes, bytes]], present: dict[bytes, bytes]
) -> list[tuple[bytes, bytes]]:
    """Name the coding in a strong ETag: the gzip of a page is not byte for byte the page."""
    coding, etag = present.get(b"content-encoding"), present.get(b"etag")
    if not coding or not etag or etag.startswith(b"W/"):
        return headers
    own = b'%s;%s"' % (etag[:-1], coding)
    return [(name, own if name == b"etag" else value) for name, value in headers]


def _parted(tag: str) -> tuple[str, str]:
    """Part a tag from the coding that `name_coding` put in; empty for none."""
    opaque, separator, coding = tag.partition(";")
    return (f'{opaque}"', coding.rstrip('"')) if separator else (tag, "")
