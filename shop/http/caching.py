"""ETags, named and judged: the same thing is not sent twice (RFC 9110 §13)."""

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


def name_coding(
    headers: list[tuple[bytes, bytes]], present: dict[bytes, bytes]
) -> list[tuple[bytes, bytes]]:
    """Name the coding in a strong ETag: the gzip of a page is not byte for byte the page."""
    coding, etag = present.get(b"content-encoding"), present.get(b"etag")
    if not coding or not etag or etag.startswith(b"W/"):
        return headers
    own = b'%s;%s"' % (etag[:-1], coding)
    return [(name, own if name == b"etag" else value) for name, value in headers]


def _plain(etag: str) -> str:
    """Take off the weakness mark, and the coding that `name_coding` put in."""
    etag = etag.strip().removeprefix("W/")
    opaque, separator, _ = etag.partition(";")
    return f'{opaque}"' if separator else etag
