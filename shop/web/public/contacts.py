"""The ways to a producer on the pages of it and its products, and these pages without them.

What is shown rests on a consent that may end at any moment, so a page that is kept for when the
database is away is kept without it, too. It is rendered once: the part is between marks, and what
stands in its place between others. Text of strangers cannot make a mark, for its `<` is escaped.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote_plus

import phonenumbers
from markupsafe import Markup

from search.vietnamese import fold
from shop.models import Evidence
from shop.web import translated
from shop.web.language import Language, Said, in_vietnamese
from shop.web.words import word

MARKS = {name: Markup(f"<!--{name}-->") for name in ("shown", "instead", "end")}  # noqa: S704 - ours
PART = re.compile("<!--shown-->(.*?)<!--instead-->(.*?)<!--end-->", re.DOTALL)
MAP = "https://www.google.com/maps/search/?api=1&query="
CITIES = ("hai phong", "hai duong")
FACTS = ("contact_name", "opening", "how_to_order", "minimum_order", "delivery_area")


@dataclass(frozen=True, slots=True)
class Phone:
    number: str
    """E.164."""
    shown: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How a producer can be reached, as a page shows it; what is not known is empty."""

    phones: tuple[Phone, ...]
    zalo: str
    """An address, as are the next two."""
    directions: str
    shop: str
    address: Said
    facts: tuple[tuple[str, Said], ...]
    """Terms and what was said of them."""
    is_illustrative: bool


@dataclass(frozen=True, slots=True)
class Commune:
    """Who can tell, where there is no other way: the commune of the producer."""

    name: Said
    url: str


def reach_of(contact: Mapping[str, str], language: Language) -> Reach | None:
    """Make what is shown of a contact; None of an empty one."""
    if not contact:
        return None
    address = contact.get("address", "")
    return Reach(
        phones=tuple(
            Phone(number, as_written(number))
            for number in contact.get("phone", "").split("; ")
            if number
        ),
        zalo=_zalo(contact.get("zalo", "")),
        directions=_directions(address) if address else "",
        shop=contact.get("shop_url", ""),
        address=in_vietnamese(address, language),
        facts=tuple(
            (word(column, language), in_vietnamese(contact[column], language))
            for column in FACTS
            if column in contact
        ),
        is_illustrative=contact.get("contact_evidence") == Evidence.ILLUSTRATIVE,
    )


def as_written(number: str) -> str:
    """Write a number as people do: 0912 345 678, 0225 3842 011."""
    read = phonenumbers.parse(number)
    if phonenumbers.is_valid_number(read):
        return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.NATIONAL)
    digits = f"0{read.national_number}"
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"


def _zalo(written: str) -> str:
    return f"https://zalo.me/{written.removeprefix('+')}" if written.startswith("+") else written


def _directions(address: str) -> str:
    """Ask a map for an address, in the city where it names none; one of yesterday is found, too."""
    whole = address if any(city in fold(address) for city in CITIES) else f"{address}, Hải Phòng"
    return MAP + quote_plus(whole)


def commune_of(code: str, name: str, language: Language) -> Commune:
    """Name a commune inside a sentence: xã Quyết Thắng."""
    within = translated.place(f"{name[:1].lower()}{name[1:]}", language)
    return Commune(within, language.address(f"/xa-phuong/{code}"))


def parted(page: str) -> tuple[str, str]:
    """Give a page as it is shown, and without what a consent covers; empty if it shows nothing."""
    if MARKS["shown"] not in page:
        return page, ""
    without = PART.sub(r"\2", page)
    return (page, "") if without == page else (PART.sub(r"\1", page), without)
