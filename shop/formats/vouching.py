"""What vouches for a product, without what was made up for the demonstration.

The one rule: of a product that was made up nothing vouches, nor does a decision whose number says
that it is none. Copies of the document hold both, and say so; whatever speaks for itself asks here.
"""

from shop.formats.document import Certificate, Document, Ocop

ILLUSTRATIVE = "illustrative"
MADE_UP = "MH-"
"""How numbers of decisions begin that were made up (shop/data)."""


def is_illustrative(document: Document) -> bool:
    return document["evidence"] == ILLUSTRATIVE


def is_made_up(decision: str) -> bool:
    """Tell whether a decision was made up, by its number."""
    return decision.upper().startswith(MADE_UP)


def has_made_up_stars(document: Document) -> bool:
    """Tell whether a product shows stars of which no decision tells."""
    return "ocop" in document and recognised(document) is None


def recognised(document: Document) -> Ocop | None:
    """Give the recognition that vouches for a product; None: there is none."""
    found = document.get("ocop")
    if found is None or is_illustrative(document) or is_made_up(found["decision"]):
        return None
    return found


def certified(document: Document) -> list[Certificate]:
    """Give the certificates that vouch for a product."""
    return [] if is_illustrative(document) else document.get("certificates", [])
