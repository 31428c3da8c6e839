"""Where partners sell our products: what they report of it, and how many readers go there.

A report changes no document: where a partner sells does not concern the others, and a full copy
must not move because a partner listed a product. Only our own product page shows it. Reports are
numbered under the clock's lock, so that kept pages find what is new like readers of the log do.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

import orjson
from tortoise.expressions import F
from tortoise.functions import Sum
from tortoise.transactions import in_transaction

from media import failpoints
from media.sentences import Sentence
from search.vietnamese import compose
from shop import clock
from shop.database import select, select_by_key
from shop.errors import FieldError, ForbiddenError, OutboundError
from shop.errors.mistakes import shown
from shop.formats.document import Document
from shop.formats.listing import is_sold_online
from shop.http.outbound import Outbound
from shop.models import (
    Audience,
    Clock,
    Listing,
    Partner,
    Sale,
    SaleClick,
    SaleState,
    ShelfPrice,
    Variant,
)
from shop.partners.answers import (
    TAKEN,
    Answer,
    Named,
    Outcome,
    keep_answer,
    kept_answer,
    refused,
)
from shop.partners.keys import Caller
from shop.publishing import lock_clock, note_reports

LONGEST_NOTE = 500
TWICE = Sentence(
    "{code} có hai lần. Hãy báo mỗi sản phẩm một lần.",
    "{code} is named twice; name each product once.",
)
OF_PARTNERS_ONLY = Sentence(
    "Phần mềm của cơ sở không báo nơi bán. Hãy chỉ báo giá và hàng.",
    "A producer’s own system reports no sales, only prices and stock.",
)
UNKNOWN_HERE = Sentence(
    "“{value}” không có ở đây, hoặc ngoài phạm vi của bạn. Hãy xem mã của bạn trong `changes`.",
    "“{value}” is unknown here, or not in your scope; `changes` names yours.",
)
NOT_ONLINE = Sentence(
    "“{value}” không được bán trực tuyến. Hãy gỡ khỏi trang của bạn.",
    "“{value}” may not be sold online; take it off your pages.",
)
NO_SITE = Sentence(
    "Chưa kiểm tra được “{value}”, vì chúng tôi chưa ghi trang của bạn. Hãy báo cho người vận"
    " hành.",
    "“{value}” cannot be checked: the operator has not noted your site yet.",
)
NO_ADDRESS = Sentence(
    "“{value}” không dùng được. Hãy ghi địa chỉ https của sản phẩm trên {site}.",
    "“{value}” must be the product's https address on {site}.",
)
ELSEWHERE = Sentence(
    "“{value}” không thuộc trang của bạn. Hãy ghi một địa chỉ của {site}.",
    "“{value}” is not of your site; write an address of {site}.",
)
SELLERS = """
    SELECT partner.id, partner.name, partner.site, sale.url FROM sale
    JOIN partner ON partner.id = sale.partner_id
    WHERE sale.code = ? AND sale.state = ? ORDER BY partner.name
"""
OVER = frozenset({SaleState.ENDED, SaleState.REJECTED})
"""States that are reported of whatever was reported before, whatever became of it here."""
Mistakes = Iterable[tuple[str, Sentence, str]]
"""Of each its field, what is wrong, and what was given."""
Clicks = Counter[tuple[int, str]]
"""How often people went to a partner (its id) for a product (its code)."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a partner says of its own listing of a product."""

    code: str
    state: SaleState
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Seller:
    """Where a product is to be had."""

    partner: int
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A report as it is kept, and how many went there in the time that clicks are kept for."""

    report: Report
    reported_at: datetime
    clicks: int
    prices: list[ShelfPrice]
    """What its packs cost there."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a report is judged by."""

    caller: Caller
    site: str
    documents: dict[str, Document]
    reported: set[str]
    """Codes that the partner reported before."""
    given: Counter[str]
    """How often each code is named."""


async def report(
    caller: Caller, reports: Sequence[Report | Outcome], named: Named | None = None
) -> Answer:
    """Note what a partner says of its listings, each by itself; tell what came of each, in order.

    An item may be an outcome already: one that was not understood. Raises ForbiddenError for a
    producer's own system, InvalidError where the name of the request was another's.
    """
    if caller.producer:
        raise ForbiddenError(OF_PARTNERS_ONLY)
    count = 0
    async with in_transaction():
        if answer := await kept_answer(named):
            return answer
        known = await _known(caller, [one for one in reports if isinstance(one, Report)])
        outcomes = [one if isinstance(one, Outcome) else _outcome(one, known) for one in reports]
        if taken := [one for one, of in zip(reports, outcomes, strict=True) if of is TAKEN]:
            count = await _keep(known, [one for one in taken if isinstance(one, Report)])
        answer = await keep_answer(named, outcomes)
        failpoints.reach("reported-rows")
    note_reports(count)
    failpoints.reach("reported-committed")
    return answer


async def sellers(code: str) -> list[Seller]:
    """Tell where a product is to be had, by the name of the partner.

    An address that is not of the partner's present site is passed over: the operator may have noted
    another because strangers have taken the old one.
    """
    rows = await select_by_key(SELLERS, code, SaleState.LIVE)
    return [
        Seller(row["id"], row["name"], row["url"])
        for row in rows
        if _wrong_address(row["url"], row["site"]) is None
    ]


def is_of_site(url: str, site: str) -> bool:
    """Tell whether an address that was taken once is of the partner's present site.

    The files ask it of every product, and many addresses share a host: only what stands before the
    path is read, once.
    """
    return _is_host_of("/".join(url.split("/", 3)[:3]), site)


async def reported(partner: int, after: str = "", limit: int = 1000) -> list[Reported]:
    """Page over what a partner reported, by code."""
    rows = await Sale.filter(partner_id=partner, code__gt=after).order_by("code").limit(limit)
    codes = [row.code for row in rows]
    clicks, prices = await _clicks(partner, codes), await _prices(partner, codes)
    return [
        Reported(
            Report(row.code, row.state, row.url, row.note),
            row.reported_at,
            clicks.get(row.code, 0),
            prices.get(row.code, []),
        )
        for row in rows
    ]


async def count_clicks(day: date, clicks: Clicks) -> None:
    """Add clicks to the rows of a day, always in one order, so that no two processes deadlock."""
    known = set(await Partner.filter(id__in={partner for partner, _ in clicks}).values_list("id"))
    counted = sorted(key for key in clicks if (key[0],) in known)
    new = [SaleClick(day=day, partner_id=partner, code=code) for partner, code in counted]
    await SaleClick.bulk_create(new, ignore_conflicts=True)
    for partner, code in counted:
        await SaleClick.filter(day=day, partner_id=partner, code=code).update(
            clicks=F("clicks") + clicks[partner, code]
        )


async def shown_anew(after: int) -> set[str]:
    """Give the products about which something was reported beyond a count of reports."""
    rows = await select("SELECT code FROM sale WHERE serial > ?", after)
    return {row["code"] for row in rows}


async def go_on_counting() -> None:
    """Let reports be numbered after the restored ones, for a caller with the clock's lock.

    Below them each new one would seem to come before all others, which pages would then drop too.
    """
    [row] = await select("SELECT coalesce(max(serial), 0) AS last FROM sale")
    await Clock.filter(id=1).update(reports=row["last"])


async def _offered(codes: Collection[str]) -> dict[str, Document]:
    found = Listing.filter(code__in=codes, live=True, audience=Audience.EVERYONE)
    return {row["code"]: orjson.loads(row["document"]) for row in await found.values()}


async def _known(caller: Caller, told: Sequence[Report]) -> Known:
    codes = [one.code for one in told]
    return Known(
        caller,
        (await Partner.get(id=caller.partner)).site,
        await _offered(codes),
        set(await _sales_of(caller.partner, codes)),
        Counter(codes),
    )


async def _sales_of(partner: int, codes: Collection[str]) -> list[str]:
    found = Sale.filter(partner_id=partner, code__in=list(codes))
    return [str(code) for code in await found.values_list("code", flat=True)]


def _outcome(one: Report, known: Known) -> Outcome:
    mistakes = _twice(one) if known.given[one.code] > 1 else _mistakes(one, known)
    errors = [FieldError(field, said, value[:100]) for field, said, value in mistakes]
    return refused(errors) if errors else TAKEN


def _twice(one: Report) -> Mistakes:
    yield "code", TWICE.filled(code=one.code), one.code


def _mistakes(one: Report, known: Known) -> Mistakes:
    if one.state in OVER and one.code in known.reported:  # it may be withdrawn, or out of scope
        return
    document = known.documents.get(one.code)
    if document is None or not known.caller.scope.holds(document):
        yield "code", UNKNOWN_HERE.filled(value=shown(one.code)), one.code
        return
    live = one.state == SaleState.LIVE
    if live and not is_sold_online(document):
        yield "code", NOT_ONLINE.filled(value=one.code), one.code
    if (live or one.url) and (wrong := _wrong_address(one.url, known.site)):
        yield "url", wrong, one.url


@lru_cache(1000)
def _is_host_of(origin: str, site: str) -> bool:
    return _wrong_address(origin, site) is None


def _wrong_address(url: str, site: str) -> Sentence | None:
    if not site:
        return NO_SITE.filled(value=shown(url))
    try:
        host = Outbound().read(url).raw_host.decode("ascii").removesuffix(".")
    except OutboundError:
        return NO_ADDRESS.filled(value=shown(url), site=site)
    if host != site and not host.endswith(f".{site}"):
        return ELSEWHERE.filled(value=shown(url), site=site)
    return None


async def _keep(known: Known, reports: Collection[Report]) -> int:
    """Write reports under the clock's lock; give the count of all there are then."""
    count: int = (await lock_clock()).reports
    new = [
        Sale(
            partner_id=known.caller.partner,
            code=one.code,
            state=one.state,
            url=_address(one, known),
            note=compose(one.note)[:LONGEST_NOTE],
            reported_at=clock.now(),
            serial=count + n,
        )
        for n, one in enumerate(reports, 1)
    ]
    columns = ["state", "url", "note", "reported_at", "serial"]
    await Sale.bulk_create(new, on_conflict=["partner_id", "code"], update_fields=columns)
    await Clock.filter(id=1).update(reports=count + len(new))
    return count + len(new)


def _address(one: Report, known: Known) -> str:
    """Give the address to keep: of what is over, none that is not of the partner's site."""
    is_stray = one.state in OVER and one.url and _wrong_address(one.url, known.site)
    return "" if is_stray else one.url


async def _clicks(partner: int, codes: Collection[str]) -> dict[str, int]:
    counted = SaleClick.filter(partner_id=partner, code__in=codes).annotate(n=Sum("clicks"))
    return dict(await counted.group_by("code").values_list("code", "n"))


async def _prices(partner: int, codes: Collection[str]) -> dict[str, list[ShelfPrice]]:
    """Give what packs of products cost at a partner, by product."""
    rows = await ShelfPrice.filter(partner_id=partner).order_by("sku")
    skus = Variant.filter(sku__in=[row.sku for row in rows], product_id__in=list(codes))
    products = dict(await skus.values_list("sku", "product_id"))
    found: dict[str, list[ShelfPrice]] = {}
    for row in rows:
        if row.sku in products:
            found.setdefault(products[row.sku], []).append(row)
    return found
