"""A photo of a document as a page shows it: which files, at which sizes."""

from collections.abc import Iterable
from dataclasses import dataclass

from shop.formats.document import Photo, Rendition
from shop.web.language import Language, Said, pick

CARD_WIDTH = 320
LARGE_CARD_WIDTH = 640
"""Of a card on a dense, wide screen."""
FRAME = 4 / 3
"""Width by height of what a slide of the gallery stands in."""
COVERING = 1.19, 1.51
"""Shapes so near to the frame's that cutting them to it loses little."""
TINY = 320
"""Pixels across below which a picture is shown at its own size."""
WIDEST_FRAME = 36.5
"""Width in rem of the frame where the page is as wide as it gets."""
BESIDE = 46
"""Percent of the screen that the frame takes where words stand beside it; else it is as wide."""
FIRST = 66, 100
"""Percent of the screen said to be filled where pixels are tiny, for which two to a CSS pixel are
enough, and where they are small."""
LATER = 44, 88
"""The same for all but the first: browsers load two neighbours of it, which may never be seen."""


@dataclass(frozen=True, slots=True)
class Picture:
    src: str
    """The largest file that every browser opens."""
    webp: str
    """The `srcset` of the WebP files, smallest first; empty if there are none."""
    sizes: str
    width: int
    height: int
    fitting: str
    """How it stands in its frame: `cover`, `tiny`, or else whole."""
    alt: Said
    placeholder: str
    illustration: bool
    thumbnail: str


@dataclass(frozen=True, slots=True)
class CardPicture:
    src: str
    width: int
    height: int
    dense: str
    """The `srcset` for dense, wide screens; empty if there is nothing finer."""


def pictures(photos: Iterable[Photo], language: Language) -> list[Picture]:
    """Give the pictures of a gallery; the first is the one that everybody sees."""
    return [_picture(one, language, LATER if n else FIRST) for n, one in enumerate(photos)]


def _picture(photo: Photo, language: Language, filled: tuple[int, int]) -> Picture:
    return Picture(
        src=photo["url"],
        webp=_srcset(_webps(photo)),
        sizes=_sizes(photo["width"] / photo["height"], filled),
        width=photo["width"],
        height=photo["height"],
        fitting=_fitting(photo),
        alt=pick(photo.get("alt", {}), language),
        placeholder=photo.get("placeholder", ""),
        illustration=photo.get("illustration", False),
        thumbnail=card_picture(photo).src,
    )


def card_picture(photo: Photo) -> CardPicture:
    """Give the file for a card: the smallest that is at least as wide as a card."""
    webps = _webps(photo)
    wide = [one for one in webps if one["width"] >= CARD_WIDTH] or webps[-1:]
    chosen = min(wide, key=lambda one: one["width"], default=photo)
    finer = [one for one in webps if one["width"] in {CARD_WIDTH, LARGE_CARD_WIDTH}]
    return CardPicture(
        src=chosen["url"],
        width=chosen["width"],
        height=chosen["height"],
        dense=_srcset(finer) if len(finer) > 1 else "",
    )


def _webps(photo: Photo) -> list[Rendition]:
    return [one for one in photo.get("renditions", ()) if one["type"] == "image/webp"]


def _srcset(files: list[Rendition]) -> str:
    return ", ".join(f"{one['url']} {one['width']}w" for one in files)


def _fitting(photo: Photo) -> str:
    if photo["width"] < TINY:
        return "tiny"
    least, most = COVERING
    return "cover" if least <= photo["width"] / photo["height"] <= most else ""


def _sizes(shape: float, filled: tuple[int, int]) -> str:
    """Say how wide a picture of a shape (width by height) will be shown."""
    part = _part(shape)
    tiny, small = (f"{percent * part:.3g}vw" for percent in filled)
    return (
        f"(min-width: 80rem) {WIDEST_FRAME * part:.3g}rem, "
        f"(min-width: 42rem) {BESIDE * part:.3g}vw, (min-resolution: 2.5dppx) {tiny}, "
        f"(min-resolution: 1.5dppx) {small}, {100 * part:.3g}vw"
    )


def _part(shape: float) -> float:
    """Tell how much of its frame's width a picture takes: more, where its sides are cut."""
    least, most = COVERING
    if shape > most:
        return 1
    return shape / FRAME if shape < least else max(1, shape / FRAME)
