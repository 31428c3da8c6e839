"""What a proposal would change, as an official reads it: each field as text, words marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shop.formats.differing import differences, pieces
from shop.models.columns import Row
from shop.proposals.patching import Around, Patch, base_of, changes, new_slots, written
from shop.proposals.reading import GROUP, MONTHS, OTHER, PHOTOS, PLACE, SENT, USES, visible
from shop.proposals.standing import Standing
from shop.publishing.rendering import shown_as
from shop.web.differences import WRITERS, Line, label_of, line_of
from shop.web.in_words import place_of_today
from shop.web.language import Language
from shop.web.words import words
from shop.web.writing import counted, money

LONGEST_IN_A_CHOICE = 300


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed where a reading may go wrong, and what was read."""

    label: str
    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """A field that the product came to say otherwise: three words, of which one is to stay."""

    field: str
    label: str
    was: str
    here: str
    proposed: str


def said_by(one: Standing, language: Language, *, is_open: bool) -> dict[str, Any]:
    """Give what a proposal says: what it changes and what not, as it was typed, what overlaps."""
    changed, same = lines_of(one, language)
    return {
        "changed": changed,
        "same": same,
        "typed": typed_of(one, language),
        "overlaps": overlaps_of(one, language) if is_open else [],
    }


def lines_of(one: Standing, language: Language) -> tuple[list[Line], list[Line]]:
    """Give the fields that change, and those that stay as they are."""
    at = one.proposal.changed_at
    found = differences(shown_as(one.rows, at), shown_as(one.would_be, at))
    changed = [line_of(each, language) for each in found if each.differs]
    return changed, [line_of(each, language) for each in found if not each.differs]


def typed_of(one: Standing, language: Language) -> list[Typed]:
    """List what its author typed of packs and prices."""
    return list(_typed(changes(one.patch), language))


def corrected_in(one: Standing, language: Language) -> list[Line]:
    """List what a correction changes of a product, as it was before; also once it is approved."""
    return [
        _corrected(field, said, one, language)
        for field, said in changes(one.patch).items()
        if field != PHOTOS
    ]


def _corrected(field: str, said: Row, one: Standing, language: Language) -> Line:
    before, after = (_written(field, said[side], one.around, language) for side in ("base", "read"))
    return Line(label_of(field, language), pieces(before, after), before)


def overlaps_of(one: Standing, language: Language) -> list[Overlap]:
    return [
        Overlap(
            field,
            label_of(field, language),
            _raw(field, one.patch[field]["base"], one.around, language),
            _raw(field, base_of(one.rows, field), one.around, language),
            _raw(field, _wanted(field, one), one.around, language),
        )
        for field in one.overlaps
    ]


def _typed(patch: Patch, language: Language) -> Iterator[Typed]:
    slots = {f"{kind}-{slot}" for slot in new_slots(patch) for kind in ("pack", "price")}
    for field in sorted(patch):
        if field in slots or field.startswith("pack-"):
            said = patch[field]
            read = _raw(field, said["read"], None, language)
            yield Typed(label_of(field, language), visible(said["typed"]), read)


def _wanted(field: str, one: Standing) -> Any:
    return one.pictures if field == PHOTOS else one.patch[field]["read"]


def _raw(field: str, value: Any, around: Around | None, language: Language) -> str:
    """Write a value of a patch; empty: nothing was read, or nothing is said."""
    text = _written(field, value, around, language)
    return text if len(text) <= LONGEST_IN_A_CHOICE else f"{text[:LONGEST_IN_A_CHOICE]}…"


def _written(field: str, value: Any, around: Around | None, language: Language) -> str:
    if value is None or value == "":
        return ""
    if field == PHOTOS:
        return counted(words(language).differs_said_photos, len(value), language)
    if SENT.fullmatch(field):
        return written(value)
    if field.startswith(("price-", "pack-")):
        return _of_a_pack(value, language)
    if field in {MONTHS, USES}:
        return str(WRITERS[field](value, language))
    return _named(field, value, around, language) if around else str(value)


def _of_a_pack(value: Row, language: Language) -> str:
    if "amount" in value:
        amount = value["amount"]
        return money(amount, language) if amount else str(words(language).price_on_request)
    content = " ".join(str(part) for part in (value["quantity"], value["unit"]) if part)
    return f"{value['pack']} ({content})" if content else str(value["pack"])


def _named(field: str, value: Any, around: Around, language: Language) -> str:
    if field == GROUP:
        return _group(value, around, language)
    if field != PLACE:
        return str(value)
    name = around.communes.get(value["commune"], value["commune"])
    return place_of_today(name, (value["former"], value["district"]), language)


def _group(code: str, around: Around, language: Language) -> str:
    if code == OTHER:
        return str(words(language).differs_said_other_group)
    vi, en = around.groups.get(code, (code, ""))
    return en if language is Language.EN and en else vi
