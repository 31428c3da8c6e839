"""Serving the tools at `/mcp`: Streamable HTTP without sessions and without streams.

Every POST is answered by itself with JSON, so any process can answer it, and nothing is open when
the service stops.
"""

import asyncio

from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp

from shop.api.asking import MOST_BYTES
from shop.api.limiting import admit
from shop.http.bodies import read_body, with_body
from shop.http.shares import Shares
from shop.services import Services, process


class Tools:
    """What answers at `/mcp`, for as long as the service runs."""

    def __init__(self, services: Services) -> None:
        # Commands import the application, too; only serving is worth the second that this takes.
        from shop.api.agents.tools import manager  # noqa: PLC0415

        self.ready = asyncio.Event()
        self.manager = manager(services)

    async def run(self, stopping: asyncio.Event) -> None:
        """Hold the tasks of requests; it must end in the task that began it."""
        async with self.manager.run():
            self.ready.set()
            await stopping.wait()


def route(shares: Shares) -> Route:
    """Let a reader in as the API does; by POST alone, for streams there are none.

    The body is read here, for the library waits for it without end.
    """

    async def endpoint(request: Request) -> ASGIApp:
        await admit(request, shares)
        return with_body(process(request).mcp, await read_body(request, MOST_BYTES))

    return Route("/mcp", endpoint, methods=["POST"], name="mcp")
