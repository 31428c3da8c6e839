"""The categories under their codes: what a partner keys its own tree on."""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from shop.api.asking import Asked
from shop.api.operations import JSON, Operation
from shop.api.schemas import Categories
from shop.queries.categories import KnownCategory, known_categories
from shop.services import process


async def list_categories(request: Request, _: Asked) -> Response:
    tallies = process(request).tallies
    await tallies.catch_up()
    counts = tallies.counts()
    shown = {**counts["kind"], **counts["group"]}
    listed = [_told(one, shown) for one in await known_categories()]
    body = orjson.dumps({"categories": listed})
    return Response(body, media_type=JSON, headers={"Cache-Control": "no-cache"})


def _told(one: KnownCategory, shown: Mapping[str, int]) -> dict[str, Any]:
    """Leave out what is not there, as in all our answers."""
    above = {"parent": one.parent, "group": one.group, "section": one.section}
    return {
        "code": one.code,
        "kind": one.kind,
        "name": one.name,
        **{key: value for key, value in above.items() if value},
        "products": shown.get(one.code, 0),
    }


OPERATIONS = (
    Operation(
        id="categories",
        path="/api/v1/categories",
        summary="All categories, under codes that never change",
        handler=list_categories,
        answers=Categories,
    ),
)
