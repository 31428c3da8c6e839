"""Thousands of mutated lists, imported one after the other; none may change a value silently.

`python -m tests.soak.mutated_lists --lists 2000 --seed 7`. What a list means is told by who made it
(`mutating.py`), and compared with the rows of the database before and after.
"""

import argparse
import asyncio
import random
import sys
import traceback
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from shop import database
from shop.config import Settings
from shop.intake import Intake, Report, take_in
from shop.models import Product, Recognition, Variant
from shop.services import opened
from tests.catalogues import DATA
from tests.soak.mutating import Meant, MutatedList, make

Facts = dict[str, object]
LEAST, MOST_TIMES = 1_000, 10


@dataclass(slots=True)
class Figures:
    counted: Counter[str] = field(default_factory=Counter)
    """Rows by what became of them."""
    faults: list[str] = field(default_factory=list)
    """Values that changed silently, and tracebacks."""
    strict: list[str] = field(default_factory=list)
    """Rows that were refused, and told, though they are right."""

    def __str__(self) -> str:
        counted = ", ".join(f"{many} {what}" for what, many in sorted(self.counted.items()))
        return "\n".join([*self.strict, *self.faults, f"{counted}; {len(self.faults)} faults"])


async def try_lists(seeds: Collection[str], folder: Path) -> Figures:
    """Import a list of each seed into the catalogue that is open."""
    figures = Figures()
    for seed in seeds:
        figures.counted["lists"] += 1
        made = make(folder, seed)
        before = await facts_of(made.rows)
        try:
            report = await take_in([made.path], Intake(by="soak", publish=True))
        except Exception:  # noqa: BLE001 - that is what is looked for
            figures.faults.append(f"{seed} {made.how}: {traceback.format_exc()}")
            continue
        after = await facts_of(made.rows)
        for code, meant in made.rows.items():
            became = judge(made, meant, before[code], after[code], report)
            figures.counted[became.partition(":")[0]] += 1
            if became.startswith("fault"):
                figures.faults.append(f"{seed} {made.how} {code}: {became}")
            if became.startswith("refused though meant"):
                figures.strict.append(f"{seed} {made.how} {code}: {became}")
    return figures


def judge(made: MutatedList, meant: Meant, before: Facts, after: Facts, report: Report) -> str:
    """Say what became of a row, or which fault it is."""
    said = [(one.row, str(one)) for one in (*report.refusals, *report.conflicts)]
    lines = [line for row, line in said if row in {0, meant.number}]
    if meant.is_hidden or made.is_refused:
        return "left aside" if after == before else f"fault: hidden went in, {_told(before, after)}"
    if meant.wrong or is_doubted(meant.facts["price"], before["price"]):
        if after != before:
            return f"fault: {meant.wrong or 'doubted'} went in, {_told(before, after)}"
        return "told" if lines else f"fault: {meant.wrong} not told"
    if after == meant.facts:
        return "taken"
    if after != before or not lines:
        return f"fault: silent, {_told(meant.facts, after)}, {lines}"
    return "told in full" if made.may_be_refused else f"refused though meant: {lines}"


def is_doubted(stated: object, here: object) -> bool:
    if not isinstance(stated, int) or stated == here:
        return False
    if stated < LEAST or not isinstance(here, int):
        return stated < LEAST
    return max(stated, here) > MOST_TIMES * min(stated, here)


def _told(one: Facts, other: Facts) -> str:
    return "; ".join(
        f"{key} {one[key]!r} → {other[key]!r}" for key in one if one[key] != other[key]
    )


async def facts_of(codes: Collection[str]) -> dict[str, Facts]:
    facts: dict[str, Facts] = {}
    for one in await Product.filter(code__in=codes):
        text, days = one.description_vi, one.shelf_life_days
        facts[one.code] = {"name": one.name_vi, "text": text, "days": days}
    for pack in await Variant.filter(product_id__in=codes):
        facts[pack.product_id] |= {
            "price": pack.price,
            "quantity": pack.quantity,
            "unit": pack.unit,
            "gtin": pack.gtin,
        }
    for held in await Recognition.filter(product_id__in=codes).prefetch_related("decision"):
        facts[held.product_id] |= {
            "stars": held.stars,
            "signed_on": held.decision.signed_on,
            "expires_on": held.expires_on,
        }
    return facts


async def _in_a_place_of_their_own(lists: int, seed: int) -> Figures:
    with TemporaryDirectory() as place:
        settings = Settings(data=Path(place), _env_file=None)
        async with database.connected(settings):
            await database.migrate(settings)
        async with opened(settings):
            await take_in([DATA], Intake(by="soak", publish=True, specimens=True))
            return await try_lists([f"{seed}-{n}" for n in range(lists)], Path(place))


def main() -> int:
    reading = argparse.ArgumentParser("python -m tests.soak.mutated_lists", description=__doc__)
    reading.add_argument("--lists", type=int, default=2000)
    reading.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked = reading.parse_args()
    print(f"seed {asked.seed}", flush=True)
    figures = asyncio.run(_in_a_place_of_their_own(asked.lists, asked.seed))
    print(figures, flush=True)
    return int(bool(figures.faults))


if __name__ == "__main__":
    sys.exit(main())
