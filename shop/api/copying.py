"""Long pages of changes: made in turns, so that pages for people come in between."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from shop.http.compressing import may_compress
from shop.http.turns import Turns
from shop.publishing import head

PIECE = 100
"""Listings: some 130 kB, which are compressed in a few milliseconds."""


async def turn(turns: Turns, after: int, limit: int) -> AbstractAsyncContextManager[None]:
    """Give the turn in which a page beyond a serial is made; a short one waits for none."""
    is_long = min(limit, (await head()).serial - after) > PIECE
    return turns.one() if is_long else nullcontext()


def pieces(items: Sequence[bytes]) -> list[bytes]:
    """Join items by commas, in pieces that make one list when they are put together."""
    parts = [b",".join(items[start : start + PIECE]) for start in range(0, len(items), PIECE)]
    return [part if part is parts[0] else b"," + part for part in parts] or [b""]


def sent(request: Request, turns: Turns, parts: Sequence[bytes], kind: str) -> Response:
    """Send a body of several parts, in turns if each is going to be compressed: that is work."""
    headers = {"Cache-Control": "no-cache"}
    if len(parts) == 1 or not may_compress(request.headers.get("accept-encoding", "")):
        return Response(b"".join(parts), media_type=kind, headers=headers)
    whole = {**headers, "Content-Length": str(sum(map(len, parts)))}
    return StreamingResponse(_in_turns(turns, parts), media_type=kind, headers=whole)


async def _in_turns(turns: Turns, parts: Sequence[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        await turns.give_way()  # a slow reader is waited for after it: no other copy waits too
        yield part
