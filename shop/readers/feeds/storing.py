"""Writing a feed file: plain, gzip and zstd at once, under their digests, with flat memory.

Beside the plain file lies a list of its records, so that codes can be taken out again without
reading its format.
"""

import os
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, wait
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Protocol, Self

from zstandard import ZstdCompressor

from media.naming import named, naming
from shop.formats.writing import Record, Written

GZIP = zlib.MAX_WBITS | 16
GZIP_LEVEL, ZSTD_LEVEL = 1, 3
ENOUGH = 1 << 17
"""Bytes that are gathered before they are compressed and written."""
OUTSIDE = "-"
"""Stands for a code in the list of records: the beginning or end of the file."""


class Coder(Protocol):
    def compress(self, data: bytes | bytearray, /) -> bytes | bytearray: ...

    def flush(self) -> bytes: ...


class _Plain:
    def compress(self, data: bytes | bytearray) -> bytes | bytearray:
        return data

    def flush(self) -> bytes:
        return b""


@dataclass(frozen=True, slots=True)
class Coding:
    """A form that a file is stored in; the same bytes in always give the same bytes out."""

    ending: str
    media_type: str | None
    """None: that of the format."""
    coder: Callable[[], Coder]


CODINGS = (
    Coding("", None, _Plain),
    Coding(".gz", "application/gzip", lambda: zlib.compressobj(GZIP_LEVEL, wbits=GZIP)),
    Coding(".zst", "application/zstd", lambda: ZstdCompressor(level=ZSTD_LEVEL).compressobj()),
)


@dataclass(frozen=True, slots=True)
class Stored:
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Grown:
    """A file that is complete and lies in the store."""

    items: int
    forms: dict[str, Stored]
    """By the ending of their coding."""


def feed_path(data: Path, digest: str) -> Path:
    """Tell where the file with this digest lies."""
    return data / "feeds" / digest


def records_path(folder: Path, digest: str) -> Path:
    return folder / f"{digest}.records"


def records_of(folder: Path, digest: str) -> Iterator[Record]:
    with records_path(folder, digest).open(encoding="ascii") as file:
        for line in file:
            code, items, size = line.split()
            yield Record(code, int(items), int(size))


class Growing:
    """A feed file that grows; left by an exception it leaves temporary files only."""

    def __init__(self, folder: Path, beside: Executor) -> None:
        """Take a thread that compresses and writes what is full, while more is gathered."""
        self.folder = folder
        self.items = 0
        self._gathered, self._noted = bytearray(), bytearray()
        self._beside = beside
        self._writing: Future[None] | None = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._records = self._open.enter_context(_Form(self.folder, _Plain()))
        self._forms = {
            coding.ending: self._open.enter_context(_Form(self.folder, coding.coder()))
            for coding in CODINGS
        }
        return self

    def __exit__(self, *_: object) -> None:
        if self._writing:
            wait([self._writing])
        self._open.close()

    def add(self, code: str, data: bytes, items: int) -> None:
        if data:
            self.take(Written(data, items, Record(code, items, len(data)).line()))

    def take(self, written: Written) -> None:
        self.items += written.items
        self._gathered += written.data
        self._noted += written.records.encode()
        if len(self._gathered) >= ENOUGH:
            self._pass_on()

    def finish(self) -> Grown:
        """Bring everything to the disk, and give it the names it keeps."""
        self._pass_on()
        self._caught_up()
        stored = {ending: form.finish() for ending, form in self._forms.items()}
        self._records.finish(records_path(self.folder, stored[""].digest))
        return Grown(self.items, stored)

    def _pass_on(self) -> None:
        data, records = self._gathered, self._noted
        self._gathered, self._noted = bytearray(), bytearray()
        self._caught_up()
        self._writing = self._beside.submit(self._write, data, records)

    def _caught_up(self) -> None:
        """Wait for what was passed on before: it is written in order, and memory stays flat."""
        if self._writing:
            self._writing.result()

    def _write(self, data: bytearray, records: bytearray) -> None:
        self._records.add(records)
        for form in self._forms.values():
            form.add(data)


class _Form:
    """One file on the disk, in one coding."""

    def __init__(self, folder: Path, coder: Coder) -> None:
        self.path = folder / f"growing-{token_hex(8)}"
        self.coder = coder
        self.size = 0
        self.sha256 = sha256()

    def __enter__(self) -> Self:
        self.file = named(self.path)
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def add(self, data: bytes | bytearray) -> None:
        self._write(self.coder.compress(data))

    def finish(self, path: Path | None = None) -> Stored:
        self._write(self.coder.flush())
        self.file.flush()
        with naming(self.path):
            os.fsync(self.file.fileno())
        stored = Stored(self.sha256.hexdigest(), self.size)
        self.path.replace(path or self.path.with_name(stored.digest))
        return stored

    def _write(self, data: bytes | bytearray) -> None:
        self.file.write(data)
        self.sha256.update(data)
        self.size += len(data)
