"""The fields of a proposal, and how what was typed in one is read: a value, or what is wrong.

A draft keeps every letter, also of what cannot be read. Keys of packs end with the pack's SKU, or
with a digit for one that is new: `pack-HP-NS-0251-1`, `pack-1` and its `price-1`.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from media.sentences import Sentence
from shop.errors.mistakes import WrongValueError, told
from shop.inputs import packs, parcels, refusing, values
from shop.inputs.labels import of_form
from shop.inputs.prices import AskedBackError, agrees, read_price
from shop.inputs.tables import LONGEST_NAME, Line, LongLine, Name, Text
from shop.models import AgriGroup
from shop.models.columns import Row
from shop.papers.needs import FIELDS
from shop.queries.places import MANY, NONE, PERHAPS, place_found, places_called

PHOTOS, NAME, PLACE, GROUP, MONTHS = "photos", "name", "place", "group", "months"
DESCRIPTION = "description"
TOLD = ("made", "best", "unlike")
"""Three short questions that become the description of a product that has none."""
USES = "uses"
MORE = (*FIELDS, USES)
"""Asked after submitting, and of products that are on show."""
OTHER = "other"
"""A group of none: an official will sort it in."""
ON_REQUEST = "liên hệ"
PACK = re.compile(r"pack-([1-9]|[A-Z0-9-]{8,24})")
SENT = re.compile(r"(weight|parcel)-([1-9]|[A-Z0-9-]{8,24})")
"""How a pack is sent, which may be left open."""
PRICE = re.compile(r"price-([1-9])")
MONTH_OF = {str(n): n for n in range(1, 13)}
NO_GROUP = Sentence(
    "Chọn một nhóm. Không chắc thì chọn «Nhóm khác», cán bộ sẽ xếp giúp.",
    "Choose a group. If unsure, choose “Another group”; an official will sort it in.",
)
NO_MONTHS = Sentence("Tháng phải từ 1 đến 12. Hãy chọn lại.", "Months are 1 to 12. Choose again.")


class Reading(NamedTuple):
    """What a field says; one that cannot be read has no value, and a fault."""

    value: Any = None
    fault: Sentence | None = None


def is_field(name: str) -> bool:
    """Tell whether a proposal may say something under this name; others are passed over."""
    of_a_pack = PACK.fullmatch(name) or SENT.fullmatch(name)
    return name in READERS or name in {PLACE, GROUP} or bool(of_a_pack)


def visible(typed: str) -> str:
    """Give what others see of a line that was typed: no turns of direction, and no endless one."""
    return values.UNSEEN.sub("", typed)[:LONGEST_NAME]


async def read(field: str, typed: str, said: Mapping[str, str], chosen: str = "") -> Reading:
    """Read what was typed in a field; `said` is the text of all fields.

    `chosen` is the commune that was picked where several have the name.
    """
    try:
        text = values.clean(typed)
        return await _read(field, text, said, chosen) if text else Reading("")
    except AskedBackError as asked:
        return Reading(None, asked.told(of_form("price"), typed))
    except WrongValueError as wrong:
        return Reading(None, wrong.told(of_form(field.partition("-")[0]), typed))
    except ValidationError as refusal:
        return Reading(None, told(refusal.errors()[0], of_form(field), typed))


async def _read(field: str, text: str, said: Mapping[str, str], chosen: str) -> Reading:
    if field == PLACE:
        return await _place(text, chosen)
    if field == GROUP:
        return await _group(text)
    return Reading(_value(field, text, said))


def _value(field: str, text: str, said: Mapping[str, str]) -> Any:
    if found := PRICE.fullmatch(field):
        return _price(text, said.get(f"pack-{found[1]}", ""))
    if found := SENT.fullmatch(field):
        return _sent(found[1], text, said.get(f"pack-{found[2]}", ""))
    return _pack(text) if PACK.fullmatch(field) else READERS[field](text)


def _price(text: str, pack: str) -> Row:
    if text.lower() == ON_REQUEST:
        return {"amount": None}
    found = read_price(text)
    if found.per and pack and not agrees(found.per, pack):
        raise WrongValueError(refusing.OTHER_PACK, per=found.per, pack=pack)
    return {"amount": found.amount}


def _pack(text: str) -> Row:
    pack = TypeAdapter(Name).validate_python(text)
    if len(pack) > packs.LONGEST:
        raise WrongValueError(refusing.TOO_LONG, most=packs.LONGEST)
    quantity, unit = packs.net_content(pack)
    return {"pack": pack, "quantity": quantity and f"{quantity.normalize():f}", "unit": unit}


def _sent(what: str, text: str, pack: str) -> Any:
    if what == "parcel":
        return list(parcels.sides(text))
    grams = parcels.weight(text)
    parcels.refuse_lighter(grams, *packs.net_content(pack))
    return grams


def _months(text: str) -> list[int]:
    said = {part.strip().lstrip("0") for part in text.split(",") if part.strip().isdecimal()}
    months = {MONTH_OF.get(part, 0) for part in said}
    if not months or 0 in months:
        raise WrongValueError(NO_MONTHS)
    return sorted(months)


async def _place(text: str, chosen: str) -> Reading:
    if place := await place_found(text, chosen):
        former, district = place.former
        return Reading({"commune": place.code, "former": former, "district": district})
    found, _ = await places_called(text)
    if not found:
        return Reading(None, NONE.filled(place=text))
    return Reading(None, MANY.filled(n=len(found), place=text) if found[1:] else PERHAPS)


async def _group(text: str) -> Reading:
    if text == OTHER or await AgriGroup.exists(code=text):
        return Reading(text)
    return Reading(None, NO_GROUP)


def _checked(kind: Any) -> Callable[[str], Any]:
    return TypeAdapter(kind).validate_python


READERS: dict[str, Callable[[str], Any]] = {
    NAME: _checked(Name),
    MONTHS: _months,
    DESCRIPTION: _checked(Text),
    **dict.fromkeys(TOLD, _checked(LongLine)),
    "ingredients": _checked(Text),
    "storage": _checked(Text),
    "shelf_life": _checked(values.Days),
    "variety": _checked(Line),
    "story": _checked(Text),
    USES: _checked(values.Uses),
    **{f"price-{n}": str for n in range(1, 10)},
}
"""Field → what reads it, of the fields that are read by themselves alone."""
