"""Agentic Commerce Protocol product feed 2026-04-17: one product a line, its packs as variants.

https://github.com/agentic-commerce-protocol/agentic-commerce-protocol, `rfc.product_feeds.md`. An
agent MUST NOT ask a merchant for it (§3.1): `metadata.json` and `products.jsonl` are brought to the
agent as a full replacement (§3.4), which also takes out what is no longer in it. The
schema is closed and knows no certificates: stars stand in the description and in `categories`.
"""

from typing import Any

import orjson

from shop.formats.channels import ACP, CHANNELS, pictures_for
from shop.formats.document import Document, Photo, Variant
from shop.formats.gtins import traded_gtin
from shop.formats.obstacles import taken
from shop.formats.offers import category_of, description_of, facts_of, money, stars_of, title_of
from shop.formats.rules import Rule, Setting
from shop.formats.text import one_line

Thing = dict[str, Any]
CHANNEL = CHANNELS[ACP]
OCOP = "ocop"
FEED = {"id": "sanvat-hai-phong", "target_country": "VN"}
"""Without `updated_at`, which would differ from what the manifest says of `products.jsonl`."""
IN_STOCK, PREORDER = "in_stock", "preorder"
OURS, STARS, GOOGLE = "merchant", "ocop_stars", "google_product_category"
SETS = "ocop"
"""ACP has no tree of its own; its schema names Google's, which the channel's rule maps to, and
calls the seller's own `merchant`. The sets of QĐ 148/QĐ-TTg are for OCOP products alone.
"""


def metadata(_: str) -> bytes:
    return orjson.dumps(FEED) + b"\n"


def items(document: Document, setting: Setting) -> list[bytes]:
    """Write the product with the packs that may go out, unless there is none."""
    if not (packs := taken(CHANNEL, document, setting)):
        return []
    shared = _shared(document, setting)
    variants = [_variant(document, setting.rule.priced(one), shared) for one in packs]
    media = [_medium(photo) for photo in pictures_for(CHANNEL, document, setting.rule)]
    product = _product(document, media, variants)
    return [orjson.dumps(product, option=orjson.OPT_APPEND_NEWLINE)]


def _product(document: Document, media: list[Thing], variants: list[Thing]) -> Thing:
    return {
        "id": document["code"],
        "title": one_line(document["name"]["vi"]),
        "description": {"plain": _description(document)},
        "url": document["url"],
        "media": media,
        "variants": variants,
    }


def _description(document: Document) -> str:
    """Describe it in words, and add each fact that the schema has no place for."""
    facts = [f"{section} – {name}: {value}" for section, name, value in facts_of(document)]
    return "\n".join([description_of(document), *facts]).strip()


def _medium(photo: Photo) -> Thing:
    return {
        "type": "image",
        "alt_text": photo["alt"]["vi"],
        "url": photo["url"],
        "width": photo["width"],
        "height": photo["height"],
    }


def _variant(document: Document, variant: Variant, shared: Thing) -> Thing:
    known = {
        "id": variant["sku"],
        "title": title_of(document, variant, CHANNEL.longest_title),
        "url": document["url"],
        "barcodes": _barcodes(variant),
        "price": money(variant.get("price")),
        "unit_price": _unit_price(variant),
        "availability": _availability(variant),
        "condition": ["new"],
        "variant_options": [{"name": "Quy cách", "value": one_line(variant["pack"])}],
        **shared,
    }
    return {key: value for key, value in known.items() if value}


def _barcodes(variant: Variant) -> list[Thing]:
    gtin = traded_gtin(variant)
    return [{"type": "GTIN", "value": gtin}] if gtin else []


def _unit_price(variant: Variant) -> Thing | None:
    if "unit_price" not in variant:
        return None
    measure = {"value": variant["quantity"], "unit": variant["unit"]}
    return {**variant["unit_price"], "measure": measure}


def _availability(variant: Variant) -> Thing | None:
    """Say that it can be bought: there is a price, and it is or will be there."""
    if (status := variant.get("availability")) is None:
        return None
    return {"available": "price" in variant and status in {IN_STOCK, PREORDER}, "status": status}


def _shared(document: Document, setting: Setting) -> Thing:
    producer = document["producer"]
    return {
        "categories": _categories(document, setting.rule),
        "seller": {
            "name": one_line(producer["name"]),
            "links": [{"type": "about", "url": producer["url"]}],
        },
        "marketplace": {
            "name": "Sản vật Hải Phòng",
            "links": [{"type": "about", "url": f"{setting.origin}/"}],
        },
    }


def _categories(document: Document, rule: Rule) -> list[Thing]:
    tree = SETS if document["kind"] == OCOP else OURS
    found = [{"value": category_of(document), "taxonomy": tree}]
    if theirs := rule.category(document):
        found.append({"value": theirs, "taxonomy": GOOGLE})
    if stars := stars_of(document):
        found.append({"value": stars, "taxonomy": STARS})
    return found
