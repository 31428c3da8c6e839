"""What sales channels ask of every pack: worked out once from the document, written by each format.

Which packs go out at all is decided in one place, `taken` (shop/formats/obstacles.py).
"""

from calendar import month_name
from collections.abc import Sequence
from dataclasses import dataclass

from shop.formats.channels import Channel, pictures_for
from shop.formats.document import Both, Document, Money, Photo, Variant
from shop.formats.gtins import traded_gtin
from shop.formats.listing import former_place, once_each
from shop.formats.rules import Rule
from shop.formats.standing import MONTHS
from shop.formats.text import cut, one_line
from shop.formats.uses import SHELVES, TRADITION
from shop.formats.vouching import certified, recognised
from shop.formats.weights import centimetres, grams
from shop.formats.words import ENGLISH, VIETNAMESE, explained, name_of, said

CITY = "Hải Phòng"
KINDS_OF_PLACE = ("Xã ", "Phường ", "Đặc khu ")
LONGEST_BRAND = 70
LONGEST_TYPE = 750
COUNTED = frozenset({"piece", "l"})
"""Units whose English word has a plural."""
ALL_YEAR = ("quanh năm", "all year round")
LABELS = {
    "ocop": ("OCOP", "OCOP"),
    "origin": ("Xuất xứ", "Origin"),
    "certificates": ("Chứng nhận", "Certificates"),
    "product": ("Sản phẩm", "Product"),
    "stars": ("Hạng sao", "Stars"),
    "decision": ("Quyết định", "Decision"),
    "place": ("Nơi sản xuất", "Made in"),
    "former": ("Địa danh cũ", "Former place name"),
    "area": ("Mã số vùng trồng", "Growing area code"),
    "variety": ("Giống", "Variety"),
    "ingredients": ("Thành phần", "Ingredients"),
    "storage": ("Bảo quản", "Storage"),
    "shelf_life": ("Hạn sử dụng", "Shelf life"),
    "season": ("Mùa vụ", "Season"),
    "uses": ("Dùng cho", "Used for"),
}
HIGHLIGHTS = {
    "stars": ("Được công nhận OCOP {}", "Recognised OCOP product, {}"),
    "certificates": ("Chứng nhận, nhãn hiệu: {}", "Certificates and marks: {}"),
    "producer": ("Do {} làm ra", "Made by {}"),
    "place": (f"Làm tại {{}}, thành phố {CITY}", f"Made in {{}}, {CITY}, Việt Nam"),
    "always": ("Có {}", "To be had {}"),
    "season": ("Có vào {}", "In season: {}"),
}
"""In Vietnamese and in English."""


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
    """As it is sent, or else of what is in it; None: unknown, or the channel does not ask."""
    centimetres: tuple[int, int, int] | None
    """Depth, width and height as it is sent; None: unknown, or the channel does not ask."""


def offers(
    channel: Channel,
    document: Document,
    packs: Sequence[Variant],
    rule: Rule,
    language: str = VIETNAMESE,
) -> list[Offer]:
    """Say of the packs that a channel takes what it asks for."""
    description = cut(description_of(document, language), channel.longest_description)
    brand = brand_of(document)
    product_type = cut(category_of(document, language), LONGEST_TYPE)
    return [
        Offer(
            sku=variant["sku"],
            product=document["code"],
            title=title_of(document, variant, channel.longest_title, language),
            description=description,
            url=page_of(document, language),
            photos=pictures_for(channel, document, rule),
            price=rule.price(variant["price"]["amount"]),
            availability=variant.get("availability"),
            brand=brand,
            gtin=traded_gtin(variant),
            pack=pack_of(variant, language),
            several=len(document["variants"]) > 1,
            product_type=product_type,
            category=rule.category(document),
            grams=grams(variant) if channel.needs_weight else None,
            centimetres=centimetres(variant) if channel.needs_weight else None,
        )
        for variant in packs
    ]


def is_in_english(document: Document) -> bool:
    """Tell whether it has all that a channel reads in English."""
    return bool(document["name"].get("en") and description_of(document, ENGLISH))


def title_of(document: Document, variant: Variant, longest: int, language: str = VIETNAMESE) -> str:
    """Name the product and the pack, for the price is that of the pack."""
    name, pack = one_line(_in(document["name"], language)), pack_of(variant, language)
    if not pack or pack.lower() in name.lower():
        return cut(name, longest)
    return cut(f"{cut(name, max(longest - len(pack) - 3, longest // 2))} – {pack}", longest)


def pack_of(variant: Variant, language: str) -> str:
    """Name a pack; in English by its quantity, for its name is Vietnamese."""
    if language != ENGLISH or "quantity" not in variant:
        return one_line(variant["pack"])
    quantity, unit = variant["quantity"], variant["unit"]
    plural = "s" if unit in COUNTED and quantity != 1 else ""
    return f"{quantity:g} {said(f'unit_{unit}', ENGLISH)}{plural}"


def page_of(document: Document, language: str) -> str:
    """Give the address of its page in a language; the English ones stand below /en."""
    url = document["url"]
    return url.replace("/san-pham/", "/en/san-pham/", 1) if language == ENGLISH else url


def brand_of(document: Document) -> str:
    """Give the producer's name: the catalogue knows no other brand."""
    return cut(one_line(document["producer"]["name"]), LONGEST_BRAND)


def money(price: Money | None) -> Money | None:
    """Give a price as other protocols know it, without what is said of who said it."""
    return price and {"amount": price["amount"], "currency": price["currency"]}


@once_each
def description_of(document: Document, language: str = VIETNAMESE) -> str:
    described = document.get("description", {})
    if language == ENGLISH:
        return described.get("en", "").strip()
    return (described.get("vi") or document.get("story") or "").strip()


@once_each
def category_of(document: Document, language: str = VIETNAMESE) -> str:
    """Give the way to its category, from the widest to the narrowest."""
    category = document["category"]
    parts = (category.get("section", {}), category["group"], category.get("set_name", {}))
    steps = [_in(part, language) for part in parts]
    return " > ".join(dict.fromkeys(one_line(step) for step in steps if step))


@once_each
def facts_of(document: Document, language: str = VIETNAMESE) -> list[tuple[str, str, str]]:
    """Give what is said of it beyond its description: section, name and value of each.

    What is written in Vietnamese alone is left out in English; names of places stay.
    """
    own = (document.get("ingredients"), document.get("storage"))
    ingredients, storage = own if language == VIETNAMESE else (None, None)
    origin, ocop = document["origin"], recognised(document)
    facts = [
        ("ocop", "stars", stars_of(document, language)),
        ("ocop", "decision", ocop["decision"] if ocop else None),
        ("origin", "place", f"{origin['commune']['name']}, {CITY}"),
        ("origin", "former", former_place(origin)),
        ("origin", "area", origin.get("growing_area")),
        *(
            ("certificates", name_of(one, language), explained(one, language))
            for one in certified(document)
        ),
        ("product", "variety", document.get("variety")),
        ("product", "ingredients", ingredients),
        ("product", "storage", storage),
        ("product", "shelf_life", _days(document.get("shelf_life_days"), language)),
        ("product", "season", _months(document.get("season_months", []), language)),
        ("product", "uses", ", ".join(uses_of(document, language))),
    ]
    return [
        (_label(section, language), _label(name, language), one_line(value))
        for section, name, value in facts
        if value
    ]


def _label(name: str, language: str) -> str:
    """Call a fact by its name; a certificate has its own."""
    vi, en = LABELS.get(name, (name, name))
    return en if language == ENGLISH else vi


def _in(both: Both, language: str) -> str:
    return (both.get("en") if language == ENGLISH else both.get("vi")) or ""


def uses_of(document: Document, language: str = VIETNAMESE) -> list[str]:
    """Name what it is used for, but for what tradition says: a channel shows it as our claim."""
    told = (key for key in document.get("uses", ()) if key not in SHELVES[TRADITION])
    return [said(f"use_{key}", language) for key in told]


def highlights_of(document: Document, language: str = VIETNAMESE) -> list[str]:
    """Say what tells most for it, each in a few words that no fact repeats."""
    season = _months(document.get("season_months", []), language)
    certificates = [name_of(one, language) for one in certified(document)]
    told = {
        "stars": stars_of(document, language),
        "certificates": ", ".join(dict.fromkeys(certificates)),
        "producer": one_line(document["producer"]["name"]),
        "place": _inside(one_line(document["origin"]["commune"]["name"]), language),
        "always" if season in ALL_YEAR else "season": season,
    }
    number = 1 if language == ENGLISH else 0
    return [HIGHLIGHTS[name][number].format(text) for name, text in told.items() if text]


def _inside(place: str, language: str) -> str:
    """Write a place as it stands inside a Vietnamese sentence: xã Nghi Dương."""
    if language == ENGLISH or not place.startswith(KINDS_OF_PLACE):
        return place
    return place[0].lower() + place[1:]


def stars_of(document: Document, language: str = VIETNAMESE) -> str | None:
    """Say the stars that a decision tells of."""
    ocop = recognised(document)
    return f"{ocop['stars']} {'stars' if language == ENGLISH else 'sao'}" if ocop else None


def _days(days: int | None, language: str) -> str | None:
    return f"{days} {'days' if language == ENGLISH else 'ngày'}" if days else None


def _months(months: list[int], language: str) -> str:
    if len(set(months)) == MONTHS:
        return ALL_YEAR[1 if language == ENGLISH else 0]
    if language == ENGLISH:
        return ", ".join(month_name[one] for one in months)
    return f"tháng {', '.join(map(str, months))}" if months else ""
