"""Refusals in the shapes that agents read: UCP's over REST, JSON-RPC's over MCP."""

from http import HTTPStatus
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from shop.api.agents.envelope import refused
from shop.api.agents.versions import spoken, version_of
from shop.api.operations import JSON
from shop.api.problems import headers_of
from shop.errors import OtherVersionError
from shop.services import services

UCP, MCP = "/ucp/", "/mcp"
FOR_AGENTS = (UCP, MCP)
SERVER_ERROR, DISCOVERY_ERROR = -32000, -32001
"""JSON-RPC 2.0 §5.1: reserved for errors that an implementation defines; the second is UCP's."""


def refusal(request: Request, status: int, error: Exception) -> Response:
    """Write a refusal down; UCP knows a 422 for another version alone, else it is a 400."""
    other = isinstance(error, OtherVersionError)
    if status == HTTPStatus.UNPROCESSABLE_ENTITY and not other:
        status = HTTPStatus.BAD_REQUEST
    told = refused(error, status, request.scope.get("incident"))
    told = spoken(told, version_of(request.url.path))
    if other:  # a page to go to instead, as UCP has it where two parties do not meet
        told["continue_url"] = services(request).settings.base_url + "/"
    body = told if request.url.path.startswith(UCP) else _without_an_id(told)
    return Response(orjson.dumps(body), status, media_type=JSON, headers=headers_of(status, error))


def _without_an_id(told: dict[str, Any]) -> dict[str, Any]:
    """Say it as JSON-RPC does; of two that do not meet, with what UCP wants known of it."""
    [message] = told["messages"]
    error: dict[str, Any] = {"code": SERVER_ERROR, "message": message["content"]}
    if page := told.get("continue_url"):
        data = {"code": message["code"], "content": message["content"], "continue_url": page}
        error |= {"code": DISCOVERY_ERROR, "data": data}
    return {"jsonrpc": "2.0", "id": None, "error": error}
