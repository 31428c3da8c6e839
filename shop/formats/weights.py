"""What a pack weighs, as far as its quantity tells."""

from decimal import Decimal

from shop.formats.document import Variant

GRAMS = {"g": 1, "kg": 1000, "ml": 1, "l": 1000}
"""A millilitre counts as a gram: honey is heavier, oil lighter, and the glass heavier than both."""


def grams(variant: Variant) -> int | None:
    """Give the net weight in whole grams, at least one; None: pieces, or unknown."""
    each, quantity = GRAMS.get(variant.get("unit") or ""), variant.get("quantity")
    if each is None or quantity is None:
        return None
    return max(1, round(Decimal(str(quantity)) * each))
