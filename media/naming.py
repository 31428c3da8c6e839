"""Errors of the system that name their file: one of writing, such as a full disk, names none."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import Any


def named(
    path: Path, mode: str = "wb", opener: Callable[[str, int], int] | None = None
) -> BufferedWriter:
    """Open a file for writing, so that an error of writing names it."""
    return BufferedWriter(_Named(path, mode, opener=opener))


class _Named(FileIO):
    def write(self, data: Any, /) -> int:
        with naming(Path(os.fsdecode(self.name))):
            return super().write(data)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let an error of the system name the file that it is about."""
    try:
        yield
    except OSError as fault:
        fault.filename = fault.filename or str(path)
        raise
