"""The engine that needs no server: what it promises is in search/engine.py."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import anyio
from anyio.to_thread import run_sync

from search.embedded import answering, writing
from search.embedded.reader import Reader
from search.embedded.rebuilding import Rebuilding
from search.embedded.shelf import Shelf
from search.engine import Answer, Engine, Entry, Position, Query, Rebuild, Unavailable

PATIENCE = 0.5
"""Seconds after which a search answers with what it has."""


T = TypeVar("T")


class EmbeddedEngine(Engine):
    """Keeps the index in `folder`; any number of processes may share it."""

    needs_words = False

    def __init__(self, folder: Path, patience: float | None = None) -> None:
        self._patience = PATIENCE if patience is None else patience
        self._shelf = Shelf(folder)
        self._reader = Reader(self._shelf)

    async def position(self) -> Position | None:
        try:
            view = await run_sync(_soundly, self._reader.checked)
        except Unavailable:
            return None
        return view.position

    async def write(
        self, entries: Sequence[Entry], gone: Sequence[str], position: Position
    ) -> None:
        await run_sync(_soundly, self._write, entries, gone, position)

    @asynccontextmanager
    async def rebuild(self) -> AsyncIterator[Rebuild]:
        rebuilding = await run_sync(Rebuilding, self._shelf)
        try:
            yield rebuilding
        finally:
            with anyio.CancelScope(shield=True):
                await run_sync(rebuilding.end)

    async def search(self, query: Query) -> Answer:
        return await run_sync(_soundly, self._search, query)

    async def close(self) -> None:
        await run_sync(self._reader.close)

    def _write(self, entries: Sequence[Entry], gone: Sequence[str], position: Position) -> None:
        generation = self._reader.view().generation
        writing.apply(generation, entries, gone, position)
        if self._reader.view().generation != generation:
            raise Unavailable("the index was rebuilt meanwhile: ask for its position")

    def _search(self, query: Query) -> Answer:
        view, end = self._reader.view(), perf_counter() + self._patience
        reading = view.queries.read(query.text, literal=query.literal)
        return answering.answer(view.searcher, reading, query, lambda: perf_counter() > end)


def _soundly(work: Callable[..., T], *arguments: object) -> T:
    """Do something with the index.

    Where its files are damaged tantivy may panic, which is no Exception: a request would break off
    by it, and a worker end.
    """
    try:
        return work(*arguments)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # pyo3 lets no module import it
            raise
        raise Unavailable("the index is damaged") from error
