"""Serving the tools at `/mcp`: Streamable HTTP without sessions and without streams.

Every POST is answered by itself with JSON, or as the one event of a stream for those that read
nothing else, so any process can answer it, and nothing is open when the service stops.
"""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import structlog
from anyio import to_thread
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from shop.api.agents.accepting import in_the_form_that_is_read
from shop.api.agents.versions import MCP, need_same, version_of
from shop.api.asking import MOST_BYTES
from shop.api.limiting import admit
from shop.http.bodies import read_body, with_body
from shop.http.shares import Shares
from shop.services import Services, process

AGAIN = 1.0
"""Seconds until the library is looked for again."""
log = structlog.get_logger()


class Tools:
    """What answers at `/mcp`, for as long as the service runs.

    Importing it takes half of a process's start, so pages are served meanwhile, and a request here
    waits for it.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._ready = asyncio.Event()
        self._handle: dict[str, ASGIApp] = {}
        """By the version of UCP."""

    async def run(self, stopping: asyncio.Event) -> None:
        """Hold the tasks of requests; it must end in the task that began it."""
        if (make := await _imported(stopping)) is None:
            return
        async with AsyncExitStack() as running:
            for version in MCP:
                manager = make(self._services, version)
                await running.enter_async_context(manager.run())
                self._handle[version] = manager.handle_request
            self._ready.set()
            await stopping.wait()

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._ready.wait()
        if handle := self._handle.get(version_of(scope["path"])):
            await handle(scope, receive, send)


async def _imported(stopping: asyncio.Event) -> Any:
    """Import the library, and try again where nothing can be opened just now; None when stopped."""
    while not stopping.is_set():
        try:
            return await to_thread.run_sync(_manager)
        except OSError as fault:
            log.warning("agents wait", reason=str(fault))
            await asyncio.sleep(AGAIN)
    return None


def _manager() -> Any:
    from shop.api.agents.tools import manager  # noqa: PLC0415 - a second, beside the serving

    return manager


def routes(shares: Shares) -> list[Route]:
    """Let a reader in as the API does; by POST alone, for streams there are none.

    The body is read here, for the library waits for it without end.
    """

    async def endpoint(request: Request) -> ASGIApp:
        await admit(request, shares)
        need_same(request)
        answering = with_body(process(request).mcp, await read_body(request, MOST_BYTES))
        return in_the_form_that_is_read(answering)

    return [Route(path, endpoint, methods=["POST"], name=path[1:]) for path in MCP.values()]
