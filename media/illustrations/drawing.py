"""Draws the sources into the WebP files: `make drawings`, when a source or the frame changed.

It needs resvg, which is a tool of developers: a server reads what was drawn.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Self

import fontpkg_be_vietnam_pro
import resvg_py
from PIL import Image

from media.illustrations import DRAWN

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
FRAME = HERE / "frame.svg"
RECORD = HERE / "drawn.txt"
"""Of which SVG each file was drawn, and the file, by digests; so that neither goes its own way."""
SUBJECT = "<!-- subject -->"
WIDTH, COLOURS = 1200, 128
"""So many colours hold every flat tone and its edges; without loss that is lighter than with it."""
FONT = fontpkg_be_vietnam_pro.ROOT / "files" / "BeVietnamPro-Medium.ttf"

PARTS = ("sky", "sun", "far", "near", "line", "lettering")
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
"""What a source chooses by `data-light`: the colours of `PARTS` of the frame."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the record."""

    key: str
    source: str
    file: str

    @classmethod
    def of(cls, key: str) -> Self:
        return cls(key, _digest(composed(key).encode()), _digest(_file(key).read_bytes()))


def main() -> None:
    """Draw what is new or changed, drop what has no source, and keep the record."""
    SOURCES.mkdir(exist_ok=True)
    keys = sorted(path.stem for path in SOURCES.glob("*.svg"))
    known = {row.key: row for row in recorded()}
    for key in keys:
        if not _file(key).is_file() or known.get(key) != Row.of(key):
            _file(key).write_bytes(_webp(rendered(composed(key))))
    for gone in {path.stem for path in DRAWN.glob("*.webp")} - set(keys):
        _file(gone).unlink()
    rows = map(Row.of, keys)
    RECORD.write_text("".join(f"{row.key} {row.source} {row.file}\n" for row in rows))


def recorded() -> list[Row]:
    return [Row(*line.split()) for line in RECORD.read_text().splitlines()]


def composed(key: str) -> str:
    """Give the whole drawing as one SVG: the source set into the frame, in the light it chose."""
    source = (SOURCES / f"{key}.svg").read_text(encoding="utf-8")
    [light] = re.findall(r'\bdata-light="(\w+)"', source)
    frame = FRAME.read_text(encoding="utf-8")
    for part, colour in zip(PARTS, LIGHTS[light], strict=True):
        painted = rf'(class="{part}" (?:fill="none" stroke|fill)=")[^"]+'
        frame = re.sub(painted, rf"\1{colour}", frame)
    return frame.replace(SUBJECT, source[source.index("<svg") :])


def rendered(svg: str) -> Image.Image:
    """Draw an SVG at full size; no font of this machine is asked."""
    png = resvg_py.svg_to_bytes(
        svg_string=svg, width=WIDTH, skip_system_fonts=True, font_files=[str(FONT)]
    )
    return Image.open(BytesIO(png)).convert("RGB")


def _webp(image: Image.Image) -> bytes:
    data = BytesIO()
    flat = image.quantize(COLOURS, dither=Image.Dither.NONE).convert("RGB")
    flat.save(data, "WEBP", lossless=True)
    return data.getvalue()


def _file(key: str) -> Path:
    return DRAWN / f"{key}.webp"


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


if __name__ == "__main__":
    main()
