"""Strangers at a real server, with its own loop: a great head, and more of them than files."""

import resource
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

import httpx2

from tests import processes
from tests.edge.connecting import ENOUGH
from tests.serving import _wait_until_ready, environment, served

HERE = "127.0.0.1"
GET = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n"
TOLD = "no descriptors left"


def test_a_head_of_sixty_megabytes_does_not_stop_a_server(settings):
    with served(settings, with_worker=False) as origin, ThreadPoolExecutor(1) as aside:
        sending = aside.submit(send_a_great_head, urlsplit(origin).port)
        with httpx2.Client(base_url=origin, timeout=ENOUGH) as client:
            beside = {client.get("/livez").status_code for _ in range(50)}
            status = sending.result()
            after = client.get("/livez").status_code

    assert (status, beside, after) == (b"HTTP/1.1 431", {200}, 200)


def send_a_great_head(port: int) -> bytes:
    with socket.create_connection((HERE, port), timeout=ENOUGH) as stranger:
        stranger.sendall(GET + b"X: ")
        with suppress(ConnectionError):
            for _ in range(60):
                stranger.sendall(b"a" * 1_000_000)
        return stranger.recv(12)


@contextmanager
def started(settings, log: Path) -> Iterator[tuple[subprocess.Popen, str]]:
    """Run a server whose log is read."""
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    command = ["-m", "shop.cli", "serve", "--port", str(port), "--no-worker"]
    with log.open("w") as file:
        process = processes.start(*command, env=environment(settings), stderr=file)
    try:
        _wait_until_ready(process, f"http://localhost:{port}")
        yield process, f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(20)


def test_that_nothing_can_be_opened_is_told_and_counted(settings, tmp_path):
    with started(settings, tmp_path / "log") as (process, origin):
        few = len(list(Path(f"/proc/{process.pid}/fd").iterdir())) + 5
        _, before = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (few, before))
        began = monotonic()
        at = (HERE, urlsplit(origin).port)
        with ExitStack() as stack:
            many = [stack.enter_context(socket.create_connection(at)) for _ in range(200)]
            for one in many:
                with suppress(ConnectionError):
                    one.sendall(GET)
            while TOLD not in (tmp_path / "log").read_text():
                assert monotonic() - began < ENOUGH
                sleep(0.05)
        seconds = monotonic() - began
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (before, before))
        with httpx2.Client(base_url=origin, timeout=ENOUGH) as client:
            counted = client.get("/metrics").text

    log = (tmp_path / "log").read_text()
    assert 1 <= log.count(TOLD) <= seconds + 2
    assert f"sanvat_descriptors_exhausted_total {log.count(TOLD)}.0" in counted
