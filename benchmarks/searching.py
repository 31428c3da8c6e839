"""How long the whole search call takes, facets included: `python -m benchmarks.searching 10000`.

Judged queries, mistyped names and hostile texts on a synthetic catalogue. Both the clock and the
processor's time are told: the second does not mind a busy machine.
"""

import asyncio
import json
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from benchmarks.catalogues import catalogue
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


async def main(products: int) -> None:
    entries = await _entries(catalogue(products))
    with TemporaryDirectory() as folder:
        engine = EmbeddedEngine(Path(folder))
        async with engine.rebuild() as rebuild:
            for start in range(0, len(entries), 1000):
                await rebuild.write(entries[start : start + 1000])
            await rebuild.finish(Position("bench", 1))
        for name, queries in _queries(entries).items():
            await _measure(engine, name, queries)
        await engine.close()


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
    return {"judged": judged, **mistyped, "hostile": HOSTILE}


async def _measure(engine: EmbeddedEngine, name: str, queries: list[str]) -> None:
    figures = sorted([await _time(engine, text) for text in queries])
    by_processor = sorted(busy for _, busy in figures)
    last = int(len(figures) * 0.95)
    print(
        f"{name:<16} p50 {figures[len(figures) // 2][0]:6.1f} ms  p95 {figures[last][0]:6.1f} ms"
        f"  processor p95 {by_processor[last]:6.1f} ms  longest {by_processor[-1]:6.1f} ms"
    )


async def _time(engine: EmbeddedEngine, text: str) -> tuple[float, float]:
    began, busy = perf_counter(), process_time()
    await engine.search(Query(text=text, now=NOW, facets=FACETS, audience=frozenset({"everyone"})))
    return 1000 * (perf_counter() - began), 1000 * (process_time() - busy)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
