"""The facts of a product as the page of step 2 shows them: what is saved, or was just typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from search.engine import Engine
from shop.errors.mistakes import WrongValueError
from shop.inputs import packs as contents
from shop.inputs.prices import AskedBackError, read_price
from shop.models import Kind, Variant
from shop.proposals.duplicates import Twin, twins_of
from shop.proposals.grouping import guessed_groups
from shop.proposals.marking import letters_now, mark_of
from shop.proposals.patching import new_slots, typed_of
from shop.proposals.reading import (
    DESCRIPTION,
    GROUP,
    MONTHS,
    MORE,
    NAME,
    ON_REQUEST,
    OTHER,
    PLACE,
    TOLD,
    USES,
)
from shop.proposals.standing import Standing
from shop.web.in_words import place_of_today
from shop.web.language import Language
from shop.web.portal.placing import options
from shop.web.portal.pricing import Asked, asked_of
from shop.web.words import word

SENT = ("weight", "parcel")
"""Fields of how a pack is sent, below it."""
SLOTS = [str(n) for n in range(1, 10)]


@dataclass(frozen=True, slots=True)
class Slot:
    """A pack that is being added."""

    n: str
    pack: str
    price: str
    is_request: bool
    asked: Asked | None
    """What is asked back of its price."""
    take: str
    """The pack that its price was written for, while none is said."""


@dataclass(frozen=True, slots=True)
class FactsPage:
    """All that the page shows, in its order."""

    texts: Mapping[str, str]
    slots: Sequence[Slot]
    packs: Sequence[tuple[str, str]]
    """SKU and name of those on sale."""
    place: str
    chosen: str
    places: Sequence[tuple[str, str]]
    guesses: Sequence[tuple[str, str]]
    groups: Sequence[tuple[str, str]]
    group: str
    months: Sequence[str]
    told: Sequence[str]
    more: Sequence[str]
    twins: Sequence[Twin]
    known: str
    free: str
    """The digit of a pack that may still be added."""


@dataclass(slots=True)
class Shown:
    """Holds how a form fared, for the page that shows it again."""

    texts: dict[str, str] | None = None
    """What was typed and is not saved; None: it was not tried."""
    commune: str | None = None
    """Which place was chosen, if that is not saved."""
    conflicts: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Field → what stands there now, and what was to be saved."""


def label_of(name: str, language: Language) -> str:
    """Name a field: `pack-1` is called as all packs are."""
    return word(f"fact_{name.partition('-')[0]}", language)


def fields_of(one: Standing, adds: str = "") -> list[str]:
    """List the fields of the page, in their order."""
    slots = slots_of(one, adds)
    added = [f"{kind}-{slot}" for slot in slots for kind in ("pack", "price", *SENT)]
    own = [f"{kind}-{row['sku']}" for row in one.rows.variants for kind in ("pack", *SENT)]
    more = () if one.is_new else [name for name in MORE if name != USES]
    group = [GROUP] if one.would_be.product["kind"] == Kind.AGRICULTURAL else []
    return [NAME, *own, *added, PLACE, *group, *told_of(one), MONTHS, *more]


def slots_of(one: Standing, adds: str = "") -> list[str]:
    """List the digits of packs that the page has fields for."""
    said = set(new_slots(one.patch)) | ({adds} & set(SLOTS))
    return sorted(said) or ([] if one.rows.variants else ["1"])


def told_of(one: Standing) -> Sequence[str]:
    """Ask three short questions of a product that has no description yet."""
    has_one = one.rows.product["description_vi"] or DESCRIPTION in one.patch
    return (DESCRIPTION,) if has_one else TOLD


def in_words(name: str, one: Standing, language: Language, letters: str) -> str:
    """Write what a field says as a person reads it."""
    text, _, chosen = letters.partition("\n") if name == PLACE else (letters, "", "")
    if chosen:
        code, _, former = chosen.partition(" ")
        return f"{one.around.communes.get(code, text)}{former and f' ({former})'}"
    if name == GROUP and text in one.around.groups:
        return one.around.groups[text][language is Language.EN]
    if name == GROUP and text == OTHER:
        return word("facts_no_group", language)
    return text.replace(",", ", ") if name == MONTHS else text or word("facts_nothing", language)


async def facts_page(
    one: Standing, shown: Shown, engine: Engine, language: Language, adds: str
) -> FactsPage:
    """Give what the page shows of a proposal; `adds` is a pack that is asked for."""
    names = fields_of(one, adds)
    texts = {name: _saved(one, name) for name in names} | (shown.texts or {})
    held = one.would_be.product
    taken = slots_of(one, adds)
    guesses = await _guesses(one, texts, engine) if GROUP in names else []
    groups = [(code, pair[language is Language.EN]) for code, pair in one.around.groups.items()]
    chosen = one.patch.get(PLACE, {}).get("chosen", "") if shown.commune is None else shown.commune
    return FactsPage(
        texts=texts,
        slots=[_slot(slot, texts) for slot in taken],
        packs=[(row["sku"], row["pack"]) for row in one.rows.variants],
        place=_place(held, language),
        chosen=chosen,
        places=await _places(one, texts, chosen, language),
        guesses=[pair for code in guesses for pair in groups if pair[0] == code],
        groups=[pair for pair in groups if pair[0] not in guesses] if GROUP in names else [],
        group=texts.get(GROUP, ""),
        months=texts[MONTHS].split(","),
        told=told_of(one),
        more=[name for name in MORE if name in names],
        twins=await twins_of(held["producer_id"], texts[NAME]) if one.is_new else [],
        known=known_now(one, names),
        free=next((slot for slot in SLOTS if slot not in taken), ""),
    )


def known_now(one: Standing, names: Sequence[str]) -> str:
    """Mark what stands in fields, for a writer who has them before them now."""
    here = ((name, letters_now(one.patch, one.rows, name, one.around)) for name in names)
    return " ".join(f"{name}:{mark_of(letters)}" for name, letters in here)


def _saved(one: Standing, name: str) -> str:
    if name in one.patch:
        return str(one.patch[name]["typed"])
    return typed_of(one.rows, name, one.around)


def _slot(n: str, texts: Mapping[str, str]) -> Slot:
    pack, price = texts.get(f"pack-{n}", ""), texts.get(f"price-{n}", "")
    is_request = price == ON_REQUEST
    asked = None if is_request or not price.strip() else _asked(pack, price)
    return Slot(n, pack, "" if is_request else price, is_request, asked, _take(pack, price))


def _asked(pack: str, price: str) -> Asked | None:
    quantity, unit = contents.net_content(pack)
    return asked_of(Variant(pack=pack or _per(price), quantity=quantity, unit=unit), price)


def _take(pack: str, price: str) -> str:
    return "" if pack.strip() else _per(price)


def _per(price: str) -> str:
    """Give what a price was written to be for."""
    try:
        return read_price(price).per
    except AskedBackError as asked:
        return asked.per
    except WrongValueError:
        return ""


def _place(product: Mapping[str, str], language: Language) -> str:
    former = (product["former_commune"], product["former_district"])
    return place_of_today(product["commune_name"], former, language)


async def _places(
    one: Standing, texts: Mapping[str, str], chosen: str, language: Language
) -> list[tuple[str, str]]:
    """Give the places to choose from, where a name has several or one was chosen of them."""
    if PLACE not in one.patch and texts[PLACE] == _saved(one, PLACE):
        return []
    is_read = one.patch.get(PLACE, {}).get("read") and texts[PLACE] == _saved(one, PLACE)
    return await options(texts[PLACE], language) if chosen or not is_read else []


async def _guesses(one: Standing, texts: Mapping[str, str], engine: Engine) -> list[str]:
    producer = one.would_be.product["producer_id"]
    guessed = await guessed_groups(engine, texts[NAME], producer)
    chosen = texts.get(GROUP, "")
    if chosen in guessed or chosen in {"", OTHER}:
        return guessed
    return [chosen, *guessed[:2]]
