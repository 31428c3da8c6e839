"""A line between a supervisor and each of its processes: a pair of sockets that dies with either.

The process says that it gets on, the supervisor how many were replaced. When the supervisor is
gone, even killed, the line ends and the process goes too.
"""

import ctypes
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread

SET_PDEATHSIG = 1
"""Of Linux's prctl(2): the signal that we get when our parent dies."""
COUNTS = struct.Struct("!II")
"""Web processes and workers that were replaced."""


@dataclass(frozen=True, slots=True)
class Line:
    """The supervisor's end. Neither side waits for the other: a full line loses what is said."""

    socket: socket.socket

    def has_said(self) -> bool:
        """Tell whether the process said that it gets on since this was asked last."""
        with suppress(OSError):
            return bool(self.socket.recv(4096))
        return False

    def tell(self, *replaced: int) -> None:
        with suppress(OSError):
            self.socket.send(COUNTS.pack(*replaced))

    def close(self) -> None:
        self.socket.close()


def pair() -> tuple[Line, socket.socket]:
    """Make a line: the supervisor's end, and the end that its process gets."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)  # noqa: FBT003 - the name is theirs
    return Line(ours), theirs


class Tie:
    """The process's end: it says that it gets on, hears counts, and dies with its parent."""

    def __init__(self, parent: int, number: int) -> None:
        """Take the parent's process number and the descriptor of the line."""
        _die_with(parent)
        self.socket = socket.socket(fileno=number)
        self.socket.set_inheritable(False)  # or a process of ours could keep the line open

    def say(self) -> None:
        with suppress(OSError):
            self.socket.send(b".", socket.MSG_DONTWAIT)

    def stop(self) -> None:
        """Say nothing: the supervisor itself has asked for it."""

    def listen(self, hear: Callable[[int, int], None]) -> None:
        """Hear counts in a thread of its own, which ends this process when the line does."""
        Thread(target=self._listen, args=[hear], daemon=True).start()

    def _listen(self, hear: Callable[[int, int], None]) -> None:
        while told := self._read():
            hear(*COUNTS.unpack(told))
        os.kill(os.getpid(), signal.SIGKILL)

    def _read(self) -> bytes:
        with suppress(OSError):
            told = self.socket.recv(COUNTS.size, socket.MSG_WAITALL)
            return told if len(told) == COUNTS.size else b""
        return b""


def _die_with(parent: int) -> None:
    """Have Linux kill us when our parent dies, also while we are busy, frozen or only starting.

    Where that is not to be had, the end of the line does it as soon as our thread runs.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(1)
