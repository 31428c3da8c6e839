"""Annexes of the demo's own products, as offices write them: seeded, each line with its code."""

import random
from typing import NamedTuple

from search.vietnamese import fold
from shop.intake.annexes.matching import Known
from shop.intake.annexes.reading import Line
from tests.intake.writing import rows_of

SHORT = {
    "Hợp tác xã": "HTX", "Công ty": "Cty", "sản xuất kinh doanh": "SXKD", "sản xuất": "SX",
    "dịch vụ": "DV", "nông nghiệp": "NN", "thương mại": "TM", "Hộ kinh doanh": "HKD",
    "cổ phần": "CP", "HTX": "Hợp tác xã",
}  # fmt: skip


class Said(NamedTuple):
    line: Line
    code: str
    """The product that it is of; empty: of none that is here."""


def products() -> list[Known]:
    """Give the demo's products as the database has them."""
    makers = {
        one["producer_code"]: one
        for name in ("agri", "ocop")
        for one in rows_of(f"{name}_producers")
    }
    former: dict[str, list[str]] = {}
    for one in rows_of("former"):
        former.setdefault(one["new_code"], []).append(one["old_ward_name"])
    return [
        Known(
            row["code"],
            row["name_vi"],
            (makers[row["producer_code"]]["name"],),
            tuple(
                name
                for place in (row, makers[row["producer_code"]])
                for name in (
                    place["commune_name"], place["former_district"], place.get("former_commune"),
                    *former.get(place["commune_code"], ()),
                )
                if name
            ),
        )
        for table in ("agri", "ocop")
        for row in rows_of(table)
    ]  # fmt: skip


def annex_of(known: list[Known], seed: int) -> list[Said]:
    """Write a line for each product, with the noise of offices: case, lost marks, short words."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    said = []
    for n, one in enumerate(known, 1):
        texts = [one.name, one.producers[0], one.places[chance.randrange(len(one.places))]]
        texts[1] = _shortened(texts[1], chance)
        how = chance.choice([str, str, str.upper, str.lower, fold, lambda text: fold(text).upper()])
        texts = [how(text) for text in texts]
        if chance.random() < 0.1:
            texts[2] = ""
        said.append(Said(Line(n, *texts, "4", 4, None), one.code))
    chance.shuffle(said)
    return said


def _shortened(name: str, chance: random.Random) -> str:
    for long, short in SHORT.items():
        if chance.random() < 0.5:
            name = name.replace(long, short)
    return name
