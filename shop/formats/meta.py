"""Meta (Facebook, Instagram) catalogue as CSV.

https://developers.facebook.com/documentation/ads-commerce/catalog/reference. A program reads it:
no byte order mark, and no apostrophe before what a spreadsheet might take for a formula.
"""

from shop.formats.channels import CHANNELS, META
from shop.formats.csv import line
from shop.formats.document import Document, Variant
from shop.formats.obstacles import taken
from shop.formats.offers import Offer, is_in_english, offers, stars_of
from shop.formats.rules import Setting
from shop.formats.text import one_line
from shop.formats.words import ENGLISH, VIETNAMESE

CHANNEL = CHANNELS[META]
AVAILABILITY = {
    "in_stock": "in stock",
    "out_of_stock": "out of stock",
    "preorder": "available for order",
}
"""Words with spaces, unlike Google's."""
COLUMNS = (
    "id", "title", "description", "availability", "condition", "price", "link", "image_link",
    "brand", "gtin", "additional_image_link", "item_group_id", "size", "product_type",
    "google_product_category", "custom_label_0", "shipping_weight",
)  # fmt: skip
"""Of the two categories that there are Meta recommends Google's for every product
(…/catalog/guides/product-categories); its own, `fb_product_category`, concerns the United States.
"""


def begin(_: str) -> bytes:
    return line(COLUMNS)


def items(document: Document, setting: Setting, language: str = VIETNAMESE) -> list[bytes]:
    """Write a row for each pack that Meta takes."""
    packs = taken(CHANNEL, document, setting)
    found = offers(CHANNEL, document, packs, setting.rule, language)
    stars = stars_of(document, language)
    return [
        line([*_cells(offer, stars), _weight(variant)])
        for offer, variant in zip(found, packs, strict=True)
    ]


def items_in_english(document: Document, setting: Setting) -> list[bytes]:
    """Write the same rows in English, of products that have English words."""
    return items(document, setting, ENGLISH) if is_in_english(document) else []


def _weight(variant: Variant) -> str | None:
    """Say what a pack weighs as it is sent; Meta does not ask, so it is told no net weight."""
    gross = variant.get("gross_weight")
    return f"{gross} g" if gross else None


def _cells(offer: Offer, stars: str | None) -> list[str | None]:
    first, *others = [photo["url"] for photo in offer.photos]
    return [
        offer.sku,
        offer.title,
        one_line(offer.description),
        AVAILABILITY[offer.availability] if offer.availability else None,
        "new",
        f"{offer.price} VND",
        offer.url,
        first,
        offer.brand,
        offer.gtin,
        ",".join(others),
        offer.product if offer.several else None,
        offer.pack if offer.several else None,
        offer.product_type,
        offer.category,
        stars,
    ]
