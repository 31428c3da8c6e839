"""The sales channels: their rules, what is in the way of goods, and sheets to upload there.

A partner is told of what everyone may see; what is not published, or for our own pages only, does
not become known here.
"""

from typing import Annotated, Any

import orjson
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from shop.api.asking import Asked, sent
from shop.api.identifying import partner_of, scope_of
from shop.api.operations import JSON, Operation
from shop.api.schemas import Channel, Channels, Diagnoses, RuleSent
from shop.formats.sheets import SHEETS
from shop.http.attaching import attached
from shop.models import Right
from shop.partners import channels
from shop.partners.channels import Terms
from shop.queries import exporting
from shop.queries.diagnosing import Page, diagnose, diagnose_some
from shop.services import services

MOST_CODES = 100
Code = Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,16}$")]


class ObstaclesAsked(Asked):
    after: Annotated[
        str, Field(pattern=r"^[A-Z0-9-]{0,16}$", description="The `next` of an earlier answer.")
    ] = ""
    limit: Annotated[int, Field(ge=1, le=1000, description="Products that are looked at.")] = 100
    code: Annotated[
        list[Code], Field(max_length=MOST_CODES, description="Only these products.")
    ] = []


async def list_channels(request: Request, _: Asked) -> Response:
    partner = partner_of(request)
    found = [_described(terms, partner) for terms in await channels.all_terms()]
    return _answer({"channels": found})


async def set_rule(request: Request, _: Asked) -> Response:
    key, caller = request.path_params["channel"], request.state.caller
    told = await sent(request, RuleSent)
    rule = {**told.model_dump(exclude={"percent"}), "basis_points": int(told.percent * 100)}
    await channels.set_rule(key, rule, by=caller.name, caller=caller.partner)
    return _answer(_described(await channels.terms(key), caller.partner))


async def list_obstacles(request: Request, asked: ObstaclesAsked) -> Response:
    terms = await channels.terms(request.path_params["channel"])
    if asked.code:
        page = Page(await diagnose_some(terms, asked.code, scope=scope_of(request)), None)
    else:
        page = await diagnose(terms, asked.after, limit=asked.limit, scope=scope_of(request))
    items = [
        {"code": one.code, "name": one.name, "obstacles": one.obstacles}
        for one in page.diagnoses
        if one.obstacles
    ]
    more: dict[str, Any] = {"next": page.after} if page.after else {}
    if unknown := sorted(set(asked.code) - {one.code for one in page.diagnoses}):
        more["unknown"] = unknown
    return _answer({"channel": terms.channel.key, "items": items, **more})


async def sheet(request: Request, _: Asked) -> Response:
    """Make the sheet anew for each that asks."""
    terms = await channels.terms(request.path_params["channel"])
    if request.method == "HEAD":
        return Response(media_type=exporting.XLSX)
    origin = services(request).settings.base_url
    made = await exporting.sheet(terms, origin, scope=scope_of(request))
    return attached(made, f"{terms.channel.key}.xlsx", exporting.XLSX)


def _described(terms: Terms, partner: int | None) -> dict[str, Any]:
    """Describe a channel; its rule only to the partner who holds it: margins are confidential."""
    one, rule = terms.channel, terms.rule
    yours = partner is not None and partner == terms.partner_id
    known = {
        "channel": one.key,
        "name": one.name,
        "file": one.file and f"/feeds/{one.file}",
        "fetches": one.fetches if one.file else None,
        "sheet": f"/api/v1/channels/{one.key}/export.xlsx" if one.key in SHEETS else None,
        "requires": one.requires,
        "bans": sorted(one.bans),
        "banned_kinds": list(one.banned_kinds),
        "drawn_pictures": rule.drawn_pictures,
        "takes_preorders": one.takes_preorders,
        "price_as_on_page": one.price_as_on_page,
        "longest_title": one.longest_title,
        "longest_description": one.longest_description,
        "most_pictures": one.most_pictures,
        "least_picture_side": one.least_side,
        "rule": {
            "percent": rule.basis_points / 100,
            "plus": rule.plus,
            "round_to": rule.round_to,
            "categories": dict(rule.categories),
            "drawn_pictures": rule.drawn_pictures,
        }
        if yours
        else None,
    }
    return {key: value for key, value in known.items() if value is not None}


def _answer(body: dict[str, Any]) -> Response:
    return Response(orjson.dumps(body), media_type=JSON, headers={"Cache-Control": "no-cache"})


PATH = "/api/v1/channels"
OPERATIONS = (
    Operation(
        id="channels",
        path=PATH,
        summary="The sales channels: what each asks for, and its rule",
        handler=list_channels,
        answers=Channels,
    ),
    Operation(
        id="channel",
        path=f"{PATH}/{{channel}}",
        summary="Set the rule of a channel that is yours",
        handler=set_rule,
        method="PUT",
        sends=RuleSent,
        right=Right.CHANNELS,
        answers=Channel,
        problems=(404, 413, 415, 422),
    ),
    Operation(
        id="obstacles",
        path=f"{PATH}/{{channel}}/obstacles",
        summary="What keeps products out of a channel, by code",
        handler=list_obstacles,
        asks=ObstaclesAsked,
        needs_key=True,
        answers=Diagnoses,
        problems=(404,),
    ),
    Operation(
        id="export",
        path=f"{PATH}/{{channel}}/export.xlsx",
        summary="A sheet to upload to a channel, and what is missing",
        handler=sheet,
        needs_key=True,
        answers=None,
        media_type=exporting.XLSX,
        problems=(404, 503),
    ),
)
