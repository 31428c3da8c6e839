"""Which GTINs name goods in trade, and which go to no channel.

GS1 General Specifications §1.4 (prefixes): 02, 04 and 2 circulate inside a region or a company, 05,
981 to 984 and 99 are coupons, 980 refund receipts, 977 to 979 periodicals and books, 952 specimens.
Google refuses them (support.google.com/merchants/answer/6286293 and 6286302 [S findings/partners.md
§9]); a channel that takes one would show other goods under our name.
"""

from enum import StrEnum

from shop.formats.document import Variant


class NotForTrade(StrEnum):
    """What a number is that passes its check digit and is no GTIN of goods in trade."""

    OWN = "own"
    """Of a shop or a region itself, as scales print them."""
    COUPON = "coupon"
    RECEIPT = "receipt"
    BOOK = "book"
    PERIODICAL = "periodical"
    SPECIMEN = "specimen"
    MADE_UP = "made_up"
    """Typed to try something: all digits alike."""


PREFIXES = {
    "02": NotForTrade.OWN,
    "04": NotForTrade.OWN,
    "05": NotForTrade.COUPON,
    "2": NotForTrade.OWN,
    "952": NotForTrade.SPECIMEN,
    "977": NotForTrade.PERIODICAL,
    "978": NotForTrade.BOOK,
    "979": NotForTrade.BOOK,
    "980": NotForTrade.RECEIPT,
    **dict.fromkeys(("981", "982", "983", "984", "99"), NotForTrade.COUPON),
}
SHORT_PREFIXES = {"0": NotForTrade.OWN, "2": NotForTrade.OWN}
"""Of a GTIN-8: numbers that a shop gives itself."""
SHORT, LONG = 8, 14


def not_for_trade(gtin: str) -> NotForTrade | None:
    """Tell what a GTIN-8, -12, -13 or -14 is that no goods are traded under; None: it is one."""
    # A carton's number holds that of what is in it, behind a digit for the kind of carton.
    inner = gtin.zfill(LONG)[1:]
    if len(set(inner[:-1] if len(gtin) == LONG else gtin[:-1])) == 1:
        return NotForTrade.MADE_UP
    is_short = int(inner) < 10**SHORT
    digits, prefixes = (inner[-SHORT:], SHORT_PREFIXES) if is_short else (inner, PREFIXES)
    return next((what for prefix, what in prefixes.items() if digits.startswith(prefix)), None)


def is_for_trade(gtin: str) -> bool:
    """Tell whether a GTIN-8, -12, -13 or -14 is one that goods are traded under."""
    return not_for_trade(gtin) is None


def traded_gtin(variant: Variant) -> str | None:
    """Give the GTIN of a pack as channels may have it; None: it has none, or none for trade."""
    gtin = variant.get("gtin")
    return gtin if gtin and is_for_trade(gtin) else None
