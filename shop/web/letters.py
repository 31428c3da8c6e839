"""Letters as they are printed: an A5 page for each producer, with its code and a QR of it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import segno
from markupsafe import Markup

from shop.accounts.invitations import Letter
from shop.web.files.assets import STATIC
from shop.web.language import Language
from shop.web.pages import environment
from shop.web.words import words
from shop.web.writing import day

STYLE = "letter.css"
PAPER = "/nha-san-xuat/nhan"
QUIET = 4
"""Modules of white around a code (ISO/IEC 18004 §9.1)."""


def qr_of(code: str, base_url: str) -> Markup:
    """Draw the address that fills in a printed code, as SVG without style or script."""
    address = f"{base_url}{PAPER}?{urlencode({'ma': code})}"
    drawn = segno.make(address, error="m", micro=False)
    svg = drawn.svg_inline(border=QUIET, omitsize=True, light="#fff", svgclass=None, lineclass=None)
    return Markup(svg)  # noqa: S704 - segno draws modules, and no text of ours


def as_printed(
    letter: Letter, base_url: str, help_phone: str, language: Language
) -> dict[str, Any]:
    """Give what the template of a letter fills in."""
    return {
        "letter": letter,
        "qr": qr_of(letter.code, base_url),
        "address": f"{base_url.partition('://')[2]}{PAPER}",
        "last_day": day(letter.last_day, language),
        "help_phone": help_phone,
    }


def file_of_letters(letters: Sequence[Letter], base_url: str, help_phone: str) -> str:
    """Write a page for each letter, for a browser to print; its style lies beside it."""
    language = Language.VI
    return environment.get_template("letters.html").render(
        t=words(language),
        style=STYLE,
        printed=[as_printed(one, base_url, help_phone, language) for one in letters],
    )


def style_of_letters() -> str:
    return (STATIC / "css" / STYLE).read_text()
