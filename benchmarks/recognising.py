"""How soon the stars of an annex of 500 lines are published: `python -m benchmarks.recognising`.

From the paste to the last listing, on a catalogue of its own of 1,000 products, by the verbs that
the page calls and the worker's own step; each product must get one serial.
"""

import asyncio
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.catalogues import catalogue
from benchmarks.figures import Figure
from shop import clock, logs
from shop.catalogue.decisions import record_decision
from shop.config import Settings
from shop.intake.annexes.keeping import take_in
from shop.intake.annexes.reading import parted
from shop.intake.annexes.recording import record
from shop.intake.annexes.shown import annex_of
from shop.models import Decision, Kind, ListingVersion, OcopSet, Product, State
from shop.publishing.changing import drain
from shop.services import opened

MANY, MOST = 500, 60.0


def main() -> None:
    for figure in figures():
        print(figure, flush=True)


def figures() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(catalogue(1_000), data)
        read, published, serials = asyncio.run(_seconds(data))
    yield Figure(f"an annex of {MANY} lines read and matched", read, 10.0, at_most=True, unit=" s")
    name = f"its products published, {serials} of them with one serial each"
    yield Figure(name, published if serials == MANY else 10**6, MOST, at_most=True, unit=" s")


async def _seconds(data: Path) -> tuple[float, float, int]:
    settings = Settings(data=data, log_level="error")
    logs.configure(settings)
    async with opened(settings):
        text, codes = await _annex()
        made = await record_decision("9/QĐ-UBND", "UBND thành phố", clock.today(), by="bench")
        began = perf_counter()
        table = ("", list(enumerate(parted(text), 1)))
        await take_in(made, lambda: [table], by="bench", seen=0)
        read = perf_counter()
        before = await _versions(codes)
        decision = await Decision.get(id=made)
        ready = len((await annex_of(decision)).ready)
        await record(decision, [], ready, user=0, seen=1)
        while await drain():
            pass
        done = perf_counter()
        gained = Counter(await _versions(codes)) - Counter(before)
        return read - began, done - read, sum(n == 1 for n in gained.values())


async def _annex() -> tuple[str, list[str]]:
    """Write an annex of products that no other is like, one of each name and producer."""
    number = (await OcopSet.all().order_by("number").first()).number  # type: ignore[union-attr]
    rows = await (
        Product.filter(state=State.PUBLISHED)
        .order_by("code")
        .limit(MANY)
        .values_list("code", "producer__name", "commune__name")
    )
    lines = []
    for n, (code, producer, commune) in enumerate(rows):
        name = f"Sản vật đo lường số {n}"
        changed = {"name_vi": name, "kind": Kind.OCOP, "ocop_set_id": number}
        await Product.filter(code=code).update(**changed)
        lines.append(f"{n + 1}\t{name}\t{producer}\t{commune}\t4")
    return "\n".join(lines), [str(code) for code, _, _ in rows]


async def _versions(codes: list[str]) -> dict[str, int]:
    """Count the versions of listings: each has a serial of its own."""
    rows = await ListingVersion.filter(code__in=codes).values_list("code", flat=True)
    return Counter(str(code) for code in rows)


if __name__ == "__main__":
    main()
