"""What vouches for a product, without what was made up for the demonstration.

The one rule: of a product that was made up nothing vouches, nor does a decision whose number says
that it is none. Copies of the document hold both, and say so; whatever speaks for itself asks here.
"""

from shop.formats.document import Certificate, Document, Ocop, Variant

ILLUSTRATIVE = "illustrative"
MADE_UP = "MH-"
"""How numbers of decisions begin that were made up (shop/data)."""
MADE_UP_MAKER = "minh hoạ"
"""What names of producers say that were made up (shop/data)."""
LIST = "list"
"""Who says a price that was not confirmed since it was imported."""


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


def estimated(document: Document) -> list[str]:
    """Name the parts of a sourced product that its source did not tell, in the order of the page.

    A public source tells of the product and its place, mostly of its stars. A price is an estimate
    until the producer, a partner or an operator says it; certificates, until one has a number.
    """
    packs, certificates = document.get("variants", []), document.get("certificates", [])
    parts = {
        "price": any(_is_guessed(pack) for pack in packs),
        "pack": any("pack" in pack for pack in packs),
        "text": "description" in document or "story" in document,
        "stars": has_made_up_stars(document),
        "certificates": any("number" not in one for one in certificates),
        "producer": MADE_UP_MAKER in document["producer"]["name"].lower(),
        "picture": any(photo.get("illustration") for photo in document.get("photos", ())),
    }
    return [part for part, is_so in parts.items() if is_so]


def _is_guessed(pack: Variant) -> bool:
    return "price" in pack and pack["price"].get("confirmed_by", LIST) == LIST
