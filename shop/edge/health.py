"""Whether the process lives, whether it can serve, and how it is doing."""

import orjson
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from shop import metrics as measured
from shop.formats.files import NAMED
from shop.models import Clock, ToPublish
from shop.partners import webhooks
from shop.publishing import Head
from shop.publishing.timekeeping import read_note
from shop.readers import feeds, index
from shop.services import services

NO_STORE = {"Cache-Control": "no-store"}


async def livez(_: Request) -> Response:
    return PlainTextResponse("ok\n", headers=NO_STORE)


async def readyz(request: Request) -> Response:
    """Ready means that the database answers; without an index search is plainer, not gone."""
    head = await _head()
    position, trouble = await index.standing(services(request).engine)
    body = {
        "status": "ready" if head else "unready",
        "database": "ok" if head else "does not answer",
        "head": head.serial if head else None,
        "index": position.serial if position else None,
        "index_trouble": services(request).troubles.get("index", trouble) or None,
        "clock_trouble": read_note(services(request).settings.data).reason or None,
        "feeds_withheld": sorted(await _withheld() or ()),
        "build": services(request).build,
    }
    return Response(
        orjson.dumps(body), 200 if head else 503, media_type="application/json", headers=NO_STORE
    )


async def metrics(request: Request) -> Response:
    if head := await _head():
        measured.HEAD.set(head.serial)
    if (waiting := await _waiting()) is not None:
        measured.WAITING.set(waiting)
    if (held := await _withheld()) is not None:
        for name in NAMED:
            measured.FEED_WITHHELD.labels(name).set(name in held)
    if troubles := await _troubles():
        measured.WEBHOOKS_DEAD.set(troubles.dead)
        measured.WEBHOOKS_DISABLED.set(troubles.disabled)
    measured.CLOCK_SKEW.set(read_note(services(request).settings.data).ahead)
    position, _ = await index.standing(services(request).engine)
    if position:
        measured.INDEX.set(position.serial)
    return Response(
        generate_latest(measured.registry), media_type=CONTENT_TYPE_LATEST, headers=NO_STORE
    )


async def _head() -> Head | None:
    """Look at the clock row itself, not at what this process remembers of it."""
    try:
        row = await Clock.get(id=1).values("epoch", "head")
    except Exception:  # noqa: BLE001 - whatever it is: the database does not answer
        return None
    return Head(row["epoch"], row["head"])


async def _waiting() -> int | None:
    try:
        return await ToPublish.all().count()
    except Exception:  # noqa: BLE001 - it may have gone away since it told the head
        return None


async def _withheld() -> dict[str, int] | None:
    try:
        return await feeds.withheld()
    except Exception:  # noqa: BLE001 - it may have gone away since it told the head
        return None


async def _troubles() -> webhooks.Troubles | None:
    try:
        return await webhooks.troubles()
    except Exception:  # noqa: BLE001 - it may have gone away since it told the head
        return None


def health_routes() -> list[BaseRoute]:
    return [Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", metrics)]
