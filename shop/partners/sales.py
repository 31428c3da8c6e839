"""Where partners sell our products: what they report of it, and how many readers go there.

A report changes no document: where a partner sells does not concern the others, and a full copy
must not move because a partner listed a product. Only our own product page shows it. Reports are
numbered under the clock's lock, so that kept pages find what is new like readers of the log do.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

import orjson
from tortoise.expressions import F
from tortoise.functions import Sum
from tortoise.transactions import in_transaction

from media.sentences import Sentence
from search.vietnamese import compose
from shop import clock
from shop.database import select, select_by_key
from shop.errors import FieldError, InvalidError, OutboundError
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
)
from shop.partners.keys import Caller
from shop.publishing import lock_clock, note_reports

LONGEST_NOTE = 500
TWICE = Sentence(
    "{code} có hai lần. Hãy báo mỗi sản phẩm một lần.",
    "{code} is named twice; name each product once.",
)
NOT_TAKEN = Sentence(
    "Chúng tôi chưa nhận các báo cáo này. Hãy sửa chỗ sai rồi gửi lại.",
    "These reports cannot be taken.",
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


async def report(caller: Caller, reports: Collection[Report]) -> None:
    """Note what a partner says of its listings: all of it, or nothing.

    Raises InvalidError naming each report that cannot be taken.
    """
    site = (await Partner.get(id=caller.partner)).site
    documents = await _offered([one.code for one in reports])
    given = Counter(one.code for one in reports)
    errors = [
        FieldError("sales", TWICE.filled(code=code), code) for code in given if given[code] > 1
    ] + [
        FieldError(f"sales.{n}.{field}", said, value[:100])
        for n, one in enumerate(reports)
        for field, said, value in _mistakes(one, documents, caller, site)
    ]
    if errors:
        raise InvalidError(NOT_TAKEN, errors)
    await _keep(caller.partner, reports)


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
    clicks = await _clicks(partner, [row.code for row in rows])
    return [
        Reported(
            Report(row.code, row.state, row.url, row.note),
            row.reported_at,
            clicks.get(row.code, 0),
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


def _mistakes(
    one: Report, documents: dict[str, Document], caller: Caller, site: str
) -> Iterable[tuple[str, Sentence, str]]:
    document = documents.get(one.code)
    if document is None or not caller.scope.holds(document):
        yield "code", UNKNOWN_HERE.filled(value=shown(one.code)), one.code
        return
    live = one.state == SaleState.LIVE
    if live and not is_sold_online(document):
        yield "code", NOT_ONLINE.filled(value=one.code), one.code
    if (live or one.url) and (wrong := _wrong_address(one.url, site)):
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


async def _keep(partner: int, reports: Collection[Report]) -> None:
    async with in_transaction():
        count = (await lock_clock()).reports
        new = [
            Sale(
                partner_id=partner,
                code=one.code,
                state=one.state,
                url=one.url,
                note=compose(one.note)[:LONGEST_NOTE],
                reported_at=clock.now(),
                serial=count + n,
            )
            for n, one in enumerate(reports, 1)
        ]
        columns = ["state", "url", "note", "reported_at", "serial"]
        await Sale.bulk_create(new, on_conflict=["partner_id", "code"], update_fields=columns)
        await Clock.filter(id=1).update(reports=count + len(new))
    note_reports(count + len(new))


async def _clicks(partner: int, codes: Collection[str]) -> dict[str, int]:
    counted = SaleClick.filter(partner_id=partner, code__in=codes).annotate(n=Sum("clicks"))
    return dict(await counted.group_by("code").values_list("code", "n"))
