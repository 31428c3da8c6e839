"""A synthetic catalogue of any size, for trials: real kinds of goods from made-up producers.

Everything in it is marked as illustrative. The same seed gives the same catalogue, so that
generating twice changes nothing.
"""

import random
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from search.vietnamese import fold
from shop.inputs.tables import PackInput, ProducerRow, ProductInput
from shop.inputs.values import check_digit
from shop.intake import Intake, take_in
from shop.intake.lists import read_products
from shop.intake.products import save_products
from shop.intake.reference import save_rows
from shop.models import Commune, Evidence, FormerCommune, Kind, SubjectType
from shop.publishing.changing import FAN_OUT

DATA = Path(__file__).parents[1] / "data"
REFERENCE = [DATA / name for name in ("communes.csv", "former_communes.csv", "ocop_sets.csv")]
FIRST = 100_000
"""Codes begin here, far from the codes that the city has given out."""
PRODUCTS_EACH = 20
SUBJECTS = {
    SubjectType.COOPERATIVE: "Hợp tác xã",
    SubjectType.COOPERATIVE_GROUP: "Tổ hợp tác",
    SubjectType.FARM: "Trang trại",
    SubjectType.WORKSHOP: "Cơ sở sản xuất",
}
QUALITIES = ("", "", "", " loại một", " đặc sản")
"""What is said of agricultural goods beyond what they are, mostly nothing."""
UNITS = re.compile(r"^(?:Thành phố|Thị trấn|Thị xã|Đặc khu|Phường|Quận|Huyện|Xã) ")
LAST_NAMES = re.compile(r"(?<=\S )(?:[^\W\d_a-zà-ỹđ][^\W\d_]* ?){2,}$")
GS1_DEMONSTRATION = "952"


@dataclass(frozen=True, slots=True)
class _Place:
    code: str
    name: str
    former: Sequence[tuple[str, str]]
    """Names and districts of the units it was made of."""


@dataclass(frozen=True, slots=True)
class _Model:
    """A real product, and the name in its name that gives way to that of another place."""

    product: ProductInput
    place: str


async def generate(products: int, seed: int, *, publish: bool, by: str) -> AsyncIterator[int]:
    """Make `products` products; give the number written after each batch.

    A larger catalogue of the same seed begins with the smaller one.
    """
    await take_in(REFERENCE, Intake(by=by))
    places = await _places()
    models = _models(places)
    producers = range(-(-products // PRODUCTS_EACH))
    rows = (_producer(number, _chance(seed, number), places) for number in producers)
    while batch := list(islice(rows, FAN_OUT)):
        await save_rows(ProducerRow, batch, by=by)
    made = islice(_products(seed, producers, places, models), products)
    while batch_of_products := list(islice(made, FAN_OUT)):
        await save_products(batch_of_products, by=by, publish=publish)
        yield len(batch_of_products)


def _chance(seed: int, producer: int) -> random.Random:
    return random.Random(f"{seed}/{producer}")  # noqa: S311 - for variety, not for secrets


async def _places() -> list[_Place]:
    former: dict[str, list[tuple[str, str]]] = {}
    for row in await FormerCommune.all().order_by("id").values("commune_id", "name", "district"):
        former.setdefault(row["commune_id"], []).append((row["name"], row["district"]))
    communes = await Commune.all().order_by("code").values("code", "name")
    return [_Place(c["code"], c["name"], former.get(c["code"], [("", "")])) for c in communes]


def _models(places: Sequence[_Place]) -> list[_Model]:
    names = {_short(name) for place in places for pair in place.former for name in pair if name}
    names |= {_short(place.name) for place in places}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    known = re.compile(rf"(?<=\S )(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return [_Model(one, _place_in(one.name_vi, known)) for one in read_products(DATA)]


def _place_in(name: str, known: re.Pattern[str]) -> str:
    """Find a place in a name, or the village or brand at its end: Giò lụa *Xuân Kim*."""
    found = known.search(name) or LAST_NAMES.search(name)
    return found[0] if found else ""


def _short(name: str) -> str:
    return UNITS.sub("", name)


def _producer(number: int, chance: random.Random, places: Sequence[_Place]) -> ProducerRow:
    place, subject = chance.choice(places), chance.choice(list(SUBJECTS))
    return ProducerRow(
        producer_code=f"HP-CS-{FIRST + number}",
        name=f"{SUBJECTS[subject]} minh hoạ {number + 1:05} – {place.name}",
        subject_type=subject,
        commune_code=place.code,
        commune_name=place.name,
        former_district=chance.choice(place.former)[1],
        evidence=Evidence.ILLUSTRATIVE,
    )


def _products(
    seed: int, producers: Iterable[int], places: Sequence[_Place], models: Sequence[_Model]
) -> Iterator[ProductInput]:
    by_code = {place.code: place for place in places}
    for number in producers:
        chance = _chance(seed, number)
        producer = _producer(number, chance, places)
        place = by_code[producer.commune_code]
        for nth, model in enumerate(chance.sample(models, PRODUCTS_EACH)):
            yield _product(number * PRODUCTS_EACH + nth, model, place, producer, chance)


def _product(
    number: int, model: _Model, place: _Place, producer: ProducerRow, chance: random.Random
) -> ProductInput:
    former_commune, former_district = chance.choice(place.former)
    here = _short(chance.choice([place.name, former_commune or place.name]))
    like = model.product
    quality = chance.choice(QUALITIES) if like.kind == Kind.AGRICULTURAL else ""
    return replace(
        like,
        code=f"{like.code.rpartition('-')[0]}-{FIRST + number}",
        name_vi=_moved(like.name_vi, model.place, quality, here)[:200],
        name_en=_moved_in_english(like.name_en, model.place, here)[:200],
        description_vi=_there(like.description_vi, model.place, here),
        description_en=_there(like.description_en, _plain(model.place), _plain(here)),
        story_vi=_there(like.story_vi, model.place, here),
        keywords=[_there(word, model.place, here) for word in like.keywords],
        commune_id=place.code,
        former_commune=former_commune,
        former_district=former_district,
        producer_id=producer.producer_code,
        packs=[_pack(like.packs[0], number, like.kind, chance)],
        evidence=Evidence.ILLUSTRATIVE,
        source_url="",
        recognition=like.recognition
        and replace(like.recognition, decision=f"MH-{FIRST + number // 50}/QĐ-UBND"),
    )


def _moved(name: str, place: str, quality: str, here: str) -> str:
    """Name it after another place, in the old one's stead or at the end."""
    if not place:
        return f"{name}{quality} {here}"
    kind, _, rest = name.partition(f" {place}")
    return f"{kind}{quality} {here}{rest}"


def _moved_in_english(name: str, place: str, here: str) -> str:
    moved = _there(name, _plain(place), _plain(here))
    return moved if moved != name or not name else f"{name} from {_plain(here)}"


def _there(text: str, place: str, here: str) -> str:
    return text.replace(place, here) if place else text


def _plain(name: str) -> str:
    """Write a Vietnamese name as English texts do: Dai Thang."""
    return "".join(
        plain.upper() if letter.isupper() else plain
        for letter, plain in zip(name, fold(name), strict=True)
    )


def _pack(like: PackInput, number: int, kind: Kind, chance: random.Random) -> PackInput:
    return replace(like, price=_about(like.price, chance), gtin=_gtin(number, kind))


def _about(price: int | None, chance: random.Random) -> int | None:
    """Vary a price by a third, in whole thousands of đồng."""
    return price and max(1, round(price * chance.uniform(0.7, 1.35) / 1000)) * 1000


def _gtin(number: int, kind: Kind) -> str:
    """Keep the kinds apart: with another seed a number may go to a product of the other one."""
    first = 900_000_000 if kind == Kind.AGRICULTURAL else 800_000_000
    digits = f"{GS1_DEMONSTRATION}{first + number}"
    return f"{digits}{check_digit(digits)}"
