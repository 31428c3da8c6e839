"""How a request looks when it arrives: by it `sanvat check` judges the proxy in between.

What a proxy adds tells of the inside of a network, so it is told only to the one who can write to
the data folder: the command leaves the digest of a token there, for a minute.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from secrets import token_urlsafe

import orjson
from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shop import clock
from shop.publishing.epochs import write_whole
from shop.services import services

PATH = "/arriving"
FILE = "asked"
HEADER = "X-Sanvat-Check"
GOOD_FOR = timedelta(minutes=1)


@contextmanager
def asking(data: Path) -> Iterator[str]:
    """Give a token by which the service answers, until the block is left. May raise OSError."""
    token = token_urlsafe(24)
    note = {"digest": _digest(token), "until": (clock.now() + GOOD_FOR).isoformat()}
    write_whole(data / FILE, orjson.dumps(note))
    try:
        yield token
    finally:
        (data / FILE).unlink(missing_ok=True)


async def arriving(request: Request) -> Response:
    """Tell what we take a request for, and what of it was said by headers that proxies set."""
    folder, token = services(request).settings.data, request.headers.get(HEADER, "")
    if not token or not await to_thread.run_sync(_is_asked, folder, token):
        raise HTTPException(404)
    told = {
        "client": request.client.host if request.client else "",
        "scheme": request.url.scheme,
        "host": request.headers.get("host", ""),
        "forwarded_for": ", ".join(request.headers.getlist("x-forwarded-for")),
        "forwarded_proto": ", ".join(request.headers.getlist("x-forwarded-proto")),
    }
    headers = {"Cache-Control": "no-store"}
    return Response(orjson.dumps(told), media_type="application/json", headers=headers)


def arriving_routes() -> list[BaseRoute]:
    return [Route(PATH, arriving)]


def _is_asked(data: Path, token: str) -> bool:
    try:
        note = orjson.loads((data / FILE).read_bytes())
        until = datetime.fromisoformat(note["until"])
        is_asked = compare_digest(note["digest"], _digest(token))
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return is_asked and clock.now() < until


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
