"""Puts the security headers on every answer, and keeps ETags honest about compression."""

from base64 import b64encode
from hashlib import sha256

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shop.config import Settings
from shop.http.caching import name_coding

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{}; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
HSTS = {"strict-transport-security": "max-age=31536000; includeSubDomains"}


def content_security_policy(style: str = "") -> str:
    """Say what a page may load; the style that stands in pages is allowed by its text alone."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return CONTENT_SECURITY_POLICY.format(f" 'sha256-{digest}'" if style else "")


class Headers:
    """A route that sets one of the headers itself, as pictures do, keeps its own."""

    def __init__(self, app: ASGIApp, settings: Settings, style: str = "") -> None:
        self.app = app
        policy = {"content-security-policy": content_security_policy(style)}
        headers = {**policy, **ALWAYS, **(HSTS if settings.secure else {})}
        self.headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = dict(message["headers"])
                message["headers"] = [
                    *name_coding(message["headers"], present),
                    *[pair for pair in self.headers if pair[0] not in present],
                ]
            await send(message)

        await self.app(scope, receive, send_with_headers)
