"""Photos of two producers that look alike, side by side: nothing is decided here."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import Actor, May, must_everywhere
from shop.models import Picture, Product, Side, State
from shop.models.columns import Row
from shop.models.pictures import unpadded
from shop.queries.lookalikes import Lookalike, Use, lookalikes
from shop.web.desk.operating import ALIKE, HOME, operating_page, page_of
from shop.web.language import Language
from shop.web.signed import signed_in
from shop.web.words import words
from shop.web.writing import day

PAGE = 20
MOST = 2000
"""Pairs that are looked for."""
WIDE = 640
Rows = dict[str, Row]


def alike_routes() -> list[BaseRoute]:
    return signed_in(ALIKE, see_alike, side=Side.OFFICIAL)


async def see_alike(request: Request, language: Language, actor: Actor) -> Response:
    """List pairs of photos, the closest first, with whose they are."""
    await must_everywhere(actor, May.OPERATE)
    found, page = await lookalikes(most=MOST), page_of(request)
    start = (page - 1) * PAGE
    some = found[start : start + PAGE]
    products, files = await _products(some), await _files(some)
    return operating_page(
        request,
        language,
        actor,
        "desk/alike.html",
        ALIKE,
        pairs=[_pair(one, products, files, language) for one in some],
        start=start,
        is_cut=len(found) == MOST,
        most=MOST,
        page=page,
        is_more=len(found) > start + PAGE,
    )


async def _products(some: list[Lookalike]) -> Rows:
    codes = {use.product for pair in some for use in (pair.first, pair.second)}
    rows: list[Row] = await Product.filter(code__in=codes).values(
        "code", "name_vi", "state", "producer_id", producer="producer__name"
    )
    return {row["code"]: row for row in rows}


async def _files(some: list[Lookalike]) -> Rows:
    digests = {use.picture for pair in some for use in (pair.first, pair.second)}
    rows: list[Row] = await Picture.filter(digest__in=digests).values("digest", "renditions")
    return {row["digest"]: _file(row["renditions"]) for row in rows}


def _file(renditions: list[Row]) -> Row:
    """Choose the smallest file that is wide enough, or else the widest."""
    by_width = sorted(unpadded(renditions), key=lambda one: int(one["width"]))
    return next((one for one in by_width if one["width"] >= WIDE), by_width[-1])


def _pair(pair: Lookalike, products: Rows, files: Rows, language: Language) -> dict[str, Any]:
    t = words(language)
    is_known = pair.first.taken_at != pair.second.taken_at  # of one file nothing tells
    places = (t.alike_first, t.alike_second) if is_known else ("", "")
    return {
        "said": t.alike_near if pair.distance else t.alike_same,
        "uses": [
            _use(use, place, products, files, language)
            for use, place in zip((pair.first, pair.second), places, strict=True)
        ],
    }


def _use(use: Use, place: str, products: Rows, files: Rows, language: Language) -> dict[str, Any]:
    product = products[use.product]
    taken = day(clock.today(use.taken_at), language)
    return {
        "place": place,
        "code": use.product,
        "name": product["name_vi"],
        "page": language.address(f"/san-pham/{use.product}")
        if product["state"] == State.PUBLISHED
        else "",
        "producer": product["producer"],
        "producer_page": language.address(f"/co-so/{use.producer}"),
        "taken": words(language).alike_taken.format(day=taken),
        "suspend": language.address(f"{HOME}/san-pham/{use.product}/tam-ngung"),
        "file": files[use.picture],
    }
