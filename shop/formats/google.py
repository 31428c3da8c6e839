"""Google Merchant Center: RSS 2.0 with `g:` attributes beside the plain elements.

https://support.google.com/merchants/answer/7052112 (attributes), …/14987622 (RSS). Stars are
details and highlights: `g:certification` knows energy labels only (…/13528839).
"""

from collections.abc import Iterator
from functools import lru_cache

from shop.formats.channels import CHANNELS, GOOGLE
from shop.formats.document import Document, Variant
from shop.formats.obstacles import taken
from shop.formats.offers import Offer, facts_of, highlights_of, is_in_english, offers, stars_of
from shop.formats.rules import Setting
from shop.formats.text import cut, printable
from shop.formats.weights import centimetres
from shop.formats.words import ENGLISH, VIETNAMESE

CHANNEL = CHANNELS[GOOGLE]
LONGEST_NAME, LONGEST_VALUE = 140, 1000
LONGEST_HIGHLIGHT = 150
AVAILABILITY = {"in_stock": "in_stock", "out_of_stock": "out_of_stock"}
SIDES = ("length", "width", "height")
UNITS = {"g": "g", "kg": "kg", "ml": "ml", "l": "l", "piece": "ct"}
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>Sản vật Hải Phòng</title>
<link>{origin}{home}</link>
<description>{about}</description>
<language>{language}</language>
<atom:link rel="self" type="application/rss+xml" href="{origin}/feeds/{name}"/>
"""
HEADS = {
    VIETNAMESE: {
        "home": "/",
        "about": "Nông sản và sản phẩm OCOP của thành phố Hải Phòng",
        "name": "google.xml",
    },
    ENGLISH: {
        "home": "/en",
        "about": "Farm goods and OCOP products of Hải Phòng, Việt Nam",
        "name": "google.en.xml",
    },
}
END = b"</channel>\n</rss>\n"


def begin(origin: str, language: str = VIETNAMESE) -> bytes:
    said = {"origin": escaped(origin), "language": language, **HEADS[language]}
    return HEAD.format(**said).encode()


def items(document: Document, setting: Setting, language: str = VIETNAMESE) -> list[bytes]:
    """Write an item for each pack that Google takes."""
    if not (packs := taken(CHANNEL, document, setting)):
        return []
    shared = "".join(_told(document, language))
    found = offers(CHANNEL, document, packs, setting.rule, language)
    return [
        _item("".join(_elements(offer, variant)) + shared)
        for offer, variant in zip(found, packs, strict=True)
    ]


def begin_in_english(origin: str) -> bytes:
    return begin(origin, ENGLISH)


def items_in_english(document: Document, setting: Setting) -> list[bytes]:
    """Write the same items in English, of products that have English words."""
    return items(document, setting, ENGLISH) if is_in_english(document) else []


def _item(elements: str) -> bytes:
    return printable(f"<item>\n{elements}</item>\n")


def escaped(text: str) -> str:
    """Make any text safe inside an element or an attribute."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return text.replace(">", "&gt;").replace('"', "&quot;")


def _elements(offer: Offer, variant: Variant) -> Iterator[str]:
    for name in ("title", "link", "description"):
        text = escaped(offer.url if name == "link" else getattr(offer, name))
        yield f"<{name}>{text}</{name}>\n<g:{name}>{text}</g:{name}>\n"
    yield f'<guid isPermaLink="false">{escaped(offer.sku)}</guid>\n'
    yield _element("g:id", offer.sku)
    yield from _pictures(offer)
    if offer.availability:  # what is unknown goes out to no channel that asks for it
        yield _element("g:availability", AVAILABILITY[offer.availability])
    yield _element("g:price", f"{offer.price} VND")
    yield _element("g:condition", "new")
    yield _element("g:brand", offer.brand)
    yield from _identifiers(offer)
    yield from _unit_price(variant)
    yield from _shipped(variant)
    if offer.category:
        yield _element("g:google_product_category", offer.category)
    if offer.product_type:
        yield _element("g:product_type", offer.product_type)


def _pictures(offer: Offer) -> Iterator[str]:
    first, *others = offer.photos
    yield _element("g:image_link", first["url"])
    for photo in others:
        yield _element("g:additional_image_link", photo["url"])


def _identifiers(offer: Offer) -> Iterator[str]:
    if offer.gtin:
        yield _element("g:gtin", offer.gtin)
    yield _element("g:identifier_exists", "yes" if offer.gtin else "no")
    if offer.several:
        yield _element("g:item_group_id", offer.product)
        yield _element("g:size", cut(offer.pack, 100))


def _unit_price(variant: Variant) -> Iterator[str]:
    if "unit_price" not in variant:
        return
    per = variant["unit_price"]["reference"]
    yield _element("g:unit_pricing_measure", f"{variant['quantity']} {UNITS[variant['unit']]}")
    yield _element("g:unit_pricing_base_measure", f"{per['value']} {UNITS[per['unit']]}")


def _shipped(variant: Variant) -> Iterator[str]:
    if gross := variant.get("gross_weight"):
        yield _element("g:shipping_weight", f"{gross} g")
    for side, length in zip(SIDES, centimetres(variant) or (), strict=False):
        yield _element(f"g:shipping_{side}", f"{length} cm")


def _told(document: Document, language: str) -> Iterator[str]:
    if stars := stars_of(document, language):
        yield _element("g:custom_label_0", stars)
    for section, name, value in facts_of(document, language):
        inner = (
            f"<g:section_name>{_name(section)}</g:section_name>"
            f"<g:attribute_name>{_name(name)}</g:attribute_name>"
            f"<g:attribute_value>{escaped(cut(value, LONGEST_VALUE))}</g:attribute_value>"
        )
        yield f"<g:product_detail>{inner}</g:product_detail>\n"
    for highlight in highlights_of(
        document, language
    ):  # of fewer than two Google takes none: there are two
        yield _element("g:product_highlight", cut(highlight, LONGEST_HIGHLIGHT))


@lru_cache(1000)
def _name(text: str) -> str:
    """Write what a detail is called: there are but a few."""
    return escaped(cut(text, LONGEST_NAME))


def _element(name: str, text: str) -> str:
    return f"<{name}>{escaped(text)}</{name}>\n"
