"""What any reader of a document needs: its moment, its words, and whole addresses."""

from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast

from search.vietnamese import slug
from shop.formats.document import Both, Category, Document, Origin, Variant
from shop.formats.standing import stands_through

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
NOT_ONLINE = "not_online"
"""The sale restriction of what may be shown and never offered (docs/adr/0004)."""
WEIGHED = frozenset({"kg", "l"})
"""What unit prices can be compared in."""
ROOT_RELATIVE = b'"url":"/'


def as_of(document: Document, day: date) -> Document:
    """Leave out stars, certificates and words about stock that ended before a day.

    The worker re-renders a document when something in it ends; should it be late, no reader may be
    shown what no longer holds.
    """
    today = day.isoformat()
    current = document.copy()
    if (ocop := document.get("ocop")) and ocop["expires_on"] < today:
        del current["ocop"]
    if certificates := document.get("certificates"):
        current["certificates"] = [c for c in certificates if c.get("expires_on", today) >= today]
    if variants := document.get("variants"):
        season = document.get("season_months", ())
        current["variants"] = [_with_stock(pack, season, day) for pack in variants]
    return current


def _with_stock(pack: Variant, season: Collection[int], day: date) -> Variant:
    said_on = pack.get("availability_confirmed_on")
    if not said_on or day <= stands_through(date.fromisoformat(said_on), season):
        return pack
    known = {key: value for key, value in pack.items() if not key.startswith("availability")}
    return cast("Variant", known)


def with_whole_addresses(document: bytes, origin: str) -> bytes:
    """Put our origin before every root-relative `url` of a document.

    Inside a JSON string a quote is always escaped, so these bytes can only be a key and its value.
    """
    return document.replace(ROOT_RELATIVE, b'"url":"' + origin.encode() + b"/")


def once_each(ask: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Keep the answers about the last document: one format after another asks the same of it.

    The document is what is given first. Code that changes one makes a new one, so it is known by
    its identity.
    """
    last: tuple[object, dict[tuple[object, ...], Answer]] | None = None

    @wraps(ask)
    def answer(*args: Asked.args, **named: Asked.kwargs) -> Answer:
        nonlocal last
        kept = last
        if kept is None or kept[0] is not args[0]:
            kept = last = args[0], {}
        if args[1:] not in kept[1]:
            kept[1][args[1:]] = ask(*args, **named)
        return kept[1][args[1:]]

    return answer


def is_sold_online(document: Document) -> bool:
    return document.get("sale_restriction") != NOT_ONLINE


def lowest_price(document: Document) -> int | None:
    """Give the lowest price of its packs in đồng; None when all are on request."""
    prices = [v["price"]["amount"] for v in document.get("variants", ()) if "price" in v]
    return min(prices, default=None)


def lowest_unit_price(document: Document) -> int | None:
    """Give the lowest price of a kilogram or litre of its packs; pieces cannot be compared."""
    prices = [v["unit_price"] for v in document.get("variants", ()) if "unit_price" in v]
    weighed = (one["amount"] for one in prices if one["reference"]["unit"] in WEIGHED)
    return min(weighed, default=None)


def gtins_of(document: Document) -> list[str]:
    return [v["gtin"] for v in document.get("variants", ()) if "gtin" in v]


def group_of(category: Category) -> str:
    """Give the code of a category, also of a document from before categories had one."""
    return str(category.get("code") or category.get("set") or _slug(category["group"]["vi"]))


@lru_cache(1000)
def _slug(group: str) -> str:
    """Make the slug of a group: there are but a few, and every feed asks for them."""
    return slug(group)


def texts(both: Both) -> list[str]:
    """Give a text in every language that it is there in."""
    return [text for text in (both.get("vi"), both.get("en")) if text]


def former_place(origin: Origin) -> str:
    """Give the place by the names on older papers; empty if it had no other."""
    names = (origin.get("former_commune"), origin.get("former_district"))
    return ", ".join(name for name in names if name)
