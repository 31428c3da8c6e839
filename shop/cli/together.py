"""One measurement of several processes: what each counts lies in files that all of them read.

prometheus_client maps a file for each process into memory. A full disk would kill a process that
writes there, so they lie in memory where there is such a folder; and they go by the post that a
process fills, not by its number, so that one that replaces another counts on.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder with a random name is made in there
BEGINS = "sanvat-metrics-"
LOCK = "lock"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""As prometheus_client calls it; shop/metrics.py reads it."""


@contextmanager
def folder_for_all() -> Iterator[Path]:
    """Give a folder for what the processes of a supervisor count; it is gone with the block."""
    place = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else Path(gettempdir())
    _clear(place)
    folder = Path(mkdtemp(prefix=BEGINS, dir=place))
    try:
        with (folder / LOCK).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def count_as(post: str, folder: str) -> None:
    """Let this process count in the place of the one that had its post before.

    It must come before the first metric is made.
    """
    os.environ[FOLDER] = folder
    from prometheus_client import multiprocess, values  # noqa: PLC0415 - it reads the environment

    multiprocess.mark_process_dead(post)  # type: ignore[no-untyped-call] # its connections are gone
    values.ValueClass = values.MultiProcessValue(lambda: post)  # type: ignore[no-untyped-call]


def _clear(place: Path) -> None:
    """Remove what a supervisor left that was killed: its lock is free."""
    for folder in place.glob(f"{BEGINS}*"):
        with suppress(OSError), (folder / LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
