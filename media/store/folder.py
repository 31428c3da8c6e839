"""Files in a folder: read through obstore, but written, made young and removed by ourselves."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

from obstore.store import LocalStore

from media.store.answers import reading, writing
from media.store.durable import make_young, remove_if_old, write_durably, write_pieces
from media.store.names import SORTS, Kept, digest_of, pieces
from media.store.objects import PAGE, Objects, Watch, unwatched


class Folder(Objects):
    def __init__(self, root: Path, clock: Callable[[], float], watch: Watch = unwatched) -> None:
        super().__init__(LocalStore(root), clock, watch)
        self._root = root

    async def write(self, key: str, data: bytes) -> None:
        with self._watch("write"), writing(key):
            await asyncio.to_thread(write_durably, self._root / key, data)

    async def write_file(self, key: str, source: Path) -> None:
        """Keep a copy: a link would change under us if the sender still writes to the file."""
        with self._watch("write"), writing(key):
            await asyncio.to_thread(write_pieces, self._root / key, pieces(source, digest_of(key)))

    async def refresh(self, key: str) -> bool:
        """Make it young if it is there; tell whether it is."""
        with self._watch("look"), reading(key):
            return await asyncio.to_thread(make_young, self._root / key)

    async def remove(self, key: str, before: float) -> bool:
        """Remove it unless it was written or made young since; tell whether it was removed."""
        with self._watch("remove"), writing(key):
            return await asyncio.to_thread(remove_if_old, self._root / key, before)

    async def pages(self) -> AsyncIterator[list[Kept]]:
        """Walk folder by folder: of what is kept, a 256th is in memory at a time."""
        folders = [self._root / sort for sort in SORTS]
        while folders:
            with self._watch("list"):
                files, below = await asyncio.to_thread(self._listed, folders.pop())
            folders += below
            for first in range(0, len(files), PAGE):
                yield files[first : first + PAGE]

    def _listed(self, folder: Path) -> tuple[list[Kept], list[Path]]:
        files: list[Kept] = []
        below: list[Path] = []
        with suppress(FileNotFoundError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    below.append(Path(entry.path))
                else:
                    files += self._kept(entry)
        return files, below

    def _kept(self, entry: os.DirEntry[str]) -> list[Kept]:
        try:
            state = entry.stat(follow_symlinks=False)
        except FileNotFoundError:  # a writer's half file got its name, or another sweep was faster
            return []
        key = Path(entry.path).relative_to(self._root).as_posix()
        return [Kept(key, state.st_size, state.st_mtime)]
