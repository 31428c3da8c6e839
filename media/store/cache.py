"""Public pictures kept near, so that a store that is slow or away is asked less often, or not.

    ab/abcd….webp   a picture under its name, which is the digest of its bytes
    ab/.removed     says, by another text each time, that a picture of this folder was removed
    size            bytes of all pictures, or more; a lock on it lets one process at a time write

Any process may be killed, or stand still, at any moment: what lies here is read against its name,
gets its name by a rename, and is counted before that. Of a cache nothing is waited for, and no
fault of it is a reader's: a full disk or a file that cannot be read is as if there were no cache.
"""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import sha256
from pathlib import Path
from threading import Lock
from time import monotonic, sleep, time
from uuid import uuid4

from media.store.names import PICTURE_NAME, picture_key
from media.unavailable import Unavailable

ROOM = 0.9
"""Part of the cache that stays when it is full: making room costs a look at every file."""
PATIENCE = 0.2
"""Seconds that a picture waits to be kept; then it is not."""
REMOVING = 5.0
"""Seconds that a removal waits; then it must be asked for again."""
STALE = 600.0
"""Seconds after which a file without a name was left by a process that is dead."""


@dataclass(frozen=True, slots=True)
class _Lying:
    path: Path
    bytes: int
    used: float


class Cache:
    def __init__(self, folder: Path, most: int, clock: Callable[[], float] = time) -> None:
        """Keep at most so many bytes of pictures in a folder, which is made when it is needed."""
        self._folder, self._most, self._clock = folder, most, clock
        self._ours = Lock()
        self._has_looked = False
        """Each process counts once what lies here: a power cut may have lost the count of some."""

    async def get(self, name: str) -> bytes | None:
        """Give a picture that is kept whole; one that is not goes."""
        return await asyncio.to_thread(self._get, self._path(name))

    async def removals(self, name: str) -> str:
        """Tell what `keep` must know: whether a picture was removed while it was fetched."""
        return await asyncio.to_thread(self._removals, self._path(name).parent)

    async def keep(self, name: str, data: bytes, seen: str) -> None:
        """Keep a picture that is whole, unless one was removed since `removals` said `seen`."""
        await asyncio.to_thread(self._keep, self._path(name), data, seen)

    async def forget(self, name: str) -> None:
        """Keep a picture no longer, also one on its way here. Raises Unavailable if it may stay."""
        try:
            await asyncio.to_thread(self._forget, self._path(name))
        except OSError as fault:
            raise Unavailable(f"{name} may still lie in the cache") from fault

    def _path(self, name: str) -> Path:
        return self._folder / picture_key(name).partition("/")[2]

    def _get(self, path: Path) -> bytes | None:
        with suppress(OSError):
            data = path.read_bytes()
            if sha256(data).hexdigest() == path.name[:64]:
                self._use(path)
                return data
            path.unlink()
        return None

    def _use(self, path: Path) -> None:
        with suppress(OSError):
            os.utime(path, (self._clock(), self._clock()))

    def _removals(self, folder: Path) -> str:
        try:
            return (folder / ".removed").read_text()
        except (OSError, UnicodeDecodeError):
            return ""

    def _keep(self, path: Path, data: bytes, seen: str) -> None:
        if len(data) > self._most:
            return
        half = path.with_name(f".{uuid4().hex}.part")
        with suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                half.write_bytes(data)
                self._name(half, path, len(data), seen)
            finally:
                half.unlink(missing_ok=True)

    def _name(self, half: Path, path: Path, size: int, seen: str) -> None:
        with self._alone(PATIENCE):
            if self._removals(path.parent) == seen and not path.exists():
                self._make_room(size)
                half.replace(path)
                self._use(path)

    def _forget(self, path: Path) -> None:
        """Say that it is removed, then remove it: what was fetched before is then not kept."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        said = path.with_name(f".{uuid4().hex}.part")
        try:
            said.write_text(uuid4().hex)
            with self._alone(REMOVING):
                said.replace(path.with_name(".removed"))
        finally:
            path.unlink(missing_ok=True)
            said.unlink(missing_ok=True)

    @contextmanager
    def _alone(self, patience: float) -> Iterator[None]:
        """Let no other write here. Raises TimeoutError when another does for too long."""
        if not self._ours.acquire(timeout=patience):
            raise TimeoutError("another thread is writing to the cache")
        try:
            with (self._folder / "size").open("ab") as file:
                _lock(file.fileno(), patience)
                yield
        finally:
            self._ours.release()

    def _make_room(self, more: int) -> None:
        """Count what is about to come, and let what was not used for longest go for it."""
        size = self._counted() + more
        if size > self._most:
            size = self._thinned(max(0, int(self._most * ROOM) - more)) + more
        self._has_looked = True
        (self._folder / "size").write_text(str(size))

    def _counted(self) -> int:
        """Give what is counted; what is not known yet, or not to be believed, is too much."""
        with suppress(ValueError):
            counted = int((self._folder / "size").read_text())
            if self._has_looked and counted >= 0:
                return counted
        return self._most

    def _thinned(self, most: int) -> int:
        """Remove what was not used for longest until the rest is small enough; give its size."""
        lying = sorted(self._lying(), key=lambda one: one.used)
        size = sum(one.bytes for one in lying)
        for one in lying:
            if size <= most:
                break
            one.path.unlink(missing_ok=True)
            size -= one.bytes
        return size

    def _lying(self) -> Iterator[_Lying]:
        for folder in self._folder.glob("[0-9a-f][0-9a-f]"):
            with os.scandir(folder) as entries:
                for entry in entries:
                    with suppress(FileNotFoundError):  # its writer was done with it
                        yield from _judged(entry)


def _judged(entry: os.DirEntry[str]) -> Iterator[_Lying]:
    """Give a picture; remove what a killed process left behind."""
    state = entry.stat(follow_symlinks=False)
    if PICTURE_NAME.fullmatch(entry.name):
        yield _Lying(Path(entry.path), state.st_size, state.st_mtime)
    elif entry.name.endswith(".part") and time() - state.st_mtime > STALE:
        Path(entry.path).unlink(missing_ok=True)


def _lock(descriptor: int, patience: float) -> None:
    """Wait for a lock that a process which stands still may hold. Raises TimeoutError."""
    until = monotonic() + patience
    while True:
        with suppress(BlockingIOError):
            flock(descriptor, LOCK_EX | LOCK_NB)
            return
        if monotonic() > until:
            raise TimeoutError("another process is writing to the cache")
        sleep(0.005)
