"""The generations of an index in a folder, and the pointer to the one that serves."""

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.engine import Busy

Stamp = tuple[int, int, int]
"""Changes with the file: inode, time of change, size."""

_PREFIX = "generation-"


class Shelf:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pointer = folder / "current"

    def serving(self) -> Path:
        """Tell the generation that serves. Raises OSError or ValueError when none does."""
        name = self._pointer.read_text(encoding="ascii").strip()
        if not name.startswith(_PREFIX) or "/" in name:
            raise ValueError(f"not a generation: {name!r}")
        return self._folder / name

    def stamp(self) -> Stamp:
        """Give what changes when another generation serves. Raises OSError when none does."""
        return stamp(self._pointer)

    @contextmanager
    def new_generation(self) -> Iterator[Path]:
        """Lend an empty folder; unless it serves at the end it is thrown away again.

        What a killed process left is swept away first. Raises Busy while another rebuild runs.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with _locked(self._folder / "rebuild.lock"):
            self._sweep()
            generation = self._folder / f"{_PREFIX}{uuid.uuid4().hex}"
            generation.mkdir()
            try:
                yield generation
            finally:
                self._sweep()

    def serve(self, generation: Path) -> None:
        """Swap: after a power cut either the old generation serves or the new one, whole."""
        draft = self._folder / "current.new"
        with draft.open("w", encoding="ascii") as file:
            file.write(generation.name)
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(generation)
        _sync_folder(self._folder)
        draft.replace(self._pointer)
        _sync_folder(self._folder)

    def _sweep(self) -> None:
        serving = self._serving_or_none()
        for generation in self._folder.glob(f"{_PREFIX}*"):
            if generation != serving:
                # A reader may still have it open: its mapped files live until it looks again.
                shutil.rmtree(generation, ignore_errors=True)

    def _serving_or_none(self) -> Path | None:
        try:
            return self.serving()
        except (OSError, ValueError):
            return None


def stamp(path: Path) -> Stamp:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock that the kernel frees if we are killed."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy("another rebuild is running") from error
        yield


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
