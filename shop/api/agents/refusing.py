"""Refusals in the shapes that agents read: UCP's over REST, JSON-RPC's over MCP."""

from http import HTTPStatus
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from shop.api.agents.envelope import refused
from shop.api.operations import JSON
from shop.api.problems import headers_of

UCP, MCP = "/ucp/", "/mcp"
FOR_AGENTS = (UCP, MCP)
SERVER_ERROR = -32000
"""JSON-RPC 2.0 §5.1: reserved for errors that an implementation defines."""


def refusal(request: Request, status: int, error: Exception) -> Response:
    """Write a refusal down; UCP knows no 422, for it what is not understood is a 400."""
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        status = HTTPStatus.BAD_REQUEST
    told = refused(error, status, request.scope.get("incident"))
    body = told if request.url.path.startswith(UCP) else _without_an_id(told)
    return Response(orjson.dumps(body), status, media_type=JSON, headers=headers_of(status, error))


def _without_an_id(told: dict[str, Any]) -> dict[str, Any]:
    error = {"code": SERVER_ERROR, "message": told["messages"][0]["content"]}
    return {"jsonrpc": "2.0", "id": None, "error": error}
