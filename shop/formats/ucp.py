"""Universal Commerce Protocol catalogue as 2026-04-08 has it: products with packs as variants.

https://ucp.dev, `types/product.json` and `types/variant.json`. Both require a price, in minor
units of the currency; the đồng has none, so an amount is whole đồng. A pack on request is left out.
What a later version says otherwise is in shop/api/agents/versions.py.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from shop.formats.channels import RESTRICTED
from shop.formats.document import Both, Document, Money, Photo, Variant
from shop.formats.gtins import traded_gtin
from shop.formats.offers import category_of, description_of, money, stars_of
from shop.formats.text import one_line
from shop.formats.vouching import certified, recognised
from shop.formats.words import said, told

Thing = dict[str, Any]
ENGLISH = "en"
OPTION = "Quy cách"
"""The one option of a product: its pack."""
MERCHANT, OCOP_SET = "merchant", "ocop_set"
SOLD = frozenset({"in_stock", "preorder"})
FACTS = (
    "kind", "ocop", "certificates", "origin", "producer", "variety", "season_months", "uses",
    "storage", "shelf_life_days", "ingredients", "evidence", "source_url",
)  # fmt: skip
"""Parts of the document that UCP has no field for; they stand in `metadata` as they are."""
DISPLAY = "display"
"""Among them, what of their codes an agent may show to a person."""


def packs(document: Document) -> list[Variant]:
    """Give the packs that can be offered to an agent: what has a price, of what may be sold so."""
    if document.get("sale_restriction") in RESTRICTED:  # an agent cannot see a buyer's age
        return []
    return [one for one in document.get("variants", ()) if "price" in one]


def featured(offered: Iterable[Variant]) -> Variant:
    """Choose the pack that stands for a product: the first that can be had, else the first."""
    return max(offered, key=lambda pack: pack.get("availability") in SOLD)


def product(document: Document, shown: list[Variant], language: str = "vi") -> Thing:
    """Write a product with some of the packs that it offers, the first of them featured."""
    offered = packs(document)
    known = {
        "id": document["code"],
        "handle": document["url"].rpartition("/")[2],
        "title": one_line(_in(document["name"], language)),
        "description": {"plain": _description(document, language)},
        "url": document["url"],
        "categories": _categories(document),
        "price_range": _range([pack["price"] for pack in offered]),
        "media": [_medium(photo, language) for photo in document.get("photos", ())],
        "options": _options(offered),
        "variants": [_variant(document, pack, len(offered), language) for pack in shown],
        "tags": _tags(document),
        "metadata": {**_facts(document), DISPLAY: _display(document, language)},
    }
    return {key: value for key, value in known.items() if value}


def selection(pack: Variant) -> Thing:
    return {"name": OPTION, "label": one_line(pack["pack"])}


def availability(pack: Variant) -> Thing | None:
    """Say whether it is to be had; None where that is not known."""
    if (status := pack.get("availability")) is None:
        return None
    return {"available": status in SOLD, "status": status}


def _variant(document: Document, pack: Variant, offered: int, language: str) -> Thing:
    label = one_line(pack["pack"])
    producer = document["producer"]
    known = {
        "id": pack["sku"],
        "sku": pack["sku"],
        "barcodes": [{"type": "GTIN", "value": gtin}] if (gtin := traded_gtin(pack)) else [],
        "title": label,
        "description": {"plain": f"{one_line(document['name']['vi'])} – {label}"},
        "url": document["url"],
        "price": money(pack["price"]),
        "unit_price": _unit_price(pack, language),
        "availability": availability(pack),
        "options": [selection(pack)] if offered > 1 else [],
        "seller": {
            "name": one_line(producer["name"]),
            "links": [{"type": "about", "url": producer["url"]}],
        },
    }
    return {key: value for key, value in known.items() if value}


def _unit_price(pack: Variant, language: str) -> Thing | None:
    if "unit_price" not in pack:
        return None
    price = pack["unit_price"]
    unit, per = pack["unit"], price["reference"]
    return {
        **price,
        "measure": {
            "value": pack["quantity"],
            "unit": unit,
            "display_text": said(f"unit_{unit}", language),
        },
        "reference": {**per, "display_text": said(f"unit_{per['unit']}", language)},
    }


def _range(prices: list[Money]) -> Thing:
    ordered = sorted(prices, key=lambda price: price["amount"])
    return {"min": money(ordered[0]), "max": money(ordered[-1])}


def _options(offered: list[Variant]) -> list[Thing]:
    if len(offered) < 2:  # noqa: PLR2004 - one pack is no choice
        return []
    labels = dict.fromkeys(selection(pack)["label"] for pack in offered)
    return [{"name": OPTION, "values": [{"label": label} for label in labels]}]


def _categories(document: Document) -> list[Thing]:
    """Name the way to its category, and the number of its OCOP set; both can be filtered by."""
    found = [{"value": category_of(document), "taxonomy": MERCHANT}]
    if number := document["category"].get("set"):
        found.append({"value": number, "taxonomy": OCOP_SET})
    return found


def _medium(photo: Photo, language: str) -> Thing:
    return {
        "type": "image",
        "url": photo["url"],
        "width": photo["width"],
        "height": photo["height"],
        "alt_text": _in(photo["alt"], language),
    }


def _facts(document: Document) -> Thing:
    """Give what agents may tell as facts: nothing that was made up vouches for it."""
    said: Mapping[str, object] = {
        **document,
        "ocop": recognised(document),
        "certificates": certified(document),
    }
    return {key: said[key] for key in FACTS if said.get(key)}


def _display(document: Document, language: str) -> Thing:
    uses = [said(f"use_{key}", language) for key in document.get("uses", ())]
    return {
        **({"uses": uses} if uses else {}),
        "kind": said(document["kind"], language),
        "producer_type": said(f"subject_{document['producer']['subject_type']}", language),
        "certificates": [told(one, language) for one in certified(document)],
        "evidence": said(f"evidence_{document['evidence']}", language),
    }


def _tags(document: Document) -> list[str]:
    stars = stars_of(document)
    return [*([f"OCOP {stars}"] if stars else []), *document.get("keywords", ())]


def _description(document: Document, language: str) -> str:
    told = _in(document.get("description", {}), language) or description_of(document)
    return told.strip() or one_line(document["name"]["vi"])


def _in(both: Both, language: str) -> str:
    wanted = both.get("en") if language == ENGLISH else None
    return wanted or both.get("vi") or ""
