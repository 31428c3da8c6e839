"""A public document as schema.org data for search engines: pure functions, absolute addresses.

Types and properties as schema.org 29 has them; what Google asks of a merchant listing (name, image,
offers with price, currency and availability) is there whenever the document has it.
"""

from collections.abc import Sequence
from typing import Any

import orjson

from shop.formats.document import Both, Document, Ocop, Producer, Variant
from shop.formats.gtins import traded_gtin
from shop.formats.listing import former_place, is_sold_online
from shop.formats.offers import brand_of
from shop.formats.vouching import certified, is_illustrative, recognised
from shop.formats.words import PAIRS, name_of, told

Thing = dict[str, Any]
COUNTRY = {"@type": "Country", "name": "VN"}
CITY = "Hải Phòng"
ENGLISH = "en"
AVAILABILITY = {
    "in_stock": "https://schema.org/InStock",
    "out_of_stock": "https://schema.org/OutOfStock",
    "preorder": "https://schema.org/PreOrder",
}
UNIT_CODES = {"g": "GRM", "kg": "KGM", "ml": "MLT", "l": "LTR", "piece": "C62"}
"""Units → UN/CEFACT common codes."""
PROPERTIES = {
    "placeOfOrigin": ("Nơi sản xuất", "Place of origin"),
    "formerPlaceName": ("Địa danh cũ", "Former name of the place"),
    "variety": ("Giống, loại", "Variety"),
    "ingredients": ("Thành phần", "Ingredients"),
    "certificate": ("Chứng nhận", "Certificate"),
    "evidence": ("Căn cứ", "Evidence"),
}
"""What programs know a property by → what people read."""
MADE_UP = PAIRS["evidence_illustrative"]
MOST_STARS = 5
ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def as_script(things: Thing | list[Thing]) -> str:
    """Write data so that it may stand in a script element of any page.

    Whatever could end the element or open a tag is escaped; the JSON says the same.
    """
    text = orjson.dumps(things).decode()
    for character, escape in ESCAPES.items():
        text = text.replace(character, escape)
    return text


def product(document: Document, url: str, origin: str, language: str) -> Thing:
    """Describe a product; `url` is its page's whole address, `origin` stands before all others.

    Google takes a `Product` without an offer for a broken one; what is not sold here is a
    `ProductModel`: a description that is not of a thing on sale.
    """
    variants, offered = document.get("variants", []), _offers(document, url, origin)
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "Product" if offered else "ProductModel",
            "@id": f"{url}#product",
            "url": url,
            "name": _in(document["name"], language),
            "description": _in(document.get("description", {}), language),
            "image": [origin + photo["url"] for photo in document.get("photos", ())],
            "sku": document["code"],
            "gtin": traded_gtin(variants[0]) if len(variants) == 1 else None,
            "category": _in(document["category"].get("set_name", {}), language)
            or _in(document["category"]["group"], language),
            "countryOfOrigin": COUNTRY,
            "brand": {"@type": "Brand", "name": brand_of(document)},
            "manufacturer": _producer(document["producer"], origin),
            "hasCertification": _certifications(document, language),
            "additionalProperty": _properties(document, language),
            "offers": offered,
        }
    )


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> Thing:
    """Describe the way to a page: names and whole addresses, from the home page on."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(steps, 1)
        ],
    }


def item_list(listed: Sequence[tuple[str, str]]) -> Thing:
    """Describe a list of pages in their order: names and whole addresses."""
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "numberOfItems": len(listed),
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "url": url}
            for place, (name, url) in enumerate(listed, 1)
        ],
    }


def dataset(name: str, description: str, url: str, files: Sequence[tuple[str, str, str]]) -> Thing:
    """Describe data that can be fetched: name, whole address and media type of each file."""
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"{url}#dataset",
        "url": url,
        "name": name,
        "description": description,
        "isAccessibleForFree": True,
        "spatialCoverage": CITY,
        "distribution": [
            {"@type": "DataDownload", "name": name, "contentUrl": address, "encodingFormat": form}
            for name, address, form in files
        ],
    }


def producer(found: Thing, url: str) -> Thing:
    """Describe a producer by what its page shows."""
    return {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": f"{url}#producer",
        "url": url,
        "name": found["name"],
        "identifier": found["code"],
        "address": _address(found["commune"]),
    }


def website(name: str, home: str, search: str) -> Thing:
    """Describe the site; `search` is the address of a search up to the words looked for."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": name,
        "url": home,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search + "{search_term_string}"},
            "query-input": "required name=search_term_string",
        },
    }


def _offers(document: Document, url: str, origin: str) -> list[Thing]:
    """Offer each pack that has a price; nothing that may not be sold online, or was made up."""
    if not is_sold_online(document) or is_illustrative(document):
        return []
    seller = _producer(document["producer"], origin)
    return [
        _known(
            {
                "@type": "Offer",
                "sku": variant["sku"],
                "gtin": traded_gtin(variant),
                "name": variant.get("pack"),
                "url": url,
                "price": variant["price"]["amount"],
                "priceCurrency": variant["price"]["currency"],
                "availability": AVAILABILITY.get(variant.get("availability", "")),
                "itemCondition": "https://schema.org/NewCondition",
                "priceSpecification": _unit_price(variant),
                "seller": seller,
            }
        )
        for variant in document.get("variants", [])
        if "price" in variant
    ]


def _unit_price(variant: Variant) -> Thing | None:
    """Say the pack's price for what it holds, and what it is compared by: one price, not two."""
    unit = variant.get("unit_price")
    if not unit:
        return None
    return {
        "@type": "UnitPriceSpecification",
        "price": variant["price"]["amount"],
        "priceCurrency": variant["price"]["currency"],
        "referenceQuantity": {
            **_quantity(variant["quantity"], variant["unit"]),
            "valueReference": _quantity(unit["reference"]["value"], unit["reference"]["unit"]),
        },
    }


def _quantity(value: float, unit: str) -> Thing:
    return {"@type": "QuantitativeValue", "value": value, "unitCode": UNIT_CODES[unit]}


def _certifications(document: Document, language: str) -> list[Thing]:
    ocop = recognised(document)
    stars = [_stars(ocop)] if ocop else []
    return stars + [
        _known(
            {
                "@type": "Certification",
                "name": name_of(one, language),
                "certificationIdentification": one.get("number"),
                "issuedBy": _organization(one["issuer"]),
                "validFrom": one.get("issued_on"),
                "expires": one.get("expires_on"),
            }
        )
        for one in certified(document)
        if one.get("issuer")
    ]


def _stars(ocop: Ocop) -> Thing:
    return {
        "@type": "Certification",
        "name": "OCOP",
        "certificationIdentification": ocop["decision"],
        "issuedBy": _organization(ocop["issuer"]),
        "validFrom": ocop["signed_on"],
        "expires": ocop["expires_on"],
        "certificationRating": {
            "@type": "Rating",
            "ratingValue": ocop["stars"],
            "bestRating": MOST_STARS,
        },
    }


def _properties(document: Document, language: str) -> list[Thing]:
    """Say where it is made, by today's name and by the one on older papers; and what it is."""
    origin = document["origin"]
    values = [
        ("placeOfOrigin", f"{origin['commune']['name']}, {CITY}"),
        ("formerPlaceName", former_place(origin)),
        ("variety", document.get("variety")),
        ("ingredients", document.get("ingredients")),
        ("evidence", MADE_UP[language == ENGLISH] if is_illustrative(document) else None),
        *(
            ("certificate", told(one, language))
            for one in certified(document)
            if not one.get("issuer")  # Google takes no certification of which it is not known
        ),
    ]
    return [
        {
            "@type": "PropertyValue",
            "propertyID": key,
            "name": PROPERTIES[key][language == ENGLISH],
            "value": value,
        }
        for key, value in values
        if value
    ]


def _producer(found: Producer, origin: str) -> Thing:
    return {
        "@type": "Organization",
        "name": found["name"],
        "url": origin + found["url"],
        "address": _address(found["commune"]["name"]),
    }


def _address(commune: str) -> Thing:
    return {
        "@type": "PostalAddress",
        "addressLocality": commune,
        "addressRegion": CITY,
        "addressCountry": "VN",
    }


def _organization(name: str | None) -> Thing | None:
    return {"@type": "Organization", "name": name} if name else None


def _in(both: Both, language: str) -> str | None:
    wanted = both.get("en") if language == ENGLISH else None
    return wanted or both.get("vi") or both.get("en")


def _known(thing: Thing) -> Thing:
    return {key: value for key, value in thing.items() if value not in (None, "", [])}
