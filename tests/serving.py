"""A real server in a process of its own, for tests that need one."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic, sleep

import httpx2

from shop.config import Settings
from tests import processes

PATIENCE = 60


def environment(settings: Settings) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("SANVAT_")}
    return {
        **inherited,
        "SANVAT_DATA": str(settings.data),
        "SANVAT_DATABASE_URL": settings.database_url,
        "SANVAT_LOG_LEVEL": "warning",
        "SANVAT_CONSOLE_MESSAGES": str(settings.console_messages),
    }


@contextmanager
def served(
    settings: Settings, *options: str, with_worker: bool = True, **extra: str
) -> Iterator[str]:
    """Run `sanvat serve` until the block is left; give its address once it is ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    alone = () if with_worker else ("--no-worker",)
    command = ["-m", "shop.cli", "serve", "--port", str(port), *alone, *options]
    origin = f"http://localhost:{port}"
    values = {**environment(settings), "SANVAT_BASE_URL": origin, **extra}
    process = processes.start(*command, env=values)
    try:
        _wait_until_ready(process, origin)
        yield origin
    finally:
        process.terminate()
        assert process.wait(20) in {0, -15}


def _wait_until_ready(process: subprocess.Popen, origin: str) -> None:
    deadline = monotonic() + PATIENCE
    with httpx2.Client(base_url=origin, timeout=1) as client:
        while monotonic() < deadline:
            assert process.poll() is None, "the server stopped"
            with suppress(httpx2.TransportError):
                if client.get("/readyz").status_code == 200:
                    return
            sleep(0.05)  # it needs the processor more than we do
    raise AssertionError("the server did not get ready")
