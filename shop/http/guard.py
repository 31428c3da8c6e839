"""Refuses requests that two servers might read differently, before anything looks at them.

uvicorn with httptools is the strictest pair measured, but lets a missing or doubled Host and odd
transfer codings through (quality.md §1.4); behind a proxy those are how requests are smuggled.
"""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class Guard:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (fault := _fault(scope)):
            refusal = PlainTextResponse(fault, status_code=400, headers={"Connection": "close"})
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _fault(scope: Scope) -> str | None:
    hosts = codings = lengths = 0
    for name, value in scope["headers"]:
        if name == b"host":
            hosts += 1
        elif name == b"content-length":
            lengths += 1
        elif name == b"transfer-encoding":
            codings += 1
            if value.lower() != b"chunked" or scope["http_version"] == "1.0":
                return "This transfer coding is not accepted."
    if hosts != 1:
        return "A request must name exactly one host."
    if codings + lengths > 1:
        return "The length of the body must be stated once."
    return None
