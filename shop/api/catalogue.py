"""Searching the catalogue and reading one listing."""

from typing import Annotated, Literal

import orjson
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from media.sentences import Sentence
from search.engine import Query, Sort
from shop import clock
from shop.api.asking import Asked
from shop.api.identifying import scope_of
from shop.catalogue.merging import aliases
from shop.errors import GoneError
from shop.formats.document import Use
from shop.http.caching import unchanged
from shop.models import Audience, CertificateKind, Kind
from shop.publishing import head
from shop.queries.finding import DEEPEST, MOST_HITS, find
from shop.queries.listings import Published, is_offered, listing_of
from shop.services import services

JSON = "application/json"
CACHE_CONTROL = "public, max-age=0, must-revalidate"
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,40}$")]
FacetName = Literal["kind", "group", "stars", "commune", "certificate", "month", "use", "price"]
FACETS: dict[FacetName, str] = {
    "kind": "kind",
    "group": "group",
    "stars": "stars",
    "commune": "commune_code",
    "certificate": "certificates",
    "month": "season_months",
    "use": "uses",
    "price": "price_bands",
}
"""Facets as partners call them, like the parameters that filter by them → as the engine does."""
NAMES = {field: name for name, field in FACETS.items()}
NOT_OFFERED = Sentence(
    "Sản phẩm này chỉ có trên trang của chúng tôi, hoặc không dành cho khoá này. Hãy bỏ sản phẩm"
    " này.",
    "This product is not offered beyond our own pages, or not to this key.",
)


class SearchAsked(Asked):
    q: Annotated[str, Field(max_length=200, description="What to look for.")] = ""
    literal: Annotated[
        bool, Field(description="Find the words just as they are typed, without another reading.")
    ] = False
    limit: Annotated[int, Field(ge=1, le=MOST_HITS, description="Hits on this page.")] = 24
    offset: Annotated[int, Field(ge=0, le=DEEPEST, description="Hits to pass over.")] = 0
    sort: Sort = Sort.RELEVANCE
    kind: list[Kind] = []
    group: Annotated[
        list[Key], Field(description="OCOP set (`08`) or agricultural group (`trai-cay`).")
    ] = []
    stars: list[Annotated[int, Field(ge=3, le=5)]] = []
    commune: Annotated[list[Key], Field(description="Commune codes of today.")] = []
    certificate: list[CertificateKind] = []
    month: Annotated[
        list[Annotated[int, Field(ge=1, le=12)]], Field(description="In season in this month.")
    ] = []
    use: Annotated[list[Use], Field(description="What goods are used for.")] = []
    producer: Annotated[list[Key], Field(description="Producer codes, merged ones too.")] = []
    price_from: Annotated[int | None, Field(ge=0, le=10**12, description="Đồng.")] = None
    price_to: Annotated[int | None, Field(ge=0, le=10**12, description="Đồng.")] = None
    facets: Annotated[list[FacetName], Field(description="Facets to count.")] = []


async def search(request: Request, asked: SearchAsked) -> Response:
    means = await aliases() if asked.producer else {}
    producers = frozenset(means.get(code, code) for code in asked.producer)
    found = await find(services(request).engine, _query(asked, producers))
    answer = found.answer
    described = {
        "query": asked.q,
        "understood": answer.understood,
        "changed": answer.changed,
        "cut": answer.cut,
        "dropped": answer.dropped,
        "kept": answer.kept if answer.dropped else "",
        "near": [listing.code for listing in found.near],
        "facts": [
            {"facet": NAMES.get(one.field, one.field), "values": one.values, "rest": one.rest}
            for one in answer.facts
        ],
        "total": answer.total,
        "facets": {facet: answer.facets.get(FACETS[facet], {}) for facet in asked.facets},
        "plain": found.plain,
        "partial": answer.partial,
    }
    hits = b",".join(_bytes(listing) for listing in found.listings)
    body = orjson.dumps(described)[:-1] + b',"hits":[' + hits + b"]}"
    return Response(body, media_type=JSON, headers={"Cache-Control": "no-cache"})


def _query(asked: SearchAsked, producers: frozenset[str]) -> Query:
    return Query(
        text=asked.q,
        literal=asked.literal,
        now=int(clock.now().timestamp()),
        audience=frozenset({Audience.EVERYONE}),
        kind=frozenset(asked.kind),
        group=frozenset(asked.group),
        stars=frozenset(asked.stars),
        commune_code=frozenset(asked.commune),
        certificates=frozenset(asked.certificate),
        season_months=frozenset(asked.month),
        uses=frozenset(asked.use),
        producer_code=producers,
        price_from=asked.price_from,
        price_to=asked.price_to,
        sort=asked.sort,
        limit=asked.limit,
        offset=asked.offset,
        facets=tuple(FACETS[facet] for facet in asked.facets),
    )


async def listing(request: Request, _: Asked) -> Response:
    seen = await head()  # before the listing: what is sent is at least as new as it says
    found = await listing_of(request.path_params["code"])
    if not is_offered(found, scope_of(request)):
        raise GoneError(NOT_OFFERED)
    serial = max(found.serial, seen.serial)
    headers = {
        "ETag": f'"{found.digest}"',
        "X-Catalogue-Serial": str(serial),
        "Cache-Control": CACHE_CONTROL,
    }
    if same := unchanged(request, headers):
        return same
    return Response(_bytes(found), media_type=JSON, headers=headers)


def _bytes(found: Published) -> bytes:
    return (found.document or "").encode()
