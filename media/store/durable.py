"""Writes and removes files so that neither a kill, a power cut nor a race loses one."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_SH, flock
from pathlib import Path
from uuid import uuid4

from media.failpoints import reach
from media.naming import named, naming


def write_durably(path: Path, data: bytes) -> None:
    """Write a small file as `write_pieces` does."""
    write_pieces(path, [data])


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that after a kill or a power cut is either whole or absent.

    obstore's LocalStore renames but never syncs (seen with strace, obstore 0.12): a row could then
    outlive the picture it names. So folders are written here, and only read through obstore.
    """
    _make_folders(path.parent)
    half = path.with_name(f".{uuid4().hex}.part")
    try:
        _write_synced(half, pieces)
        reach("file-synced")
        with _locked(path.parent, LOCK_SH) as folder:
            half.replace(path)
            reach("file-renamed")
            os.fsync(folder)
    finally:
        half.unlink(missing_ok=True)


def make_young(path: Path) -> bool:
    """Let a file count as written now; tell whether it is there."""
    try:
        with _locked(path.parent, LOCK_SH):
            os.utime(path)
    except FileNotFoundError:
        return False
    return True


def remove_if_old(path: Path, before: float) -> bool:
    """Remove a file that was not written or made young since; tell whether it was removed.

    The lock on its folder keeps writers out between the look and the removal. The kernel lets go
    of it when we die, so there is no state of "being removed" that a later process must undo.
    """
    try:
        with _locked(path.parent, LOCK_EX):
            if path.stat().st_mtime >= before:
                return False
            path.unlink()
    except FileNotFoundError:
        return False
    return True


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        flock(descriptor, how)
        yield descriptor
    finally:
        os.close(descriptor)


def _make_folders(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folders(folder.parent)
    folder.mkdir(exist_ok=True)
    with _locked(folder.parent, LOCK_SH) as above:
        os.fsync(above)


def _write_synced(path: Path, pieces: Iterable[bytes]) -> None:
    with named(path, "xb") as file, naming(path):
        file.writelines(pieces)
        file.flush()
        reach("file-written")
        os.fsync(file.fileno())
