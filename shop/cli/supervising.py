"""Several processes that serve one port and a worker beside them: started, watched, replaced.

Ours rather than uvicorn's, which kills a process that was slow for five seconds, starts each by
importing the whole command line, says nothing of it, and leaves its children behind when it dies
(uvicorn 0.54, supervisors/multiprocess.py): on a busy machine that never comes up.
"""

import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from time import monotonic

import structlog

from shop.cli.lifelines import Line, pair
from shop.cli.notifying import Notifier

LOOK_EVERY = 0.5
SILENCE = 60.0
"""Seconds without a sign of life after which a web process is replaced; ten of them are ordinary,
when a machine is frozen for a copy, swaps, or has its share of the processor cut."""
START = 600.0
"""Seconds that a process may take to come up: killing it would only begin the same work anew."""
LATER = 60.0
"""Seconds after which a worker is started at the latest, whether pages are served yet or not."""
STEADY = 60.0
"""Seconds after which a process has run well, so that its end is no trouble of its start."""
LONGEST_PAUSE = 30.0
log = structlog.get_logger()


@dataclass(slots=True)
class Post:
    """A place for one process, which is filled again whenever that process ends."""

    role: str
    process: subprocess.Popen[bytes] | None = None
    line: Line | None = None
    ran: float = 0.0
    silent: float = 0.0
    """Seconds since it was heard; as the supervisor lived through them, for it may be slow too."""
    is_up: bool = False
    failures: int = 0
    rests: float = 0.0
    """Seconds until its next start."""
    number: int = 1
    """Among those of its role."""
    folder: str = ""
    """Where all processes keep what they count."""

    def start(self, port: int) -> None:
        """Start a process of this role. Raises OSError if the machine allows none."""
        self.ran, self.silent, self.is_up = 0.0, 0.0, False
        self.line, theirs = pair()
        with theirs:
            told = [self.role, str(os.getpid()), str(theirs.fileno()), str(port)]
            told += [f"{self.role}-{self.number}", self.folder]
            self.process = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-m", "shop.cli.child", *told],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno(), port],
            )

    def look(self, seconds: float) -> str:
        """Note what the process said in so many seconds; tell why it has to be replaced, if so."""
        if self.process is None or self.line is None:
            return ""
        said = self.line.has_said()
        self.is_up = self.is_up or said
        self.silent = 0.0 if said else self.silent + seconds
        self.ran += seconds
        if self.process.poll() is not None:
            return _ended(self.process.returncode)
        return self._too_silent()

    def _too_silent(self) -> str:
        patience = SILENCE if self.is_up else START
        if self.role != "web" or self.silent <= patience:
            return ""
        return f"silent for {patience:.0f} s" if self.is_up else f"not up after {patience:.0f} s"

    def clear(self) -> None:
        """End what is left of the process, and rest the longer the oftener it fails."""
        if self.process:
            self.process.kill()
            self.process.wait()
        if self.line:
            self.line.close()
        self.failures = 0 if self.ran >= STEADY else self.failures + 1
        self.rests = min(LONGEST_PAUSE, float(2 ** min(self.failures, 10)))
        self.process = self.line = None


@dataclass(slots=True)
class Supervisor:
    """Keeps its posts filled until it is told to stop."""

    listening: socket.socket
    posts: list[Post]
    grace: float
    """Seconds that processes get to finish what is under way."""
    notifier: Notifier
    are_up: bool = False
    """Whether all web processes served at one time."""
    stopping: Event = field(default_factory=Event)
    replaced: Counter[str] = field(default_factory=Counter)

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        try:
            self._keep_filled()
        finally:
            self.notifier.stop()
            self._stop()

    def _keep_filled(self) -> None:
        looked = monotonic()
        while not self.stopping.is_set():
            now = monotonic()
            seconds, looked = min(now - looked, 2 * LOOK_EVERY), now
            for post in self.posts:
                self._look_after(post, seconds)
            if self.are_up:
                self.notifier.say()
            self.stopping.wait(LOOK_EVERY)

    def _look_after(self, post: Post, seconds: float) -> None:
        was_up = post.is_up
        if reason := post.look(seconds):
            self._replace(post, reason)
        elif post.process is None:
            post.rests -= seconds
            if post.rests <= 0:
                self._start(post)
        elif post.is_up and not was_up:
            log.info("process up", role=post.role, pid=post.process.pid)
            self._start_the_waiting()

    def _start_the_waiting(self) -> None:
        """Start the worker once pages are served: it would only slow their start down."""
        if all(post.is_up for post in self.posts if post.role == "web"):
            self.are_up = True
            for post in self.posts:
                post.rests = 0.0 if not post.failures else post.rests

    def _start(self, post: Post) -> None:
        try:
            post.start(self.listening.fileno())
        except OSError as refused:
            log.error("process not started", role=post.role, reason=str(refused))  # noqa: TRY400 - the reason is all
            post.clear()
        else:
            self._tell(post)

    def _replace(self, post: Post, reason: str) -> None:
        pid, code = (post.process.pid, post.process.poll()) if post.process else (None, None)
        post.clear()
        self.replaced[post.role] += 1
        log.error("process replaced", role=post.role, pid=pid, reason=reason, exit_code=code)
        for one in self.posts:
            self._tell(one)

    def _tell(self, post: Post) -> None:
        """Have a web process show in its metrics how many were replaced."""
        if post.line:
            post.line.tell(self.replaced["web"], self.replaced["worker"])

    def _stop(self) -> None:
        """Have all processes finish what is under way, and end those that do not."""
        ours = [post.process for post in self.posts if post.process]
        for process in ours:
            process.terminate()
        deadline = monotonic() + self.grace
        for process in ours:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - monotonic()))
        for process in ours:
            if process.poll() is None:
                log.error("process killed", pid=process.pid, reason="it did not stop")
                process.kill()
                process.wait()


def _ended(code: int) -> str:
    """Say how a process ended: a negative code is the signal that killed it."""
    if code >= 0:
        return "exited"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"
