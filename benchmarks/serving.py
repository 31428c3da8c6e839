"""The application with one more route, a constant to compare with; served in its own process."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.catalogues import environment
from shop.app import create

CONSTANT = "/bench/constant/{size:int}"
WITH_CONSTANT = "benchmarks.serving:create_with_constant"


def create_with_constant() -> Starlette:
    """Make the whole application, all routes and middleware, and the constant behind them."""
    app, bodies = create(with_worker=False), {}

    async def constant(request: Request) -> Response:
        size = request.path_params["size"]
        body = bodies.setdefault(size, b"x" * size)
        return Response(body, media_type="text/html", headers={"etag": '"x"'})

    app.router.routes.append(Route(CONSTANT, constant))
    return app


@contextmanager
def served(data: Path, application: str = WITH_CONSTANT) -> Iterator[tuple[int, int]]:
    """Serve a catalogue; give the port and the process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    target = ["--factory", application, "--port", str(port)]
    options = ["--no-access-log", "--log-level", "error", "--http", "httptools", "--loop", "uvloop"]
    command = [sys.executable, "-m", "uvicorn", *target, *options]
    process = subprocess.Popen(command, env=environment(data))
    try:
        _wait(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def resident(pid: int) -> float:
    """Give the resident memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def _wait(port: int) -> None:
    """Wait until nothing of the start runs beside what is measured: /mcp is imported last."""
    server = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urlopen(f"{server}/readyz").close()
            break
        except URLError:
            sleep(0.1)
    else:
        raise RuntimeError("the server did not get ready")
    with suppress(HTTPError):  # what speaks MCP refuses such a request
        urlopen(f"{server}/mcp", data=b"{}").close()
