"""Drawn pictures for the demo catalogue, one per product group, plainly marked as illustrations."""

import io

import fontpkg_be_vietnam_pro
from PIL import Image, ImageDraw, ImageFont

from media.illustrations.agriculture import AGRICULTURE
from media.illustrations.canvas import HEIGHT, WIDTH, Canvas
from media.illustrations.looks import Look
from media.illustrations.ocop_food import OCOP_FOOD
from media.illustrations.ocop_other import OCOP_OTHER

VARIANTS = 3
CAPTION = "Hình minh hoạ · Illustration"

_SUBJECTS = {**AGRICULTURE, **OCOP_FOOD, **OCOP_OTHER}
SUBJECTS = tuple(_SUBJECTS)
"""Agricultural groups by their key, then the OCOP sets by their number."""


def draw(subject: str, variant: int = 0) -> bytes:
    """Give a 1600 by 1200 PNG of a subject; the same arguments always give the same bytes.

    Variants repeat after `VARIANTS`. Raises KeyError for a subject that is not in `SUBJECTS`.
    """
    sheet = Canvas.blank("white")
    look = _SUBJECTS[subject].draw(sheet, variant % VARIANTS)
    picture = sheet.finished()
    _mark(picture, look)
    return _png(picture)


def _mark(picture: Image.Image, look: Look) -> None:
    """Set the caption in the middle of the foot, where a square crop keeps it."""
    font = ImageFont.truetype(
        fontpkg_be_vietnam_pro.ROOT / "files" / "BeVietnamPro-Medium.ttf", 34,
        layout_engine=ImageFont.Layout.BASIC,
    )  # fmt: skip
    place = (WIDTH / 2, HEIGHT - 46)
    ImageDraw.Draw(picture).text(place, CAPTION, fill=look.lettering, font=font, anchor="ms")


def _png(picture: Image.Image) -> bytes:
    data = io.BytesIO()
    picture.save(data, "PNG", compress_level=3)
    return data.getvalue()
