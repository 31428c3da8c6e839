"""CSV (RFC 4180): its cells, and the whole catalogue for people with a spreadsheet.

One row a pack, for that is what has a price; a product without packs has one row too. It begins
with a byte order mark, without which Excel shows Vietnamese as garbage. Text is quoted, numbers are
not.
"""

import re
from collections.abc import Iterable
from typing import Any

from shop.formats.document import Certificate, Document, Variant
from shop.formats.listing import group_of
from shop.formats.rules import Setting
from shop.formats.text import printable
from shop.formats.words import said, told

MARK = "\ufeff"
FORMULA = re.compile(r"\s*[\x00-\x1f]*[=+\-@＝＋－＠]|[\t\r\n]")
"""How a cell begins that a spreadsheet would work out instead of showing (OWASP: CSV injection)."""
COLUMNS = (
    "code", "sku", "pack", "quantity", "unit", "price_vnd", "unit_price_vnd", "unit_price_per",
    "availability", "availability_vi", "gtin", "name_vi", "name_en", "kind", "kind_vi",
    "category_code", "group_vi", "group_en", "ocop_set", "variety", "stars", "ocop_decision",
    "ocop_issuer", "ocop_signed_on", "ocop_expires_on", "certificates", "certificates_vi",
    "producer_code", "producer_name", "producer_type", "producer_type_vi", "producer_commune",
    "commune_code", "commune", "former_commune", "former_district", "growing_area", "season_months",
    "uses", "uses_vi", "storage", "shelf_life_days", "ingredients", "sale_restriction",
    "sale_restriction_vi", "description_vi", "description_en", "story", "keywords", "evidence",
    "evidence_vi", "url", "photo", "source_url", "gross_weight_g", "parcel_depth_mm",
    "parcel_width_mm", "parcel_height_mm",
)  # fmt: skip
"""Beside a column of codes, by which programs and filters go, stands one of words for people.

Another column is another recipe: raise RECIPE in shop/formats/files.py with it.
"""
NO_PACK: list[Any] = [None] * 10
NOT_SENT: list[Any] = [None] * 4


def line(cells: Iterable[Any]) -> bytes:
    """Write one row; what is unknown is an empty cell."""
    return printable(",".join(map(_cell, cells)) + "\r\n")


def begin(_: str) -> bytes:
    return MARK.encode() + line(COLUMNS)


def items(document: Document, _: Setting) -> list[bytes]:
    """Write a row for each pack, or one for a product that has none."""
    product = [shown(value) for value in (*_what(document), *_whence(document), *_more(document))]
    packs = [(_pack(v), _sent(v)) for v in document.get("variants", [])] or [(NO_PACK, NOT_SENT)]
    return [line([document["code"], *map(shown, pack), *product, *sent]) for pack, sent in packs]


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"' if value else ""
    return "" if value is None else str(value)


def shown(value: Any) -> Any:
    """Keep a spreadsheet from taking a text for a formula: an apostrophe says that it is text."""
    if not isinstance(value, str) or value[:1].isalnum():  # nearly all: a match takes longer
        return value
    return f"'{value}" if FORMULA.match(value) else value


def _pack(variant: Variant) -> list[Any]:
    unit_price = variant.get("unit_price", {})
    return [
        variant["sku"],
        variant["pack"],
        variant.get("quantity"),
        variant.get("unit"),
        variant.get("price", {}).get("amount"),
        unit_price.get("amount"),
        unit_price.get("reference", {}).get("unit"),
        *_coded(variant.get("availability")),
        variant.get("gtin"),
    ]


def _sent(variant: Variant) -> list[Any]:
    parcel = variant.get("parcel", {})
    return [variant.get("gross_weight"), *map(parcel.get, ("depth", "width", "height"))]


def _what(document: Document) -> list[Any]:
    name, category, ocop = document["name"], document["category"], document.get("ocop", {})
    return [
        name.get("vi"),
        name.get("en"),
        *_coded(document["kind"]),
        group_of(category),
        category["group"].get("vi"),
        category["group"].get("en"),
        category.get("set"),
        document.get("variety"),
        ocop.get("stars"),
        ocop.get("decision"),
        ocop.get("issuer"),
        ocop.get("signed_on"),
        ocop.get("expires_on"),
        "; ".join(map(_certificate, document.get("certificates", ()))),
        "; ".join(map(told, document.get("certificates", ()))),
    ]


def _whence(document: Document) -> list[Any]:
    producer, origin = document["producer"], document["origin"]
    return [
        producer["code"],
        producer["name"],
        *_coded(producer["subject_type"], "subject_{}"),
        producer["commune"]["name"],
        origin["commune"]["code"],
        origin["commune"]["name"],
        origin.get("former_commune"),
        origin.get("former_district"),
        origin.get("growing_area"),
    ]


def _more(document: Document) -> list[Any]:
    description = document.get("description", {})
    return [
        ";".join(map(str, document.get("season_months", ()))),
        ";".join(document.get("uses", ())),
        "; ".join(said(f"use_{key}") for key in document.get("uses", ())),
        document.get("storage"),
        document.get("shelf_life_days"),
        document.get("ingredients"),
        *_coded(document.get("sale_restriction"), "{}_title"),
        description.get("vi"),
        description.get("en"),
        document.get("story"),
        ";".join(document.get("keywords", ())),
        *_coded(document["evidence"], "evidence_{}"),
        document["url"],
        next((photo["url"] for photo in document.get("photos", ())), None),
        document.get("source_url"),
    ]


def _coded(code: str | None, named: str = "{}") -> tuple[str, str] | tuple[None, None]:
    """Give a code and its words, by how shop/formats/words.py names them."""
    return (code, said(named.format(code))) if code else (None, None)


def _certificate(certificate: Certificate) -> str:
    return " ".join(certificate[key] for key in ("kind", "number") if certificate.get(key))
