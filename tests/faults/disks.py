"""Small disks of memory, to be filled, used up by names, or made read-only; they want root."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FILLING = "filling"


@contextmanager
def small_disk(folder: Path, megabytes: int, names: int = 20_000) -> Iterator[Path]:
    """Mount a disk of so many megabytes and files, until the block is left."""
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={megabytes}m,nr_inodes={names},mode=0755"
    _run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder)
    try:
        yield folder
    finally:
        _run("umount", "--lazy", folder)


def fill(folder: Path) -> Path:
    """Leave no byte on a disk; give the file to delete."""
    filling = folder / FILLING
    for size in (1 << 16, 512):
        with filling.open("ab", buffering=0) as file, suppress(OSError):
            while file.write(bytes(size)):
                pass
    return filling


def use_all_names(folder: Path) -> Path:
    """Leave room for no other file; give the folder to delete. Again, it takes what came free."""
    filling = folder / FILLING
    filling.mkdir(exist_ok=True)
    with suppress(OSError):
        for number in range(sum(1 for _ in filling.iterdir()), 1_000_000):
            (filling / str(number)).touch()
    return filling


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let a folder be read only, as a disk with errors is, until the block is left."""
    _run("mount", "--bind", folder, folder)
    try:
        _run("mount", "-o", "remount,bind,ro", folder)
        yield
    finally:
        _run("umount", "--lazy", folder)


def _run(*command: object) -> None:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
