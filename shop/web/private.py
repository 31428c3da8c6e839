"""Routes of what is for one person: never stored, by the router and not by each view."""

from collections.abc import Sequence

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shop.web.language import Language

NO_STORE = (b"cache-control", b"no-store")
PRIVATE = "private"
"""In the scope of a request to such a route."""


def private(prefix: str, routes: Sequence[BaseRoute]) -> list[BaseRoute]:
    """Mount routes in both languages below a prefix, so that no answer of theirs is stored."""
    return [
        Mount(language.address(prefix), routes=routes, middleware=[Middleware(NoStore)])
        for language in Language
    ]


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
