"""An operation of the API: its address, its parameters and its answers, said once.

Both the routes and the OpenAPI description are made from these, so that they cannot disagree.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shop.api.asking import Asked, asked
from shop.api.identifying import NEEDS_A_KEY
from shop.api.limiting import admit
from shop.api.schemas import Problem
from shop.api.trying import answer_tried
from shop.errors import UnknownKeyError
from shop.http.shares import Shares
from shop.models import Right

Handler = Callable[[Request, Any], Awaitable[Response]]
JSON = "application/json"
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    id: str
    path: str
    summary: str
    handler: Handler
    method: str = "GET"
    asks: type[Asked] = Asked
    body: dict[str, Any] | None = None
    """Media type → what a request brings, as OpenAPI says it."""
    sends: type[BaseModel] | None = None
    """Or: the JSON that it brings."""
    needs_key: bool = False
    right: Right | None = None
    """What the key must be good for."""
    answers: type | None
    """A model, or a part of the document."""
    status: int = 200
    """Of an answer that is no refusal; 204 has no body."""
    media_type: str = JSON
    problems: tuple[int, ...] = ()
    """Statuses it may refuse with, besides 400, 401 and 429, which every one may."""
    refusal: tuple[type[BaseModel], str] = (Problem, PROBLEM)
    """The shape of a refusal, and its media type."""
    headers: tuple[str, ...] = ()
    conditional: bool = False
    partial: bool = False
    """A part of it may be asked for."""
    repeatable: bool = False
    """It takes an `Idempotency-Key`."""

    async def answer(self, request: Request, shares: Shares) -> Response:
        caller = await admit(request, shares)
        if caller is None and (self.needs_key or self.right):
            raise UnknownKeyError(NEEDS_A_KEY)
        if caller and self.right:
            caller.must(self.right)
        wanted = asked(request, self.asks)
        if caller and caller.is_sandbox:
            return await answer_tried(
                request, lambda again: self.handler(again, wanted), self.method
            )
        return await self.handler(request, wanted)

    def described(self) -> dict[str, Any]:
        """Describe the operation as OpenAPI 3.1 does."""
        return {
            "operationId": self.id,
            "summary": self.summary,
            "parameters": [
                *_path_parameters(self.path),
                *_query_parameters(self.asks),
                *([NAMED] if self.repeatable else []),
            ],
            **self._request(),
            **({"security": [{"key": []}]} if self.needs_key or self.right else {}),
            "responses": {str(self.status): self._success(), **self._others()},
        }

    def _request(self) -> dict[str, Any]:
        content = {JSON: {"schema": _ref(self.sends)}} if self.sends else self.body
        return {"requestBody": {"required": True, "content": content}} if content else {}

    def _success(self) -> dict[str, Any]:
        again = ("Idempotent-Replayed",) if self.repeatable else ()
        tried = ("X-Catalogue-Sandbox",) if self.needs_key or self.right else ()
        headers = _headers(*self.headers, *again, *tried, *COUNTED)
        if self.status == HTTPStatus.NO_CONTENT:
            return {"description": "Done", "headers": headers}
        content = {self.media_type: {"schema": self._schema()}}
        return {"description": "OK", "headers": headers, "content": content}

    def _schema(self) -> dict[str, Any]:
        """Describe the body: a component, any JSON, text, or else bytes."""
        if self.answers:
            return _ref(self.answers)
        if self.media_type == JSON:
            return {"type": "object"}
        return {"type": "string", **({} if "text/" in self.media_type else BYTES)}

    def _others(self) -> dict[str, Any]:
        also = [*([403] if self.right else []), *([408] if self.sends or self.body else [])]
        refused = sorted({400, 401, 429, *self.problems, *also})
        answers = {str(status): self._refusal(status) for status in refused}
        unchanged = {"304": {"description": "Not modified"}} if self.conditional else {}
        return {**(PARTS if self.partial else {}), **unchanged, **answers}

    def _refusal(self, status: int) -> dict[str, Any]:
        model, media_type = self.refusal
        return {
            "description": REFUSALS[status],
            "headers": _headers(*BESIDE.get(status, ()), *COUNTED),
            "content": {media_type: {"schema": _ref(model)}},
        }


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _ref(model: type) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def routes_of(operations: Sequence[Operation], shares: Shares) -> list[Route]:
    """Make one route of each address, so that a wrong method is told all that are right."""
    by_path: dict[str, dict[str, Operation]] = {}
    for operation in operations:
        by_path.setdefault(operation.path, {})[operation.method] = operation
    return [_route(path, methods, shares) for path, methods in by_path.items()]


def _route(path: str, methods: dict[str, Operation], shares: Shares) -> Route:
    async def endpoint(request: Request) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        return await methods[method].answer(request, shares)

    return Route(path, endpoint, methods=list(methods))


COUNTED = ("RateLimit", "RateLimit-Policy", "X-Request-ID")
BESIDE = {401: ("WWW-Authenticate",), 429: ("Retry-After",), 503: ("Retry-After",)}
"""Headers that say with a refusal what to do."""
BYTES = {"format": "binary"}
"""As most generators know it; OpenAPI 3.1 itself would say nothing of bytes."""
NAMED = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A name of the request: sent again under it, nothing is done twice.",
    "schema": {"type": "string", "pattern": r'^("[!#-\[\]-~]{1,100}"|[!#-~]{1,100})$'},
}
PARTS = {
    "206": {"description": "The part that was asked for"},
    "416": {"description": "There is no such part"},
}
REFUSALS = {
    400: "The query is not understood; `errors` names each parameter.",
    401: "The key is wrong, expired or revoked.",
    403: "The key is good, but not for this.",
    404: "There is no such thing.",
    408: "The client stopped sending before the request was complete.",
    410: "Not offered to you (any more), or a cursor of another epoch or scope: go to `resync`.",
    413: "More than a request may have.",
    415: "A body of a kind that is not read here.",
    422: "What was sent cannot be taken; `errors` says why.",
    429: "Too many requests; wait for `Retry-After` seconds.",
    503: "Not built yet; try again shortly.",
}


PLACES = {
    "code": "The code of a product, such as `HP-OCOP-0026`.",
    "channel": "`google`, `meta`, `acp`, `shopee`, `lazada` or `tiktok`.",
    "id": "The `id` of the webhook.",
    "key": "The `id` of the key.",
}


def _path_parameters(path: str) -> list[dict[str, Any]]:
    names = [part[1:-1].partition(":")[0] for part in path.split("/") if part.startswith("{")]
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": PLACES[name],
            "schema": {"type": "string"},
        }
        for name in names
    ]


def described_whole(model: type[BaseModel]) -> dict[str, Any]:
    """Describe a model without components."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    return _inlined(schema, schema.pop("$defs", {}))


def _query_parameters(asks: type[Asked]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "query",
            **({"description": told} if (told := described.pop("description", "")) else {}),
            "schema": never_null(described),
        }
        for name, described in described_whole(asks).get("properties", {}).items()
    ]


def _inlined(schema: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """Put what is shared where it is used: parameters have no components of their own."""
    text_refs = {f"#/components/schemas/{name}": body for name, body in shared.items()}
    if (ref := schema.get("$ref")) in text_refs:
        return {**text_refs[ref], **{k: v for k, v in schema.items() if k != "$ref"}}
    if "items" in schema:
        return {**schema, "items": _inlined(schema["items"], shared)}
    if "properties" in schema:
        inner = {name: _inlined(one, shared) for name, one in schema["properties"].items()}
        return {**schema, "properties": inner}
    return schema


def never_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Say of what may be absent that it is there or not, where pydantic knows null for that."""
    if "default" not in schema or schema["default"] is not None:
        return schema
    kinds = [one for one in schema["anyOf"] if one != {"type": "null"}]
    rest = {key: value for key, value in schema.items() if key not in {"anyOf", "default"}}
    return {**(kinds[0] if len(kinds) == 1 else {"anyOf": kinds}), **rest}
