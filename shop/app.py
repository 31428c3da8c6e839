"""The application: its middleware, its life from start to stop, and how errors are told."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from media import failpoints
from media.store import Store
from media.workshop import Workshop
from search.embedded import EmbeddedEngine
from search.engine import Engine
from shop import database, logs, publishing, worker
from shop.api.agents.serving import Tools
from shop.api.routes import api_routes
from shop.config import Settings
from shop.edge.errors import LastResort, exception_handlers
from shop.edge.health import health_routes
from shop.http.compressing import Compressing
from shop.http.guard import Guard
from shop.http.headers import Headers
from shop.http.observing import Observing
from shop.http.outbound import IP, Outbound, is_public
from shop.photos import Room
from shop.publishing.head import forget, stop_waiting
from shop.readers import known_words
from shop.services import Process, Services
from shop.web.public import counted
from shop.web.routes import web_routes

ROOT = Path(__file__).parents[1]
STOPS = (signal.SIGTERM, signal.SIGINT)
WEBHOOK_SECONDS = 15.0
"""What a receiver has to answer in; Standard Webhooks asks for 15 to 30."""
Opening = Callable[[], AbstractAsyncContextManager[Services]]


def create(
    settings: Settings | None = None, *, with_worker: bool = True, outbound: Outbound | None = None
) -> Starlette:
    """Make the application; uvicorn calls this in each of its processes."""
    settings = settings or Settings.from_environment()
    logs.configure(settings)
    app = Starlette(
        routes=routes(),
        middleware=[
            Middleware(Observing),
            Middleware(Headers, settings=settings),
            Middleware(Guard),
            Middleware(Compressing),
            Middleware(LastResort),
        ],
        exception_handlers=exception_handlers(),
        lifespan=partial(
            _life, opening=partial(opened, settings, outbound), with_worker=with_worker
        ),
    )
    app.router.redirect_slashes = False  # it would redirect to whatever Host the request names
    return app


def routes() -> list[BaseRoute]:
    """List everything that can be asked for."""
    return [*web_routes(), *api_routes(), *health_routes()]


def create_without_worker() -> Starlette:
    """Make the application of a web process beside which workers run."""
    return create(with_worker=False)


@asynccontextmanager
async def _life(app: Starlette, *, opening: Opening, with_worker: bool) -> AsyncIterator[None]:
    async with opening() as services, _told_at_once():
        tools, stopping = Tools(services), asyncio.Event()
        process = Process(services, tools.manager.handle_request)
        app.state.process = process
        async with asyncio.TaskGroup() as group:
            group.create_task(tools.run(stopping), name="tools")
            group.create_task(process.suggestions.run(stopping), name="suggestions")
            group.create_task(counted.write_down(process.counts, stopping), name="counts")
            if with_worker:
                group.create_task(worker.run(services, stopping))
            await tools.ready.wait()
            yield
            stopping.set()


@asynccontextmanager
async def _told_at_once() -> AsyncIterator[None]:
    """Let partners who wait for a change go when the process is told to stop.

    The server only stops once all are answered, so it must not be the last to tell us. Each process
    of several hears its own signal; a thread, as tests serve in, hears none.
    """
    if current_thread() is not main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in STOPS}

    def heard(number: int, frame: FrameType | None) -> None:
        stop_waiting()
        if callable(theirs := before[signal.Signals(number)]):
            theirs(number, frame)
        elif theirs == signal.SIG_DFL:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

    for number in STOPS:
        signal.signal(number, heard)
    try:
        yield
    finally:
        for number in STOPS:
            signal.signal(number, before[number])


@asynccontextmanager
async def opened(settings: Settings, outbound: Outbound | None = None) -> AsyncIterator[Services]:
    """Open the database and the stores, and make sure that they are the ones we knew.

    Raises SetupError when the tables are missing or not of this version.
    """
    forget()
    failpoints.arm(settings.failpoint)
    async with database.connected(settings):
        await database.make_if_new(settings)
        await database.check(settings)
        await publishing.ensure_clock()
        await publishing.check_epoch(settings.data)
        engine = _engine_of(settings)
        room = _room(settings)
        try:
            yield Services(settings, engine, room, outbound or _outbound(settings), build())
        finally:
            await room.workshop.close()
            await engine.close()


def _engine_of(settings: Settings) -> Engine:
    """Open the search engine that the settings ask for."""
    if not settings.meilisearch_url:
        return EmbeddedEngine(settings.data / "index")
    from search.meili import MeiliEngine  # noqa: PLC0415 - its client costs each command 0.2 s
    from search.meili.server import Server  # noqa: PLC0415

    key = settings.meilisearch_key.get_secret_value()
    return MeiliEngine(Server(settings.meilisearch_url, key), known_words.load)


def _outbound(settings: Settings) -> Outbound:
    """Ask public machines, and those in networks that the operator named."""
    inner = settings.inner_networks

    def is_allowed(ip: IP) -> bool:
        return is_public(ip) or any(ip in network for network in inner)

    return Outbound(is_allowed=is_allowed, seconds=WEBHOOK_SECONDS)


def _room(settings: Settings) -> Room:
    incoming = settings.data / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    return Room(Store.open(settings.storage), Workshop(), incoming)


@cache
def build() -> str:
    """Name the code, templates and assets as they are now, for ETags and the names of assets."""
    digest = sha256()
    for folder in ("shop", "search", "media", "templates"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and file.suffix not in {".pyc", ".csv"}:
                digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]
