"""The rule of a channel: at what price goods go out to it, under which of its categories.

A rule is for that channel's file or sheet alone: the open files and `changes` say the producer's
own price.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256

import orjson

from shop.formats.document import Document, Variant
from shop.formats.listing import group_of

WHOLE = 10_000
"""Basis points in the whole: hundredths of a percent."""
PARTS = {"g": 1000, "kg": 1, "ml": 1000, "l": 1, "piece": 1}
"""Units → how many of them a unit price is for: a kilogram, a litre, a piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    basis_points: int = 0
    """Added to the price, in hundredths of a percent."""
    plus: int = 0
    """Đồng that are added then."""
    round_to: int = 1
    """Đồng that the sum is rounded up to a multiple of."""
    categories: Mapping[str, str] = field(default_factory=dict)
    """Our category → the channel's own: an OCOP set (`08`), an agricultural group (`trai-cay`), or
    for all others of its kind `ocop` and `agricultural`."""
    drawn_pictures: bool = False
    """Goods may go out that have only drawn pictures, and drawn ones beside photographs."""

    @property
    def digest(self) -> str:
        """Tell rules apart; that of the rule which changes nothing is empty."""
        if self == AS_IT_IS:
            return ""
        prices = [self.basis_points, self.plus, self.round_to]
        parts = [*prices, dict(self.categories), self.drawn_pictures]
        return sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()

    def price(self, amount: int) -> int:
        """Work a price out in whole đồng, without ever leaving whole numbers."""
        sum_in_parts = amount * (WHOLE + self.basis_points) + self.plus * WHOLE
        return -(-sum_in_parts // (self.round_to * WHOLE)) * self.round_to

    def priced(self, variant: Variant) -> Variant:
        """Give a pack with its price here, and with the unit price that belongs to it."""
        old = variant.get("price")
        if not old or (new := self.price(old["amount"])) == old["amount"]:
            return variant
        ruled: Variant = {**variant, "price": {**old, "amount": new}}
        if "unit_price" in variant:
            ruled["unit_price"] = {**variant["unit_price"], "amount": _per_unit(new, variant)}
        return ruled

    def category(self, document: Document) -> str | None:
        """Give the channel's category of a product: by its own group, else by its kind."""
        if not self.categories:
            return None
        own = self.categories.get(group_of(document["category"]))
        return own or self.categories.get(document["kind"])


AS_IT_IS = Rule()


@dataclass(frozen=True, slots=True)
class Setting:
    """What a file is written for, besides the documents."""

    origin: str
    rule: Rule = AS_IT_IS
    buyable: Collection[str] = frozenset()
    """Codes of the products that can be bought from their page; no document tells that."""


def _per_unit(price: int, variant: Variant) -> int:
    """Round as documents do (shop/publishing/rendering.py)."""
    exact = Decimal(price) * PARTS[variant["unit"]] / Decimal(str(variant["quantity"]))
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
