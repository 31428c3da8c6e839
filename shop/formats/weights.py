"""What a pack weighs and measures: as it is sent, or as far as its quantity tells."""

from decimal import Decimal

from shop.formats.document import Variant

GRAMS = {"g": 1, "kg": 1000, "ml": 1, "l": 1000}
"""A millilitre counts as a gram: honey is heavier, oil lighter, and the glass heavier than both."""
MILLIMETRES = 10
"""Of a centimetre."""


def grams(variant: Variant) -> int | None:
    """Give the gross weight in grams, or else what it holds; None: pieces, or unknown."""
    if gross := variant.get("gross_weight"):
        return gross
    each, quantity = GRAMS.get(variant.get("unit") or ""), variant.get("quantity")
    if each is None or quantity is None:
        return None
    return max(1, round(Decimal(str(quantity)) * each))


def centimetres(variant: Variant) -> tuple[int, int, int] | None:
    """Give depth, width and height in whole centimetres, which marketplaces ask for.

    A part of one counts as one, as carriers do; None: unknown.
    """
    if (parcel := variant.get("parcel")) is None:
        return None
    sides = (parcel["depth"], parcel["width"], parcel["height"])
    depth, width, height = (-(-side // MILLIMETRES) for side in sides)
    return depth, width, height
