"""The file of a backup: a tar whose last member says what the others must have been.

    about.json                    what it is, and the columns of every table
    tables/{table}/000001.jsonl.gz   rows as JSON, one a line, some hundreds in each
    originals/{digest}, pictures/{name}   the files of pictures, under what they hash to; of those
                                  that wait for approval, below waiting/, of papers below papers/
    complete.json                 rows of each table, how many pictures, and one hash over all rows

A file that was cut off lacks its last member; one that was altered has another hash. Both are told
before anything is restored. Any tar can unpack it. The hash tells damage, not who made the file: it
is read like any other that comes from outside, its members being plain files in this order only.
"""

import gzip
import os
import re
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
from typing import Any, BinaryIO, Self

import orjson

from media.naming import named, naming
from media.sentences import Sentence
from media.store import Kept
from shop import clock
from shop.audit.anchors import Anchor, anchor_in
from shop.errors import InvalidError, SetupError

FORMAT = 1
ABOUT, COMPLETE, TABLES = "about.json", "complete.json", "tables"
ROWS = re.compile(r"tables/[a-z_]+/[0-9]{6,12}\.jsonl\.gz", re.ASCII)
PIECE = 1 << 20
MOST_BYTES = 64 * 1024 * 1024
"""Of one member: no picture is larger, nor the rows that are packed together."""
MOST_UNPACKED = 4 * MOST_BYTES
MOST_LINE = 16 * 1024 * 1024
MOST_ROWS = 10_000
"""In one member, which has some hundreds."""
MOST_SHOWN = 100
MOST_HEAD = 2**53
"""What every reader of JSON can still count on from (RFC 8259, 6)."""
CUT_OFF = Sentence(
    "Bản sao lưu không trọn vẹn: {member}: {why}. Hãy dùng bản khác.",
    "The backup is not whole: {member}: {why}.",
)
NO_FILE = Sentence(
    "Trong {path}, {member} không phải là tệp. Hãy dùng bản sao lưu khác.",
    "In {path}, {member} is no file.",
)
NO_PLACE = Sentence(
    "Trong {path}, {member} không có chỗ hoặc sai thứ tự. Hãy dùng bản sao lưu khác.",
    "In {path}, {member} has no place, or stands in the wrong one.",
)
TOO_MUCH = Sentence(
    "Trong {path}, {member} lớn hơn mọi bản sao lưu. Hãy dùng bản sao lưu khác.",
    "In {path}, {member} is larger than any backup makes it.",
)
ODD_ABOUT = Sentence(
    "Trong {path}, {name} của about.json không đúng. Hãy dùng bản sao lưu khác.",
    "In {path}, the {name} in about.json cannot be right.",
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
    source: BinaryIO

    @property
    def table(self) -> str:
        """The table it holds rows of, or nothing."""
        kind, _, rest = self.name.partition("/")
        return rest.partition("/")[0] if kind == TABLES else ""

    @property
    def is_picture(self) -> bool:
        return _is_picture(self.name)

    def data(self) -> bytes:
        return b"".join(self.pieces())

    def pieces(self) -> Iterator[bytes]:
        """Read it piece by piece. Raises DamagedError where the file is cut off."""
        try:
            while piece := self.source.read(PIECE):
                yield piece
        except tarfile.TarError as broken:
            raise DamagedError(CUT_OFF.filled(member=self.name, why=broken)) from None


class _OddHeaderError(Exception):
    def __init__(self, said: Sentence, name: str) -> None:
        super().__init__(name)
        self.said, self.name = said, name


class _PlainFile(tarfile.TarInfo):
    """A header, looked at before tarfile follows it.

    A link leads elsewhere, a sparse file has no end, the long headers of other tars have any
    length, and a negative size leads back for ever (CVE-2025-8194).
    """

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        header = super().frombuf(buf, encoding, errors)
        if header.type not in {tarfile.REGTYPE, tarfile.AREGTYPE} or header.size < 0:
            raise _OddHeaderError(NO_FILE, header.name)
        if header.size > MOST_BYTES:
            raise _OddHeaderError(TOO_MUCH, header.name)
        return header


def members(path: Path) -> Generator[Member]:
    """Go through a backup. Raises DamagedError where it cannot be read on."""
    place = -1
    try:
        with tarfile.open(path, "r:", tarinfo=_PlainFile) as tar:
            while header := tar.next():
                place = _next_place(header.name, place)
                yield Member(header.name, tar.extractfile(header))  # type: ignore[arg-type] # a file
                tar.members.clear()  # type: ignore[attr-defined] # as above
    except _OddHeaderError as odd:
        raise DamagedError(odd.said.filled(path=path, member=shown(odd.name))) from None
    except (tarfile.TarError, EOFError) as broken:
        raise DamagedError(NO_BACKUP.filled(path=path, why=broken)) from None


def _next_place(name: str, before: int) -> int:
    """Give the place of a member, which must not come before the last one's, nor be its own."""
    places = (name == ABOUT, bool(ROWS.fullmatch(name)), _is_picture(name), name == COMPLETE)
    place = places.index(True) if any(places) else -1
    may_repeat = place in {1, 2}
    if place > before or (place == before and may_repeat):
        return place
    raise _OddHeaderError(NO_PLACE, name)


def _is_picture(name: str) -> bool:
    return Kept(name, 0, 0).is_ours


def shown(text: object) -> str:
    """Show a text that may hold anything, without what would steer a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(text)[:MOST_SHOWN])


def lines(member: Member, path: Path) -> Iterator[bytes]:
    """Unpack rows one by one, and no further than rows would go. Raises DamagedError."""
    left = MOST_UNPACKED
    try:
        with gzip.GzipFile(fileobj=member.source) as unpacked:
            while line := unpacked.readline(MOST_LINE + 1):
                left -= len(line)
                if left < 0 or len(line) > MOST_LINE:
                    raise DamagedError(TOO_MUCH.filled(path=path, member=member.name))
                yield line
    except (OSError, EOFError, zlib.error, tarfile.TarError):
        raise DamagedError(DAMAGED.filled(path=path, member=member.name)) from None


def about(path: Path) -> dict[str, Any]:
    """Read what a backup says of itself. Raises DamagedError."""
    told: Any = {}
    with closing(members(path)) as reading, suppress(ValueError):
        if (first := next(reading, None)) and first.name == ABOUT:
            told = orjson.loads(first.data())
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise DamagedError(OTHER_FORMAT.filled(path=path))
    head = told.get("head")
    if type(head) is not int or not 0 <= head <= MOST_HEAD:
        raise DamagedError(ODD_ABOUT.filled(path=path, name="head"))
    if not _are_columns(told.get("tables")):
        raise DamagedError(ODD_ABOUT.filled(path=path, name="tables"))
    if told.get("audit") is not None:
        _need_anchor(told["audit"], path)
    return told


def anchor_of(path: Path) -> Anchor | None:
    """Give where the audit stood in a backup; None: nothing was sealed, or it is of 0.1.

    Raises DamagedError.
    """
    told = about(path).get("audit")
    return anchor_in(told) if told is not None else None


def _need_anchor(told: Any, path: Path) -> None:
    try:
        anchor_in(told)
    except InvalidError:
        raise DamagedError(ODD_ABOUT.filled(path=path, name="audit")) from None


def _are_columns(told: Any) -> bool:
    """Tell whether these are the names of columns by those of tables."""
    return isinstance(told, dict) and all(
        isinstance(names, list) and all(isinstance(name, str) for name in names)
        for names in told.values()
    )
