"""The file of a backup: a tar whose last member says what the others must have been.

    about.json                    what it is, and the columns of every table
    tables/{table}/000001.jsonl.gz   rows as JSON, one a line, some hundreds in each
    originals/{digest}, pictures/{name}   the files of pictures, under what they hash to
    complete.json                 rows of each table, how many pictures, and one hash over all rows

A file that was cut off lacks its last member; one that was altered has another hash. Both are told
before anything is restored. Any tar can unpack it.
"""

import gzip
import os
import tarfile
import zlib
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO

import orjson

from media.naming import named, naming
from media.sentences import Sentence
from shop import clock
from shop.errors import SetupError

FORMAT = 1
ABOUT, COMPLETE, TABLES = "about.json", "complete.json", "tables"
PIECE = 1 << 20
CUT_OFF = Sentence(
    "Bản sao lưu không trọn vẹn: {member}: {why}. Hãy dùng bản khác.",
    "The backup is not whole: {member}: {why}.",
)
NO_FILE = Sentence(
    "Trong {path}, {member} không phải là tệp. Hãy dùng bản sao lưu khác.",
    "In {path}, {member} is no file.",
)
NO_BACKUP = Sentence(
    "{path} không phải bản sao lưu, hoặc không trọn vẹn: {why}. Hãy chọn tệp khác.",
    "{path} is not a backup, or not a whole one: {why}.",
)
DAMAGED = Sentence(
    "Trong {path}, {member} bị hỏng. Hãy dùng bản sao lưu khác.",
    "In {path}, {member} is damaged.",
)
OTHER_FORMAT = Sentence(
    "{path} không phải bản sao lưu mà phiên bản này đọc được. Hãy chọn tệp khác.",
    "{path} is not a backup that this version reads.",
)
NOT_WHOLE = Sentence(
    "{path} không trọn vẹn: tệp bị cắt hoặc bị sửa. Hãy dùng bản sao lưu khác.",
    "{path} is not whole: it was cut off or altered.",
)


class DamagedError(SetupError):
    """A file that is no backup of ours, or not a whole one."""


@dataclass(slots=True)
class Contents:
    """What has gone by so far."""

    rows: Counter[str] = field(default_factory=Counter)
    files: int = 0
    digest: Any = field(default_factory=sha256)

    def note_rows(self, table: str, packed: bytes, rows: int) -> None:
        self.rows[table] += rows
        self.digest.update(f"{table} {rows}\n".encode() + packed)

    def described(self) -> dict[str, Any]:
        return {"rows": dict(self.rows), "files": self.files, "sha256": self.digest.hexdigest()}


class Writing:
    """A backup that grows; nothing of it stays in memory."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._parts: Counter[str] = Counter()
        self.contents = Contents()

    def write_about(self, told: dict[str, Any]) -> None:
        self._bytes(ABOUT, orjson.dumps({"format": FORMAT, **told}))

    def write_rows(self, table: str, lines: list[bytes]) -> None:
        self._parts[table] += 1
        packed = gzip.compress(b"".join(line + b"\n" for line in lines), 6, mtime=0)
        self.contents.note_rows(table, packed, len(lines))
        self._bytes(f"{TABLES}/{table}/{self._parts[table]:06}.jsonl.gz", packed)

    def write_file(self, name: str, source: BinaryIO, size: int) -> None:
        self.contents.files += 1
        self._member(name, source, size)

    def complete(self, **more: Any) -> None:
        self._bytes(COMPLETE, orjson.dumps({**self.contents.described(), **more}))

    def _bytes(self, name: str, data: bytes) -> None:
        self._member(name, BytesIO(data), len(data))

    def _member(self, name: str, source: BinaryIO, size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = size, 0o600, int(clock.now().timestamp())
        self._tar.addfile(member, source)
        self._tar.members.clear()  # type: ignore[attr-defined] # it would remember every one


@contextmanager
def create(path: Path) -> Iterator[Writing]:
    """Write a backup under a temporary name; it gets its own when it is whole and on the disk."""
    temporary = path.with_name(f".{path.name}.{token_hex(4)}.part")
    try:
        with (
            named(temporary, "xb", opener=_private) as file,
            tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar,
        ):
            yield Writing(tar)
            tar.close()
            file.flush()
            with naming(temporary):
                os.fsync(file.fileno())
        temporary.replace(path)
        _flush(path.absolute().parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _private(path: str, flags: int) -> int:
    """Originals may tell where a person lives: only the file's owner may read it."""
    return os.open(path, flags, 0o600)


def _flush(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    size: int
    source: BinaryIO

    @property
    def table(self) -> str:
        """The table it holds rows of, or nothing."""
        kind, _, rest = self.name.partition("/")
        return rest.partition("/")[0] if kind == TABLES else ""

    def data(self) -> bytes:
        return b"".join(self.pieces())

    def pieces(self) -> Iterator[bytes]:
        """Read it piece by piece. Raises DamagedError where the file is cut off."""
        try:
            while piece := self.source.read(PIECE):
                yield piece
        except tarfile.TarError as broken:
            raise DamagedError(CUT_OFF.filled(member=self.name, why=broken)) from None


def members(path: Path) -> Generator[Member]:
    """Go through a backup. Raises DamagedError where it cannot be read on."""
    try:
        with tarfile.open(path, "r:") as tar:
            while member := tar.next():
                if (source := tar.extractfile(member)) is None:
                    raise DamagedError(NO_FILE.filled(path=path, member=member.name))
                yield Member(member.name, member.size, source)  # type: ignore[arg-type] # an IO
                tar.members.clear()  # type: ignore[attr-defined] # as above
    except (tarfile.TarError, EOFError) as broken:
        raise DamagedError(NO_BACKUP.filled(path=path, why=broken)) from None


def lines(member: Member, path: Path) -> list[bytes]:
    try:
        return gzip.decompress(member.data()).splitlines()
    except (OSError, EOFError, zlib.error):
        raise DamagedError(DAMAGED.filled(path=path, member=member.name)) from None


def about(path: Path) -> dict[str, Any]:
    """Read what a backup says of itself. Raises DamagedError."""
    told: Any = {}
    with closing(members(path)) as reading, suppress(ValueError):
        if (first := next(reading, None)) and first.name == ABOUT:
            told = orjson.loads(first.data())
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise DamagedError(OTHER_FORMAT.filled(path=path))
    return told


def check(path: Path) -> dict[str, Any]:
    """Read all of a backup, and give its last member. Raises DamagedError unless it is whole."""
    about(path)
    seen, complete = Contents(), {}
    for member in members(path):
        if member.table:
            packed = member.data()
            seen.note_rows(member.table, packed, _count(packed, member, path))
        elif member.name == COMPLETE:
            complete = orjson.loads(member.data())
        elif member.name != ABOUT:
            seen.files += 1
            _check_file(member, path)
    told = {name: complete.get(name) for name in ("rows", "files", "sha256")}
    if told != seen.described():
        raise DamagedError(NOT_WHOLE.filled(path=path))
    return complete


def _count(packed: bytes, member: Member, path: Path) -> int:
    return len(lines(Member(member.name, len(packed), BytesIO(packed)), path))


def _check_file(member: Member, path: Path) -> None:
    seen = sha256()
    for piece in member.pieces():
        seen.update(piece)
    if seen.hexdigest() != member.name.rpartition("/")[2][:64]:
        raise DamagedError(DAMAGED.filled(path=path, member=member.name))
