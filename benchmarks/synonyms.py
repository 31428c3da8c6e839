"""What each row of search/tables/synonyms.txt wins: `python -m benchmarks.synonyms [--drop]`.

A row wins where, without it, a word finds less of what a side of the row names in the demo
catalogue, or no longer finds it first; asked are the word alone, it in the place of the other in
names, and every judged query that is open to us and holds it. What wins nothing there is asked of
the same goods without their keywords, for other goods may come without. Rows are tried one after
another, each without those that won nothing before it: of two that say the same one stays.
"""

import argparse
import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.relevance import catalogue_entries, embedded
from search import phrases, tables, vietnamese
from search.engine import Engine, Entry
from search.tables import Key, key
from tests.search import measuring
from tests.search.relevance.score import score

TABLE = tables.FOLDER / "synonyms.txt"
OPEN = ("dev", "dev2")
MOST_NAMES = 2


@dataclass(frozen=True)
class Case:
    """A query and the products that it must find."""

    text: str
    wanted: frozenset[str]
    judged: Mapping[str, object] | None = field(default=None, compare=False)


class Cases:
    """The queries that a row could help."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._names = {
            entry.code: [key(text) for text in (entry.name, *entry.keywords, entry.name_en)]
            for entry in entries
        }
        self._judged = [row for name in OPEN for row in measuring.judged(name)]

    def of(self, said: Key, meant: Key) -> Iterator[Case]:
        if own := self._named(said):
            yield Case(_written(said), own)
        if named := self._named(meant):
            yield Case(_written(said), named)
            for code in sorted(named)[:MOST_NAMES]:
                if places := _at(name := self._names[code][0], meant):
                    changed = (*name[: places[0]], *said, *name[places[0] + len(meant) :])
                    same = [one for one, texts in self._names.items() if texts[0] == name]
                    yield Case(_written(changed), frozenset(same))
        plain = tuple(map(vietnamese.plain, said))
        for row in self._judged:
            if _at(tuple(vietnamese.words(row["query"])), plain):
                yield Case(row["query"], frozenset(row["first"]), row)

    def _named(self, phrase: Key) -> frozenset[str]:
        """Give the goods with this name, or with this keyword where no name has it."""
        texts = self._names.items()
        named = frozenset(code for code, (name, *_) in texts if _at(name, phrase))
        return named or frozenset(code for code, of in texts if any(_at(t, phrase) for t in of))


def _written(words: Key) -> str:
    return " ".join(map(vietnamese.placed, words))


def _at(text: Key, phrase: Key) -> list[int]:
    size = len(phrase)
    return [at for at in range(len(text) - size + 1) if text[at : at + size] == phrase]


class Rows:
    """The rows that are believed at the moment."""

    def __init__(self) -> None:
        self.lines = TABLE.read_text(encoding="utf-8").splitlines()
        self.kept = {at for at, line in enumerate(self.lines) if _is_row(line)}

    def believe(self, rows: set[int]) -> None:
        tables.SYNONYMS.clear()
        tables.SYNONYMS |= tables.FOREIGN
        for at in sorted(rows):
            tables._take_synonym(tables.SYNONYMS, self.lines[at].strip())  # noqa: SLF001
        phrases._phrases_by_plain.cache_clear()  # noqa: SLF001

    def pairs(self, at: int) -> list[tuple[Key, Key]]:
        table: dict[Key, list[Key]] = {}
        tables._take_synonym(table, self.lines[at].strip())  # noqa: SLF001
        return [(said, meant) for said, meants in table.items() for meant in meants]

    def write(self) -> None:
        left = [line for at, line in enumerate(self.lines) if at in self.kept or not _is_row(line)]
        TABLE.write_text("\n".join(left) + "\n", encoding="utf-8")


def _is_row(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


async def main(wishes: argparse.Namespace) -> None:
    rows = Rows()
    with TemporaryDirectory() as folder:
        entries = await catalogue_entries(Path(folder))
        cases = Cases(entries)
        bare = [replace(entry, keywords=()) for entry in entries]
        fewer = Cases(bare)
        async with (
            embedded(Path(folder) / "measured", entries) as engine,
            embedded(Path(folder) / "bare", bare) as other,
        ):
            for at in sorted(rows.kept):
                won = await _won(engine, rows, at, cases) or await _won(other, rows, at, fewer)
                if not won:
                    rows.kept.remove(at)
                print(f"{len(won):>3}  {rows.lines[at]}  {'; '.join(won[:3])}", flush=True)
    print(f"{len(rows.kept)} of {sum(map(_is_row, rows.lines))} rows win something")
    if wishes.drop:
        rows.write()


async def _won(engine: Engine, rows: Rows, at: int, cases: Cases) -> list[str]:
    pairs = rows.pairs(at)
    asked = [*dict.fromkeys(case for said, meant in pairs for case in cases.of(said, meant))]
    if not asked:
        return []
    rows.believe(rows.kept)
    with_it = [await _worth(engine, case) for case in asked]
    rows.believe(rows.kept - {at})
    without = [await _worth(engine, case) for case in asked]
    return [
        case.text for case, here, gone in zip(asked, with_it, without, strict=True) if here > gone
    ]


async def _worth(engine: Engine, case: Case) -> tuple[float, ...]:
    """Tell whether the first hit is right, then how much of what is wanted was found."""
    answer = await measuring.ask(engine, case.text, 24)
    if case.judged:
        figures = score(case.judged, answer.hits, answer.dropped)
        return figures["success"], figures["ndcg"]
    first = float(bool(answer.hits) and answer.hits[0] in case.wanted)
    return first, float(len(case.wanted.intersection(answer.hits)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drop", action="store_true", help="drop the rows that win nothing")
    asyncio.run(main(parser.parse_args()))
