"""Whether the process lives, whether it can serve, and how it is doing."""

import asyncio
from functools import partial
from typing import Any

import orjson
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from shop import clock
from shop.database.heartbeats import behind, heartbeats
from shop.database.pressure import note_pressure
from shop.edge.figures import Look, looks
from shop.metrics import text_of
from shop.models import Clock
from shop.publishing import Head
from shop.publishing.timekeeping import read_note
from shop.readers import feeds, index
from shop.services import process, services

NO_STORE = {"Cache-Control": "no-store"}
NO_ANSWER = "does not answer"
LONGEST_LOOK = 1.5
"""Seconds: the asker is told within two, whatever is wrong."""
AT_ONCE = 4
"""Looks at the database at a time: pages want the other connections."""
_left: set[asyncio.Future[Any]] = set()


async def livez(_: Request) -> Response:
    return PlainTextResponse("ok\n", headers=NO_STORE)


async def readyz(request: Request) -> Response:
    """Ready means that the database answers and that this process is not about to stop.

    Without an index search is plainer, not gone.
    """
    engine = services(request).engine
    head, standing, held, duties = await _in_time(
        _head, partial(index.standing, engine), feeds.withheld, heartbeats
    )
    position, trouble = standing or (None, NO_ANSWER)
    draining = process(request).draining.is_set()
    ready = head and not draining
    body = {
        "status": "draining" if draining else "ready" if ready else "unready",
        "database": "ok" if head else NO_ANSWER,
        "head": head.serial if head else None,
        "index": position.serial if position else None,
        "index_trouble": services(request).troubles.get("index", trouble) or None,
        "clock_trouble": read_note(services(request).settings.data).reason or None,
        "duties": None if duties is None else behind(duties, clock.now()),
        "feeds_withheld": sorted(held or ()),
        "build": services(request).build,
    }
    return Response(
        orjson.dumps(body), 200 if ready else 503, media_type="application/json", headers=NO_STORE
    )


async def metrics(request: Request) -> Response:
    """Tell the figures; one that cannot be had in time is not told, rather than that of before."""
    note_pressure()
    told = [one for one in await _in_time(*looks(services(request))) if one is not None]
    together = {figure: values for one in told for figure, values in one.items()}
    return Response(text_of(together), media_type=CONTENT_TYPE_LATEST, headers=NO_STORE)


async def _head() -> Head:
    """Look at the clock row itself, not at what this process remembers of it."""
    row = await Clock.get(id=1).values("epoch", "head")
    return Head(row["epoch"], row["head"])


async def _in_time(*looks: Look) -> list[Any]:
    """Give what each look finds; None for one that fails, or does not end within LONGEST_LOOK.

    One that hangs is left to itself: to give its connection back may take it longer still.
    """
    places = asyncio.Semaphore(AT_ONCE)
    tasks = [asyncio.ensure_future(_in_turn(look, places)) for look in looks]
    done, late = await asyncio.wait(tasks, timeout=LONGEST_LOOK)
    for task in late:
        task.cancel()
        _left.add(task)
        task.add_done_callback(_left.discard)
    return [task.result() if task in done and not task.exception() else None for task in tasks]


async def _in_turn(look: Look, places: asyncio.Semaphore) -> Any:
    async with places:
        return await look()


def health_routes() -> list[BaseRoute]:
    return [Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", metrics)]
