"""Routes of what is for one person: never stored, by the router and not by each view."""

from collections.abc import Sequence

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NO_STORE = (b"cache-control", b"no-store")
PRIVATE = "private"
"""In the scope of a request to such a route."""


def private(routes: Sequence[BaseRoute]) -> list[BaseRoute]:
    """Let no answer of some routes be stored, neither by a browser nor on the way to it."""
    return [_unstored(route) for route in routes if isinstance(route, Route)]


def _unstored(route: Route) -> Route:
    methods = list(route.methods or ())
    return Route(route.path, route.endpoint, methods=methods, middleware=[Middleware(NoStore)])


class NoStore:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_unstored(message: Message) -> None:
            if message["type"] == "http.response.start":
                others = [pair for pair in message["headers"] if pair[0] != NO_STORE[0]]
                message["headers"] = [*others, NO_STORE]
            await send(message)

        await self.app({**scope, PRIVATE: True}, receive, send_unstored)
