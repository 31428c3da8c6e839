"""One log line and one measurement for every request, under one name that its answer tells too."""

from http import HTTPStatus
from time import perf_counter

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shop.http.paths import logged
from shop.http.requests import HEADER, called, network_of, trace_of
from shop.logs import request_id
from shop.metrics import FAILURES, REQUESTS, SECONDS, count_throttled

log = structlog.get_logger("shop.request")
QUIET = {"/livez", "/readyz", "/metrics"}
SAID_BESIDE = "said_beside"
"""In the scope of a request: headers that its answer has, whatever becomes of it."""
PARTNER, KEY = "partner", "key"
"""In the scope of a request that carries a key: the partner's name, and the key's number."""


class Observing:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = perf_counter(), 500
        scope["incident"] = called(scope)
        request_id.set(scope["incident"])

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                name = (HEADER, scope["incident"].encode())
                beside = [(k.lower().encode(), v.encode()) for k, v in _beside(scope).items()]
                message["headers"] = [*message.get("headers", ()), name, *beside]
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        finally:
            _note(scope, status, perf_counter() - began)


def _beside(scope: Scope) -> dict[str, str]:
    said: dict[str, str] = scope.get(SAID_BESIDE, {})
    return said


def _note(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "none")
    REQUESTS.labels(route, status).inc()
    SECONDS.observe(seconds)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        FAILURES.inc()
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        count_throttled(scope.get(PARTNER, ""))
    if route not in QUIET and "told_elsewhere" not in scope:
        log.info(
            "request",
            method=scope["method"],
            path=logged(scope["path"]),
            status=status,
            ms=round(seconds * 1000, 1),
            request=scope["incident"],
            **_sender(scope),
        )


def _sender(scope: Scope) -> dict[str, str | int]:
    """Tell who sent a request, as far as it is known: never a key, nor a whole address."""
    known = {
        "trace": trace_of(scope),
        "partner": scope.get(PARTNER),
        "key": scope.get(KEY),
        "network": network_of(scope),
    }
    return {name: value for name, value in known.items() if value}
