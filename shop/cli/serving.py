"""Running the web processes, with a worker in the one or beside the many."""

import asyncio
import signal
import socket
import sys

import uvicorn

from media.sentences import Sentence
from shop.cli import starting
from shop.cli.lifelines import Tie
from shop.cli.notifying import Notifier
from shop.cli.supervising import LATER, Post, Supervisor
from shop.cli.together import folder_for_all
from shop.config import Settings
from shop.errors import InvalidError, SetupError
from shop.metrics import REPLACED

MOST_PORT = 65_536
GRACE = 10
"""Seconds that requests under way get to finish when the service stops."""
AND_A_LITTLE = 5
"""Seconds more that a process gets to end in."""
BEAT = 1.0
"""Seconds between two times that a web process says that it gets on."""
Sockets = list[socket.socket] | None
"""Those that another process listens on already."""
BACKLOG = 2048
"""Connections that the kernel keeps for us, as many as uvicorn asks for."""
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
    _listening(host, port).close()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as refused:
        said = CANNOT_SERVE.filled(port=port, host=host, why=refused.strerror)
        raise SetupError(said) from None


def serve(
    settings: Settings, host: str, port: int, *, workers: int = 1, no_worker: bool = False
) -> None:
    """Serve until told to stop."""
    notifier = Notifier.from_environment()
    if workers > 1:
        grace = settings.drain_seconds + GRACE + AND_A_LITTLE
        with _listening(host, port) as listening, folder_for_all() as folder:
            posts = _posts(workers, str(folder), with_worker=not no_worker)
            Supervisor(listening, posts, grace, notifier).run()
        return
    signal.signal(signal.SIGTERM, _end)  # uvicorn raises it again when it has stopped
    _run(_server(settings, host, port, apart=no_worker), None, notifier)


def _posts(workers: int, folder: str, *, with_worker: bool) -> list[Post]:
    posts = [Post("web", number=number, folder=folder) for number in range(1, workers + 1)]
    return [*posts, Post("worker", folder=folder, rests=LATER)] if with_worker else posts


def serve_one(settings: Settings, tie: Tie, number: int) -> None:
    """Serve on a socket that the supervisor listens on, by its descriptor, until told to stop."""
    tie.listen(_show_replaced)
    signal.signal(signal.SIGTERM, _end)
    listening = socket.socket(fileno=number)
    listening.set_inheritable(False)
    host, port = listening.getsockname()[:2]
    _run(_server(settings, host, port, apart=True), [listening], tie)


def _server(settings: Settings, host: str, port: int, *, apart: bool) -> uvicorn.Server:
    config = uvicorn.Config(
        "shop.app:create_without_worker" if apart else "shop.app:create",
        factory=True,
        host=host,
        port=port,
        http="shop.http.connections:Connection",
        limit_concurrency=settings.connections,
        loop="uvloop",
        access_log=False,
        log_config=None,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=GRACE,
    )
    config.load()
    starting.settle()
    return uvicorn.Server(config)


def _run(server: uvicorn.Server, sockets: Sockets, line: Tie | Notifier) -> None:
    with asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner:
        runner.run(_serve_and_say_so(server, sockets, line))


async def _serve_and_say_so(server: uvicorn.Server, sockets: Sockets, line: Tie | Notifier) -> None:
    async with asyncio.TaskGroup() as group:
        saying = group.create_task(_say_so(server, line))
        await server.serve(sockets=sockets)
        saying.cancel()


async def _say_so(server: uvicorn.Server, line: Tie | Notifier) -> None:
    """Say in the loop that answers requests that it gets on: a thread would say so in any case."""
    try:
        while not server.should_exit:
            if server.started:
                line.say()
            await asyncio.sleep(BEAT)
    finally:  # a server without requests is gone within one beat
        line.stop()


def _show_replaced(web: int, worker: int) -> None:
    REPLACED.labels("web").set(web)
    REPLACED.labels("worker").set(worker)


def _end(*_: object) -> None:
    sys.exit(0)
