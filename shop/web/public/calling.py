"""Counts that a reader pressed a producer's number on a product's page, and nothing of who did.

The page's script sends it (static/js/site.js); without JavaScript nothing is sent, and counted.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from hashlib import blake2b
from secrets import token_bytes

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shop.errors import TooManyRequestsError
from shop.http.same_origin import is_from_us
from shop.http.shares import Shares, address_of
from shop.services import services
from shop.web.public.counted import note_called

CALLED = "/goi/{code:code}"
A_MINUTE = 5
"""Producers that one address is believed to call in a minute; what is beyond is a program."""
NOTHING = 204
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


def calling_routes() -> list[BaseRoute]:
    return [Route(CALLED, counting_calls(), methods=["POST"])]


def counting_calls() -> Callable[[Request], Awaitable[Response]]:
    """Make the view, with what it remembers for a minute or two of whom it has counted.

    It remembers digests under a key of this process, and no addresses.
    """
    key, pressed, all_of_one = token_bytes(16), Shares(), Shares()

    def who(*parts: str) -> str:
        return blake2b(" ".join(parts).encode(), key=key, digest_size=16).hexdigest()

    async def called(request: Request) -> Response:
        """Count a call from a page of ours; whatever comes of it, the answer is the same."""
        code, address = request.path_params["code"].upper(), address_of(request)
        if is_from_us(request.headers, services(request).settings.base_url):
            with suppress(TooManyRequestsError):
                all_of_one.take(who(address), A_MINUTE)  # first: what is beyond leaves no trace
                pressed.take(who(address, code), 1)
                note_called(request, code)
        return Response(status_code=NOTHING, headers=HEADERS)

    return called
