"""Processes that write pages (`python -m shop.formats`), so that the service goes on answering.

Writing is work for Python alone, of which a process does one piece at a time. A process knows
nothing between two pages: it may be killed at any moment, and ends by itself when we do.
"""

import fcntl
import pickle
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, Self, cast

from shop.errors import UnwritableError
from shop.formats.writing import Page, Written

WRITERS = 2
PIPE = 1 << 20
"""Bytes: a written page fits in, so that its writer need not wait for us."""
SET_SIZE = getattr(fcntl, "F_SETPIPE_SZ", None)
"""Linux knows it."""


class Writers:
    """Some processes, and for each a thread that waits for it."""

    def __enter__(self) -> Self:
        self._all = [_Writer() for _ in range(WRITERS)]
        self._idle = SimpleQueue[_Writer]()
        for writer in self._all:
            self._idle.put(writer)
        self._threads = ThreadPoolExecutor(WRITERS)
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self._all:
            writer.kill()
        self._threads.shutdown(cancel_futures=True)
        for writer in self._all:
            writer.close()

    def begin(self, page: Page) -> Future[list[Written]]:
        """Have a page written as soon as a process is free.

        The future raises ChildProcessError when that process has died, and UnwritableError for a
        document that cannot be written.
        """
        return self._threads.submit(self._write, page)

    def _write(self, page: Page) -> list[Written]:
        writer = self._idle.get()
        try:
            return writer.write(page)
        finally:
            self._idle.put(writer)


class _Writer:
    def __init__(self) -> None:
        self._process = subprocess.Popen(
            (sys.executable, "-m", "shop.formats"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,  # Ctrl-C is for the service to answer
        )
        self._to = cast("IO[bytes]", self._process.stdin)
        self._from = cast("IO[bytes]", self._process.stdout)
        for pipe in (self._to, self._from):
            _widen(pipe)

    def write(self, page: Page) -> list[Written]:
        try:
            pickle.dump(page, self._to)
            self._to.flush()
            written: list[Written] | UnwritableError = pickle.load(self._from)  # noqa: S301 - ours
        except (EOFError, OSError, pickle.UnpicklingError) as gone:
            raise ChildProcessError("a process that writes feed items has died") from gone
        if isinstance(written, UnwritableError):
            raise written
        return written

    def kill(self) -> None:
        self._process.kill()

    def close(self) -> None:
        self._process.wait()
        self._from.close()
        with suppress(BrokenPipeError):  # of what it did not read
            self._to.close()


def _widen(pipe: IO[bytes]) -> None:
    """Ask for a larger pipe; without one, writing takes longer.

    `Popen(pipesize=…)` fails instead, and the kernel refuses a user who has many large pipes
    already (pipe(7), /proc/sys/fs/pipe-user-pages-soft).
    """
    if SET_SIZE is not None:
        with suppress(OSError):
            fcntl.fcntl(pipe, SET_SIZE, PIPE)
