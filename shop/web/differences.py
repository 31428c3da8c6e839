"""How the differences of two documents are written: each field as text, words marked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shop.formats.differing import Difference, Piece, pieces
from shop.formats.document import Certificate, Ocop, Origin, Variant
from shop.inputs.parcels import Sides, written_sides, written_weight
from shop.web.in_words import in_months, place_of_today, seen_by_buyers
from shop.web.language import Language, pick
from shop.web.words import word, words
from shop.web.writing import month


@dataclass(frozen=True, slots=True)
class Line:
    """A field, and the words that stay, go and come."""

    label: str
    pieces: list[Piece]
    before: str

    @property
    def differs(self) -> bool:
        """Tell whether a reader sees another text: a price that was only confirmed is the same."""
        return any(one.fate != "same" for one in self.pieces)

    @property
    def now(self) -> list[Piece]:
        return [one for one in self.pieces if one.fate != "new"]

    @property
    def then(self) -> list[Piece]:
        return [one for one in self.pieces if one.fate != "gone"]


def label_of(field: str, language: Language) -> str:
    """Name a field; a pack has its number beside it."""
    kind, _, which = field.partition("-")
    name = word(f"differs_{kind}", language)
    return f"{name} {which}" if which else name


def line_of(one: Difference, language: Language) -> Line:
    """Write both sides of a field, with the words marked that go and come."""
    before, after = (text_of(one.field, value, language) for value in (one.before, one.after))
    return Line(label_of(one.field, language), pieces(before, after), before)


def text_of(field: str, value: Any, language: Language) -> str:
    """Write what a document says in a field; empty: nothing."""
    if value is None:
        return ""
    if field.startswith("pack-"):
        return _pack(value, language)
    if field.startswith("stock-"):
        return word(value, language)
    return str(WRITERS[field](value, language) if field in WRITERS else value)


def _pack(pack: Variant, language: Language) -> str:
    priced = seen_by_buyers(pack, language)
    said = priced if "price" in pack else f"{pack['pack']}: {priced}"
    return f"{said}{_sent(pack, language)}"


def _sent(pack: Variant, language: Language) -> str:
    """Write how a pack is sent, where that is known, behind what it is."""
    known = [written_weight(pack["gross_weight"])] if "gross_weight" in pack else []
    if parcel := pack.get("parcel"):
        known.append(written_sides(Sides(**parcel)))
    parted = ", ".join(known)
    return f"; {words(language).differs_said_sent.format(parcel=parted)}" if known else ""


def _place(origin: Origin, language: Language) -> str:
    former = (origin.get("former_commune", ""), origin.get("former_district", ""))
    return place_of_today(origin["commune"]["name"], former, language)


def _months(months: list[int], language: Language) -> str:
    return in_months([month(one, language) for one in months], language)


def _uses(keys: list[str], language: Language) -> str:
    return ", ".join(word(f"use_{key}", language) for key in keys)


def _stars(ocop: Ocop, language: Language) -> str:
    said: str = words(language).differs_said_stars
    return said.format(n=ocop["stars"], decision=ocop["decision"])


def _certificates(held: list[Certificate], language: Language) -> str:
    return ", ".join(word(f"certificate_{one['kind']}", language) for one in held)


WRITERS: Mapping[str, Any] = {
    "group": lambda both, language: pick(both, language).text,
    "set": lambda both, language: pick(both, language).text,
    "place": _place,
    "months": _months,
    "shelf_life": lambda days, language: words(language).differs_said_days.format(n=days),
    "stars": _stars,
    "certificates": _certificates,
    "sale_restriction": word,
    "uses": _uses,
    "keywords": lambda said, _: ", ".join(said),
}
"""Field → how what a document says of it is written, where that is no text."""
