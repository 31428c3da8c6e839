"""What products can be named by: their producers' names of today and before, and their places."""

from collections import defaultdict
from collections.abc import Collection

import orjson

from shop.intake.annexes.matching import Known
from shop.models import (
    AuditEntry,
    FormerCommune,
    ListingVersion,
    Producer,
    ProducerAlias,
    Product,
    State,
)
from shop.models.columns import Row

RENAMED = "producer.rename"


async def known_products() -> list[Known]:
    """Give the products that a decision may recognise: all but those that were taken back."""
    products = Product.exclude(state=State.WITHDRAWN).order_by("code")
    rows: list[Row] = await products.values(
        "code", "name_vi", "producer_id", "commune_id", "former_commune", "former_district",
        commune="commune__name", producer="producer__name", seat="producer__commune__name",
        seat_id="producer__commune_id", seat_district="producer__former_district",
    )  # fmt: skip
    before, former = await _names_before(), await _former_communes()
    return [
        Known(
            row["code"],
            row["name_vi"],
            (row["producer"], *before.get(row["producer_id"], ())),
            _places(row, former),
        )
        for row in rows
    ]


async def known_makers() -> list[Known]:
    """Give the producers that are here."""
    rows: list[Row] = await Producer.all().values(
        "code", "name", "commune_id", commune="commune__name", district="former_district"
    )
    before, former = await _names_before(), await _former_communes()
    return [
        Known(
            row["code"],
            "",
            (row["name"], *before.get(row["code"], ())),
            (row["commune"], row["district"], *former.get(row["commune_id"], ())),
        )
        for row in rows
    ]


def _places(row: Row, former: dict[str, list[str]]) -> tuple[str, ...]:
    own = ("commune", "seat", "former_commune", "former_district", "seat_district")
    merged = [*former.get(row["commune_id"], ()), *former.get(row["seat_id"], ())]
    return tuple(dict.fromkeys(name for name in [*(row[one] for one in own), *merged] if name))


async def _former_communes() -> dict[str, list[str]]:
    """Give commune → the names of the units that it was made of."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for commune, name in await FormerCommune.all().values_list("commune_id", "name"):
        found[commune].append(name)
    return found


async def _names_before() -> dict[str, set[str]]:
    """Give producer → names that it had: the audit says whose, old listings what they were.

    The audit keeps no name, only that there was another one (shop/audit/recording.py). Under a
    code that was merged it had a name, too.
    """
    renamed = await AuditEntry.filter(action=RENAMED).distinct().values_list("subject", flat=True)
    before = {str(code): await _shown_names(str(code)) for code in renamed}
    for code, name in await ProducerAlias.all().values_list("producer_id", "name"):
        before.setdefault(code, set()).add(name)
    return before


async def _shown_names(producer: str) -> set[str]:
    codes = await Product.filter(producer_id=producer).values_list("code", flat=True)
    return await _names_in([str(code) for code in codes])


async def _names_in(codes: Collection[str]) -> set[str]:
    versions = ListingVersion.filter(code__in=codes, document__isnull=False)
    documents = await versions.values_list("document", flat=True)
    return {orjson.loads(str(text))["producer"]["name"] for text in documents}
