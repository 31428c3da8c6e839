"""Agentic Commerce Protocol product feed 2026-04-17: one product a line, its packs as variants.

https://github.com/agentic-commerce-protocol/agentic-commerce-protocol, `rfc.product_feeds.md`. The
schema is closed and knows no certificates: stars stand in the description and in `categories`.
"""

from typing import Any

import orjson

from shop.formats.channels import ACP, may_carry
from shop.formats.listing import Document
from shop.formats.offers import category_of, description_of, facts_of, stars_of, title_of
from shop.formats.text import one_line

Thing = dict[str, Any]
LONGEST_TITLE = 150
FEED = {"id": "sanvat-hai-phong", "target_country": "VN"}
"""Without `updated_at`, which would differ from what the manifest says of `products.jsonl`."""
IN_STOCK, PREORDER = "in_stock", "preorder"
TAXONOMY, STARS = "ocop", "ocop_stars"
KEPT = ("url", "width", "height")


def metadata(_: str) -> bytes:
    return orjson.dumps(FEED) + b"\n"


def items(document: Document, origin: str) -> list[bytes]:
    """Write the product, unless it has no pack or may not be sold here."""
    if not may_carry(ACP, document) or not document.get("variants"):
        return []
    return [orjson.dumps(_product(document, origin), option=orjson.OPT_APPEND_NEWLINE)]


def _product(document: Document, origin: str) -> Thing:
    shared = _shared(document, origin)
    return {
        "id": document["code"],
        "title": one_line(document["name"]["vi"]),
        "description": {"plain": _description(document)},
        "url": document["url"],
        "media": [_medium(photo) for photo in document.get("photos", ())],
        "variants": [_variant(document, one, shared) for one in document["variants"]],
    }


def _description(document: Document) -> str:
    """Describe it in words, and add each fact that the schema has no place for."""
    facts = [f"{section} – {name}: {value}" for section, name, value in facts_of(document)]
    return "\n".join([description_of(document), *facts]).strip()


def _medium(photo: Thing) -> Thing:
    return {"type": "image", "alt_text": photo["alt"]["vi"], **{key: photo[key] for key in KEPT}}


def _variant(document: Document, variant: Thing, shared: Thing) -> Thing:
    known = {
        "id": variant["sku"],
        "title": title_of(document, variant, LONGEST_TITLE),
        "url": document["url"],
        "barcodes": _barcodes(variant),
        "price": variant.get("price"),
        "unit_price": _unit_price(variant),
        "availability": _availability(variant),
        "condition": ["new"],
        "variant_options": [{"name": "Quy cách", "value": one_line(variant["pack"])}],
        **shared,
    }
    return {key: value for key, value in known.items() if value}


def _barcodes(variant: Thing) -> list[Thing]:
    return [{"type": "GTIN", "value": variant["gtin"]}] if variant.get("gtin") else []


def _unit_price(variant: Thing) -> Thing | None:
    if "unit_price" not in variant:
        return None
    measure = {"value": variant["quantity"], "unit": variant["unit"]}
    return {**variant["unit_price"], "measure": measure}


def _availability(variant: Thing) -> Thing:
    """Say that it can be bought: there is a price, and it is or will be there."""
    status = variant["availability"]
    return {"available": "price" in variant and status in {IN_STOCK, PREORDER}, "status": status}


def _shared(document: Document, origin: str) -> Thing:
    producer = document["producer"]
    return {
        "categories": _categories(document),
        "seller": {
            "name": one_line(producer["name"]),
            "links": [{"type": "about", "url": producer["url"]}],
        },
        "marketplace": {
            "name": "Sản vật Hải Phòng",
            "links": [{"type": "about", "url": f"{origin}/"}],
        },
    }


def _categories(document: Document) -> list[Thing]:
    found = [{"value": category_of(document), "taxonomy": TAXONOMY}]
    if stars := stars_of(document):
        found.append({"value": stars, "taxonomy": STARS})
    return found
