"""Running the web processes, with a worker in the one or beside the many."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import uvicorn
from uvicorn.supervisors import Multiprocess

from media.sentences import Sentence
from shop.config import Settings
from shop.errors import InvalidError, SetupError

MOST_PORT = 65_536
GRACE = 10
"""Seconds that requests under way get to finish when the service stops."""
PAUSE = 1
"""Seconds before a worker that stopped by itself is started again."""
ONE_PROCESS = Sentence(
    "SQLite chỉ phục vụ một tiến trình. Hãy đặt SANVAT_DATABASE_URL để dùng --workers.",
    "SQLite serves one process; set SANVAT_DATABASE_URL to use --workers.",
)
NO_PORT = Sentence(
    "Hãy ghi --port từ 1 đến 65535 và --workers lớn hơn 0.",
    "Give --port as a number from 1 to 65535, --workers as one above 0.",
)
CANNOT_SERVE = Sentence(
    "Không mở được cổng {port} của {host}: {why}. Hãy chọn cổng khác.",
    "Port {port} of {host} cannot be served: {why}.",
)


def check_options(settings: Settings, host: str, port: int, workers: int) -> None:
    """Refuse what cannot be served, before anything has been opened."""
    if workers > 1 and settings.sqlite_file:
        raise SetupError(ONE_PROCESS)
    if not 0 < port < MOST_PORT or workers < 1:
        raise InvalidError(NO_PORT)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as refused:
        said = CANNOT_SERVE.filled(port=port, host=host, why=refused.strerror)
        raise SetupError(said) from None


def serve(
    settings: Settings, host: str, port: int, *, workers: int = 1, no_worker: bool = False
) -> None:
    """Serve until told to stop."""
    apart = no_worker or workers > 1
    config = uvicorn.Config(
        "shop.app:create_without_worker" if apart else "shop.app:create",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http="shop.http.connections:Connection",
        limit_concurrency=settings.connections,
        loop="uvloop",
        access_log=False,
        log_config=None,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=GRACE,
    )
    signal.signal(signal.SIGTERM, _end)  # uvicorn raises it again when it has stopped
    with _worker_beside(wanted=workers > 1 and not no_worker):
        if workers == 1:
            uvicorn.Server(config).run()
        else:
            Multiprocess(config, sockets=[config.bind_socket()]).run()


def _end(*_: object) -> None:
    sys.exit(0)


@contextmanager
def _worker_beside(*, wanted: bool) -> Iterator[None]:
    """Keep a worker process beside several web processes, and stop it with them."""
    beside = _Worker()
    if wanted:
        beside.start()
    try:
        yield
    finally:
        beside.end()


class _Worker(Thread):
    """Runs a worker process, and another one should it ever stop by itself."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.ended = Event()
        self.process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        while not self.ended.is_set():
            self.process = subprocess.Popen([sys.executable, "-m", "shop.cli", "worker"])
            self.process.wait()
            self.ended.wait(PAUSE)

    def end(self) -> None:
        self.ended.set()
        if self.process:
            self.process.terminate()
            self.process.wait()
