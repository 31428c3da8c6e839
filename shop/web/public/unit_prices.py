"""The price of one: of a kilogram or litre, or of one egg, tea bag or pill, where that helps.

The document names a unit price wherever it can be reckoned. People are shown it only where they
reckon so themselves: hardly anyone asks what a kilogram of pills costs, or a third of a set.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

from shop.formats.document import Variant
from shop.web.language import Language
from shop.web.words import word
from shop.web.writing import money

LEAST = 100
"""Grams or millilitres up to which what a thousand of them cost tells nothing."""
SMALL = frozenset({"g", "ml"})
MADE_ALIKE = frozenset(
    {
        "bánh", "bông", "bắp", "chiếc", "cành", "cây", "củ", "cặp", "gói", "lá", "nén", "quả",
        "túi", "viên",
    }
)  # fmt: skip
"""Words of our packs for things of which one is worth as much as the other."""
EACH = "each"
"""The English word for one of them, in place of the pack's."""
WEIGHED = frozenset({"bắp", "cây", "củ", "quả"})
"""Of these, one is larger than the other: where the weight is told, it counts."""
TOGETHER = ("bộ", "chậu", "đôi", "set")
"""What begins so is one thing of several parts."""
COUNTED = re.compile(r"(?P<before>\w+) (?P<n>[1-9][0-9]{0,3}) (?P<one>[^\W\d_]+)\b")


def unit_price(variant: Variant, language: Language) -> str:
    """Write the price of one of what is in a pack; empty where it says nothing more, or no use."""
    if "price" not in variant:
        return ""
    n, one = _counted(variant)
    if n > 1:
        each = Decimal(variant["price"]["amount"]) / n
        whole = int(each.quantize(Decimal(1), ROUND_HALF_UP))
        one = one if language is Language.VI else EACH
        return word("per_one", language).format(money=money(whole, language), one=one)
    return _per_measure(variant, language)


def _counted(variant: Variant) -> tuple[int, str]:
    """Read how many of what a pack holds: `hộp 60 viên 30 g` holds 60 viên; none: 0."""
    pack = variant.get("pack", "")
    found = COUNTED.search(pack)
    if found is None or pack.startswith(TOGETHER) or found["before"] == "khoảng":
        return 0, ""
    one, is_weighed = found["one"], variant.get("unit", "piece") != "piece"
    if one not in MADE_ALIKE or (is_weighed and one in WEIGHED):
        return 0, ""
    return int(found["n"]), one


def _per_measure(variant: Variant, language: Language) -> str:
    unit = variant.get("unit_price")
    if not unit or unit["reference"]["unit"] == "piece" or _is_little(variant):
        return ""
    if unit["amount"] == variant["price"]["amount"]:
        return ""
    return word("per", language).format(
        money=money(unit["amount"], language),
        unit=word(f"unit_{unit['reference']['unit']}", language),
    )


def _is_little(variant: Variant) -> bool:
    return variant.get("unit") in SMALL and variant.get("quantity", 0) <= LEAST
