"""The sales channels: what each takes, asks and refuses.

The open files (`products.*`) and `changes` carry everything; what is said here concerns the files
and sheets of one channel alone. [S] was read in the source named, [M] is from memory: the channel
has not confirmed it, and a channel may ask for more in some of its categories.
"""

from dataclasses import dataclass

from shop.formats.bans import BANS
from shop.formats.document import Document, Photo
from shop.formats.listing import NOT_ONLINE
from shop.formats.rules import Rule

GOOGLE, META, ACP = "google", "meta", "acp"
SHOPEE, LAZADA, TIKTOK = "shopee", "lazada", "tiktok"
ADULTS_ONLY = "adults_only"
RESTRICTED = frozenset({NOT_ONLINE, ADULTS_ONLY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What it takes; every one wants a source, a picture, and no kind that it bans."""

    key: str
    name: str
    file: str | None = None
    """What is made for it here; None: a person uploads a sheet there."""
    fetches: bool = True
    """It asks us for its file; else a person or a program brings it there."""
    bans: frozenset[str] = RESTRICTED
    """The sale restrictions (docs/adr/0004) that it does not take."""
    longest_title: int
    longest_description: int | None = None
    most_pictures: int | None = None
    least_side: int = 0
    """Pixels of the shorter side below which it takes no picture."""
    good_side: int = 0
    """What it asks for: a smaller one goes out, and looks it."""
    shows_squares: bool = False
    """It shows pictures as wide as high, and cuts others to that or lays bars beside them."""
    needs_offer: bool = True
    """Price and description; without one of them it refuses the item."""
    needs_way_to_buy: bool = False
    """An item leads to our page, from which it must be on sale; else the channel is where."""
    needs_category: bool = False
    """A leaf of its own tree, by number."""
    needs_weight: bool = False
    needs_availability: bool = False
    """It is told whether a pack is to be had, and not left to guess."""
    takes_preorders: bool = True
    price_as_on_page: bool = False
    """It compares our price with the page that the item leads to."""
    asks_for_gtin: bool = True
    refuses_capitals: bool = False
    """It takes no description that is all in capitals."""

    @property
    def requires(self) -> list[str]:
        """Name what an item must have, as partners are told."""
        asked = {
            "way_to_buy": self.needs_way_to_buy,
            "price": self.needs_offer,
            "availability": self.needs_availability,
            "description": self.needs_offer,
            "category": self.needs_category,
            "weight": self.needs_weight,
        }
        return ["pack", "source", "picture", *(name for name, needed in asked.items() if needed)]

    @property
    def banned_kinds(self) -> tuple[str, ...]:
        """Name the kinds (shop/formats/bans.py) of which it takes no goods."""
        return BANS[self.key]


CHANNELS = {
    one.key: one
    for one in (
        # feeds.md §1.1, support.google.com/merchants/answer/7052112: no tobacco anywhere; alcohol
        # in named countries only, Vietnam is not one. From the page that an item leads to on it
        # must be possible to buy it (answer 10248677, findings/partners.md §2). A preorder needs
        # the day on which it ends, which no document tells. Pictures: one and ten additional, 100
        # pixels, better 800 [M].
        Channel(
            key=GOOGLE,
            needs_availability=True,
            name="Google",
            file="google.xml",
            longest_title=150,
            longest_description=5000,
            most_pictures=11,
            least_side=100,
            good_side=800,
            takes_preorders=False,
            price_as_on_page=True,
            needs_way_to_buy=True,
        ),
        # feeds.md §1.2: 200, 9,999 and 500 pixels [S]; twenty additional pictures [M]. Its commerce
        # policy knows no alcohol, no tobacco and no animals. It rejects a description in capitals
        # (findings/lists-pictures-feeds.md, c2).
        Channel(
            key=META,
            refuses_capitals=True,
            needs_availability=True,
            name="Meta (Facebook, Instagram)",
            shows_squares=True,
            file="meta.csv",
            longest_title=200,
            longest_description=9999,
            most_pictures=21,
            least_side=500,
            good_side=1024,
            needs_way_to_buy=True,
        ),
        # feeds.md §1.4: the schema has no limits; 150 is that of the flat upload [S]. An agent
        # cannot see how old its buyer is, and may know goods that have no price. It MUST NOT call
        # a merchant: the pair of files is brought to it (rfc.product_feeds.md §3.1, §3.4 [S]).
        Channel(
            key=ACP,
            needs_availability=True,
            name="ChatGPT (ACP)",
            file="acp/products.jsonl",
            fetches=False,
            longest_title=150,
            needs_offer=False,
            needs_way_to_buy=True,
        ),
        # feeds.md §1.3: nine pictures, price, weight, leaf category [S]; the lengths and pixels are
        # what Shopee Việt Nam's seller centre asks [M].
        Channel(
            key=SHOPEE,
            name="Shopee",
            shows_squares=True,
            longest_title=120,
            longest_description=3000,
            most_pictures=9,
            least_side=500,
            good_side=1024,
            needs_category=True,
            needs_weight=True,
            asks_for_gtin=False,
        ),
        # feeds.md §1.3: eight pictures, PrimaryCategory, package_weight [S]; lengths, pixels [M].
        Channel(
            key=LAZADA,
            name="Lazada",
            shows_squares=True,
            longest_title=255,
            longest_description=25_000,
            most_pictures=8,
            least_side=330,
            good_side=800,
            needs_category=True,
            needs_weight=True,
            asks_for_gtin=False,
        ),
        # feeds.md §1.3: description up to 10,000, leaf category, package_weight [S]; the title as a
        # template of its seller centre says; nine pictures of 300 pixels [M].
        Channel(
            key=TIKTOK,
            name="TikTok Shop",
            shows_squares=True,
            longest_title=254,
            longest_description=10_000,
            most_pictures=9,
            least_side=300,
            good_side=600,
            needs_category=True,
            needs_weight=True,
        ),
    )
}
"""Sendo is not here: feeds.md knows its columns, and none of its limits."""


def banned(channel: str | None) -> frozenset[str]:
    return CHANNELS[channel].bans if channel else frozenset()


def pictures_for(channel: Channel, document: Document, rule: Rule) -> list[Photo]:
    """Give the pictures that a channel takes, at most as many as it takes."""
    large = [one for one in allowed_pictures(document, rule) if side(one) >= channel.least_side]
    taken = large[: channel.most_pictures]
    return [_squared(one) for one in taken] if channel.shows_squares else taken


def _squared(photo: Photo) -> Photo:
    """Give a picture with its square in place of its largest file, where there is one."""
    squares = [one for one in photo["renditions"] if one.get("shape") == "square"]
    for one in squares:
        return {**photo, "url": one["url"], "width": one["width"], "height": one["height"]}
    return photo


def allowed_pictures(document: Document, rule: Rule) -> list[Photo]:
    """Give the photographs, and drawings where the channel's rule allows them."""
    photos = document.get("photos", [])
    if rule.drawn_pictures:
        return photos
    return [one for one in photos if not one.get("illustration")]


def side(photo: Photo) -> int:
    """Give the pixels of its shorter side."""
    return min(photo["width"], photo["height"])
