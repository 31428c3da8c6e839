"""Answers when a view fails.

It stands inside the other middleware, unlike Starlette's own handler for failures, so that this
answer, too, is logged, measured and carries the security headers.
"""

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shop.edge.errors import answer

log = structlog.get_logger()


class LastResort:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except Exception as failure:
            log.exception(
                "request failed", incident=scope.get("incident"), path=scope["path"][:300]
            )
            if started:
                raise  # half an answer is out: only breaking off tells the reader so
            await (await answer(Request(scope), 500, failure))(scope, receive, send)
