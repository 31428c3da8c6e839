"""The three questions of the UCP catalogue, answered the same over REST and over MCP."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson

from media.sentences import Sentence
from search.codes import codes_in
from search.engine import Query
from search.vietnamese import slug
from shop import clock
from shop.api.agents import cursors
from shop.api.agents.asked import Asking, Filters, LookupAsking, ProductAsking, SearchAsking
from shop.api.agents.envelope import (
    ITEM_UNAVAILABLE,
    LOOKUP,
    NOT_FOUND,
    SEARCH,
    Thing,
    failure,
    info,
    metadata,
    short,
    warning,
)
from shop.errors import InvalidError, TooManyItemsError
from shop.formats import ucp
from shop.formats.document import Document, Variant
from shop.formats.listing import as_of, with_whole_addresses
from shop.models import Audience, OcopSet
from shop.queries.finding import DEEPEST, MOST_HITS, Found, find
from shop.queries.identifiers import identified, is_gtin, normal
from shop.queries.listings import Published
from shop.services import Services

MOST_PRODUCTS = 50
"""On a page of a search."""
SPARE = 50
"""Hits that are read beyond a page, to fill it where some cannot be offered."""
MOST_IDS = 50
NOTHING_IN_CATEGORIES = (
    "Nothing was found in these categories; write one as `categories` of a product shows it."
)
NOTHING_ASKED = Sentence(
    "Hãy gửi query, hoặc filters.categories, hoặc filters.price.",
    "Give a query, or filters.categories, or filters.price.",
)
TOO_MANY_IDS = Sentence(
    "Hãy hỏi tối đa {most} mã mỗi lần.", "Ask for at most {most} ids at a time."
)
VND = "VND"


async def search(services: Services, asking: SearchAsking) -> Thing:
    """Find products that can be offered.

    Raises InvalidError without a query or a filter, and for a cursor that is not of this search.
    """
    if not asking.query.strip() and not _filtered(asking.filters):
        raise InvalidError(NOTHING_ASKED)
    query = await _query(asking)
    found = await find(services.engine, query)
    page = _page(found, query, asking, services.settings.base_url)
    messages = _unheard(asking, "categories", "price")
    if asking.filters.categories and not found.answer.total:
        messages.append(info("nothing_in_categories", NOTHING_IN_CATEGORIES))
    if page.hidden:
        messages.append(_not_offered(f"{page.hidden} more found here", "cannot"))
    if DEEPEST < page.end < found.answer.total:
        messages.append(info("too_many", "There are more than can be paged through: ask closer."))
    return {
        "ucp": metadata(SEARCH),
        "products": [ucp.product(one, ucp.packs(one), _language(asking)) for one in page.offered],
        "pagination": cursors.pagination(asking, page.end, found.answer.total),
        **_told(messages),
    }


@dataclass(slots=True)
class _Page:
    offered: list[Document]
    hidden: int
    """Hits that were passed over, for they cannot be offered."""
    end: int
    """Where in all hits the next page begins."""


def _page(found: Found, query: Query, asking: SearchAsking, origin: str) -> _Page:
    """Take as many hits as were asked for; hits that cannot be offered do not count."""
    listings = {listing.code: listing for listing in found.listings}
    page = _Page([], 0, query.offset)
    for code in found.answer.hits:
        if len(page.offered) == _limit(asking):
            break
        page.end += 1
        document = _document(listings[code], origin) if code in listings else None
        if document and ucp.packs(document):
            page.offered.append(document)
        else:
            page.hidden += bool(document)
    return page


def _limit(asking: SearchAsking) -> int:
    return min(asking.pagination.limit, MOST_PRODUCTS)


async def _query(asking: SearchAsking) -> Query:
    """Ask for goods with a price, unless one product is asked for by its number."""
    price = _price(asking)
    query = Query(
        text=asking.query,
        now=int(clock.now().timestamp()),
        audience=frozenset({Audience.EVERYONE}),
        group=await _groups(asking.filters.categories),
        price_from=price.min if price else None,
        price_to=price.max if price else None,
        limit=min(_limit(asking) + SPARE, MOST_HITS),
        offset=cursors.offset(asking),
    )
    if query.price_from is None and not codes_in(asking.query)[0]:
        return replace(query, price_from=0)
    return query


async def _groups(categories: list[str]) -> frozenset[str]:
    """Read categories as a product shows them: the way or its last step, or a set's number."""
    if not categories:
        return frozenset()
    sets = {slug(one.name_vi): one.number for one in await OcopSet.all().only("number", "name_vi")}
    last = [slug(one.rpartition(">")[2]) for one in categories]
    return frozenset({*last, *(sets[one] for one in last if one in sets)})


async def lookup(services: Services, asking: LookupAsking) -> Thing:
    """Give each product once, with the packs that the identifiers mean.

    Raises TooManyItemsError for more than MOST_IDS.
    """
    if len(asking.ids) > MOST_IDS:
        raise TooManyItemsError(TOO_MANY_IDS.filled(most=MOST_IDS))
    ids = list(dict.fromkeys(asking.ids))
    documents = await _documents(services, ids)
    products = [product for one in documents if (product := _looked_up(one, ids, asking))]
    answered = {
        given["id"] for one in products for pack in one["variants"] for given in pack["inputs"]
    }
    missing = [_missing(one, documents) for one in ids if one not in answered]
    return {
        "ucp": metadata(LOOKUP),
        "products": products,
        **_told([*_unheard(asking, "price"), *missing]),
    }


def _looked_up(document: Document, ids: list[str], asking: Asking) -> Thing | None:
    offered = _within(ucp.packs(document), asking)
    inputs: dict[str, list[Thing]] = {}
    for one in ids:
        pack, match = _meant(one, document, offered)
        if pack:
            inputs.setdefault(pack["sku"], []).append({"id": one, "match": match})
    shown = [pack for pack in offered if pack["sku"] in inputs]
    if not shown:
        return None
    product = ucp.product(document, shown, _language(asking))
    variants = [{**one, "inputs": inputs[one["id"]]} for one in product["variants"]]
    return {**product, "variants": variants}


def _meant(
    identifier: str, document: Document, offered: list[Variant]
) -> tuple[Variant | None, str]:
    """Tell which of some packs an identifier means, and whether it names the pack itself."""
    exact = [one for one in offered if _names(identifier, one)]
    if exact:
        return exact[0], "exact"
    if offered and normal(identifier) == document["code"]:
        return ucp.featured(offered), "featured"
    return None, ""


async def product(services: Services, asking: ProductAsking) -> Thing:
    """Give one product with all or the selected packs; or say that there is no such product."""
    documents = await _documents(services, [asking.id])
    meant = [one for one in documents if _has(asking.id, one)]
    offered = _within(ucp.packs(meant[0]), asking) if meant else []
    if not offered:
        told = _missing(asking.id, documents)
        content = told["content"]
        if told["code"] == NOT_FOUND:
            content = f"Product not found: {content}"
        return failure(told["code"], content, capability=LOOKUP)
    return {
        "ucp": metadata(LOOKUP),
        "product": _detailed(meant[0], offered, asking),
        **_told(_unheard(asking, "price")),
    }


def _detailed(document: Document, offered: list[Variant], asking: ProductAsking) -> Thing:
    first, chosen = _chosen(document, offered, asking)
    shown = [first, *(one for one in chosen if one is not first)]
    written = ucp.product(document, shown, _language(asking))
    if "options" not in written:
        return written
    return {**written, "selected": [ucp.selection(first)], "options": _options(document)}


def _chosen(
    document: Document, offered: list[Variant], asking: ProductAsking
) -> tuple[Variant, list[Variant]]:
    """Give the pack that comes first, and the packs to show.

    A pack that the identifier names outdoes what is selected; a selection that no pack has is let
    go, as the only option that there is.
    """
    wanted = {one.label for one in asking.selected if one.name == ucp.OPTION}
    named, match = _meant(asking.id, document, offered)
    if named and match == "exact":
        return named, [named]
    chosen = [one for one in offered if ucp.selection(one)["label"] in wanted] or offered
    return ucp.featured(chosen), chosen


def _options(document: Document) -> list[Thing]:
    available: dict[str, bool] = {}
    for pack in ucp.packs(document):
        label = ucp.selection(pack)["label"]
        available[label] = available.get(label, False) or pack.get("availability") in ucp.SOLD
    values = [{"label": one, "available": can, "exists": True} for one, can in available.items()]
    return [{"name": ucp.OPTION, "values": values}]


async def _documents(services: Services, ids: list[str]) -> list[Document]:
    found = await identified(ids)
    return [
        _document(one, services.settings.base_url)
        for _, one in sorted(found.items())
        if one.audience == Audience.EVERYONE
    ]


def _document(listing: Published, origin: str) -> Document:
    document: Document = orjson.loads(
        with_whole_addresses((listing.document or "").encode(), origin)
    )
    if listing.changes_at and datetime.fromisoformat(listing.changes_at) <= clock.now():
        return as_of(document, clock.today())
    return document


def _has(identifier: str, document: Document) -> bool:
    packs = document.get("variants", ())
    return normal(identifier) == document["code"] or any(_names(identifier, one) for one in packs)


def _names(identifier: str, pack: Variant) -> bool:
    return normal(identifier) == pack["sku"] or is_gtin(identifier, pack.get("gtin"))


def _missing(identifier: str, documents: list[Document]) -> Thing:
    """Say why there is nothing under an identifier: unknown, or not to be offered."""
    if any(_has(identifier, one) for one in documents):
        return _not_offered(short(identifier), "is in the catalogue and cannot")
    return info(NOT_FOUND, short(identifier))


def _not_offered(what: str, cannot: str) -> Thing:
    reason = "without a price, outside the price filter, or not to be sold online or to minors"
    return info(ITEM_UNAVAILABLE, f"{what} {cannot} be offered to agents: {reason}.")


def _filtered(filters: Filters) -> bool:
    price = filters.price
    return bool(filters.categories) or bool(price and (price.min, price.max) != (None, None))


def _price(asking: Asking) -> Any:
    """Give the price filter, unless it is in another currency, which we cannot convert."""
    currency = asking.context.currency
    return asking.filters.price if currency is None or currency.upper() == VND else None


def _within(packs: list[Variant], asking: Asking) -> list[Variant]:
    price = _price(asking)
    if price is None:
        return packs
    most = price.max if price.max is not None else float("inf")
    return [one for one in packs if (price.min or 0) <= one["price"]["amount"] <= most]


def _unheard(asking: Asking, *heard: str) -> list[Thing]:
    """Say which filters have no effect on this answer."""
    unknown = asking.filters.unknown()
    if asking.filters.categories and "categories" not in heard:
        unknown.append("categories")
    told = [info("filter_ignored", f"filters.{short(one)} has no effect here.") for one in unknown]
    if asking.filters.price and _price(asking) is None:
        content = "Prices are in VND; a price filter in another currency has no effect."
        return [*told[:MOST_IDS], warning("price_filter_ignored", content)]
    return told[:MOST_IDS]


def _language(asking: Asking) -> str:
    """Read a BCP 47 tag; there is Vietnamese, and English for some."""
    tag = (asking.context.language or "").partition("-")[0].lower()
    return ucp.ENGLISH if tag == ucp.ENGLISH else "vi"


def _told(messages: list[Thing]) -> Thing:
    return {"messages": messages} if messages else {}
