"""A proposal's patch: what its author touched, each field against what stood there then. Pure.

`{field: {"typed", "read", "base", "at"}}`: the letters as typed; the value read from them, null
where they say none; the value that the product had when the field was first touched; and the
version of the proposal that it was last saved as; of a place also `chosen`, which one of several
was picked. Approving writes what was read, unless the product says something else by then than the
base: that must be chosen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

from shop.inputs.parcels import Sides, written_sides, written_weight
from shop.models import Kind, Unit, Voice
from shop.models.columns import Row
from shop.proposals.reading import (
    DESCRIPTION,
    GROUP,
    MONTHS,
    MORE,
    NAME,
    OTHER,
    PACK,
    PHOTOS,
    PLACE,
    SENT,
    TOLD,
    USES,
    Reading,
)
from shop.publishing.loading import VARIANT_COLUMNS, ProductRows

Patch = dict[str, Row]
COLUMNS = {
    NAME: "name_vi",
    DESCRIPTION: "description_vi",
    MONTHS: "season_months",
    "ingredients": "ingredients",
    "storage": "storage",
    "shelf_life": "shelf_life_days",
    "variety": "variety",
    "story": "story_vi",
    USES: "uses",
}
"""Field → the product's column, where it is just that."""
COPIED = (NAME, PLACE, GROUP, MONTHS, DESCRIPTION, *MORE)
EMPTY: Mapping[str, Any] = {MONTHS: [], USES: [], "shelf_life": None}
"""What a field that was emptied means, where it is not an empty text."""


@dataclass(frozen=True, slots=True)
class Around:
    """What rows join from other tables, by the keys that a patch names."""

    communes: Mapping[str, str]
    """Code → name, of today's."""
    groups: Mapping[str, tuple[str, str]]
    """Code → names in Vietnamese and English."""


def touch(
    patch: Patch, field: str, typed: str, reading: Reading, rows: ProductRows, at: int
) -> Patch:
    """Note what a field says as of a version; what the product says from the start is no touch."""
    base = patch[field]["base"] if field in patch else base_of(rows, field)
    read = meant(field, reading)
    if field not in patch and read == base and reading.fault is None:
        return patch
    return {**patch, field: {"typed": typed, "read": read, "base": base, "at": at}}


def changes(patch: Patch) -> Patch:
    """Give what a patch changes.

    A field that was put back as it was stays touched, so that another tab notices; it changes
    nothing.
    """
    return {
        field: said
        for field, said in patch.items()
        if field == PHOTOS or said["read"] != said["base"]
    }


def meant(field: str, reading: Reading) -> Any:
    """Give the value of a field, also of one that was emptied; null: it has none that is read."""
    if reading.value == "":
        return EMPTY.get(field, None if _is_of_a_pack(field) or field == PLACE else "")
    return reading.value


def may_say(field: str, patch: Mapping[str, Any], rows: ProductRows) -> bool:
    """Tell whether a patch may have a field: of a pack that its product has, or a new one."""
    if not (PACK.fullmatch(field) or SENT.fullmatch(field)):
        return True
    which = field.partition("-")[2]
    is_here = len(which) == 1 or any(which == row["sku"] for row in rows.variants)
    return is_here or field in patch


def base_of(rows: ProductRows, field: str) -> Any:
    """Give what a product says in a field, as it is read from text; null: it says nothing."""
    product = rows.product
    if field in COLUMNS:
        return product[COLUMNS[field]]
    if field == PLACE:
        return {
            "commune": product["commune_id"],
            "former": product["former_commune"],
            "district": product["former_district"],
        }
    if field == GROUP:
        return product["agri_group_id"] or ""
    if field == PHOTOS:
        return [row["picture_id"] for row in rows.photos if not row["illustration"]]
    if PACK.fullmatch(field) or SENT.fullmatch(field):
        return _said_of_a_pack(rows, *field.split("-", 1))
    return product["description_vi"] if field in TOLD else None


def packs_of(rows: ProductRows) -> dict[str, str]:
    """Give what the packs that are here are called, field by field."""
    return {f"pack-{row['sku']}": row["pack"] for row in rows.variants}


def typed_of(rows: ProductRows, field: str, around: Around) -> str:
    """Write what a product says in a field as a person would type it."""
    said = base_of(rows, field)
    if field == PLACE:
        name = around.communes.get(said["commune"], "")
        return ", ".join([said["former"], said["district"]]) if said["former"] else name
    if field == MONTHS:
        return ",".join(map(str, said))
    if field == USES:
        return ";".join(said)
    if PACK.fullmatch(field):
        return str(said["pack"]) if said else ""
    if SENT.fullmatch(field):
        return written(said)
    return "" if said is None else str(said)


def typed_anew(rows: ProductRows, around: Around) -> dict[str, str]:
    """Write what a product says as a person would type it for a new one: all but its photos."""
    typed = {name: typed_of(rows, name, around) for name in COPIED}
    for n, pack in enumerate(rows.variants[:9], 1):
        typed[f"pack-{n}"] = pack["pack"]
        typed[f"price-{n}"] = str(pack["price"] or "liên hệ")
        typed |= {f"{what}-{n}": written(_sent(pack, what)) for what in ("weight", "parcel")}
    return typed


def overlaps(patch: Patch, rows: ProductRows, photos: list[str] | None) -> Iterator[str]:
    """List the fields that were changed here since they were touched, to something else."""
    for field, said in changes(patch).items():
        now = base_of(rows, field)
        wanted = photos if field == PHOTOS else said["read"]
        if now not in (said["base"], wanted):
            yield field


def would_be(
    rows: ProductRows,
    patch: Patch,
    photos: list[Row] | None,
    around: Around,
    said: tuple[date, Voice],
) -> ProductRows:
    """Give the rows that a product would have with a patch; `photos` as of a proposal, or None.

    What was typed and cannot be read is left out. Prices of new packs are `said` on a day, by a
    voice.
    """
    patch = changes(patch)
    product = {**rows.product, **_columns(patch, rows.product)}
    return replace(
        rows,
        product=_joined(product, around),
        variants=[*_known_packs(rows, patch), *_new_packs(patch, *said)],
        photos=rows.photos if photos is None else _photos(rows, photos),
    )


def new_slots(patch: Mapping[str, Any]) -> list[str]:
    """List the digits of the packs that a patch would add."""
    said = [name for name, one in patch.items() if _is_of_a_pack(name) and one["typed"].strip()]
    return sorted({slot for name in said if len(slot := name.partition("-")[2]) == 1})


def _photos(rows: ProductRows, photos: list[Row]) -> list[Row]:
    """Order the photos anew; what is said of one that is on show stays."""
    known = {row["picture_id"]: row for row in rows.photos}
    shown = [{**row, **known.get(row["picture_id"], {})} for row in photos]
    return [{**row, "position": n} for n, row in enumerate(shown, 1)]


def _columns(patch: Patch, product: Row) -> Row:
    read = {field: said["read"] for field, said in patch.items()}
    found = {
        column: read[field]
        for field, column in COLUMNS.items()
        if field in read and (read[field] is not None or field in EMPTY)
    }
    told = [text for field in TOLD if (text := read.get(field))]
    if told and DESCRIPTION not in read:
        found["description_vi"] = "\n".join(told)
    if place := read.get(PLACE):
        found |= {
            "commune_id": place["commune"],
            "former_commune": place["former"],
            "former_district": place["district"],
        }
    if (group := read.get(GROUP)) and product["kind"] == Kind.AGRICULTURAL:
        found["agri_group_id"] = None if group == OTHER else group
    return found


def _joined(product: Row, around: Around) -> Row:
    vi, en = around.groups.get(product["agri_group_id"] or "", ("", ""))
    commune = around.communes.get(product["commune_id"], product["commune_name"])
    return {**product, "group_vi": vi, "group_en": en, "commune_name": commune}


def _known_packs(rows: ProductRows, patch: Patch) -> Iterator[Row]:
    for row in rows.variants:
        said = patch.get(f"pack-{row['sku']}", {}).get("read")
        yield {**row, **(_pack_columns(said) if said else {}), **_sent_columns(patch, row["sku"])}


def _new_packs(patch: Patch, day: date, voice: Voice) -> Iterator[Row]:
    for slot in new_slots(patch):
        if pack := patch.get(f"pack-{slot}", {}).get("read"):
            price = (patch.get(f"price-{slot}", {}).get("read") or {}).get("amount")
            said = {"price_confirmed_on": day, "price_confirmed_by": voice}
            yield {
                **dict.fromkeys(VARIANT_COLUMNS),
                **_pack_columns(pack),
                **_sent_columns(patch, slot),
                "sku": "",
                "version": 1,
                "price": price,
                **(said if price else {}),
            }


def _pack_of(row: Row) -> Row:
    quantity = row["quantity"]
    text = None if quantity is None else f"{quantity.normalize():f}"
    return {"pack": row["pack"], "quantity": text, "unit": row["unit"]}


def _said_of_a_pack(rows: ProductRows, what: str, which: str) -> Any:
    row = next((one for one in rows.variants if one["sku"] == which), None)
    if row is None:
        return None
    return _pack_of(row) if what == "pack" else _sent(row, what)


def _sent(pack: Row, what: str) -> int | list[int] | None:
    if what == "weight":
        return cast("int | None", pack["gross_weight"])
    return None if pack["depth"] is None else [pack[side] for side in Sides._fields]


def written(sent: int | list[int] | None) -> str:
    """Write how a pack is sent as a person would type it."""
    if sent is None:
        return ""
    return written_weight(sent) if isinstance(sent, int) else written_sides(Sides(*sent))


def _sent_columns(patch: Patch, which: str) -> Row:
    """Give what a patch says of how a pack is sent; what was emptied is unknown again."""
    found: Row = {}
    if said := patch.get(f"weight-{which}"):
        found["gross_weight"] = said["read"]
    if said := patch.get(f"parcel-{which}"):
        found |= dict(zip(Sides._fields, said["read"] or (None,) * 3, strict=True))
    return found


def _pack_columns(said: Row) -> Row:
    quantity = said["quantity"]
    return {
        "pack": said["pack"],
        "quantity": None if quantity is None else Decimal(quantity),
        "unit": Unit(said["unit"]) if said["unit"] else None,
    }


def _is_of_a_pack(field: str) -> bool:
    return field.startswith(("pack-", "price-", "weight-", "parcel-"))
