"""The service as its operator runs it, on either database: commands, and `sanvat serve`."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

from tortoise.backends.base import executor

from shop.config import Settings
from tests.databases import postgres_server, run_sql

PATIENCE = 300.0


@contextmanager
def an_empty(kind: str) -> Iterator[Settings]:
    """Give a catalogue without anything on a database of a kind; it is gone afterwards."""
    executor.EXECUTOR_CACHE.clear()  # it is keyed by connection name and not by dialect
    with TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield Settings(data=Path(folder))
            return
        with postgres_server() as address:
            run_sql(address, "CREATE DATABASE bench")
            settings = Settings(data=Path(folder), database_url=f"{address}/bench")
            sanvat(settings, "migrate")
            yield settings


def environment(settings: Settings) -> dict[str, str]:
    values = {"DATA": settings.data, "DATABASE_URL": settings.database_url}
    quiet = {"LOG_LEVEL": "error", "RATE_PER_ADDRESS": "0"}
    return {**os.environ, **{f"SANVAT_{k}": str(v) for k, v in (values | quiet).items()}}


def sanvat(settings: Settings, *arguments: str) -> float:
    """Run a command; give the seconds it took, from the shell's side."""
    began = monotonic()
    command = [sys.executable, "-m", "shop.cli", *arguments]
    subprocess.run(command, env=environment(settings), check=True, stdout=subprocess.DEVNULL)
    return monotonic() - began


@contextmanager
def serving(settings: Settings) -> Iterator[int]:
    """Run `sanvat serve` with its worker; give the port once /readyz answers 200."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "shop.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment(settings))
    try:
        _until_ready(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _until_ready(port: int) -> None:
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz"):
                return
        except URLError:
            sleep(0.05)
    raise RuntimeError("the server did not get ready")
