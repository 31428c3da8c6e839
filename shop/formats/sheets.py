"""Sheets for marketplaces that fetch nothing: a person uploads them in the seller centre.

Columns are called as in each marketplace's interface for programs (feeds.md §1.3). Its own template
for mass upload lies behind a seller's account and asks for more in some categories: what is here is
copied into it column by column.
"""

from collections.abc import Callable
from dataclasses import dataclass

from shop.formats.channels import CHANNELS, LAZADA, SHOPEE, TIKTOK
from shop.formats.document import Document
from shop.formats.obstacles import taken
from shop.formats.offers import Offer, offers
from shop.formats.rules import Setting

Cell = str | int | float | None
OUT_OF_STOCK = "out_of_stock"
WIDE, NARROW, USUAL = 60, 12, 24


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    cell: Callable[[Offer], Cell]
    width: int = USUAL


def rows(channel: str, document: Document, setting: Setting) -> list[list[Cell]]:
    """Give a row for each pack that goes out; None is an empty cell."""
    packs = taken(CHANNELS[channel], document, setting)
    found = offers(CHANNELS[channel], document, packs, setting.rule)
    return [[column.cell(offer) for column in SHEETS[channel]] for offer in found]


def _kilograms(offer: Offer) -> Cell:
    """Give the gross weight; where it is unknown the net one, and the seller adds the packing."""
    return None if offer.grams is None else offer.grams / 1000


def _side(place: int) -> Callable[[Offer], Cell]:
    return lambda offer: offer.centimetres and offer.centimetres[place]


def _stock(offer: Offer) -> Cell:
    """Leave open how many there are: the catalogue knows only that there are none."""
    return 0 if offer.availability == OUT_OF_STOCK else None


def _picture(place: int) -> Callable[[Offer], Cell]:
    return lambda offer: offer.photos[place]["url"] if place < len(offer.photos) else None


def _pictures(title: str, channel: str) -> tuple[Column, ...]:
    most = CHANNELS[channel].most_pictures or 0
    return tuple(Column(title.format(n=n + 1), _picture(n), WIDE) for n in range(most))


def _group(offer: Offer) -> Cell:
    return offer.product if offer.several else None


def _variation(offer: Offer) -> Cell:
    return offer.pack if offer.several else None


PARCEL = tuple(
    Column(f"package_{side}", _side(place), NARROW)
    for place, side in enumerate(("length", "width", "height"))
)
SHEETS: dict[str, tuple[Column, ...]] = {
    SHOPEE: (
        Column("category_id", lambda offer: offer.category),
        Column("item_name", lambda offer: offer.title, WIDE),
        Column("description", lambda offer: offer.description, WIDE),
        Column("item_sku", lambda offer: offer.sku),
        Column("variation_integration_no", _group),
        Column("variation_option", _variation),
        Column("original_price", lambda offer: offer.price, NARROW),
        Column("seller_stock", _stock, NARROW),
        Column("weight", _kilograms, NARROW),
        *PARCEL,
        Column("original_brand_name", lambda offer: offer.brand),
        *_pictures("image_{n}", SHOPEE),
    ),
    LAZADA: (
        Column("PrimaryCategory", lambda offer: offer.category),
        Column("name", lambda offer: offer.title, WIDE),
        Column("description", lambda offer: offer.description, WIDE),
        Column("brand", lambda offer: offer.brand),
        Column("SellerSku", lambda offer: offer.sku),
        Column("AssociatedSku", _group),
        Column("saleProp", _variation),
        Column("price", lambda offer: offer.price, NARROW),
        Column("quantity", _stock, NARROW),
        Column("package_weight", _kilograms, NARROW),
        *PARCEL,
        *_pictures("Image{n}", LAZADA),
    ),
    TIKTOK: (
        Column("category_id", lambda offer: offer.category),
        Column("title", lambda offer: offer.title, WIDE),
        Column("description", lambda offer: offer.description, WIDE),
        Column("brand", lambda offer: offer.brand),
        Column("seller_sku", lambda offer: offer.sku),
        Column("product_group", _group),
        Column("sales_attribute", _variation),
        Column("price", lambda offer: offer.price, NARROW),
        Column("inventory", _stock, NARROW),
        Column("package_weight", _kilograms, NARROW),
        *PARCEL,
        Column("identifier_code", lambda offer: offer.gtin),
        *_pictures("main_image_{n}", TIKTOK),
    ),
}
