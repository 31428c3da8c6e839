"""What an agent accepts of MCP's two forms: JSON, or a stream that holds one event.

The library asks for `application/json` in `Accept`. A client that sends no such field accepts
anything (RFC 9110 §12.5.1), and some name the stream alone.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shop.api.operations import JSON

STREAM = "text/event-stream"


def in_the_form_that_is_read(app: ASGIApp) -> ASGIApp:
    """Have an application answer in JSON, and give that in the form that a request accepts."""

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        accepted = Headers(scope=scope).get("accept", "").lower()
        streams = STREAM in accepted and JSON not in accepted and "*/*" not in accepted
        if accepted.strip() and not streams:
            await app(scope, receive, send)
            return
        asked = {**scope, "headers": [*scope["headers"]]}
        MutableHeaders(scope=asked)["accept"] = JSON
        await app(asked, receive, _as_event(send) if streams else send)

    return answering


def _as_event(send: Send) -> Send:
    """Put an answer in JSON, which comes whole, into the one event of a stream."""
    begun: Message = {}

    async def sending(message: Message) -> None:
        nonlocal begun
        if message["type"] == "http.response.start":
            begun = message
            return
        headers = MutableHeaders(raw=list(begun["headers"]))
        body = message.get("body", b"")
        if body:  # what is only told of is answered with nothing
            body = b"event: message\ndata: " + body + b"\n\n"
            headers["content-type"] = STREAM
            headers["content-length"] = str(len(body))
        await send({**begun, "headers": headers.raw})
        await send({**message, "body": body})

    return sending
