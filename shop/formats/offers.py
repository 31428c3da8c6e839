"""What sales channels ask of every pack: worked out once from the document, written by each format.

Which packs go out at all is decided in one place, `taken` (shop/formats/obstacles.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shop.formats.channels import Channel, pictures_for
from shop.formats.document import Document, Money, Photo, Variant
from shop.formats.gtins import traded_gtin
from shop.formats.listing import former_place, once_each
from shop.formats.rules import Rule
from shop.formats.standing import MONTHS
from shop.formats.text import cut, one_line
from shop.formats.uses import SHELVES, TRADITION
from shop.formats.vouching import certified, recognised
from shop.formats.weights import grams
from shop.formats.words import explained, name_of, said

CITY = "Hải Phòng"
KINDS_OF_PLACE = ("Xã ", "Phường ", "Đặc khu ")
LONGEST_BRAND = 70
LONGEST_TYPE = 750


@dataclass(frozen=True, slots=True)
class Offer:
    sku: str
    product: str
    """Code of the product that it is a pack of."""
    title: str
    description: str
    url: str
    photos: list[Photo]
    price: int
    """Whole đồng, by the channel's rule."""
    availability: str | None
    """As in the document: `in_stock`, `out_of_stock` or `preorder`; None: unknown."""
    brand: str
    gtin: str | None
    """None: it has none, or one that goes to no channel."""
    pack: str
    several: bool
    """The product has other packs too."""
    product_type: str
    category: str | None
    """The channel's own."""
    grams: int | None
    """Of what is in the pack; None: unknown, or the channel does not ask."""


def offers(
    channel: Channel, document: Document, packs: Sequence[Variant], rule: Rule
) -> list[Offer]:
    """Say of the packs that a channel takes what it asks for."""
    description = cut(description_of(document), channel.longest_description)
    brand = brand_of(document)
    product_type = cut(category_of(document), LONGEST_TYPE)
    return [
        Offer(
            sku=variant["sku"],
            product=document["code"],
            title=title_of(document, variant, channel.longest_title),
            description=description,
            url=document["url"],
            photos=pictures_for(channel, document, rule),
            price=rule.price(variant["price"]["amount"]),
            availability=variant.get("availability"),
            brand=brand,
            gtin=traded_gtin(variant),
            pack=one_line(variant["pack"]),
            several=len(document["variants"]) > 1,
            product_type=product_type,
            category=rule.category(document),
            grams=grams(variant) if channel.needs_weight else None,
        )
        for variant in packs
    ]


def title_of(document: Document, variant: Variant, longest: int) -> str:
    """Name the product and the pack, for the price is that of the pack."""
    name, pack = one_line(document["name"]["vi"]), one_line(variant["pack"])
    if not pack or pack.lower() in name.lower():
        return cut(name, longest)
    return cut(f"{cut(name, max(longest - len(pack) - 3, longest // 2))} – {pack}", longest)


def brand_of(document: Document) -> str:
    """Give the producer's name: the catalogue knows no other brand."""
    return cut(one_line(document["producer"]["name"]), LONGEST_BRAND)


def money(price: Money | None) -> Money | None:
    """Give a price as other protocols know it, without what is said of who said it."""
    return price and {"amount": price["amount"], "currency": price["currency"]}


@once_each
def description_of(document: Document) -> str:
    return (document.get("description", {}).get("vi") or document.get("story") or "").strip()


@once_each
def category_of(document: Document) -> str:
    """Give the way to its category, from the widest to the narrowest."""
    category = document["category"]
    parts = (category.get("section", {}), category["group"], category.get("set_name", {}))
    steps = [part.get("vi") for part in parts]
    return " > ".join(dict.fromkeys(one_line(step) for step in steps if step))


@once_each
def facts_of(document: Document) -> list[tuple[str, str, str]]:
    """Give what is said of it beyond its description: section, name and value of each."""
    origin, ocop = document["origin"], recognised(document)
    facts = [
        ("OCOP", "Hạng sao", stars_of(document)),
        ("OCOP", "Quyết định", ocop["decision"] if ocop else None),
        ("Xuất xứ", "Nơi sản xuất", f"{origin['commune']['name']}, {CITY}"),
        ("Xuất xứ", "Địa danh cũ", former_place(origin)),
        ("Xuất xứ", "Mã số vùng trồng", origin.get("growing_area")),
        *(("Chứng nhận", name_of(one), explained(one)) for one in certified(document)),
        ("Sản phẩm", "Giống", document.get("variety")),
        ("Sản phẩm", "Thành phần", document.get("ingredients")),
        ("Sản phẩm", "Bảo quản", document.get("storage")),
        ("Sản phẩm", "Hạn sử dụng", _days(document.get("shelf_life_days"))),
        ("Sản phẩm", "Mùa vụ", _months(document.get("season_months", []))),
        ("Sản phẩm", "Dùng cho", ", ".join(uses_of(document))),
    ]
    return [(section, name, one_line(value)) for section, name, value in facts if value]


def uses_of(document: Document) -> list[str]:
    """Name what it is used for, but for what tradition says: a channel shows it as our claim."""
    told = (key for key in document.get("uses", ()) if key not in SHELVES[TRADITION])
    return [said(f"use_{key}") for key in told]


def highlights_of(document: Document) -> list[str]:
    """Say what tells most for it, each in a few words that no fact repeats."""
    origin, season = document["origin"], _months(document.get("season_months", []))
    certificates = [name_of(one) for one in certified(document)]
    stars = stars_of(document)
    told = [
        f"Được công nhận OCOP {stars}" if stars else "",
        f"Chứng nhận, nhãn hiệu: {', '.join(dict.fromkeys(certificates))}" if certificates else "",
        f"Do {one_line(document['producer']['name'])} làm ra",
        f"Làm tại {_inside(one_line(origin['commune']['name']))}, thành phố {CITY}",
        f"Có {season}" if season == "quanh năm" else f"Có vào {season}" if season else "",
    ]
    return [one for one in told if one]


def _inside(place: str) -> str:
    """Write a place as it stands inside a sentence: xã Nghi Dương."""
    return place[0].lower() + place[1:] if place.startswith(KINDS_OF_PLACE) else place


def stars_of(document: Document) -> str | None:
    """Say the stars that a decision tells of."""
    ocop = recognised(document)
    return f"{ocop['stars']} sao" if ocop else None


def _days(days: int | None) -> str | None:
    return f"{days} ngày" if days else None


def _months(months: list[int]) -> str:
    if len(set(months)) == MONTHS:
        return "quanh năm"
    return f"tháng {', '.join(map(str, months))}" if months else ""
