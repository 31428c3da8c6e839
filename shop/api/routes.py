"""Every operation of the API."""

from functools import cache

import orjson
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shop.api import (
    catalogue,
    categories,
    channels,
    feeds,
    following,
    partners,
    pictures,
    reporting,
    webhooks,
)
from shop.api.agents import llms, rest, serving
from shop.api.openapi import openapi
from shop.api.operations import JSON, Operation, routes_of
from shop.api.schemas import (
    ChangesPage,
    Checkpoint,
    CheckpointSent,
    Digest,
    Listing,
    Manifest,
    PicturesTaken,
    SearchAnswer,
)
from shop.http.shares import Shares
from shop.models import Right
from shop.services import services

OPERATIONS = (
    Operation(
        id="search",
        path="/api/v1/search",
        summary="Find products",
        handler=catalogue.search,
        asks=catalogue.SearchAsked,
        answers=SearchAnswer,
    ),
    Operation(
        id="listing",
        path="/api/v1/listings/{code}",
        summary="Read the public document of one product",
        handler=catalogue.listing,
        answers=Listing,
        problems=(404, 410),
        headers=("ETag", "X-Catalogue-Serial"),
        conditional=True,
    ),
    Operation(
        id="changes",
        path="/api/v1/changes",
        summary="Follow all changes, in order and without gaps",
        handler=following.changes,
        asks=following.ChangesAsked,
        answers=ChangesPage,
        problems=(410,),
    ),
    Operation(
        id="manifest",
        path="/api/v1/manifest",
        summary="Where the catalogue stands, and which files there are",
        handler=following.manifest,
        answers=Manifest,
    ),
    Operation(
        id="digest",
        path="/api/v1/digest",
        summary="Hashes by which a copy finds where it differs",
        handler=following.digest,
        asks=following.DigestAsked,
        answers=Digest,
    ),
    Operation(
        id="checkpoint",
        path="/api/v1/checkpoint",
        summary="Say how far your copy is",
        handler=following.checkpoint,
        method="PUT",
        sends=CheckpointSent,
        needs_key=True,
        answers=Checkpoint,
        problems=(410, 413, 415, 422),
    ),
    Operation(
        id="pictures",
        path="/api/v1/pictures",
        summary="Send pictures",
        handler=pictures.take,
        method="POST",
        body=pictures.FORM,
        right=Right.PICTURES,
        answers=PicturesTaken,
        problems=(404, 408, 413, 415, 422),
    ),
    *categories.OPERATIONS,
    *partners.OPERATIONS,
    *reporting.OPERATIONS,
    *webhooks.OPERATIONS,
    *channels.OPERATIONS,
    *feeds.OPERATIONS,
    *rest.OPERATIONS,
    *llms.OPERATIONS,
)


def api_routes() -> list[BaseRoute]:
    shares = Shares()
    return [
        *routes_of(OPERATIONS, shares),
        *serving.routes(shares),
        Route("/openapi.json", _describe),
    ]


async def _describe(request: Request) -> Response:
    origin = services(request).settings.base_url
    return Response(await to_thread.run_sync(_description, origin), media_type=JSON)


@cache
def _description(origin: str) -> bytes:
    return orjson.dumps(openapi(OPERATIONS, origin))
