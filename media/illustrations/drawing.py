"""Draws the SVG sources into the WebP files beside them: `make drawings`, when a source changed."""

import re
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import fontpkg_be_vietnam_pro
import resvg_py
from PIL import Image


HERE = Path(__file__).parent
SOURCES = HERE / "sources"
FRAME = HERE / "frame.svg"
RECORD = HERE / "drawn.txt"
"""What each drawing was drawn from, by digests: a line of key, source and file."""
PLACE = "<!-- subject -->"
WIDTH, QUALITY = 1600, 82
FONT = fontpkg_be_vietnam_pro.ROOT / "files" / "BeVietnamPro-Medium.ttf"

LIGHTS = {
    "day": ("#F8EBD2", "#F6CB74", "#8CC3B6", "#2F8B88", "#4FA39D", "#F3F7EC"),
    "morning": ("#D3EAE2", "#FBE0A6", "#7FBDB1", "#1F6F74", "#37868A", "#EAF5F0"),
    "dusk": ("#FADFCB", "#F39C7C", "#DE6F66", "#A8344A", "#BC4D5D", "#FFEDE4"),
    "evening": ("#FBDCC4", "#F2876A", "#5E9AA0", "#1D6068", "#37787E", "#EAF5F0"),
    "spring": ("#EBF1D6", "#FADC90", "#B3CF86", "#4F8546", "#74A666", "#F8FBEA"),
    "noon": ("#FCEBBF", "#F8BC74", "#F0C564", "#A8691A", "#DBA347", "#FFF8E4"),
    "night": ("#195661", "#F7DFA6", "#12464F", "#0C343C", "#194B54", "#D8EAE4"),
    "earth": ("#F8E6D0", "#F6CF9C", "#DDA37A", "#A5552F", "#C37750", "#FFF1E2"),
    "lilac": ("#F1E3E6", "#F5CDBE", "#CDA0AE", "#8A4F6B", "#9D6680", "#FBEDF1"),
}
"""Colours of the frame: sky, sun, far water, near ground, its ripples, the caption."""


def composed(key: str) -> str:
    """Give the whole drawing of a key as one SVG: the source set into the frame, in its light."""
    source = (SOURCES / f"{key}.svg").read_text(encoding="utf-8")
    [light] = re.findall(r'data-light="(\w+)"', source)
    subject = source[source.index("<svg") :]
    return _lit(FRAME.read_text(encoding="utf-8"), light).replace(PLACE, subject)


def _lit(frame: str, light: str) -> str:
    for part, colour in zip(("sky", "sun", "far", "near", "line", "lettering"), LIGHTS[light], strict=True):
        frame = re.sub(rf'(class="{part}" [^>]*?(?:fill|stroke)=")#\w+', rf"\g<1>{colour}", frame)
    return frame


def rendered(svg: str) -> Image.Image:
    png = resvg_py.svg_to_bytes(
        svg_string=svg, width=WIDTH, skip_system_fonts=True, font_files=[str(FONT)]
    )
    return Image.open(BytesIO(png)).convert("RGB")
