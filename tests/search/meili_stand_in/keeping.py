"""The engine as the shop uses it: the writer keeps the words that queries are read with."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from search.engine import Entry, Position
from search.meili import MeiliEngine
from search.meili.server import Server
from search.vocabulary import Vocabulary


class Keeping(MeiliEngine):
    """Keeps what it writes, as the shop's database does."""

    def __init__(self, server: Server, **wishes: object) -> None:
        super().__init__(server, self._words_kept, **wishes)
        self.kept: dict[str, Entry] = {}
        self.loads = 0

    async def write(
        self, entries: Sequence[Entry], gone: Sequence[str], position: Position
    ) -> None:
        left = {code: entry for code, entry in self.kept.items() if code not in gone}
        self.kept = left | {entry.code: entry for entry in entries}
        await super().write(entries, gone, position)

    @asynccontextmanager
    async def rebuild(self) -> AsyncIterator["_KeepingRebuild"]:
        async with super().rebuild() as rebuild:
            yield _KeepingRebuild(self, rebuild)

    async def _words_kept(self) -> Vocabulary:
        self.loads += 1
        return Vocabulary.of_entries(self.kept.values())


class _KeepingRebuild:
    def __init__(self, engine: Keeping, rebuild) -> None:
        self._engine, self._rebuild = engine, rebuild
        self._kept: dict[str, Entry] = {}

    async def write(self, entries: Sequence[Entry]) -> None:
        self._kept |= {entry.code: entry for entry in entries}
        await self._rebuild.write(entries)

    async def finish(self, position: Position) -> None:
        self._engine.kept = self._kept
        await self._rebuild.finish(position)


async def at_once(_seconds: float) -> None:
    """Wait for nothing: neither for tasks nor between attempts."""


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now
