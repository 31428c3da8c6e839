"""What a pack weighs and measures as it is sent: `1,2 kg`, `20 x 15 x 10 cm`.

Called as GS1 does: gross weight; depth, width and height. Kept in grams and millimetres.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from media.sentences import Sentence
from shop.errors.mistakes import WrongValueError
from shop.inputs import packs, refusing
from shop.models import Unit

GRAMS: Mapping[Unit | None, int] = {Unit.GRAM: 1, Unit.KILOGRAM: 1000}
MILLIMETRES = {"mm": 1, "cm": 10, "phân": 10, "m": 1000}
HEAVIEST = 1_000_000
"""Grams: a tonne."""
LONGEST = 3000
"""Millimetres of a side."""
MOST_BARE = 100
"""Of a side without a unit: 200x150x100 may be meant in millimetres."""
SIDE = r"([0-9]+(?:[.,][0-9]+)?) ?(mm|cm|phân|m)?"
SIDES = re.compile(rf"{SIDE} ?[x×*] ?{SIDE} ?[x×*] ?{SIDE}")
NO_WEIGHT = Sentence(
    "“{value}” không phải khối lượng khi gửi. Hãy ghi kèm đơn vị như 1,2 kg hoặc 1200 g.",
    "“{value}” is no weight of a parcel; write it with its unit, like 1,2 kg or 1200 g.",
)
TOO_HEAVY = Sentence(
    "“{value}” nặng quá một tấn. Hãy ghi khối lượng của một gói hàng.",
    "“{value}” is more than a tonne; write the weight of one pack.",
)
LIGHTER = Sentence(
    "“{value}” nhẹ hơn hàng bên trong ({net} g). Hãy ghi khối lượng cả bao bì.",
    "“{value}” is lighter than what is inside ({net} g); write the weight with its packing.",
)
NO_SIDES = Sentence(
    "“{value}” không phải kích thước. Hãy ghi dài x rộng x cao, như 20 x 15 x 10 cm.",
    "“{value}” is no size; write length x width x height, like 20 x 15 x 10 cm.",
)
NO_UNIT = Sentence(
    "“{value}” chưa rõ là cm hay mm. Hãy ghi đơn vị sau cùng.",
    "“{value}” may be in cm or in mm; write the unit behind it.",
)
TOO_LONG = Sentence(
    "“{value}” có cạnh dài quá 3 m. Hãy xem lại đơn vị.",
    "“{value}” has a side of more than 3 m; look at its unit.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """How a pack is sent; None: unknown. Of the three sides all are known, or none."""

    gross_weight: int | None = None
    """Grams, with its packing."""
    depth: int | None = None
    """Millimetres, as the other two."""
    width: int | None = None
    height: int | None = None


SHIPPED = ("gross_weight", "depth", "width", "height")


class Sides(NamedTuple):
    """In millimetres."""

    depth: int
    width: int
    height: int


def weight(text: str) -> int:
    """Read 1,2 kg, 1200 g or 12 lạng in grams; a number alone may be either."""
    grams = _read(text, NO_WEIGHT)
    if grams > HEAVIEST:
        raise WrongValueError(TOO_HEAVY)
    return grams


def _read(text: str, said: Sentence) -> int:
    try:
        quantity, unit = packs.content(text)
    except WrongValueError as wrong:
        raise wrong if wrong.said is refusing.AMBIGUOUS else WrongValueError(said) from None
    if unit not in GRAMS:
        raise WrongValueError(said)
    return _whole(quantity * GRAMS[unit], said)


def sides(text: str) -> Sides:
    """Read 20 x 15 x 10 cm, 20×15×10 or 200*150*100 mm in millimetres."""
    found = SIDES.fullmatch(" ".join(text.lower().split()))
    if not found:
        raise WrongValueError(NO_SIDES)
    numbers, units = found.groups()[::2], found.groups()[1::2]
    if not units[2] and any(units):  # 20 cm x 15 x 10: of which is it the unit?
        raise WrongValueError(NO_SIDES)
    read = Sides(*(_side(n, one or units[2]) for n, one in zip(numbers, units, strict=True)))
    if max(read) > LONGEST:
        raise WrongValueError(TOO_LONG)
    return read


def _side(number: str, unit: str | None) -> int:
    try:
        length = packs.quantity(number)
    except WrongValueError as wrong:
        raise wrong if wrong.said is refusing.AMBIGUOUS else WrongValueError(NO_SIDES) from None
    if not unit and length > MOST_BARE:
        raise WrongValueError(NO_UNIT)
    return _whole(length * MILLIMETRES[unit or "cm"], NO_SIDES)


def _whole(amount: Decimal, said: Sentence) -> int:
    if amount < 1 or amount % 1:
        raise WrongValueError(said)
    return int(amount)


def refuse_lighter(gross: int | None, quantity: Decimal | None, unit: Unit | None) -> None:
    """Refuse a gross weight below what the pack holds; how heavy a litre is nothing tells."""
    if gross is None or quantity is None or unit not in GRAMS:
        return
    if gross < (net := quantity * GRAMS[unit]):
        raise WrongValueError(LIGHTER, "gross_weight", net=f"{net.normalize():f}")


def shipped(gross: int | None, parcel: Sides | None) -> dict[str, Any]:
    """Give what SHIPPED names."""
    return dict(zip(SHIPPED, (gross, *(parcel or (None, None, None))), strict=True))


def written_weight(grams: int) -> str:
    """Write a weight as it is typed."""
    return f"{grams} g"


def written_sides(parcel: Sides) -> str:
    """Write sides as they are typed: `20,5 x 15 x 10 cm`."""
    return " x ".join(f"{side / 10:g}" for side in parcel).replace(".", ",") + " cm"
