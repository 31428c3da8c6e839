"""The engine on a Meilisearch server: what it promises is in search/engine.py."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

import anyio
from anyio.to_thread import run_sync
from meilisearch.errors import MeilisearchApiError

from search import query
from search.engine import Answer, Engine, Entry, Position, Query, Rebuild, Unavailable
from search.meili import writing
from search.meili.answering import Search, position_of
from search.meili.asking import Asking
from search.meili.breaker import Breaker
from search.meili.filters import Filters
from search.meili.keys import NO_RIGHT, KeyRing, Keys
from search.meili.rebuilding import Rebuilding
from search.meili.server import Server
from search.meili.tokens import Tokens
from search.vocabulary import Vocabulary

Loader = Callable[[], Awaitable[Vocabulary]]
_ATTEMPTS = 3


@dataclass(frozen=True)
class _Words:
    """How queries are read: with the words of the index as it was at `position`."""

    position: Position
    reader: query.Reader
    filters: Filters

    @classmethod
    def of(cls, position: Position, vocabulary: Vocabulary) -> Self:
        return cls(position, query.Reader(vocabulary), Filters(Tokens(vocabulary)))

    def search(self, index: str, query: Query) -> Search:
        reading = self.reader.read(query.text, literal=query.literal)
        return Search(index, query, reading, self.filters)


class MeiliEngine(Engine):
    """Keeps the index `index` on a server; any number of processes may search, one may write.

    Meilisearch has no words to give, so `vocabulary` is asked for them, whenever the index has
    moved: the writer must have kept the words before the position moves on.

    A change is one task, all or nothing. That an older writer never puts old entries over newer
    ones is looked after before and after, but not locked: Meilisearch has no compare-and-set, so
    the one worker must be the only one to write.
    """

    needs_words = True

    def __init__(
        self,
        server: Server,
        vocabulary: Loader,
        *,
        index: str = "sanvat",
        search_timeout: float = 2.0,
        breaker: Breaker | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._server = server
        self._index = index
        self._load = vocabulary
        self._now = now
        self._ring = KeyRing(server, index)
        self._asking = Asking(server.url, self._ring, breaker or Breaker(), search_timeout)
        self._words: _Words | None = None
        self._learning = asyncio.Lock()

    async def position(self) -> Position | None:
        """Tell how far the index has read. Raises Unavailable when the server does not answer."""
        async with self._administered() as server:
            written = await writing.written(server.hasty(), self._index)
        return written.position if written else None

    async def write(
        self, entries: Sequence[Entry], gone: Sequence[str], position: Position
    ) -> None:
        change = writing.Change(entries, gone, position)
        async with self._administered() as server:
            await writing.apply(server, self._index, change, int(self._now()))

    @asynccontextmanager
    async def rebuild(self) -> AsyncIterator[Rebuild]:
        async with self._administered() as server:
            rebuilding = Rebuilding(server, self._index, lambda: int(self._now()))
            try:
                await rebuilding.begin()
                yield rebuilding
            finally:
                with anyio.CancelScope(shield=True):
                    await rebuilding.end()

    async def search(self, query: Query) -> Answer:
        words = self._words or await self._learn(await position_of(self._asking, self._index))
        for _ in range(_ATTEMPTS):
            search = await run_sync(words.search, self._index, query)
            position, looked = await search.look(self._asking)
            if position == words.position:
                break
            words = await self._learn(position)
        return await search.answer(self._asking, looked)

    async def close(self) -> None:
        await self._asking.close()

    async def ensure_keys(self) -> Keys:
        """Give the keys with the least rights, made when there are none."""
        return await self._ring.keys()

    @asynccontextmanager
    async def _administered(self) -> AsyncIterator[Server]:
        """Lend the server with its key; what it refuses makes it unavailable, with the reason."""
        try:
            yield self._server.with_key((await self._ring.keys()).admin)
        except MeilisearchApiError as error:
            if error.status_code in NO_RIGHT:
                self._ring.forget()
            raise Unavailable(f"Meilisearch refuses: {error}") from error

    async def _learn(self, position: Position) -> _Words:
        """Load the words of the index as it is now, once for all who wait for them."""
        async with self._learning:
            if self._words is None or self._words.position != position:
                self._words = await run_sync(_Words.of, position, await self._load())
            return self._words
