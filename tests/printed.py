"""Reads what is printed: the QR codes of a page of ours, from the very SVG that stands in it."""

import re
from xml.etree.ElementTree import Element

import zxingcpp
from PIL import Image, ImageDraw

SVG = "{http://www.w3.org/2000/svg}"
LINES = f"{SVG}path[@stroke]"
"""The dark modules: the light ones are one filled square."""
MODULE = 4
"""Pixels across one module."""
STEP = re.compile(r"([Mmh])(-?[\d.]+)(?:[ ,](-?[\d.]+))?")


def qr_codes_of(page: Element) -> list[str]:
    """Give what each QR code of a page says, in their order."""
    drawings = [one for one in page.iter(f"{SVG}svg") if one.get("viewBox")]
    return [read_qr(one) for one in drawings if one.find(LINES) is not None]


def read_qr(svg: Element) -> str:
    """Draw the lines of an SVG as a printer would, and read it with a decoder that is not ours."""
    side = int(svg.get("viewBox").split()[2])
    drawn = Image.new("L", (side * MODULE, side * MODULE), 255)
    pen, at = ImageDraw.Draw(drawn), (0.0, 0.0)
    for step, first, second in STEP.findall(svg.find(LINES).get("d")):
        if step == "h":
            x, y = at
            at = (x + float(first), y)
            corners = [x, y - 0.5, at[0], y + 0.5]
            left, top, right, bottom = (round(one * MODULE) for one in corners)
            pen.rectangle([left, top, right - 1, bottom - 1], fill=0)
        else:
            came = at if step == "m" else (0.0, 0.0)
            at = (came[0] + float(first), came[1] + float(second))
    [found] = zxingcpp.read_barcodes(drawn)
    return found.text
