"""A synthetic catalogue of any size, for trials: real kinds of goods from made-up producers.

Everything in it is marked as illustrative. The same seed gives the same catalogue, so that
generating twice changes nothing.
"""

import random
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from shop.inputs.tables import ProducerRow, ProductInput
from shop.inputs.values import check_digit
from shop.intake import Intake, take_in
from shop.intake.lists import read_products
from shop.intake.products import save_products
from shop.intake.reference import save_rows
from shop.models import Commune, Evidence, FormerCommune, SubjectType
from shop.publishing.changing import FAN_OUT

DATA = Path(__file__).parent / "data"
REFERENCE = [DATA / name for name in ("communes.csv", "former_communes.csv", "ocop_sets.csv")]
FIRST = 100_000
"""Codes begin here, far from those that the city has given out."""
PRODUCTS_EACH = 20
SUBJECTS = {
    SubjectType.COOPERATIVE: "Hợp tác xã",
    SubjectType.COOPERATIVE_GROUP: "Tổ hợp tác",
    SubjectType.FARM: "Trang trại",
    SubjectType.WORKSHOP: "Cơ sở sản xuất",
}
QUALITIES = ("loại một", "đặc biệt", "vụ sớm", "vụ muộn", "chọn lọc", "truyền thống", "sạch", "quê")
GS1_DEMONSTRATION = "952"


@dataclass(frozen=True, slots=True)
class _Place:
    code: str
    name: str
    former: Sequence[tuple[str, str]]
    """Names and districts of the units it was made of."""

    @property
    def short(self) -> str:
        return self.name.split(" ", 1 if not self.name.startswith("Đặc khu") else 2)[-1]


async def generate(products: int, seed: int, *, publish: bool, by: str) -> AsyncIterator[int]:
    """Make `products` products; give the number written after each batch."""
    await take_in(REFERENCE, Intake(by=by))
    chance = random.Random(seed)  # noqa: S311 - for variety, not for secrets
    places = await _places()
    producers = [_producer(n, chance, places) for n in range(-(-products // PRODUCTS_EACH))]
    rows = iter(producers)
    while batch := list(islice(rows, FAN_OUT)):
        await save_rows(ProducerRow, batch, by=by)
    made = _products(products, chance, places, producers)
    while batch_of_products := list(islice(made, FAN_OUT)):
        await save_products(batch_of_products, by=by, publish=publish)
        yield len(batch_of_products)


async def _places() -> list[_Place]:
    former: dict[str, list[tuple[str, str]]] = {}
    for row in await FormerCommune.all().order_by("id").values("commune_id", "name", "district"):
        former.setdefault(row["commune_id"], []).append((row["name"], row["district"]))
    communes = await Commune.all().order_by("code").values("code", "name")
    return [_Place(c["code"], c["name"], former.get(c["code"], [("", "")])) for c in communes]


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
    count: int, chance: random.Random, places: Sequence[_Place], producers: Sequence[ProducerRow]
) -> Iterator[ProductInput]:
    models = list(read_products(DATA))
    by_code = {place.code: place for place in places}
    for number in range(count):
        producer = producers[number // PRODUCTS_EACH]
        model, place = chance.choice(models), by_code[producer.commune_code]
        yield _product(number, model, place, producer.producer_code, chance)


def _product(
    number: int, model: ProductInput, place: _Place, producer: str, chance: random.Random
) -> ProductInput:
    quality = chance.choice(QUALITIES)
    former_commune, former_district = chance.choice(place.former)
    prefix = model.code.rpartition("-")[0]
    return replace(
        model,
        code=f"{prefix}-{FIRST + number}",
        name_vi=f"{_kind_of(model)} {quality} {place.short} {number + 1}",
        name_en=f"{model.name_en} no. {number + 1}"[:200],
        commune_id=place.code,
        former_commune=former_commune,
        former_district=former_district,
        producer_id=producer,
        price=_about(model.price, chance),
        gtin=_gtin(number),
        evidence=Evidence.ILLUSTRATIVE,
        source_url="",
        recognition=model.recognition
        and replace(model.recognition, decision=f"MH-{FIRST + number // 50}/QĐ-UBND"),
    )


def _about(price: int | None, chance: random.Random) -> int | None:
    """Vary a price by a third, in whole thousands of đồng."""
    return price and max(1, round(price * chance.uniform(0.7, 1.35) / 1000)) * 1000


def _kind_of(model: ProductInput) -> str:
    """Give what it is, without the place in its name: its first words."""
    return " ".join(model.name_vi.split()[:3])


def _gtin(number: int) -> str:
    digits = f"{GS1_DEMONSTRATION}{900_000_000 + number}"
    return f"{digits}{check_digit(digits)}"
