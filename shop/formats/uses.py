"""What goods are used for: the list that everything else names uses by.

Products hold the keys, and everyone who shows one takes its name here. What shoppers call a use
stands in search/tables/uses.txt, which a test holds against this list. A use that concerns health
says in its name that it is what people traditionally do: food may promise no effect (Law on
Advertising 16/2012/QH13, articles 7 to 9; Decree 15/2018/NĐ-CP, article 27).
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Literal

from search.vietnamese import slug

REMEDIES = "18"
EATING, COOKING, OCCASIONS, LIVING, TRADITION = "eating", "cooking", "occasions", "living", "folk"
SHELVES = {
    EATING: {
        "bua-sang": ("Bữa sáng", "Breakfast"),
        "an-vat": ("Ăn vặt", "Snacks"),
        "an-lien": ("Ăn liền, nấu nhanh", "Ready in minutes"),
        "com-hang-ngay": ("Cơm hằng ngày", "Everyday rice"),
        "mon-an-com": ("Món ăn với cơm", "To eat with rice"),
        "an-chay": ("Ăn chay", "Vegetarian food"),
        "an-dam": ("Cho bé ăn dặm", "Baby’s first foods"),
        "an-kieng": ("Cho người ăn kiêng", "Light eating"),
        "do-nhau": ("Đồ nhậu", "To go with beer"),
        "trang-mieng": ("Tráng miệng", "Dessert"),
        "pha-uong": ("Pha uống hằng ngày", "Everyday drinks"),
    },
    COOKING: {
        "nau-lau": ("Nấu lẩu", "Hotpot"),
        "nau-canh": ("Nấu canh", "Cooking soup"),
        "nau-bun": ("Nấu bún, bánh đa", "Noodle soups"),
        "nau-chao": ("Nấu cháo", "Rice porridge"),
        "nau-xoi": ("Nấu xôi, gói bánh", "Steamed sticky rice and rice cakes"),
        "nau-che": ("Nấu chè", "Sweet soups"),
        "do-nuong": ("Đồ nướng", "Barbecue"),
        "xao-nau": ("Món xào", "Stir-fries"),
        "lam-goi": ("Làm gỏi, trộn xa lát", "Salads"),
        "goi-nem": ("Gói nem, cuốn", "Wrapping rolls"),
        "do-cham": ("Đồ chấm", "Dipping"),
        "gia-vi-kho": ("Gia vị kho", "Seasoning for braises"),
        "muoi-dua": ("Muối dưa", "Making pickles"),
        "ngam-ruou": ("Ngâm rượu, ngâm đường", "Steeping in spirit or sugar"),
        "ep-nuoc": ("Ép nước, sinh tố", "Juices and smoothies"),
    },
    OCCASIONS: {
        "qua-bieu": ("Quà biếu", "Gifts"),
        "qua-tet": ("Quà Tết", "Tết gifts"),
        "luu-niem": ("Quà lưu niệm", "Souvenirs"),
        "cung-gio": ("Cúng giỗ", "Altar offerings"),
        "cuoi-hoi": ("Cưới hỏi", "Weddings"),
        "mam-co": ("Mâm cỗ, đãi khách", "Feasts"),
        "bay-tet": ("Bày Tết", "Decorating for Tết"),
        "di-choi": ("Đi chơi, trải nghiệm", "Days out"),
    },
    LIVING: {
        "trang-tri": ("Trang trí nhà", "Home decoration"),
        "do-dung": ("Đồ dùng trong nhà", "Household use"),
        "tam-goi": ("Tắm gội", "Bath and hair"),
        "xong-thom": ("Xông thơm, xua muỗi", "Scenting rooms, keeping mosquitoes away"),
        "lam-giong": ("Làm giống", "Breeding and planting"),
    },
    TRADITION: {
        "giai-nhiet": ("Giải nhiệt theo dân gian", "Cooling, by tradition"),
        "giai-ruou": ("Giải rượu theo dân gian", "After drinking, by tradition"),
        "am-bung": ("Ấm bụng theo dân gian", "Soothing the stomach, by tradition"),
        "giai-cam": ("Khi cảm lạnh theo dân gian", "In a cold, by tradition"),
        "boi-bo": ("Tẩm bổ theo dân gian", "Nourishing, by tradition"),
        "ngu-ngon": ("Dễ ngủ theo dân gian", "Before sleep, by tradition"),
    },
}
"""Shelf → key → names in Vietnamese and in English."""
USES = {key: names for shelf in SHELVES.values() for key, names in shelf.items()}
if TYPE_CHECKING:
    UseKey = str
else:
    UseKey = Literal[*USES]


def in_order(keys: Collection[str]) -> list[str]:
    """Give keys once each, in the order of the list; what is no use is left out."""
    return [key for key in USES if key in keys]


def told_of(keys: Collection[str], ocop_set: str | None) -> list[str]:
    """Give the uses that may be told of goods, in order: of a remedy none of tradition.

    It would be a claim there: functional foods and medicines (OCOP set 18) may be said to do only
    what was registered.
    """
    silent = SHELVES[TRADITION] if ocop_set == REMEDIES else {}
    return [key for key in in_order(keys) if key not in silent]


def key_of(said: str) -> str | None:
    """Find a use by its key or by one of its names, however it is spelt; None: there is none."""
    return _KEYS.get(slug(said))


_KEYS = {slug(said): key for key, names in USES.items() for said in (key, *names)}
