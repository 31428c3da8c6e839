"""Reading a body that is small: of so many bytes at most, and within so many seconds."""

import asyncio

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from media.sentences import Sentence
from shop.errors import TooLargeError, TooSlowError

SECONDS = 15.0
TOO_LARGE = Sentence("Hãy gửi tối đa {most} byte.", "Send at most {most} bytes.")
TOO_SLOW = Sentence(
    "Nội dung không đến đủ trong {seconds} giây. Hãy gửi lại.",
    "The body did not arrive within {seconds} seconds; send it again.",
)


async def read_body(request: Request, most: int) -> bytes:
    """Read a body. Raises TooLargeError and TooSlowError, and Starlette's ClientDisconnect."""
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > most:
                    raise TooLargeError(TOO_LARGE.filled(most=most))
    except TimeoutError:
        raise TooSlowError(TOO_SLOW.filled(seconds=round(SECONDS))) from None
    return bytes(body)


def with_body(app: ASGIApp, body: bytes) -> ASGIApp:
    """Give an application a body that has been read already."""

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, received(body, receive), send)

    return answering


def received(body: bytes, receive: Receive) -> Receive:
    """Give a body that has been read already, before what else is received."""
    given = False

    async def receive_whole() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_whole
