"""The service under a fault, seen from outside: a process of its own, its address, its health."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

import httpx2
from prometheus_client.parser import text_string_to_metric_families

from shop.config import Settings
from tests import processes
from tests.serving import environment

T = TypeVar("T")
Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]
PATIENCE = 150.0
"""Seconds that a busy machine may take for what should come in some."""
UNLIMITED = {
    "SANVAT_RATE_PER_ADDRESS": "0",
    "SANVAT_RATE_PER_KEY": "0",
    "SANVAT_RATE_PAGES_PER_ADDRESS": "0",
    "SANVAT_LOG_LEVEL": "info",
}
EACH_ANEW = httpx2.Limits(max_keepalive_connections=0)
HEALTH_WITHIN = 8.0
"""Seconds in which /readyz and /metrics answer on a busy machine; two are promised."""


@dataclass(frozen=True)
class Seen:
    """What /readyz and /metrics said at one moment."""

    status: int
    ready: dict[str, Any]
    figures: Figures

    def figure(self, name: str, /, **labels: str) -> float | None:
        """Give a figure; None: it is not told, which is not the same as not a number."""
        return self.figures.get((name, frozenset(labels.items())))

    def total(self, name: str, /, **labels: str) -> float:
        """Add up what is counted under some of its labels."""
        wanted = set(labels.items())
        return sum(n for (one, has), n in self.figures.items() if one == name and wanted <= has)


@dataclass
class Site:
    """One `sanvat serve`, and how to ask it."""

    settings: Settings
    process: subprocess.Popen
    port: int
    log: Path
    env: dict[str, str] = field(default_factory=dict)
    key: str = ""
    """Of a service of ours, once it was added (uploads.py)."""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, timeout: float = 30.0, **more: Any) -> httpx2.Response:
        return self.client.get(path, timeout=timeout, **more)

    @cached_property
    def client(self) -> httpx2.Client:
        """Ask by a connection for each request: one that is kept may be one that is killed."""
        return httpx2.Client(base_url=self.origin, limits=EACH_ANEW, timeout=60)

    def seen(self) -> Seen:
        ready, told = [self.get(path, HEALTH_WITHIN) for path in ("/readyz", "/metrics")]
        return Seen(ready.status_code, ready.json(), figures_of(told.text))

    def lines(self, event: str) -> list[dict[str, Any]]:
        said = [json.loads(line) for line in self.log.read_text().splitlines() if line[:1] == "{"]
        return [line for line in said if line["event"] == event]

    def sanvat(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return sanvat(self.settings, *arguments, **self.env | more)

    def is_ready(self) -> bool:
        with suppress(httpx2.HTTPError):
            return self.get("/readyz", HEALTH_WITHIN).status_code == 200
        return False

    def until(self, holds: Callable[[Seen], Any], patience: float = PATIENCE) -> Seen:
        """Wait until something holds of its health; give that."""
        return until(lambda: self._if(holds), patience)

    def _if(self, holds: Callable[[Seen], Any]) -> Seen | None:
        with suppress(httpx2.HTTPError):
            seen = self.seen()
            return seen if holds(seen) else None
        return None


def figures_of(text: str) -> Figures:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def until(holds: Callable[[], T], patience: float = PATIENCE) -> T:
    """Wait until something holds; give what it said."""
    deadline = monotonic() + patience
    while not (said := holds()):
        assert monotonic() < deadline, "it did not come"
        sleep(0.2)  # the service needs the processor more than we do
    return said


def sanvat(settings: Settings, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command as an operator would; none ever shows a traceback."""
    env = environment(settings) | more
    done = processes.run("-m", "shop.cli", *arguments, env=env, timeout=120)
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return done


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def site(settings: Settings, *options: str, before: tuple[str, ...] = (), **more: str):
    """Serve until the block is left; `before` stands before the command, as prlimit(1) does."""
    with started(settings, *options, before=before, **more) as begun:
        until(lambda: begun.process.poll() is not None or begun.is_ready())
        assert begun.process.poll() is None, begun.log.read_text()[-2000:]
        yield begun


@contextmanager
def started(
    settings: Settings, *options: str, before: tuple[str, ...] = (), **more: str
) -> Iterator[Site]:
    """Start `sanvat serve` and wait for nothing."""
    port = free_port()
    env = environment(settings) | UNLIMITED | {"SANVAT_BASE_URL": f"http://127.0.0.1:{port}"} | more
    arguments = ["-m", "shop.cli", "serve", "--port", str(port), *options]
    log = settings.data.parent / f"{settings.data.name}-{port}.log"
    with log.open("w") as file:
        process = _start(arguments, before, env, file)
    try:
        yield Site(settings, process, port, log, more)
    finally:
        end(process)


@contextmanager
def worker(settings: Settings, *program: str, **more: str) -> Iterator[subprocess.Popen]:
    """Run `sanvat worker`, or another program in its place, beside a site."""
    env = environment(settings) | more
    arguments = program or ("-m", "shop.cli", "worker")
    with Path(f"{settings.data}-worker.log").open("a") as file:
        process = processes.start(*arguments, env=env, stderr=file)
    try:
        yield process
    finally:
        end(process)


def _start(arguments: list[str], before: tuple[str, ...], env: dict, log: Any) -> subprocess.Popen:
    if not before:
        return processes.start(*arguments, env=env, stderr=log)
    return subprocess.Popen([*before, sys.executable, *arguments], env=env, stderr=log)


def end(process: subprocess.Popen) -> None:
    """Stop a process politely, and one that was frozen or does not listen all the same."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGCONT)
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
