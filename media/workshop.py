"""Renders each picture in a process of its own that can do nothing else, so no file harms us.

    parent (this module) ── control ── foreman ── fork ── child: one picture, then the end
          └──────────────── the answer's socket ────────────┘

The foreman gets an errand with two descriptors, the source and a socket for the answer, and forks.
The child answers the parent directly, so a dying foreman takes no work with it. When the parent
hangs up, for whatever reason, the foreman kills the child.
"""

import asyncio
import hashlib
import json
import logging
import os
import re
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from media import confining, parcel
from media.accept import PDF_MARK, opened
from media.confining import Fence, Unconfined
from media.pipeline import Rendered, Rendition
from media.refusing import (
    BROKEN,
    PDF_BROKEN,
    PDF_TOOK_TOO_MUCH,
    TOOK_TOO_MUCH,
    Crashed,
    Refused,
)
from media.unavailable import Unavailable

Result = TypeVar("Result")
log = logging.getLogger(__name__)

BEGINNING = 20
"""Seconds until a child has begun; only a machine in distress needs more than one."""
GRACE = 2
"""Seconds that the parent waits longer than the child's own clock."""
ENDING = 5
ATTEMPTS = 3
PIECE = 256 * 1024
NEEDED = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
"""Of the environment, so that no child is born with passwords of ours in its memory.

What is in the memory of other processes it cannot read: see `media.confining`.
"""
LIMIT = re.compile(rb"\0died of (?:6|9|14|24)\Z")
"""Ended by a limit: SIGABRT (C++ without memory), SIGKILL, SIGALRM, SIGXCPU."""
CRASH = re.compile(rb"\0died of (\d+)\Z")


@dataclass(frozen=True, slots=True)
class Limits:
    memory: int = 1 << 30
    """Bytes of address space."""
    cpu: int = 10
    wall: float = 12
    """Seconds, both."""


USUAL = Limits()
OF_PDFS = {TOOK_TOO_MUCH: PDF_TOOK_TOO_MUCH, BROKEN: PDF_BROKEN}
"""What is said of a picture whose process ended or went astray → what of a PDF."""


class _NotBegun(Exception):  # noqa: N818 - an answer
    """The foreman went before it could fork."""


class Workshop:
    """Takes pictures in; at most `at_once` (the number of cores) are worked on at a time.

    Raises Unconfined on a machine that can put up no fence, unless it is told to do without.
    """

    def __init__(
        self, at_once: int | None = None, limits: Limits = USUAL, *, may_be_unconfined: bool = False
    ) -> None:
        self._fences = confining.available()
        if not (self._fences or may_be_unconfined):
            raise Unconfined
        if Fence.SECCOMP not in self._fences:
            by = ", ".join(self._fences) or "limits"
            log.warning("processes that read pictures are confined by %s only", by)
        self.at_once = at_once or len(os.sched_getaffinity(0))
        self._places = asyncio.Semaphore(self.at_once)
        self._limits = limits
        self._foreman: _Foreman | None = None
        self._hiring = asyncio.Lock()

    async def render(self, source: Path, digest: str | None = None) -> Rendered:
        """Give what `pipeline.render` gives. Raises `Refused` and `Unavailable`.

        `digest` is that of the source, if it is known already.
        """
        with opened(source) as file:
            if digest is None:
                digest = await asyncio.to_thread(_digest, source)
            answer = await self._answer({"operation": "render"}, file)
        return _read(answer, partial(parcel.rendered, original=digest))

    async def share(self, told: dict[str, str | int], picture: bytes | None) -> bytes:
        """Draw the share picture (`media.sharing`), a JPEG. Raises `Refused` and `Unavailable`."""
        with _in_memory(picture or b"") as file:
            errand = {"operation": "share", "told": told, "pictured": picture is not None}
            answer = await self._answer(errand, file)
        return _read(answer, parcel.jpeg)

    async def draw(self, source: Path) -> tuple[Rendition, ...]:
        """Give the pages of a paper (`media.pages`). Raises `Refused` and `Unavailable`."""
        with opened(source) as file:
            is_pdf = os.pread(file, len(PDF_MARK), 0) == PDF_MARK
            try:
                return _read(await self._answer({"operation": "draw"}, file), parcel.pages)
            except Refused as refused:
                if is_pdf and refused.said in OF_PDFS:
                    raise type(refused)(OF_PDFS[refused.said]) from refused
                raise

    async def bind(self, pages: Sequence[bytes]) -> bytes:
        """Give pages, as `draw` gave them, as one PDF. Raises `Refused` and `Unavailable`."""
        with _in_memory(b"".join(pages)) as file:
            errand = {"operation": "bind", "lengths": [len(page) for page in pages]}
            answer = await self._answer(errand, file)
        return _read(answer, parcel.pdf)

    async def close(self) -> None:
        if self._foreman:
            await self._foreman.dismiss()
            self._foreman = None

    async def _answer(self, errand: dict[str, Any], source: int) -> bytes:
        held = {"limits": asdict(self._limits), "fences": self._fences}
        message = json.dumps({**errand, **held}).encode()
        async with self._places:
            for _ in range(ATTEMPTS):
                with suppress(_NotBegun):
                    return await self._attempt(message, source)
        raise Unavailable("no process can be started to read the picture")

    async def _attempt(self, message: bytes, source: int) -> bytes:
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                await self._send(message, theirs.fileno(), source)
            ours.setblocking(False)  # noqa: FBT003
            await self._begun(ours)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._limits.wall + GRACE):
                    if answer := await _received(ours):
                        return answer
                    raise _NotBegun  # its foreman was let go meanwhile, and took it along
        raise Refused(TOOK_TOO_MUCH)

    async def _send(self, message: bytes, *descriptors: int) -> None:
        async with self._hiring:
            if self._foreman is None:
                self._foreman = await _Foreman.hire()
        try:
            self._foreman.send(message, descriptors)
        except OSError:
            await self._replace(self._foreman)
            raise _NotBegun from None

    async def _begun(self, answer: socket.socket) -> None:
        foreman = self._foreman
        try:
            async with asyncio.timeout(BEGINNING):
                first = await asyncio.get_running_loop().sock_recv(answer, 1)
        except (TimeoutError, OSError):
            first = b""
        if first != parcel.STARTED:
            await self._replace(foreman)
            raise _NotBegun

    async def _replace(self, foreman: "_Foreman | None") -> None:
        """Let a foreman go that does not do its work; the next errand hires another."""
        async with self._hiring:
            if foreman and foreman is self._foreman:
                self._foreman = None
                await foreman.dismiss()


class _Foreman:
    def __init__(self, process: Process, control: socket.socket) -> None:
        self._process = process
        self._control = control

    @classmethod
    async def hire(cls) -> "_Foreman":
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)  # noqa: FBT003
        with theirs:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "media.foreman", str(theirs.fileno())),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={name: os.environ[name] for name in NEEDED if name in os.environ},
                start_new_session=True,  # Ctrl-C is for us to answer; he leaves when we hang up
            )
        return cls(process, ours)

    def send(self, message: bytes, descriptors: tuple[int, ...]) -> None:
        socket.send_fds(self._control, [message], descriptors)

    async def dismiss(self) -> None:
        self._control.close()
        try:
            async with asyncio.timeout(ENDING):
                await self._process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()


async def _received(answer: socket.socket) -> bytes:
    loop, received = asyncio.get_running_loop(), bytearray()
    with suppress(ConnectionResetError):
        while piece := await loop.sock_recv(answer, PIECE):
            received += piece
            if len(received) > parcel.MOST_BYTES:
                break
    return bytes(received)


def _read(answer: bytes, reader: Callable[[bytes], Result]) -> Result:
    """Read the answer; whatever is wrong with it becomes a refusal, and what is odd an alarm."""
    if LIMIT.search(answer):
        raise Refused(TOOK_TOO_MUCH)
    if crash := CRASH.search(answer):
        log.error("a picture crashed its process with signal %d", int(crash[1]))
        raise Crashed(TOOK_TOO_MUCH)
    try:
        return reader(answer)
    except parcel.Alarm as alarm:
        log.error("a picture raised an unexpected exception: %s", alarm)  # noqa: TRY400 - the child's
    except parcel.Torn as torn:
        log.error("a picture's process answered what ours would not: %s", torn)  # noqa: TRY400
    raise Refused(BROKEN)


@contextmanager
def _in_memory(data: bytes) -> Iterator[int]:
    file = os.memfd_create("picture")
    try:
        os.write(file, data)
        yield file
    finally:
        os.close(file)


def _digest(source: Path) -> str:
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
