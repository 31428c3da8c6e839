"""What keys to try with do: all is read as with any key; what is written is not kept."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from shop.database import tried
from shop.http.bodies import read_body, received

MOST_BYTES = 1 << 20
"""Of what is tried: as much as the largest of the bodies that a key to try with may send."""
MARK = {"X-Catalogue-Sandbox": "true"}
"""On each answer to such a key."""


async def answer_tried(
    request: Request, handle: Callable[[Request], Awaitable[Response]], method: str
) -> Response:
    """Answer as really, and take back what was written.

    The body is read before, for inside a trial the locks of a write are held.
    """
    if method == "GET":
        answer = await handle(request)
    else:
        body = await read_body(request, MOST_BYTES)
        again = Request(request.scope, received(body, request.receive))
        async with tried():
            answer = await handle(again)
    answer.headers.update(MARK)
    return answer


def marks_of(request: Request) -> dict[str, str]:
    """Give the mark of a refusal, as of any answer."""
    caller = getattr(request.state, "caller", None)
    return MARK if caller and caller.is_sandbox else {}
