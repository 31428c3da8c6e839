"""Pictures that lie beside a list: in its folder, in a folder below it, or in a ZIP file there."""

import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, Generic, Self, TypeVar

from media.sentences import joined, phrase
from shop.errors.mistakes import WrongValueError
from shop.inputs import refusing

CHUNK = 64 * 1024
MOST_DIRECTORY = 4 * 1024 * 1024
"""Bytes of a ZIP's table of contents, enough for 40,000 pictures; it is read at once."""
WITH_PASSWORD = 0x1
UTF_8_NAME = 0x800
READ = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Others may ask for gigabytes before the first byte."""
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class File:
    path: Path

    def pieces(self) -> Iterator[bytes]:
        """Give the content. Raises WrongValueError when it cannot be read."""
        try:
            with self.path.open("rb") as stream:
                yield from _pieces(stream)
        except OSError as failure:
            raise WrongValueError(refusing.CANNOT_BE_READ, why=failure.strerror) from None


@dataclass(frozen=True, slots=True)
class Packed:
    """A file in a ZIP."""

    archive: zipfile.ZipFile
    entry: zipfile.ZipInfo

    def pieces(self) -> Iterator[bytes]:
        """Give the content as it unpacks. Raises WrongValueError when it cannot be read."""
        if self.entry.flag_bits & WITH_PASSWORD:
            raise WrongValueError(refusing.HAS_PASSWORD)
        if self.entry.compress_type not in READ:
            raise WrongValueError(refusing.ODDLY_PACKED)
        try:
            with self.archive.open(self.entry) as stream:
                yield from _pieces(stream)
        except BROKEN:
            raise WrongValueError(refusing.DAMAGED_IN_ZIP) from None


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(CHUNK):
        yield piece


@dataclass(slots=True)
class Names(Generic[T]):
    """Things by name: as it is written, or else as people mean it (macOS's NFD, a phone's .JPG)."""

    exact: dict[str, dict[str, T]] = field(default_factory=dict)
    """Name → where it is → the thing."""
    meant: dict[str, dict[str, T]] = field(default_factory=dict)

    def add(self, name: str, where: str, thing: T) -> None:
        self.exact.setdefault(name, {})[where] = thing
        self.meant.setdefault(_meant(name), {})[where] = thing

    def get(self, name: str) -> T | None:
        """Find by name. Raises WrongValueError for one that may be one of several."""
        found = self.exact.get(name) or self.meant.get(_meant(name)) or {}
        if len(found) > 1:
            either = joined(sorted(found), phrase(" hoặc ", " or "))
            raise WrongValueError(refusing.SAME_NAME, found=either)
        return next(iter(found.values()), None)


def _slashed(name: str) -> str:
    """Write a path of Windows as others write theirs."""
    return name.replace("\\", "/")


def _meant(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


class Beside:
    """The folder of a list. Close it, for it holds ZIP files open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._open = ExitStack()
        self._listings: dict[Path, Names[Path]] = {}
        self._damaged: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def find(self, name: str) -> File | Packed:
        """Find what a list names. Raises WrongValueError for what is not there, or elsewhere."""
        parts = _slashed(name).split("/")
        if parts[0].endswith(":") or not all(part.strip(".") for part in parts):  # C:\Users, ../
            raise WrongValueError(refusing.NO_FILE_NAME)
        found = self._file(parts) or self._packed.get("/".join(parts))
        if found is None:
            raise self._not_there()
        return found

    def _not_there(self) -> WrongValueError:
        if not self._damaged:
            return WrongValueError(refusing.NOT_THERE)
        archives = joined(self._damaged)
        return WrongValueError(refusing.NOT_THERE_AND_ZIPS_DAMAGED, archives=archives)

    def _file(self, parts: list[str]) -> File | None:
        at = self._folder
        for part in parts:
            found = self._listing(at).get(part)
            if found is None:
                return None
            at = _followed(found)
            if not at.is_relative_to(self._folder):
                raise WrongValueError(refusing.LEADS_OUT)
        return File(at) if at.is_file() else None

    def _listing(self, folder: Path) -> Names[Path]:
        if folder not in self._listings:
            names: Names[Path] = Names()
            self._listings[folder] = names
            with suppress(OSError):  # a file, or a folder that is closed to us: nothing is in it
                for path in folder.iterdir():
                    names.add(path.name, path.name, path)
        return self._listings[folder]

    @cached_property
    def _packed(self) -> Names[Packed]:
        names: Names[Packed] = Names()
        for path in sorted(self._folder.iterdir()):
            if path.suffix.lower() == ".zip" and path.is_file() and path.name[0] != ".":
                self._add_entries(path, names)
        return names

    def _add_entries(self, path: Path, names: Names[Packed]) -> None:
        try:
            file = self._open.enter_context(_Bounded(path))
            archive = self._open.enter_context(zipfile.ZipFile(file))
        except (*BROKEN, ValueError):
            self._damaged.append(path.name)
            return
        for entry in archive.infolist():
            if not entry.is_dir():
                name = _name(entry)
                names.add(name, f"{name} in {path.name}", Packed(archive, entry))


def _followed(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links in a circle: the one until Python 3.13, then the other
        return path


def _name(entry: zipfile.ZipInfo) -> str:
    """Give the name of a file; macOS writes it in UTF-8 without saying so."""
    if entry.flag_bits & UTF_8_NAME:
        return _slashed(entry.filename)
    try:
        return _slashed(entry.filename.encode("cp437").decode())
    except UnicodeError:
        return _slashed(entry.filename)


class _Bounded(io.FileIO):
    """A ZIP whose table of contents, which zipfile reads at once, is of a size that ZIPs have."""

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > MOST_DIRECTORY:
            raise zipfile.BadZipFile("too many entries")
        return super().read(size) or b""
