"""What a proposal says, field by field, as its author reads it before sending."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shop.models.columns import Row
from shop.proposals.patching import COLUMNS, base_of, changes, new_slots, written
from shop.proposals.reading import (
    DESCRIPTION,
    GROUP,
    MONTHS,
    MORE,
    NAME,
    OTHER,
    PHOTOS,
    PLACE,
    USES,
)
from shop.proposals.standing import Standing
from shop.web.in_words import in_months, place_of_today
from shop.web.language import Language, Said, in_vietnamese
from shop.web.portal.drafts import Drafting
from shop.web.portal.mending import name_of, url_of
from shop.web.words import word, words
from shop.web.writing import counted, money

SHELF_LIFE = "shelf_life"


@dataclass(frozen=True, slots=True)
class Told:
    """A field of a proposal: what it is called, what it says, where it is changed."""

    field: str
    name: str
    value: Said
    url: str
    is_changed: bool
    """Against the product that is here."""


def told_fields(at: Drafting, one: Standing) -> list[Told]:
    """List what a proposal says; of a product that is here also what is asked for later."""
    changed = set() if one.is_new else set(changes(one.patch))
    fields = [*_first_facts(one), *(() if one.is_new else MORE)]
    return [
        Told(
            field,
            name_of(field, at.language),
            _value(one, field, at.language),
            url_of(at, field),
            field in changed,
        )
        for field in fields
    ]


def _first_facts(one: Standing) -> Iterator[str]:
    yield PHOTOS
    yield NAME
    for row in one.rows.variants:
        yield f"pack-{row['sku']}"
        yield from _sent(one, row["sku"])
    slots = new_slots(one.patch) or ([] if one.rows.variants else ["1"])
    for slot in slots:
        yield from (f"pack-{slot}", f"price-{slot}")
        yield from _sent(one, slot)
    yield from (PLACE, GROUP, MONTHS, DESCRIPTION)


def _sent(one: Standing, which: str) -> Iterator[str]:
    """List how a pack is sent as far as that is said: it may be left open."""
    for field in (f"weight-{which}", f"parcel-{which}"):
        if field in one.patch or base_of(one.rows, field) is not None:
            yield field


def _value(one: Standing, field: str, language: Language) -> Said:
    """Say a field as it was read; what cannot be read, as it was typed."""
    t, said = words(language), one.patch.get(field)
    if said and said["read"] is None and said["typed"].strip():
        return Said(f"{said['typed'].strip()} – {t.check_unread}")
    return _read(one, field, language) or Said(t.check_none)


def _read(one: Standing, field: str, language: Language) -> Said:
    would = one.would_be
    if field == PHOTOS:
        many = len(would.photos)
        return Said(counted(words(language).check_photos, many, language) if many else "")
    if field == PLACE:
        return in_vietnamese(_place(would.product, language), language)
    if field == GROUP:
        return _group(one, language)
    if field in LISTS:
        return Said(LISTS[field](would.product[COLUMNS[field]] or [], language))
    if field.startswith(("pack-", "price-", "weight-", "parcel-")):
        return _of_a_pack(one, field, language)
    return _told(field, would.product[COLUMNS[field]], language)


def _place(product: Row, language: Language) -> str:
    former = (product["former_commune"], product["former_district"])
    return place_of_today(product["commune_name"] or "", former, language)


def _group(one: Standing, language: Language) -> Said:
    if one.patch.get(GROUP, {}).get("read") == OTHER:
        return Said(words(language).check_group_other)
    product = one.would_be.product
    known = product["group_vi"] if language is Language.VI else product["group_en"]
    return Said(known or product["group_vi"] or product["set_vi"] or "")


def _told(field: str, value: str | int | None, language: Language) -> Said:
    if value and field == SHELF_LIFE:
        return Said(words(language).differs_said_days.format(n=value))
    return in_vietnamese(str(value or ""), language)


def _months(months: list[int], language: Language) -> str:
    return in_months([*map(str, months)], language)


def _uses(keys: list[str], language: Language) -> str:
    return ", ".join(word(f"use_{key}", language) for key in keys)


LISTS: Mapping[str, Callable[[list[Any], Language], str]] = {MONTHS: _months, USES: _uses}
"""Field → how several values of it are said."""


def _of_a_pack(one: Standing, field: str, language: Language) -> Said:
    kind, _, key = field.partition("-")
    if kind == "price":
        return Said(_price(one.patch.get(field, {}).get("read"), language))
    if kind != "pack":
        said = one.patch[field]["read"] if field in one.patch else base_of(one.rows, field)
        return Said(written(said))
    known = one.patch.get(field, {}).get("read")
    shown = next((row["pack"] for row in one.rows.variants if row["sku"] == key), "")
    return in_vietnamese(known["pack"] if known else shown, language)


def _price(read: Row | None, language: Language) -> str:
    if read is None:
        return ""
    return money(read["amount"], language) if read["amount"] else word("price_on_request", language)
