"""What a partner does for itself: looks at its place here, changes its keys, reports its sales."""

import re
from datetime import date, datetime
from typing import Annotated, Any

import orjson
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from media.sentences import Sentence
from shop.api.asking import Asked, sent
from shop.api.operations import JSON, Operation
from shop.api.schemas import Shape
from shop.errors import ForbiddenError, NotFoundError
from shop.models import Availability, KeyKind, Right, SaleState
from shop.models.partners import LONGEST_ADDRESS
from shop.partners import keys, sales, stock
from shop.partners.keys import Caller, KnownKey
from shop.partners.sales import LONGEST_NOTE, Report
from shop.partners.scopes import Scope

NUMBER = re.compile(r"\d{1,9}", re.ASCII)
NO_NUL = r"^[^\x00]*$"
"""Text as PostgreSQL keeps it: all but this character."""
MOST_REPORTS = 200
"""In one request."""
MOST_BYTES = 1 << 20
"""Of so many, with long addresses and notes."""
CANNOT_GIVE = Sentence(
    "Khoá này không thể cho quyền mà nó không có. Hãy bỏ {rights}.",
    "This key cannot give what it lacks: {rights}.",
)
NO_KEY = Sentence("Không có khoá như vậy. Hãy xem lại số của khoá.", "There is no such key.")


class Key(Shape):
    id: int
    last4: str
    kind: KeyKind
    rights: list[Right]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


class Myself(Shape):
    """A partner as it is known here."""

    name: str
    site: Annotated[str, Field(description="Host that reported addresses must belong to.")]
    scope: Scope
    behind: Annotated[int | None, Field(description="Serials, by the last checkpoint.")] = None
    keys: list[Key]


class KeyWanted(Shape):
    days: Annotated[int, Field(ge=1, le=keys.LONGEST_LIFE)] = keys.LONGEST_LIFE
    rights: Annotated[
        list[Right] | None, Field(description="Some of your own; absent: all of them.")
    ] = None


class NewKey(Shape):
    id: int
    key: Annotated[str, Field(description="Told this once.")]
    expires_at: datetime


class SaleTold(Shape):
    code: Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,16}$")]
    state: SaleState
    url: Annotated[str, Field(max_length=LONGEST_ADDRESS)] = ""
    note: Annotated[str, Field(max_length=LONGEST_NOTE, pattern=NO_NUL)] = ""


class SalesTold(Shape):
    sales: Annotated[list[SaleTold], Field(min_length=1, max_length=MOST_REPORTS)]


class SalesTaken(Shape):
    taken: int


class StockTold(Shape):
    sku: Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,24}$")]
    availability: Availability
    on: Annotated[
        date | None, Field(description="The day on which it was so, in Hải Phòng; absent: today.")
    ] = None


class StocksTold(Shape):
    packs: Annotated[list[StockTold], Field(min_length=1, max_length=MOST_REPORTS)]


class StocksTaken(Shape):
    taken: Annotated[
        int, Field(description="What stands now; of the others something later was said.")
    ]


class SaleKept(SaleTold):
    reported_at: datetime
    clicks: Annotated[int, Field(description="People who went there from our pages.")]


class SalesKept(Shape):
    sales: list[SaleKept]
    next: Annotated[str | None, Field(description="Give it as `after`; absent at the end.")] = None


class SalesAsked(Asked):
    after: Annotated[
        str, Field(pattern=r"^[A-Z0-9-]{0,16}$", description="Code to go on behind.")
    ] = ""
    limit: Annotated[int, Field(ge=1, le=1000)] = 1000


async def myself(request: Request, _: Asked) -> Response:
    caller = _caller(request)
    lag = await keys.lag_of(caller.partner)
    theirs = [_described(key) for key in await keys.keys_of(caller.partner)]
    told = {"name": lag.partner, "site": lag.site, "scope": caller.scope.model_dump(mode="json")}
    return _answer(
        {**told, **({} if lag.behind is None else {"behind": lag.behind}), "keys": theirs}
    )


async def add_key(request: Request, _: Asked) -> Response:
    caller, wanted = _caller(request), await sent(request, KeyWanted)
    rights = caller.rights if wanted.rights is None else frozenset(wanted.rights)
    if beyond := rights - caller.rights:
        raise ForbiddenError(CANNOT_GIVE.filled(rights=", ".join(sorted(beyond))))
    kept = None if rights == frozenset(Right) else rights
    made = await keys.add_key(
        caller.partner, by=caller.name, kind=caller.kind, days=wanted.days, rights=kept
    )
    return _answer({"id": made.id, "key": made.key, "expires_at": made.expires_at}, 201)


async def revoke_key(request: Request, _: Asked) -> Response:
    caller, key = _caller(request), request.path_params["key"]
    if not NUMBER.fullmatch(key):
        raise NotFoundError(NO_KEY)
    await keys.revoke_key(int(key), by=caller.name, partner=caller.partner, keeps_one=True)
    return Response(status_code=204)


async def report_sales(request: Request, _: Asked) -> Response:
    told = await sent(request, SalesTold, most=MOST_BYTES)
    reports = [Report(one.code, one.state, one.url, one.note) for one in told.sales]
    await sales.report(_caller(request), reports)
    return _answer({"taken": len(reports)})


async def report_stock(request: Request, _: Asked) -> Response:
    told = await sent(request, StocksTold, most=MOST_BYTES)
    words = [stock.Word(one.sku, one.availability, one.on) for one in told.packs]
    return _answer({"taken": await stock.report_stock(_caller(request), words)})


async def list_sales(request: Request, asked: SalesAsked) -> Response:
    found = await sales.reported(_caller(request).partner, asked.after, asked.limit)
    listed = [
        {
            "code": one.report.code,
            "state": one.report.state,
            "url": one.report.url,
            "note": one.report.note,
            "reported_at": one.reported_at,
            "clicks": one.clicks,
        }
        for one in found
    ]
    more = {"next": found[-1].report.code} if len(found) == asked.limit else {}
    return _answer({"sales": listed, **more})


def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


def _described(key: KnownKey) -> dict[str, Any]:
    revoked = {"revoked_at": key.revoked_at} if key.revoked_at else {}
    return {
        "id": key.id,
        "last4": key.last4,
        "kind": key.kind,
        "rights": sorted(key.rights),
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        **revoked,
    }


def _answer(body: dict[str, Any], status: int = 200) -> Response:
    data = orjson.dumps(body, option=orjson.OPT_UTC_Z)
    return Response(data, status, {"Cache-Control": "no-store"}, JSON)


OPERATIONS = (
    Operation(
        id="partner",
        path="/api/v1/partner",
        summary="Look at yourself: your scope, your keys, how far you are",
        handler=myself,
        needs_key=True,
        answers=Myself,
    ),
    Operation(
        id="add-key",
        path="/api/v1/keys",
        summary="Make a second key, to change over to",
        handler=add_key,
        method="POST",
        status=201,
        sends=KeyWanted,
        right=Right.KEYS,
        answers=NewKey,
        problems=(413, 415, 422),
    ),
    Operation(
        id="revoke-key",
        path="/api/v1/keys/{key}",
        summary="End a key of yours at once",
        handler=revoke_key,
        method="DELETE",
        right=Right.KEYS,
        status=204,
        answers=None,
        problems=(404, 422),
    ),
    Operation(
        id="report-sales",
        path="/api/v1/sales",
        summary="Report where you sell products, or why you do not",
        handler=report_sales,
        method="PUT",
        sends=SalesTold,
        right=Right.REPORTS,
        answers=SalesTaken,
        problems=(413, 415, 422),
    ),
    Operation(
        id="report-availability",
        path="/api/v1/availability",
        summary="Say which packs that you sell are to be had",
        handler=report_stock,
        method="PUT",
        sends=StocksTold,
        right=Right.REPORTS,
        answers=StocksTaken,
        problems=(413, 415, 422),
    ),
    Operation(
        id="sales",
        path="/api/v1/sales",
        summary="Read what you reported, and how many went there",
        handler=list_sales,
        asks=SalesAsked,
        right=Right.REPORTS,
        answers=SalesKept,
    ),
)
