"""Whether the process lives, whether it can serve, and how it is doing."""

import asyncio
from collections.abc import Awaitable
from itertools import product
from math import nan
from typing import Any

import orjson
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from shop import metrics as measured
from shop.accounts import ceiling, outbox
from shop.accounts.postmen import Way
from shop.catalogue import page_reports
from shop.formats.files import NAMED
from shop.models import Clock, MessageState, ToPublish
from shop.partners import webhooks
from shop.publishing import Head
from shop.publishing.timekeeping import read_note
from shop.readers import feeds, index
from shop.services import process, services

NO_STORE = {"Cache-Control": "no-store"}
NO_ANSWER = "does not answer"
LONGEST_LOOK = 1.5
"""Seconds: the asker is told within two, whatever is wrong."""
_left: set[asyncio.Future[Any]] = set()


async def livez(_: Request) -> Response:
    return PlainTextResponse("ok\n", headers=NO_STORE)


async def readyz(request: Request) -> Response:
    """Ready means that the database answers and that this process is not about to stop.

    Without an index search is plainer, not gone.
    """
    engine = services(request).engine
    head, standing, held = await _in_time(_head(), index.standing(engine), feeds.withheld())
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
        "feeds_withheld": sorted(held or ()),
        "build": services(request).build,
    }
    return Response(
        orjson.dumps(body), 200 if ready else 503, media_type="application/json", headers=NO_STORE
    )


async def metrics(request: Request) -> Response:
    """Tell the figures; one that cannot be had is not a number, rather than that of before."""
    head, standing, held, troubles, waiting, reported = await _in_time(
        _head(),
        index.standing(services(request).engine),
        feeds.withheld(),
        webhooks.troubles(),
        ToPublish.all().count(),
        page_reports.count_open(),
    )
    messages, paid = await _in_time(outbox.figures(), ceiling.paid_lately())
    position = standing[0] if standing else None
    measured.HEAD.set(head.serial if head else nan)
    measured.INDEX.set(position.serial if position else nan)
    measured.WAITING.set(nan if waiting is None else waiting)
    measured.PAGE_REPORTS.set(nan if reported is None else reported)
    measured.WEBHOOKS_DEAD.set(troubles.dead if troubles else nan)
    measured.WEBHOOKS_DISABLED.set(troubles.disabled if troubles else nan)
    measured.PAID_MESSAGES.set(nan if paid is None else paid)
    for state, way in product(MessageState, (*Way, outbox.NO_WAY)):
        count = nan if messages is None else messages.get((state, way), 0)
        measured.MESSAGES.labels(state, way).set(count)
    for name in NAMED:
        measured.FEED_WITHHELD.labels(name).set(nan if held is None else name in held)
    measured.CLOCK_SKEW.set(read_note(services(request).settings.data).ahead)
    return Response(
        generate_latest(measured.registry), media_type=CONTENT_TYPE_LATEST, headers=NO_STORE
    )


async def _head() -> Head:
    """Look at the clock row itself, not at what this process remembers of it."""
    row = await Clock.get(id=1).values("epoch", "head")
    return Head(row["epoch"], row["head"])


async def _in_time(*looks: Awaitable[Any]) -> list[Any]:
    """Give what each look finds; None for one that fails, or does not end within LONGEST_LOOK.

    One that hangs is left to itself: to give its connection back may take it longer still.
    """
    tasks = [asyncio.ensure_future(look) for look in looks]
    done, late = await asyncio.wait(tasks, timeout=LONGEST_LOOK)
    for task in late:
        task.cancel()
        _left.add(task)
        task.add_done_callback(_left.discard)
    return [task.result() if task in done and not task.exception() else None for task in tasks]


def health_routes() -> list[BaseRoute]:
    return [Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", metrics)]
