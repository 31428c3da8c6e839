"""What partners and producers' own systems report: sales, stock and prices, each item by itself."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Annotated, Any, TypeVar

import orjson
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from media.sentences import Sentence
from shop.api.asking import EACH, Asked, Misread, sent_bytes, understood
from shop.api.operations import JSON, Operation
from shop.api.schemas import FieldProblem, Shape
from shop.errors import BadQueryError, FieldError
from shop.errors.mistakes import shown
from shop.models import Availability, Right, SaleState
from shop.models.partners import LONGEST_ADDRESS
from shop.partners import offers, sales
from shop.partners.answers import Answer, Came, Named, Outcome, refused
from shop.partners.keys import Caller
from shop.partners.sales import LONGEST_NOTE, Report

NO_NUL = r"^[^\x00]*$"
"""Text as PostgreSQL keeps it: all but this character."""
MOST_REPORTS = 200
"""In one request."""
MOST_BYTES = 1 << 20
"""Of so many, with long addresses and notes."""
KEY = "Idempotency-Key"
REPEATED = "Idempotent-Replayed"
NAME = re.compile(r'"([\x21\x23-\x5b\x5d-\x7e]{1,100})"|([\x21\x23-\x7e]{1,100})')
"""A key in quotation marks, as the draft has it, or bare."""
NO_NAME = Sentence(
    "“{value}” không dùng được. Hãy ghi từ 1 đến 100 ký tự ASCII, không có dấu cách.",
    "“{value}” does not fit; write 1 to 100 ASCII characters without spaces.",
)
Code = Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,16}$")]
Sku = Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,24}$")]
On = Annotated[
    date | None, Field(description="The day on which it was so, in Hải Phòng; absent: today.")
]


T = TypeVar("T")
Made = TypeVar("Made")


class SaleTold(Shape):
    code: Code
    state: SaleState
    url: Annotated[str, Field(max_length=LONGEST_ADDRESS, pattern=NO_NUL)] = ""
    note: Annotated[str, Field(max_length=LONGEST_NOTE, pattern=NO_NUL)] = ""


class SalesTold(Shape):
    sales: Annotated[list[Annotated[SaleTold, EACH]], Field(min_length=1, max_length=MOST_REPORTS)]


class StockTold(Shape):
    sku: Sku
    availability: Availability
    on: On = None


class StocksTold(Shape):
    packs: Annotated[list[Annotated[StockTold, EACH]], Field(min_length=1, max_length=MOST_REPORTS)]


class PriceTold(Shape):
    sku: Sku
    price: Annotated[
        Annotated[int, Field(strict=True, ge=0, lt=10**15)] | None,
        Field(description="Whole đồng, 1,000 or more; null: on request."),
    ]
    on: On = None


class PricesTold(Shape):
    packs: Annotated[list[Annotated[PriceTold, EACH]], Field(min_length=1, max_length=MOST_REPORTS)]


class SaleResult(Shape):
    code: Annotated[str | None, Field(description="As it was sent, if it was.")] = None
    came: Annotated[Came, Field(description="What came of it; never `outdated`.")]
    errors: Annotated[list[FieldProblem], Field(description="Why it was refused.")] = []


class PackResult(Shape):
    sku: Annotated[str | None, Field(description="As it was sent, if it was.")] = None
    came: Annotated[Came, Field(description="`outdated`: what was said of a later day stands.")]
    errors: Annotated[list[FieldProblem], Field(description="Why it was refused.")] = []


class SalesTaken(Shape):
    taken: int
    refused: int
    results: Annotated[list[SaleResult], Field(description="One an item, in the order sent.")]


class PacksTaken(Shape):
    taken: Annotated[
        int, Field(description="What stands now; of `outdated` something later was said.")
    ]
    refused: int
    results: Annotated[list[PackResult], Field(description="One an item, in the order sent.")]


class ShelfPriceKept(Shape):
    sku: str
    price: int | None
    on: date


class SaleKept(SaleTold):
    reported_at: datetime
    clicks: Annotated[int, Field(description="People who went there from our pages.")]
    prices: Annotated[
        list[ShelfPriceKept], Field(description="What its packs cost there, as you reported.")
    ]


class SalesKept(Shape):
    sales: list[SaleKept]
    next: Annotated[str | None, Field(description="Give it as `after`; absent at the end.")] = None


class SalesAsked(Asked):
    after: Annotated[
        str, Field(pattern=r"^[A-Z0-9-]{0,16}$", description="Code to go on behind.")
    ] = ""
    limit: Annotated[int, Field(ge=1, le=1000)] = 1000


async def report_sales(request: Request, _: Asked) -> Response:
    body = await sent_bytes(request, MOST_BYTES)
    items: Sequence[SaleTold | Misread] = understood(body, SalesTold).sales
    reports = [_read(one, lambda it: Report(it.code, it.state, it.url, it.note)) for one in items]
    answer = await sales.report(_caller(request), reports, _named(request, body))
    return _told(answer, "code", items)


async def report_stock(request: Request, _: Asked) -> Response:
    body = await sent_bytes(request, MOST_BYTES)
    items: Sequence[StockTold | Misread] = understood(body, StocksTold).packs
    words = [_read(one, lambda it: offers.Word(it.sku, it.availability, it.on)) for one in items]
    answer = await offers.report_offers(_caller(request), words, _named(request, body))
    return _told(answer, "sku", items)


async def report_prices(request: Request, _: Asked) -> Response:
    body = await sent_bytes(request, MOST_BYTES)
    items: Sequence[PriceTold | Misread] = understood(body, PricesTold).packs
    prices = [_read(one, lambda it: offers.Price(it.sku, it.price, it.on)) for one in items]
    answer = await offers.report_offers(_caller(request), prices, _named(request, body))
    return _told(answer, "sku", items)


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
            "prices": [
                {"sku": row.sku, "price": row.price, "on": row.said_on} for row in one.prices
            ],
        }
        for one in found
    ]
    more = {"next": found[-1].report.code} if len(found) == asked.limit else {}
    return _answer({"sales": listed, **more})


def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


def _named(request: Request, body: bytes) -> Named | None:
    """Read the name of a request. Raises BadQueryError for what is none.

    Nothing is kept of a trial, not its name either.
    """
    given = request.headers.get(KEY)
    if given is None:
        return None
    if not (found := NAME.fullmatch(given)):
        raise BadQueryError([FieldError(KEY, NO_NAME.filled(value=shown(given)), given[:100])])
    caller = _caller(request)
    if caller.is_sandbox:
        return None
    asked = f"{request.method} {request.url.path}\n".encode() + body
    return Named(caller.partner, found[1] or found[2], sha256(asked).hexdigest())


def _read(one: T | Misread, make: Callable[[T], Made]) -> Made | Outcome:
    """Give an item as verbs take it; one that was not understood is refused already."""
    return refused(one.errors) if isinstance(one, Misread) else make(one)


def _told(answer: Answer, about: str, items: Sequence[Any]) -> Response:
    """Tell what came of each item."""
    came = [one.came for one in answer.outcomes]
    results = [
        {**_about(about, item), **_result(one)}
        for item, one in zip(items, answer.outcomes, strict=True)
    ]
    counted = {"taken": came.count(Came.TAKEN), "refused": came.count(Came.REFUSED)}
    told = _answer({**counted, "results": results})
    if answer.is_repeated:
        told.headers[REPEATED] = "true"
    return told


def _about(about: str, item: Any) -> dict[str, str]:
    if not isinstance(item, Misread):
        return {about: getattr(item, about)}
    said = item.given.get(about) if isinstance(item.given, Mapping) else None
    return {about: said[:100]} if isinstance(said, str) else {}


def _result(one: Outcome) -> dict[str, Any]:
    errors = [{"field": e.field, "message": e.said.en, "value": e.value} for e in one.errors]
    return {"came": one.came, **({"errors": errors} if errors else {})}


def _answer(body: dict[str, Any]) -> Response:
    data = orjson.dumps(body, option=orjson.OPT_UTC_Z)
    return Response(data, 200, {"Cache-Control": "no-store"}, JSON)


OPERATIONS = (
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
        repeatable=True,
    ),
    Operation(
        id="report-availability",
        path="/api/v1/availability",
        summary="Say which packs that you sell, or make, are to be had",
        handler=report_stock,
        method="PUT",
        sends=StocksTold,
        right=Right.REPORTS,
        answers=PacksTaken,
        problems=(413, 415, 422),
        repeatable=True,
    ),
    Operation(
        id="report-prices",
        path="/api/v1/prices",
        summary="Say what packs cost: at your shop, or as their producer",
        handler=report_prices,
        method="PUT",
        sends=PricesTold,
        right=Right.REPORTS,
        answers=PacksTaken,
        problems=(413, 415, 422),
        repeatable=True,
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
