"""UCP over REST: where an agent finds us, and the three questions as POST requests."""

from hashlib import sha256
from typing import TypeVar

import orjson
from starlette.requests import Request
from starlette.responses import Response

from shop.api.agents import catalogue
from shop.api.agents.asked import (
    Asking,
    LookupAsking,
    ProductAsking,
    ProductFound,
    ProductsFound,
    Refused,
    SearchAsking,
)
from shop.api.agents.envelope import LOOKUP, SEARCH, Thing
from shop.api.asking import Asked, sent
from shop.api.operations import JSON, Handler, Operation
from shop.formats.ucp import VERSION
from shop.http.caching import unchanged
from shop.services import services

SPEC = f"https://ucp.dev/{VERSION}"
CACHING = "public, max-age=300"
A = TypeVar("A", bound=Asking)


async def profile(request: Request, _: Asked) -> Response:
    """Say which of UCP there is, and where; no payment, for nothing is sold here."""
    body = orjson.dumps({"ucp": _profile(services(request).settings.base_url)})
    headers = {"ETag": f'"{sha256(body).hexdigest()}"', "Cache-Control": CACHING}
    if same := unchanged(request, headers):
        return same
    return Response(body, media_type=JSON, headers=headers)


def _profile(origin: str) -> Thing:
    shared = {"version": VERSION, "spec": f"{SPEC}/specification/overview"}
    of_services = f"{SPEC}/services/shopping"
    return {
        "version": VERSION,
        "services": {
            "dev.ucp.shopping": [
                {
                    **shared,
                    "transport": "rest",
                    "schema": f"{of_services}/rest.openapi.json",
                    "endpoint": f"{origin}/ucp/v1",
                },
                {
                    **shared,
                    "transport": "mcp",
                    "schema": f"{of_services}/mcp.openrpc.json",
                    "endpoint": f"{origin}/mcp",
                },
            ]
        },
        "capabilities": {SEARCH: [_capability("search")], LOOKUP: [_capability("lookup")]},
        "payment_handlers": {},
    }


def _capability(name: str) -> Thing:
    return {
        "version": VERSION,
        "spec": f"{SPEC}/specification/catalog/{name}",
        "schema": f"{SPEC}/schemas/shopping/catalog_{name}.json",
    }


async def search(request: Request, _: Asked) -> Response:
    asking = await _asking(request, SearchAsking)
    return _answer(await catalogue.search(services(request), asking))


async def lookup(request: Request, _: Asked) -> Response:
    asking = await _asking(request, LookupAsking)
    return _answer(await catalogue.lookup(services(request), asking))


async def product(request: Request, _: Asked) -> Response:
    asking = await _asking(request, ProductAsking)
    return _answer(await catalogue.product(services(request), asking))


async def _asking(request: Request, model: type[A]) -> A:
    return _in_language(request, await sent(request, model, is_kept=False))


def _in_language(request: Request, asking: A) -> A:
    """Take the language of the request's header where its context names none."""
    accepted = request.headers.get("accept-language", "").partition(",")[0].partition(";")[0]
    if asking.context.language or not accepted:
        return asking
    context = asking.context.model_copy(update={"language": accepted.strip()})
    return asking.model_copy(update={"context": context})


def _answer(body: Thing) -> Response:
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Language"}
    return Response(orjson.dumps(body), media_type=JSON, headers=headers)


def _operation(
    name: str, summary: str, handler: Handler, asking: type[Asking], answers: type
) -> Operation:
    return Operation(
        id=f"ucp_{name}",
        path=f"/ucp/v1/catalog/{name}",
        summary=summary,
        handler=handler,
        method="POST",
        sends=asking,
        answers=answers,
        problems=(413, 415),
        refusal=(Refused, JSON),
    )


OPERATIONS = (
    Operation(
        id="ucp_profile",
        path="/.well-known/ucp",
        summary="What of the Universal Commerce Protocol there is, and where",
        handler=profile,
        answers=None,
        headers=("ETag",),
        conditional=True,
    ),
    _operation("search", "Find products, for agents", search, SearchAsking, ProductsFound),
    _operation("lookup", "Read products by their numbers", lookup, LookupAsking, ProductsFound),
    _operation("product", "Read one product", product, ProductAsking, ProductFound),
)
