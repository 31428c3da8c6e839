"""Takes in a sender's file: tells by its first bytes what it is, and stops at 15 MB."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

from media import refusing
from media.limits import MOST_BYTES
from media.refusing import Refused
from media.sentences import Sentence
from media.unavailable import Unavailable

PDF_MARK = b"%PDF-"
"""At the very beginning: readers that look for it further on take other files for PDFs."""
HEAD = 4096
"""Bytes that are enough to tell the kind; an SVG may have a long preamble."""


class Kind(StrEnum):
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIF = "heif"
    """HEIC is HEIF with HEVC inside, which is what phones make."""
    PDF = "pdf"
    """A paper as it was scanned or signed; no picture."""


WEBP_BODIES = (b"VP8 ", b"VP8L", b"VP8X")
HEIF_BRANDS = (
    b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1",
)  # fmt: skip
AVIF_BRANDS = (b"avif", b"avis")
BINARY = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))


def kind_of(head: bytes) -> Kind:
    """Tell the kind by the first bytes, exactly as Pillow and pi-heif do. Raises `Refused`.

    Names and declared types are not asked: phones and browsers are often wrong about them.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if _is_riff(head, b"WEBP") and head[12:16] in WEBP_BODIES:
        return Kind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS and not _is_avif(head):
        return Kind.HEIF
    raise Refused(_why_not(head))


def kind_of_paper(head: bytes) -> Kind:
    """Tell the kind of what may be a PDF, too. Raises `Refused`."""
    return Kind.PDF if head.startswith(PDF_MARK) else kind_of(head)


def _is_riff(head: bytes, form: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == form


def _is_avif(head: bytes) -> bool:
    """Look through all brands of the file: AVIF may call itself plain HEIF (`mif1`) first."""
    box = head[8 : int.from_bytes(head[:4])]
    brands = {box[at : at + 4] for at in range(0, len(box), 4)} - {b"mif1", b"msf1"}
    return not brands.isdisjoint(AVIF_BRANDS) and brands.isdisjoint(HEIF_BRANDS)


def _why_not(head: bytes) -> Sentence:
    if not head:
        return refusing.EMPTY
    if head[4:8] == b"ftyp":
        return refusing.AVIF if _is_avif(head) else refusing.VIDEO
    if _is_riff(head, b"AVI ") or head.startswith(b"\x1aE\xdf\xa3"):  # Matroska, WebM
        return refusing.VIDEO
    for mark, reason in MARKS.items():
        if head.startswith(mark):
            return reason
    return _why_not_text(head)


MARKS = {
    b"GIF8": refusing.GIF,
    PDF_MARK: refusing.PDF,
    b"II*\0": refusing.TIFF,
    b"MM\0*": refusing.TIFF,
    b"II+\0": refusing.TIFF,  # BigTIFF
    b"MM\0+": refusing.TIFF,
}


def _why_not_text(head: bytes) -> Sentence:
    if head.translate(None, BINARY) != head:
        return refusing.UNKNOWN_KIND
    try:
        text = head.decode() if len(head) < HEAD else head[: HEAD - 3].decode(errors="ignore")
    except UnicodeDecodeError:
        return refusing.UNKNOWN_KIND
    return refusing.SVG if "<svg" in text.lower() else refusing.TEXT


@contextmanager
def _room_on_disk() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise Unavailable(f"no room for what is arriving: {fault.strerror}") from fault


class Incoming:
    """A file on its way in: never more than 15 MB, digested as it comes, gone at the end.

    It has no name in its folder, so a kill leaves nothing behind; `path` leads to it as long as
    the block lasts.
    """

    def __init__(self, folder: Path, kind_of: Callable[[bytes], Kind] = kind_of) -> None:
        """`kind_of` is `kind_of_paper` where a PDF may come."""
        self._folder, self._kind_of = folder, kind_of
        self._sha256 = hashlib.sha256()
        self._head = b""
        self.size = 0

    def __enter__(self) -> Self:
        self._file = TemporaryFile(dir=self._folder, buffering=0)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, chunk: bytes) -> None:
        """Take the next bytes. Raises `Refused` as soon as it is too heavy or no picture."""
        self.size += len(chunk)
        if self.size > MOST_BYTES:
            is_pdf = self._head.startswith(PDF_MARK)
            raise Refused(refusing.PDF_TOO_HEAVY if is_pdf else refusing.TOO_HEAVY)
        self._look(chunk)
        self._sha256.update(chunk)
        rest = memoryview(chunk)
        with _room_on_disk():
            while rest:
                rest = rest[self._file.write(rest) :]

    def _look(self, chunk: bytes) -> None:
        if len(self._head) < HEAD:
            self._head += bytes(chunk[: HEAD - len(self._head)])
            if len(self._head) == HEAD:
                self._kind_of(self._head)

    @property
    def kind(self) -> Kind:
        """To be asked when all has come. Raises `Refused`."""
        return self._kind_of(self._head)

    @property
    def digest(self) -> str:
        return self._sha256.hexdigest()

    @property
    def path(self) -> Path:
        return Path(f"/proc/self/fd/{self._file.fileno()}")


@contextmanager
def opened(source: Path) -> Iterator[int]:
    """Open an ordinary file: a pipe might make us wait, a device might act. Raises `Refused`."""
    try:
        if not stat.S_ISREG(source.stat().st_mode):
            raise Refused(refusing.NOT_A_FILE)
        file = os.open(source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as fault:
        raise Refused(refusing.UNREADABLE) from fault
    try:
        yield file
    finally:
        os.close(file)
