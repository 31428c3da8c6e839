"""UCP over REST: where an agent finds us, and the three questions as POST requests, by version."""

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
from shop.api.agents.versions import EARLIER, MCP, PRESENT, REST, need_same, spoken, version_of
from shop.api.asking import Asked, sent
from shop.api.operations import JSON, Handler, Operation
from shop.http.caching import unchanged
from shop.services import services

PROFILE = "/.well-known/ucp"
SPECIFIED = {
    EARLIER: "specification/catalog",
    PRESENT: "specification/shopping/catalog",
}
"""Where on ucp.dev the catalogue is described; the folders were moved."""
CACHING = "public, max-age=300"
A = TypeVar("A", bound=Asking)


async def profile(request: Request, _: Asked) -> Response:
    """Say which of UCP there is now, and where the earlier version stands."""
    origin = services(request).settings.base_url
    earlier = {EARLIER: f"{origin}{PROFILE}/{EARLIER}"}
    return _found(request, {**_profile(origin, PRESENT), "supported_versions": earlier})


async def profile_of_earlier(request: Request, _: Asked) -> Response:
    """Say it of the earlier version alone: such a profile names no other."""
    return _found(request, _profile(services(request).settings.base_url, EARLIER))


def _found(request: Request, ucp: Thing) -> Response:
    body = orjson.dumps({"ucp": ucp})
    headers = {"ETag": f'"{sha256(body).hexdigest()}"', "Cache-Control": CACHING}
    if same := unchanged(request, headers):
        return same
    return Response(body, media_type=JSON, headers=headers)


def _profile(origin: str, version: str) -> Thing:
    """Describe a version; there is no payment, for nothing is sold here."""
    spec = f"https://ucp.dev/{version}"
    shared = {"version": version, "spec": f"{spec}/specification/overview"}
    of_services = f"{spec}/services/shopping"
    return {
        "version": version,
        "services": {
            "dev.ucp.shopping": [
                {
                    **shared,
                    "transport": "rest",
                    "schema": f"{of_services}/rest.openapi.json",
                    "endpoint": f"{origin}{REST[version]}",
                },
                {
                    **shared,
                    "transport": "mcp",
                    "schema": f"{of_services}/mcp.openrpc.json",
                    "endpoint": f"{origin}{MCP[version]}",
                },
            ]
        },
        "capabilities": {
            SEARCH: [_capability("search", version)],
            LOOKUP: [_capability("lookup", version)],
        },
        "payment_handlers": {},
    }


def _capability(name: str, version: str) -> Thing:
    spec = f"https://ucp.dev/{version}"
    return {
        "version": version,
        "spec": f"{spec}/{SPECIFIED[version]}/{name}",
        "schema": f"{spec}/schemas/shopping/catalog_{name}.json",
    }


async def search(request: Request, _: Asked) -> Response:
    asking = await _asking(request, SearchAsking)
    return _answer(request, await catalogue.search(services(request), asking))


async def lookup(request: Request, _: Asked) -> Response:
    asking = await _asking(request, LookupAsking)
    return _answer(request, await catalogue.lookup(services(request), asking))


async def product(request: Request, _: Asked) -> Response:
    asking = await _asking(request, ProductAsking)
    return _answer(request, await catalogue.product(services(request), asking))


async def _asking(request: Request, model: type[A]) -> A:
    need_same(request)
    return _in_language(request, await sent(request, model, is_kept=False))


def _in_language(request: Request, asking: A) -> A:
    """Take the language of the request's header where its context names none."""
    accepted = request.headers.get("accept-language", "").partition(",")[0].partition(";")[0]
    if asking.context.language or not accepted:
        return asking
    context = asking.context.model_copy(update={"language": accepted.strip()})
    return asking.model_copy(update={"context": context})


def _answer(request: Request, body: Thing) -> Response:
    said = spoken(body, version_of(request.url.path))
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Language"}
    return Response(orjson.dumps(said), media_type=JSON, headers=headers)


def _operations(version: str, suffix: str = "") -> tuple[Operation, ...]:
    def operation(
        name: str, summary: str, handler: Handler, asking: type[Asking], answers: type
    ) -> Operation:
        return Operation(
            id=f"ucp_{name}{suffix}",
            path=f"{REST[version]}/catalog/{name}",
            summary=f"{summary} (UCP {version})",
            handler=handler,
            method="POST",
            sends=asking,
            answers=answers,
            problems=(413, 415, 422),
            refusal=(Refused, JSON),
        )

    return (
        operation("search", "Find products, for agents", search, SearchAsking, ProductsFound),
        operation("lookup", "Read products by numbers", lookup, LookupAsking, ProductsFound),
        operation("product", "Read one product", product, ProductAsking, ProductFound),
    )


def _of_profile(name: str, path: str, handler: Handler) -> Operation:
    return Operation(
        id=name,
        path=path,
        summary="What of the Universal Commerce Protocol there is, and where",
        handler=handler,
        answers=None,
        headers=("ETag",),
        conditional=True,
    )


OPERATIONS = (
    _of_profile("ucp_profile", PROFILE, profile),
    _of_profile("ucp_profile_earlier", f"{PROFILE}/{EARLIER}", profile_of_earlier),
    *_operations(EARLIER),
    *_operations(PRESENT, "_v2"),
)
