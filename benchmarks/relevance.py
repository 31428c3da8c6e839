"""How well both engines find what is meant: `make relevance`, or parts of it as `--help` says.

Meilisearch is the stand-in of the tests, or the server at SANVAT_MEILISEARCH_URL (…_KEY), where the
index `sanvat-relevance` is written. Of the held-out queries only figures are told, never the words.
"""

import argparse
import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.catalogues import sanvat
from search.embedded import EmbeddedEngine
from search.engine import Engine, Entry, Position
from search.meili.server import Server
from shop import database
from shop.config import Settings
from shop.queries.entries import entry_of
from shop.queries.listings import page_by_code
from shop.readers.suggestions import Suggestions
from tests.search import measuring, mistyping
from tests.search.measuring import SETS, VARIANTS, share
from tests.search.meili_stand_in import serving
from tests.search.meili_stand_in.keeping import Keeping
from tests.search.meili_stand_in.state import MASTER
from tests.search.relevance.score import mean

ROOT = Path(__file__).parents[1]
COLUMNS = ("success", "ndcg", "said", "both")
SHOWN = "success@1 nDCG@10 said both"
HEADS: dict[str, measuring.Mistype] = {
    "as they are": lambda head, _: head,
    "other tone": mistyping.other_tone,
}
PATIENCE = 30.0
"""Seconds: a busy machine cuts no search short here."""
_MISSING = "-"
Row = tuple[int, tuple[float | None, ...]]
Table = dict[str, Row]


async def main(wishes: argparse.Namespace) -> None:
    with TemporaryDirectory() as folder:
        data, tables = Path(folder), {}
        entries = await catalogue_entries(data)
        async with embedded(data / "measured", entries) as engine:
            tables["embedded"] = await _measure(engine, entries, wishes, 1)
        if not wishes.embedded:
            async with _meilisearch(entries) as engine:
                tables["meilisearch"] = await _measure(engine, entries, wishes, 8)
        _print(tables)
        if not wishes.set:
            async with database.connected(Settings(data=data)):
                await _suggest(entries)


async def catalogue_entries(data: Path) -> list[Entry]:
    """Publish the demo catalogue in a folder; give what an index knows of it."""
    sanvat(data, "import", str(ROOT / "shop" / "data"), "--publish", "--specimens")
    async with database.connected(Settings(data=data)):
        return [entry_of(listing) for listing in await page_by_code("", 1000)]


@asynccontextmanager
async def embedded(folder: Path, entries: Sequence[Entry]) -> AsyncIterator[Engine]:
    async with _filled(EmbeddedEngine(folder, PATIENCE), entries) as engine:
        yield engine


@asynccontextmanager
async def _meilisearch(entries: Sequence[Entry]) -> AsyncIterator[Engine]:
    url = os.environ.get("SANVAT_MEILISEARCH_URL", "")
    with nullcontext() if url else serving(None) as stand_in:
        server = (
            Server(stand_in.url, MASTER)
            if stand_in
            else Server(url, os.environ.get("SANVAT_MEILISEARCH_KEY", ""))
        )
        async with _filled(
            Keeping(server, index="sanvat-relevance", search_timeout=PATIENCE), entries
        ) as engine:
            yield engine


@asynccontextmanager
async def _filled(engine: Engine, entries: Sequence[Entry]) -> AsyncIterator[Engine]:
    async with engine.rebuild() as rebuild:
        await rebuild.write(entries)
        await rebuild.finish(Position("relevance", 1))
    yield engine
    await engine.close()


async def _measure(
    engine: Engine, entries: Sequence[Entry], wishes: argparse.Namespace, step: int
) -> Table:
    """Ask all; of the mistyped names every `step`th, as a server stood in for is slow."""
    table: Table = {}
    for name in [wishes.set] if wishes.set else SETS:
        asked = await measuring.answers(engine, measuring.judged(name))
        table |= _by_class(name, asked)
        table[f"{name} led astray"] = _row(measuring.wrongly_corrected(asked))
        if wishes.failures and name != "held out":
            _tell(asked)
    if not wishes.set:
        names = {entry.code: entry.name for entry in entries}
        table |= await _mistyped(engine, names, step, failures=wishes.failures)
    return table


def _by_class(name: str, asked: Sequence[tuple[dict, Any, Mapping[str, Any]]]) -> Table:
    groups: dict[str, list[Mapping[str, Any]]] = {f"{name}": []}
    for row, _, figures in asked:
        for of in (f"{name}: {row['class']}", f"{name} kind {row.get('kind', '')}"):
            groups.setdefault(of, []).append(figures)
        groups[name].append(figures)
    groups.pop(f"{name} kind ", None)
    return {
        of: (len(rows), tuple(mean([row[column] for row in rows]) for column in COLUMNS))
        for of, rows in sorted(groups.items())
    }


async def _mistyped(engine: Engine, names: dict[str, str], step: int, *, failures: bool) -> Table:
    table: Table = {
        f"names: {way}": _row(await measuring.found_when_mistyped(engine, names, mistype, step))
        for way, mistype in VARIANTS.items()
    }
    for way, mistype in HEADS.items():
        heads = await measuring.found_by_head(engine, names, mistype)
        table[f"heads: {way}"] = _row([*heads.values()])
        if failures:
            print(
                f"heads, {way}, not found:", ", ".join(h for h, found in heads.items() if not found)
            )
    changed = await measuring.common_words_changed(engine)
    table["common words changed"] = _row([bool(read) for read in changed.values()])
    if failures:
        print("read otherwise:", ", ".join(f"{t} → {read}" for t, read in changed.items() if read))
    return table


def _row(found: Sequence[bool]) -> Row:
    return len(found), (share(found),)


def _tell(asked: Sequence[tuple[dict, Any, Mapping[str, Any]]]) -> None:
    for row, answer, figures in asked:
        if not figures["success"] or figures["said"] == 0 or figures["violation"]:
            wanted, got = row["first"][:3], list(answer.hits[:3])
            print(f"{row['query']}: wanted {wanted}, must say {row.get('must_say')}; got {got},")
            print(f"    read as {answer.understood!r}, dropped {list(answer.dropped)}")


def _print(tables: Mapping[str, Table]) -> None:
    print(f"{'':<34}" + "".join(f"{engine + ': n ' + SHOWN:<48}" for engine in tables))
    for of in next(iter(tables.values())):
        print(
            f"{of:<34}"
            + "".join(f"{'  '.join(_cells(table[of])):<48}" for table in tables.values())
        )


def _cells(row: Row) -> Iterator[str]:
    yield f"{row[0]:>4}"
    for value in row[1]:
        yield f"{_MISSING if value is None else f'{value:.3f}':>7}"


async def _suggest(entries: Sequence[Entry]) -> None:
    suggestions = Suggestions()
    await suggestions.catch_up()
    names = {entry.code: entry.name for entry in entries}

    async def suggest(text: str) -> list[tuple[str, str]]:
        found = await suggestions.suggest(text, measuring.WITHIN) or []
        return [(one.target.key, one.name) for one in found]

    led = await measuring.prefixes_led(suggest, names)
    print(f"{'prefixes: among the first five':<34}{len(led):>4}  {share(led):>7.3f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--embedded", action="store_true", help="ask that engine only")
    parser.add_argument("--set", choices=SETS, help="ask one judged set only")
    parser.add_argument("--failures", action="store_true", help="tell of each query that failed")
    asyncio.run(main(parser.parse_args()))
