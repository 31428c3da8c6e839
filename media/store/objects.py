"""Files in memory or in S3, as obstore keeps them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from pathlib import Path
from typing import Any

import obstore
from obstore.store import ObjectStore

from media.store.answers import Damaged, Missing, each, reading, writing
from media.store.names import PIECE, SORTS, Kept, attributes_of, digest_of, pieces
from media.unavailable import Unavailable

Watch = Callable[[str], AbstractContextManager[None]]
"""Stands around each act (`read`, `look`, `write`, `remove`, `list`), to measure it."""
Data = bytes | Iterator[bytes] | AsyncIterator[bytes]
PAGE = 500
PART = 5 << 20
AT_ONCE = 64
"""Files of pictures that a process puts or looks through side by side."""
YOUNG = 12 * 3600
"""Seconds for which a file need not be written again; half of what the sweep leaves alone."""


def unwatched(_: str) -> AbstractContextManager[None]:
    return nullcontext()


class Objects:
    def __init__(
        self, objects: ObjectStore, clock: Callable[[], float], watch: Watch = unwatched
    ) -> None:
        self._objects = objects
        self._clock = clock
        self._watch = watch
        self.places = asyncio.Semaphore(AT_ONCE)

    async def read(self, key: str) -> bytes:
        with self._watch("read"), reading(key):
            found = await obstore.get_async(self._objects, key)
            return bytes(await found.bytes_async())

    async def pieces(self, key: str) -> AsyncIterator[bytes]:
        with self._watch("read"):
            with reading(key):
                found = await obstore.get_async(self._objects, key)
            async for piece in each(key, found.stream(min_chunk_size=PIECE)):
                yield piece

    async def look(self, key: str) -> Kept:
        with self._watch("look"), reading(key):
            meta = await obstore.head_async(self._objects, key)
        return Kept(key, meta["size"], meta["last_modified"].timestamp())

    async def write(self, key: str, data: bytes) -> None:
        await self._put(key, data, len(data))

    async def write_file(self, key: str, source: Path) -> None:
        """Keep a file in parts, so that it is never in memory as a whole.

        A part that a killed process leaves behind is invisible, costs money and cannot be listed
        here: let the bucket have a lifecycle rule that aborts incomplete uploads after a day.
        """
        await self._put(key, pieces(source, digest_of(key)), source.stat().st_size)

    async def _put(self, key: str, data: Data, size: int) -> None:
        with self._watch("write"), writing(key):
            await obstore.put_async(
                self._objects,
                key,
                data,
                attributes=attributes_of(key),
                chunk_size=PART,
                max_concurrency=1,
            )
        await self._confirm(key, size)

    async def _confirm(self, key: str, size: int) -> None:
        """Believe in a file when the store shows it: a row is about to name it."""
        try:
            kept = await self.look(key)
        except Missing:
            raise Unavailable(f"the store took {key} and does not have it") from None
        if kept.bytes != size:
            raise Unavailable(f"the store took {key} and has {kept.bytes} bytes of {size}")

    async def refresh(self, key: str) -> bool:
        """Make it young if it is there and whole; of what is young, tell only that it is there.

        obstore cannot set a time in S3, nor copy a file onto itself: what is old is written again.
        """
        try:
            kept = await self.look(key)
            if self._clock() - kept.changed >= YOUNG:
                await self._put(key, self._checked(key), kept.bytes)
        except Missing:
            return False
        return True

    async def _checked(self, key: str) -> AsyncIterator[bytes]:
        """Give its pieces, and raise Damaged in place of an end: then nothing is written."""
        seen = sha256()
        async for piece in self.pieces(key):
            seen.update(piece)
            yield piece
        if seen.hexdigest() != digest_of(key):
            raise Damaged(key)

    async def remove(self, key: str, before: float) -> bool:
        """Remove it unless it was written since; tell whether it was removed.

        S3 has no lock and obstore no conditional delete, so a write between the look and the
        removal, some milliseconds, is lost; `missing` in media/sweeping.py would report it.
        """
        try:
            if (await self.look(key)).changed >= before:
                return False
        except Missing:
            return False
        with self._watch("remove"), writing(key):
            await obstore.delete_async(self._objects, key)
        return True

    async def pages(self) -> AsyncIterator[list[Kept]]:
        for sort in SORTS:
            listed = each(sort, obstore.list(self._objects, sort, chunk_size=PAGE))
            while (page := await self._next(listed)) is not None:
                yield [
                    Kept(one["path"], one["size"], one["last_modified"].timestamp()) for one in page
                ]

    async def _next(self, listed: AsyncIterator[Sequence[Any]]) -> Sequence[Any] | None:
        with self._watch("list"):
            return await anext(listed, None)
