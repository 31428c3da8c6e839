"""The store itself: public renditions and private originals, each checked against its name."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import timedelta
from hashlib import sha256
from math import inf
from pathlib import Path
from time import time
from typing import Any
from urllib.parse import unquote, urlsplit

from obstore.store import from_url

from media.naming import named
from media.store.allowance import Allowance
from media.store.answers import Damaged, Missing
from media.store.cache import Cache
from media.store.folder import Folder
from media.store.names import (
    PAPERS,
    PUBLIC,
    WAITING,
    Kept,
    agree,
    digest_of,
    known_key,
    original_key,
    picture_key,
)
from media.store.objects import Objects, Watch, unwatched
from media.together import together

TRIES = 2
"""Readings of a file before it is called damaged: the wire may have been, not the file."""
PATIENCE = {"connect_timeout": "3s", "read_timeout": "5s", "timeout": "15s"}
"""For one request to S3; obstore's own is 30 s, and tried again for three minutes."""
RETRIES = {
    "max_retries": 3,
    "retry_timeout": timedelta(seconds=8),
    "backoff": {
        "init_backoff": timedelta(milliseconds=100),
        "max_backoff": timedelta(seconds=2),
        "base": 2,
    },
}


class Store:
    """Public renditions below `pictures/` and private originals below `originals/`.

    Every method may raise `Unavailable`.
    """

    def __init__(
        self,
        files: Objects,
        below: str = "",
        cache: Cache | None = None,
        allowance: Allowance | None = None,
    ) -> None:
        self._files, self._below = files, below
        self._cache, self._allowance = cache, allowance

    @property
    def waiting(self) -> "Store":
        """Give the store of what is not approved: the same place, and apart from what is public."""
        return Store(self._files, WAITING, self._cache, self._allowance)

    @property
    def papers(self) -> "Store":
        """Give the store of papers: the same place, and apart from what is public."""
        return Store(self._files, PAPERS, self._cache, self._allowance)

    def apart(self, key: str) -> "Store":
        """Give the store that a key lies in: of what is public, of what waits, or of papers."""
        below = next((one for one in (WAITING, PAPERS) if key.startswith(one)), "")
        return Store(self._files, below, self._cache, self._allowance)

    def hurried(self, seconds: float) -> "Store":
        """Give this store with so much time for all pictures together that are put through it.

        What takes longer raises Slow.
        """
        return Store(self._files, self._below, self._cache, Allowance(seconds))

    async def approve(self, digest: str, names: Iterable[str], copy: Path) -> None:
        """Copy a picture that waits, with its renditions, to what is public; `copy` is a free path.

        Done twice, it is done once. Raises `Missing` or `Damaged`.
        """
        waiting = self.waiting

        async def copied(name: str) -> None:
            if name == digest:
                await waiting.copy_original(digest, copy)
                await self.put_original(digest, copy)
            else:
                await self.put(name, await waiting.get(name))

        async with self._spending():
            await together(copied, [digest, *names], self._files.places)

    @classmethod
    def open(
        cls,
        place: str,
        *,
        clock: Callable[[], float] = time,
        watch: Watch = unwatched,
        cache: Cache | None = None,
        **options: Any,
    ) -> "Store":
        """Open a folder (a path or `file://…`), `memory://` or `s3://bucket/prefix`.

        A cache stands before S3 only: no cache could be nearer than a folder.
        S3 reads its keys, region and endpoint from the usual `AWS_…` variables of the environment;
        options, as obstore names them, come before those.
        """
        url = urlsplit(place)
        if url.scheme in {"", "file"}:
            folder = Path(unquote(url.path) if url.scheme else place)
            folder.mkdir(parents=True, exist_ok=True)
            return cls(Folder(folder.resolve(), clock, watch))
        if url.scheme == "memory":
            return cls(Objects(from_url("memory:///"), clock, watch))
        files = Objects(from_url(place, **_with_patience(options)), clock, watch)
        return cls(files, cache=cache)

    async def put_all(
        self, renditions: Mapping[str, bytes], original: tuple[str, Path] | None = None
    ) -> None:
        """Keep the renditions of a picture, and its original (digest, file), side by side.

        Raises as `put` and `put_original`; what is there already is not put again.
        """

        async def put(name: str) -> None:
            if original and name == original[0]:
                await self.put_original(*original)
            else:
                await self.put(name, renditions[name])

        async with self._spending():
            await together(
                put, [*([original[0]] if original else []), *renditions], self._files.places
            )

    async def has_all(self, names: Iterable[str]) -> bool:
        """Tell whether all of these renditions are there."""
        keys = [self._below + picture_key(name) for name in names]
        async with self._spending():
            return all(await together(self._has, keys, self._files.places))

    async def refresh_all(self, keys: Iterable[str]) -> bool:
        """Tell whether all files are there and whole, and make them young."""
        async with self._spending():
            return all(await together(self.refresh, keys, self._files.places))

    async def put(self, name: str, data: bytes) -> None:
        """Keep a rendition. Raises ValueError unless the name is the digest of the data.

        What is there already, whole, is made young, so that no sweep takes it before its row is
        written; what is there damaged is written again.
        """
        key = self._below + picture_key(name)
        agree(name[:64], data)
        if not await self._stays(key):
            await self._files.write(key, data)

    async def get(self, name: str) -> bytes:
        """Give a rendition. Raises `Missing`, or `Damaged` rather than give wrong bytes."""
        key = self._below + picture_key(name)
        if self._cache is None or self._below:
            return await self._get(key)
        return await self._cache.get(name) or await self._fetched(self._cache, name, key)

    async def _fetched(self, cache: Cache, name: str, key: str) -> bytes:
        seen = await cache.removals(name)
        data = await self._get(key)
        await cache.keep(name, data, seen)
        return data

    async def _get(self, key: str) -> bytes:
        for _ in range(TRIES):
            data = await self._files.read(key)
            if sha256(data).hexdigest() == digest_of(key):
                return data
        raise Damaged(key)

    async def put_original(self, digest: str, source: Path) -> None:
        """Keep what was sent, to render again from; it may hold positions, so it is never shown.

        Raises ValueError unless the file is the one that the digest names.
        """
        key = self._below + original_key(digest)
        if await self._stays(key):
            return
        await self._files.write_file(key, source)

    async def copy_original(self, digest: str, path: Path) -> None:
        """Write an original to a file of the caller's, who removes it if this fails.

        Raises `Missing` or `Damaged`.
        """
        await self._copy(self._below + original_key(digest), path)

    async def refresh(self, key: str) -> bool:
        """Tell whether a file is there and whole, and make it young: a row may name it now."""
        return await self._stays(known_key(key))

    async def has(self, key: str) -> bool:
        """Tell whether a file is there, by its key: `picture_key(name)`, `original_key(digest)`."""
        return await self._has(known_key(key))

    async def is_whole(self, key: str) -> bool:
        """Read a file and tell whether it is what its key says. Raises `Missing`.

        It is read once: scrubbing wants to know about disks that answer differently each time.
        """
        return await self._is_whole(known_key(key))

    def pages(self) -> AsyncIterator[list[Kept]]:
        """List everything that is stored, also what is not ours, some hundreds at a time."""
        return self._files.pages()

    async def remove(self, key: str, before: float = inf) -> bool:
        """Remove a file, unless it was put since `before`; tell whether it was removed."""
        try:
            return await self._files.remove(known_key(key), before)
        finally:
            if self._cache and key.startswith(PUBLIC):
                await self._cache.forget(key.rpartition("/")[2])

    def _spending(self) -> AbstractAsyncContextManager[None]:
        return self._allowance.spending() if self._allowance else nullcontext()

    async def _stays(self, key: str) -> bool:
        """Make it young first and look at it then, so that it cannot be swept in between."""
        if not await self._files.refresh(key):
            return False
        try:
            return await self._is_whole(key)
        except Missing:
            return False

    async def _is_whole(self, key: str) -> bool:
        seen = sha256()
        async for piece in self._files.pieces(key):
            seen.update(piece)
        return seen.hexdigest() == digest_of(key)

    async def _copy(self, key: str, path: Path) -> None:
        for _ in range(TRIES):
            if await self._copied(key, path) == digest_of(key):
                return
        raise Damaged(key)

    async def _copied(self, key: str, path: Path) -> str:
        seen = sha256()
        with named(path) as file:  # opened by a thread it is never closed when a sibling fails
            async for piece in self._files.pieces(key):
                seen.update(piece)
                await asyncio.to_thread(file.write, piece)
        return seen.hexdigest()

    async def _has(self, key: str) -> bool:
        try:
            await self._files.look(key)
        except Missing:
            return False
        return True


def _with_patience(options: dict[str, Any]) -> dict[str, Any]:
    """Bound how long a dead or slow S3 is waited for.

    obstore reads `AWS_ALLOW_HTTP` only as long as it is given no client options at all (0.12).
    """
    allow_http = os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true"
    client = {"allow_http": allow_http, **PATIENCE, **options.get("client_options", {})}
    return {"retry_config": RETRIES, **options, "client_options": client}
