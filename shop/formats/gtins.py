"""Which GTINs name goods in trade, and which go to no channel.

GS1 General Specifications §1.4 (prefixes): 02, 04 and 2 circulate inside a region or a company, 05,
981 to 984 and 99 are coupons, 980 refund receipts, 977 to 979 periodicals and books, 952 specimens.
Google refuses them (support.google.com/merchants/answer/6286293 and 6286302 [S findings/partners.md
§9]); a channel that takes one would show other goods under our name.
"""

from shop.formats.document import Variant

NOT_FOR_TRADE = (
    "02", "04", "05", "2", "952", "977", "978", "979", "980", "981", "982", "983", "984", "99",
)  # fmt: skip
SHORT_NOT_FOR_TRADE = ("0", "2")
"""Of a GTIN-8: numbers that a shop gives itself."""
SHORT, LONG = 8, 14


def is_for_trade(gtin: str) -> bool:
    """Tell whether a GTIN-8, -12, -13 or -14 is one that goods are traded under."""
    if len(gtin) == SHORT:
        return not gtin.startswith(SHORT_NOT_FOR_TRADE)
    # A carton's number holds that of what is in it, behind a digit for the kind of carton.
    return not gtin.zfill(LONG)[1:].startswith(NOT_FOR_TRADE)


def traded_gtin(variant: Variant) -> str | None:
    """Give the GTIN of a pack as channels may have it; None: it has none, or none for trade."""
    gtin = variant.get("gtin")
    return gtin if gtin and is_for_trade(gtin) else None
