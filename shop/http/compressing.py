"""Compresses answers, except feed files: those have forms of their own, with their own ETags."""

from starlette.types import Receive, Scope, Send
from starlette_compress import CompressMiddleware

FEEDS = "/feeds/"
CODINGS = ("zstd", "br", "gzip")


def may_compress(accepted: str) -> bool:
    """Tell whether an answer may be compressed, by the request's `Accept-Encoding`."""
    return any(coding in accepted.lower() for coding in CODINGS)


class Compressing(CompressMiddleware):
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(FEEDS):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
