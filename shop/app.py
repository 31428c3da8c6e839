"""The application: its middleware, its life from start to stop, and how errors are told."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from threading import current_thread, main_thread
from types import FrameType

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from media.workshop import Workshop
from shop import logs, worker
from shop.api.agents.serving import Tools
from shop.api.routes import api_routes
from shop.config import Settings
from shop.database import pressure
from shop.edge.arriving import arriving_routes
from shop.edge.errors import LastResort, exception_handlers
from shop.edge.health import health_routes
from shop.http import descriptors
from shop.http.compressing import Compressing
from shop.http.guard import Guard
from shop.http.headers import Headers
from shop.http.observing import Observing
from shop.http.outbound import Outbound
from shop.http.turns import PagesFirst, Turns
from shop.publishing.head import stop_waiting
from shop.services import Process, Services, opened
from shop.web.files.assets import style
from shop.web.public import counted
from shop.web.routes import web_routes

STOPS = (signal.SIGTERM, signal.SIGINT)
Opening = Callable[[], AbstractAsyncContextManager[Services]]
Stop = Callable[[int, FrameType | None], None]


def create(
    settings: Settings | None = None,
    *,
    with_worker: bool = True,
    outbound: Outbound | None = None,
    workshop: Workshop | None = None,
) -> Starlette:
    """Make the application; uvicorn calls this in each of its processes."""
    settings = settings or Settings.from_environment()
    logs.configure(settings)
    turns = Turns()
    app = Starlette(
        routes=routes(),
        middleware=[
            Middleware(Observing),
            Middleware(Headers, settings=settings, style=style()),
            Middleware(Guard),
            Middleware(PagesFirst, turns=turns),
            Middleware(Compressing),
            Middleware(LastResort),
        ],
        exception_handlers=exception_handlers(),
        lifespan=partial(
            _life,
            opening=partial(opened, settings, outbound, workshop, serving=True),
            with_worker=with_worker,
            turns=turns,
        ),
    )
    app.router.redirect_slashes = False  # it would redirect to whatever Host the request names
    return app


def routes() -> list[BaseRoute]:
    """List everything that can be asked for."""
    return [*web_routes(), *api_routes(), *health_routes(), *arriving_routes()]


def create_without_worker() -> Starlette:
    """Make the application of a web process beside which workers run."""
    return create(with_worker=False)


@asynccontextmanager
async def _life(
    app: Starlette, *, opening: Opening, with_worker: bool, turns: Turns
) -> AsyncIterator[None]:
    descriptors.raise_limit()
    async with opening() as services:
        tools, stopping = Tools(services), asyncio.Event()
        process = Process(services, tools.answer, turns=turns)
        app.state.process = process
        async with _told_to_stop(process), asyncio.TaskGroup() as group:
            group.create_task(tools.run(stopping), name="tools")
            group.create_task(process.suggestions.run(stopping), name="suggestions")
            group.create_task(process.files.run(stopping), name="files")
            group.create_task(counted.write_down(process.counts, stopping), name="counts")
            group.create_task(descriptors.watch(stopping), name="descriptors")
            group.create_task(pressure.watch(stopping), name="pressure")
            if with_worker:
                group.create_task(worker.run(services, stopping))
            yield
            stopping.set()


@asynccontextmanager
async def _told_to_stop(process: Process) -> AsyncIterator[None]:
    """Drain when the process is told to stop, then let partners go who wait for a change.

    The server only stops once all are answered, so it must not be the last to tell us. Each process
    of several hears its own signal; a thread, as tests serve in, hears none.
    """
    if current_thread() is not main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in STOPS}

    def stop(number: int, frame: FrameType | None) -> None:
        stop_waiting()
        if callable(theirs := before[signal.Signals(number)]):
            theirs(number, frame)
        elif theirs == signal.SIG_DFL:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

    for number in STOPS:
        signal.signal(number, _after_draining(stop, process))
    try:
        yield
    finally:
        for number in STOPS:
            signal.signal(number, before[number])


def _after_draining(stop: Stop, process: Process) -> Stop:
    """Make what hears a signal: it lets a balancer see for some seconds that we are to stop."""
    seconds, loop = process.services.settings.drain_seconds, asyncio.get_running_loop()

    def heard(number: int, frame: FrameType | None) -> None:
        if not seconds or number != signal.SIGTERM or process.draining.is_set():
            stop(number, frame)
            return
        process.draining.set()
        loop.call_soon_threadsafe(loop.call_later, seconds, stop, number, frame)

    return heard
