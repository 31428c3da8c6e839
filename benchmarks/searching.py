"""How long the whole search call takes, facets included: `python -m benchmarks.searching 10000`.

Judged queries, mistyped names and hostile texts on a synthetic catalogue. Both the clock and the
processor's time are told: the second does not mind a busy machine.
"""

import asyncio
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from benchmarks.catalogues import catalogue
from benchmarks.figures import Figure
from search.embedded import EmbeddedEngine
from search.engine import FACETS, Entry, Position, Query
from shop import database
from shop.config import Settings
from shop.queries.entries import entry_of
from shop.queries.listings import page_by_code
from tests.search import mistyping

JUDGED = Path("tests/search/relevance/relevance_dev.jsonl")
NOW = 1_795_000_000
SAMPLE = 150
WAYS = ("unmarked", "in_telex", "without_spaces", "one_lost")
HOSTILE = [
    "a" * 200,
    "ổ " * 100,
    "c h b d " * 25,
    "nghz xong trz qux vbz " * 9,
    "nuowcs mawms " * 16,
    "nuocmamcathaigaonepcaihoavang" * 7,
    "nuoc mam cat hai gao nep cai hoa vang banh dau xanh " * 4,
    "hải sản trái cây rau gạo nấm thịt trứng đồ uống rượu trà hoa " * 3,
]
ONE_WORD = ["gạo", "tôm", "cá", "rươi", "mật", "chè", "bánh", "nấm", "vải", "na"]
Taken = tuple[float, float]
"""Milliseconds of the clock and of the processor."""


async def measure(products: int) -> dict[str, list[Taken]]:
    """Give the times of each set of queries, and of `one word`."""
    entries = await _entries(catalogue(products))
    with TemporaryDirectory() as folder:
        engine = EmbeddedEngine(Path(folder))
        async with engine.rebuild() as rebuild:
            for start in range(0, len(entries), 1000):
                await rebuild.write(entries[start : start + 1000])
            await rebuild.finish(Position("bench", 1))
        await _time(engine, ONE_WORD[0])  # opens the index
        taken = {
            name: [await _time(engine, text) for text in queries]
            for name, queries in _queries(entries).items()
        }
        await engine.close()
    return taken


def figures(products: int, most: float) -> Iterator[Figure]:
    """Give what the judged queries take, and how much longer the worst query takes than a word."""
    taken = asyncio.run(measure(products))
    yield Figure(
        f"search at {products:,}, judged queries, p95 of the processor",
        _processor(taken["judged"], 0.95),
        most,
        at_most=True,
        unit=" ms",
    )
    worst = max(_processor(times, 1) for times in taken.values())
    word = _processor(taken["one word"], 0.5)
    yield Figure("its worst query / a one-word query", worst / word, 8, at_most=True)


def _processor(taken: list[Taken], share: float) -> float:
    busy = sorted(busy for _, busy in taken)
    return busy[min(int(len(busy) * share), len(busy) - 1)]


async def _entries(data: Path) -> list[Entry]:
    entries: list[Entry] = []
    async with database.connected(Settings(data=data)):
        while page := await page_by_code(entries[-1].code if entries else "", 1000):
            entries += map(entry_of, page)
    return entries


def _queries(entries: list[Entry]) -> dict[str, list[str]]:
    chance = random.Random(5)  # noqa: S311 - the same queries each time
    names = [entry.name for entry in chance.sample(entries, SAMPLE)]
    judged = [json.loads(line)["query"] for line in JUDGED.read_text().splitlines()]
    mistyped = {
        way: [typed for name in names if (typed := getattr(mistyping, way)(name, chance))]
        for way in WAYS
    }
    return {"judged": judged, **mistyped, "hostile": HOSTILE, "one word": ONE_WORD}


def _told(name: str, taken: list[Taken]) -> str:
    clock = sorted(clock for clock, _ in taken)
    middle, last = clock[len(clock) // 2], clock[int(len(clock) * 0.95)]
    busy, longest = _processor(taken, 0.95), _processor(taken, 1)
    return (
        f"{name:<16} p50 {middle:6.1f} ms  p95 {last:6.1f} ms"
        f"  processor p95 {busy:6.1f} ms  longest {longest:6.1f} ms"
    )


async def _time(engine: EmbeddedEngine, text: str) -> Taken:
    began, busy = perf_counter(), process_time()
    await engine.search(Query(text=text, now=NOW, facets=FACETS, audience=frozenset({"everyone"})))
    return 1000 * (perf_counter() - began), 1000 * (process_time() - busy)


if __name__ == "__main__":
    for name, taken in asyncio.run(measure(int(sys.argv[1]))).items():
        print(_told(name, taken))
