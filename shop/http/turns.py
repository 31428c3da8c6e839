"""Long answers give way to short ones: what people look at comes before what programs copy.

All requests of a process share one event loop. A copy of the catalogue is megabytes of reading,
writing and compressing, and whatever else is asked meanwhile waits behind it. So a long answer is
made in pieces, each in its turn: one at a time in this process, and not while a page is being made.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST = 0.1
"""Seconds that a piece waits for pages; beyond, copies would come to a standstill on a busy day."""
PROGRAMS = ("/api/", "/feeds/", "/ucp/", "/mcp", "/metrics", "/readyz", "/livez")
"""Addresses that people do not look at; some of them wait for half a minute on purpose."""
READING = {"GET", "HEAD"}


class Turns:
    """Whose turn it is in this process."""

    def __init__(self) -> None:
        self._pages = 0
        self._none_under_way = asyncio.Event()
        self._none_under_way.set()
        self._turn, self._gate = asyncio.Lock(), asyncio.Lock()

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Wait for the turn of a piece, and keep it for the length of the block.

        Turns are given in the order of asking, so that copies share alike. What waits for a slow
        reader does not belong into the block: all other copies would wait with it.
        """
        async with self._turn:
            await self.give_way()
            yield

    async def give_way(self) -> None:
        """Wait while pages are made, and then for one's place among all that waited.

        What is done up to the next await is done before another piece is let go; it may be done
        beside a piece that has its turn, as compressing beside reading.
        """
        async with self._gate:
            await asyncio.sleep(0)  # requests that have come are seen now
            if self._pages:
                with suppress(TimeoutError):
                    async with asyncio.timeout(LONGEST):
                        await self._none_under_way.wait()

    @contextmanager
    def page(self) -> Iterator["_UnderWay"]:
        """Have all copies wait until the page has begun to be sent, or the block ends."""
        under_way = _UnderWay(self)
        try:
            yield under_way
        finally:
            under_way.end()

    def count(self, more: int) -> None:
        self._pages += more
        if self._pages:
            self._none_under_way.clear()
        else:
            self._none_under_way.set()


class _UnderWay:
    def __init__(self, turns: Turns) -> None:
        self._turns: Turns | None = turns
        turns.count(1)

    def end(self) -> None:
        if self._turns:
            self._turns.count(-1)
            self._turns = None


class PagesFirst:
    """Tells the turns of each page that is asked for.

    A page counts until its answer begins: from then on it is its reader's pace that it is sent at.
    """

    def __init__(self, app: ASGIApp, turns: Turns) -> None:
        self.app = app
        self.turns = turns

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_page(scope):
            await self.app(scope, receive, send)
            return
        with self.turns.page() as under_way:

            async def send_and_end(message: Message) -> None:
                if message["type"] == "http.response.body":
                    under_way.end()
                await send(message)

            await self.app(scope, receive, send_and_end)


def _is_page(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] in READING
        and not scope["path"].startswith(PROGRAMS)
    )
