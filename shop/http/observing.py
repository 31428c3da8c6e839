"""One log line and one measurement for every request."""

from secrets import token_hex
from time import perf_counter

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shop.http.paths import logged
from shop.logs import request_id
from shop.metrics import REQUESTS, SECONDS

log = structlog.get_logger("shop.request")
SAFE = {"GET", "HEAD", "OPTIONS"}
QUIET = {"/livez", "/readyz", "/metrics"}


class Observing:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = perf_counter(), 500
        scope["incident"] = token_hex(4)
        request_id.set(scope["incident"])

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        finally:
            _note(scope, status, perf_counter() - began)


def _note(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "none")
    REQUESTS.labels(route, status).inc()
    SECONDS.observe(seconds)
    if route not in QUIET and "told_elsewhere" not in scope:
        log.info(
            "request",
            method=scope["method"],
            path=logged(scope["path"]),
            status=status,
            ms=round(seconds * 1000, 1),
            incident=scope["incident"] if status >= 500 else None,  # noqa: PLR2004
            request=scope["incident"] if scope["method"] not in SAFE else None,
        )
