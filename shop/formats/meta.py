"""Meta (Facebook, Instagram) catalogue as CSV.

https://developers.facebook.com/documentation/ads-commerce/catalog/reference. A program reads it:
no byte order mark, and no apostrophe before what a spreadsheet might take for a formula.
"""

from shop.formats.channels import META, may_carry
from shop.formats.csv import line
from shop.formats.listing import Document
from shop.formats.offers import Offer, Photo, offers, stars_of
from shop.formats.text import one_line

LONGEST_TITLE, LONGEST_DESCRIPTION = 200, 9999
SMALLEST_PICTURE = 500
"""Pixels of the shorter side."""
MOST_PICTURES = 20
"""Additional ones."""
AVAILABILITY = {
    "in_stock": "in stock",
    "out_of_stock": "out of stock",
    "preorder": "available for order",
}
"""Words with spaces, unlike Google's."""
COLUMNS = (
    "id", "title", "description", "availability", "condition", "price", "link", "image_link",
    "brand", "gtin", "additional_image_link", "item_group_id", "size", "product_type",
    "custom_label_0",
)  # fmt: skip


def begin(_: str) -> bytes:
    return line(COLUMNS)


def items(document: Document, _: str) -> list[bytes]:
    """Write a row for each pack that Meta takes."""
    if not may_carry(META, document):
        return []
    pictures = [photo["url"] for photo in document.get("photos", ()) if _large(photo)]
    if not pictures:
        return []
    found = offers(document, longest_title=LONGEST_TITLE, longest_description=LONGEST_DESCRIPTION)
    return [line(_cells(offer, pictures, stars_of(document))) for offer in found]


def _large(photo: Photo) -> bool:
    return min(int(photo["width"]), int(photo["height"])) >= SMALLEST_PICTURE


def _cells(offer: Offer, pictures: list[str], stars: str | None) -> list[str | None]:
    return [
        offer.sku,
        offer.title,
        one_line(offer.description),
        AVAILABILITY[offer.availability],
        "new",
        f"{offer.price} VND",
        offer.url,
        pictures[0],
        offer.brand,
        offer.gtin,
        ",".join(pictures[1 : MOST_PICTURES + 1]),
        offer.product if offer.several else None,
        offer.pack if offer.several else None,
        offer.product_type,
        stars,
    ]
