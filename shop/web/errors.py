"""Errors as pages."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response


async def error_page(_: Request, status: int, error: Exception) -> Response:
    return PlainTextResponse(str(error), status)
