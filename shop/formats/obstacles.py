"""What keeps a product out of a channel, or makes it look poor there.

The one place that decides it: formats write the packs that `taken` gives, and `obstacles` says of
the others why, from the same checks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from media.sentences import Sentence, joined, number
from shop.formats.bans import KINDS, kinds_of
from shop.formats.channels import Channel, allowed_pictures, side
from shop.formats.document import Document, Variant
from shop.formats.gtins import is_for_trade
from shop.formats.listing import group_of
from shop.formats.offers import description_of, title_of
from shop.formats.remedies import BLOCKING, REMEDIES
from shop.formats.rules import Setting
from shop.formats.text import is_in_capitals, one_line
from shop.formats.vouching import is_illustrative
from shop.formats.weights import grams

Facts = dict[str, Any]
PREORDER = "preorder"
ENDLESS = 1 << 30


@dataclass(frozen=True, slots=True)
class Obstacle:
    code: str
    concerns: str
    """Code of the product, or the SKU of one pack."""
    field: str
    blocking: bool
    """It is kept out; else it goes out and could do better."""
    vi: str
    en: str


def taken(channel: Channel, document: Document, setting: Setting) -> list[Variant]:
    """Give the packs that go out to a channel: the packs that nothing keeps back."""
    for found in KEEPS_PRODUCT.values():  # a loop: every feed asks this of every product
        if found(channel, document, setting) is not None:
            return []
    return [variant for variant in document["variants"] if _goes_out(channel, variant)]


def is_forbidden(channel: Channel, document: Document, setting: Setting) -> bool:
    """Tell whether a channel may not have a product, or not all that an older file says of it.

    The count guard takes it out of an older file that stands (shop/readers/feeds/guarding.py).
    """
    packs = document.get("variants", ())
    return any(
        KEEPS_PRODUCT[code](channel, document, setting) is not None for code in FORBIDS
    ) or any(KEEPS_PACK[code](channel, one) is not None for code in FORBIDS_PACK for one in packs)


def obstacles(channel: Channel, document: Document, setting: Setting) -> list[Obstacle]:
    """Say what is in the way of a product and of each of its packs; what blocks comes first."""
    found = [*_of_product(channel, document, setting), *_of_packs(channel, document, setting)]
    return sorted(found, key=lambda one: not one.blocking)


def obstacle(code: str, channel: Channel, concerns: str, facts: Facts) -> Obstacle:
    """Put an obstacle into words."""
    remedy = REMEDIES[code]
    said = remedy.said.filled(channel=channel.name, **facts)
    return Obstacle(code, concerns, remedy.field, code in BLOCKING, said.vi, said.en)


def _goes_out(channel: Channel, variant: Variant) -> bool:
    return all(keeps(channel, variant) is None for keeps in KEEPS_PACK.values())


def _of_product(channel: Channel, document: Document, setting: Setting) -> Iterator[Obstacle]:
    name = {"name": one_line(document["name"]["vi"])}
    for code, found in {**KEEPS_PRODUCT, **HINDERS_PRODUCT}.items():
        if (facts := found(channel, document, setting)) is not None:
            yield obstacle(code, channel, document["code"], name | facts)


def _of_packs(channel: Channel, document: Document, setting: Setting) -> Iterator[Obstacle]:
    for variant in document.get("variants", ()):
        pack = {"pack": one_line(variant["pack"])}
        for code, keeps in KEEPS_PACK.items():
            if (facts := keeps(channel, variant)) is not None:
                yield obstacle(code, channel, variant["sku"], pack | facts)
        for code, hinders in HINDERS_PACK.items():
            if (facts := hinders(channel, document, variant, setting)) is not None:
                yield obstacle(code, channel, variant["sku"], pack | facts)


def _restricted(how: str) -> Callable[[Channel, Document, Setting], Facts | None]:
    def found(channel: Channel, document: Document, _: Setting) -> Facts | None:
        restriction = document.get("sale_restriction")
        return {} if restriction == how and restriction in channel.bans else None

    return found


def _no_pack(_: Channel, document: Document, __: Setting) -> Facts | None:
    return None if document.get("variants") else {}


def _illustrative(_: Channel, document: Document, __: Setting) -> Facts | None:
    return {} if is_illustrative(document) else None


def _no_way_to_buy(channel: Channel, document: Document, setting: Setting) -> Facts | None:
    kept = channel.needs_way_to_buy and document["code"] not in setting.buyable
    return {} if kept else None


def _banned_kind(channel: Channel, document: Document, _: Setting) -> Facts | None:
    kinds = kinds_of(document)
    banned = next((kind for kind in channel.banned_kinds if kind in kinds), None)
    return {"kind": KINDS[banned].said} if banned else None


def _no_picture(_: Channel, document: Document, __: Setting) -> Facts | None:
    return None if document.get("photos") else {}


def _picture_drawn(_: Channel, document: Document, setting: Setting) -> Facts | None:
    drawn = document.get("photos") and not allowed_pictures(document, setting.rule)
    return {} if drawn else None


def _picture_too_small(channel: Channel, document: Document, setting: Setting) -> Facts | None:
    allowed = allowed_pictures(document, setting.rule)
    if not allowed or any(side(one) >= channel.least_side for one in allowed):
        return None
    return {"least": channel.least_side, "largest": _largest(document, setting)}


def _no_description(channel: Channel, document: Document, _: Setting) -> Facts | None:
    return {} if channel.needs_offer and not description_of(document) else None


def _description_in_capitals(channel: Channel, document: Document, _: Setting) -> Facts | None:
    refused = channel.refuses_capitals and is_in_capitals(description_of(document))
    return {} if refused else None


def _name_in_capitals(_: Channel, document: Document, __: Setting) -> Facts | None:
    name = one_line(document["name"]["vi"])
    return {"suggested": name.capitalize()} if is_in_capitals(name) else None


def _no_category(channel: Channel, document: Document, setting: Setting) -> Facts | None:
    if not channel.needs_category or setting.rule.category(document):
        return None
    category = document["category"]
    name = category.get("set_name") or category["group"]
    return {"group": one_line(name["vi"]), "key": group_of(category)}


def _no_price(channel: Channel, variant: Variant) -> Facts | None:
    return {} if channel.needs_offer and not variant.get("price") else None


def _preorder(channel: Channel, variant: Variant) -> Facts | None:
    refused = variant.get("availability") == PREORDER and not channel.takes_preorders
    return {} if refused else None


def _availability_unknown(channel: Channel, variant: Variant) -> Facts | None:
    return {} if channel.needs_availability and "availability" not in variant else None


def _no_weight(channel: Channel, variant: Variant) -> Facts | None:
    return {} if channel.needs_weight and grams(variant) is None else None


def _description_cut(channel: Channel, document: Document, _: Setting) -> Facts | None:
    letters, most = len(description_of(document)), channel.longest_description
    return {"letters": letters, "most": most} if most is not None and letters > most else None


def _picture_small(channel: Channel, document: Document, setting: Setting) -> Facts | None:
    largest = _largest(document, setting)
    small = channel.least_side <= largest < channel.good_side
    return {"good": channel.good_side, "largest": largest} if largest and small else None


def _pictures_left_out(channel: Channel, document: Document, setting: Setting) -> Facts | None:
    allowed = allowed_pictures(document, setting.rule)
    large = [one for one in allowed if side(one) >= channel.least_side]
    most = channel.most_pictures
    if most is None or len(large) <= most:
        return None
    return {"most": most, "more": len(large) - most}


def _title_cut(channel: Channel, document: Document, variant: Variant, _: Setting) -> Facts | None:
    letters = len(title_of(document, variant, ENDLESS))
    most = channel.longest_title
    return {"letters": letters, "most": most} if letters > most else None


def _no_gtin(channel: Channel, _: Document, variant: Variant, __: Setting) -> Facts | None:
    return {} if channel.asks_for_gtin and not variant.get("gtin") else None


def _gtin_not_for_trade(
    channel: Channel, _: Document, variant: Variant, __: Setting
) -> Facts | None:
    gtin = variant.get("gtin")
    return {"gtin": gtin} if channel.asks_for_gtin and gtin and not is_for_trade(gtin) else None


def _not_as_on_page(
    channel: Channel, _: Document, variant: Variant, setting: Setting
) -> Facts | None:
    if not channel.price_as_on_page or not variant.get("price"):
        return None
    here = variant["price"]["amount"]
    there = setting.rule.price(here)
    return {"here": _dong(here), "there": _dong(there)} if there != here else None


def _dong(amount: int) -> Sentence:
    return joined([number(amount), "₫"], " ")


def _largest(document: Document, setting: Setting) -> int:
    return max(map(side, allowed_pictures(document, setting.rule)), default=0)


KEEPS_PRODUCT = {
    "not_online": _restricted("not_online"),
    "adults_only": _restricted("adults_only"),
    "illustrative": _illustrative,
    "no_way_to_buy": _no_way_to_buy,
    "no_pack": _no_pack,
    "no_picture": _no_picture,
    "picture_drawn": _picture_drawn,
    "picture_too_small": _picture_too_small,
    "no_description": _no_description,
    "description_in_capitals": _description_in_capitals,
    "no_category": _no_category,
    "banned_kind": _banned_kind,
}
KEEPS_PACK = {
    "no_price": _no_price,
    "availability_unknown": _availability_unknown,
    "preorder": _preorder,
    "no_weight": _no_weight,
}
HINDERS_PRODUCT = {
    "name_in_capitals": _name_in_capitals,
    "description_cut": _description_cut,
    "picture_small": _picture_small,
    "pictures_left_out": _pictures_left_out,
}
HINDERS_PACK = {
    "title_cut": _title_cut,
    "no_gtin": _no_gtin,
    "gtin_not_for_trade": _gtin_not_for_trade,
    "price_not_as_on_page": _not_as_on_page,
}
"""Code → the check that finds it, and gives the facts for its words; None: it is not in the way."""
FORBIDS = (
    "not_online", "adults_only", "illustrative", "no_way_to_buy", "picture_drawn", "banned_kind",
)  # fmt: skip
"""Of KEEPS_PRODUCT: what a channel may not have, whatever a list forgot. The others say what is
missing, which may be a mistake that the count guard is there for."""
FORBIDS_PACK = ("availability_unknown", "preorder")
"""Of KEEPS_PACK: what an older file says of its stock may not be said any more."""
