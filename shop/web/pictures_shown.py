"""A photo of a document as a page shows it: which files, at which sizes."""

from dataclasses import dataclass
from typing import Any

from shop.web.language import Language, Said, pick

CARD_WIDTH = 320


@dataclass(frozen=True, slots=True)
class Picture:
    src: str
    """A file that every browser opens."""
    webp: str
    """The `srcset` of the WebP files, smallest first; empty if there are none."""
    width: int
    height: int
    alt: Said
    placeholder: str
    illustration: bool
    thumbnail: str


def picture(photo: dict[str, Any], language: Language) -> Picture:
    webps = [one for one in photo.get("renditions", ()) if one["type"] == "image/webp"]
    return Picture(
        src=photo["url"],
        webp=", ".join(f"{one['url']} {one['width']}w" for one in webps),
        width=photo["width"],
        height=photo["height"],
        alt=pick(photo.get("alt", {}), language),
        placeholder=photo.get("placeholder", ""),
        illustration=photo.get("illustration", False),
        thumbnail=card_picture(photo)[0],
    )


def card_picture(photo: dict[str, Any]) -> tuple[str, int, int]:
    """Give the file for a card: the smallest that is at least as wide as a card, and its size."""
    wide = [one for one in photo.get("renditions", ()) if one["width"] >= CARD_WIDTH]
    if not wide:
        return photo["url"], photo["width"], photo["height"]
    chosen = min(wide, key=lambda one: (one["width"], one["type"] != "image/webp"))
    return chosen["url"], chosen["width"], chosen["height"]
