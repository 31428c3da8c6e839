"""A partner's webhooks: adding, looking at and removing them, their secrets, and sending again."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal

import orjson
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from shop.api.asking import Asked, sent
from shop.api.operations import JSON, Operation
from shop.api.schemas import Shape
from shop.errors import NotFoundError
from shop.http.outbound import LONGEST
from shop.models import Delivery, DeliveryState, Right
from shop.partners import webhooks
from shop.partners.keys import Caller
from shop.partners.webhooks import Secret, Standing
from shop.queries.cursors import cursor_of
from shop.services import services

PATH = "/api/v1/webhooks"
ID = re.compile(r"wh_[0-9a-f]{24}")


class WebhookSent(Shape):
    url: Annotated[
        str, Field(max_length=LONGEST, description="https, on port 443 or 8443, publicly reachable")
    ]


class WebhookSecret(Shape):
    """A secret, which is shown this once."""

    id: str
    url: str
    secret: str
    former_until: Annotated[
        datetime | None, Field(description="Until then the former secret signs as well.")
    ] = None


class Message(Shape):
    id: str
    test: Annotated[bool | None, Field(description="You asked for it; absent: it is news.")] = None
    head: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    next_at: Annotated[datetime | None, Field(description="While it waits: when it is due.")] = None
    ended_at: datetime | None = None
    status: Annotated[int | None, Field(description="Of the last answer, if there was one.")] = None
    error: str | None = None


class Webhook(Shape):
    id: str
    url: str
    state: Literal["active", "disabled"]
    disabled_at: datetime | None = None
    disabled_because: str | None = None
    created_at: datetime
    told: Annotated[str | None, Field(description="The head it was told of last.")] = None
    last: Annotated[Message | None, Field(description="The latest message.")] = None
    dead: Annotated[list[Message], Field(description="Messages given up, the latest first.")]


class Webhooks(Shape):
    webhooks: list[Webhook]


class Tested(Shape):
    message: Annotated[str, Field(description="The id that it is sent under.")]


class Replayed(Shape):
    message: Annotated[str, Field(description="The id that it is sent under, as before.")]


async def add(request: Request, _: Asked) -> Response:
    told, outbound = await sent(request, WebhookSent), services(request).outbound
    caller: Caller = request.state.caller
    made = await webhooks.subscribe(caller.partner, told.url, by=caller.name, outbound=outbound)
    return _answer(_secret(made), 201)


async def show_all(request: Request, _: Asked) -> Response:
    standings = await webhooks.standings(request.state.caller.partner)
    return _answer({"webhooks": [_webhook(one) for one in standings]})


async def show(request: Request, _: Asked) -> Response:
    return _answer(await _now(request))


async def remove(request: Request, _: Asked) -> Response:
    await webhooks.unsubscribe(_id(request), **_whose(request))
    return Response(status_code=204)


async def rotate(request: Request, _: Asked) -> Response:
    return _answer(_secret(await webhooks.rotate(_id(request), **_whose(request))))


async def replay(request: Request, _: Asked) -> Response:
    return _answer({"message": await webhooks.replay(_id(request), **_whose(request))})


async def test(request: Request, _: Asked) -> Response:
    return _answer({"message": await webhooks.send_test(_id(request), **_whose(request))}, 202)


async def enable(request: Request, _: Asked) -> Response:
    await webhooks.enable(_id(request), **_whose(request))
    return _answer(await _now(request))


async def _now(request: Request) -> dict[str, Any]:
    [one] = await webhooks.standings(request.state.caller.partner, _id(request))
    return _webhook(one)


def _id(request: Request) -> str:
    hook = str(request.path_params["id"])
    if not ID.fullmatch(hook):  # no database need read what a stranger wrote
        raise NotFoundError(webhooks.NO_WEBHOOK.filled(hook=hook[:100]))
    return hook


def _whose(request: Request) -> dict[str, Any]:
    """Say who does it; another partner's webhook is none."""
    caller: Caller = request.state.caller
    return {"by": caller.name, "partner": caller.partner}


def _secret(given: Secret) -> dict[str, Any]:
    return _known(
        id=given.webhook, url=given.url, secret=given.secret, former_until=given.former_until
    )


def _webhook(standing: Standing) -> dict[str, Any]:
    hook = standing.webhook
    return _known(
        id=hook.id,
        url=hook.url,
        state="disabled" if hook.disabled_at else "active",
        disabled_at=hook.disabled_at,
        disabled_because=hook.disabled_because,
        created_at=hook.created_at,
        told=hook.told_epoch and cursor_of(hook.told_epoch, hook.told_serial),
        last=_message(standing.last) if standing.last else None,
    ) | {"dead": [_message(one) for one in standing.dead]}


def _message(delivery: Delivery) -> dict[str, Any]:
    waits = delivery.state == DeliveryState.WAITING
    return _known(
        id=delivery.id,
        test=delivery.is_test,
        head=cursor_of(delivery.epoch, delivery.serial),
        state=delivery.state,
        created_at=delivery.created_at,
        next_at=delivery.next_at if waits else None,
        ended_at=delivery.ended_at,
        status=delivery.status,
        error=delivery.error,
    ) | {"attempts": delivery.attempts}


def _known(**values: Any) -> dict[str, Any]:
    """Leave out what is not there, as in all our answers."""
    return {name: value for name, value in values.items() if value}


def _answer(body: dict[str, Any], status: int = 200) -> Response:
    """Answer with what may hold a secret, and is a partner's own affair."""
    encoded = orjson.dumps(body, option=orjson.OPT_UTC_Z)
    return Response(encoded, status, media_type=JSON, headers={"Cache-Control": "no-store"})


OPERATIONS = (
    Operation(
        id="add-webhook",
        path=PATH,
        summary="Have an address told when the catalogue has moved",
        handler=add,
        method="POST",
        sends=WebhookSent,
        right=Right.WEBHOOKS,
        answers=WebhookSecret,
        status=201,
        problems=(413, 415, 422),
    ),
    Operation(
        id="webhooks",
        path=PATH,
        summary="How your webhooks stand",
        handler=show_all,
        right=Right.WEBHOOKS,
        answers=Webhooks,
    ),
    Operation(
        id="webhook",
        path=f"{PATH}/{{id}}",
        summary="How one of your webhooks stands",
        handler=show,
        right=Right.WEBHOOKS,
        answers=Webhook,
        problems=(404,),
    ),
    Operation(
        id="remove-webhook",
        path=f"{PATH}/{{id}}",
        summary="Remove a webhook",
        handler=remove,
        method="DELETE",
        right=Right.WEBHOOKS,
        answers=None,
        status=204,
        problems=(404,),
    ),
    Operation(
        id="rotate-webhook",
        path=f"{PATH}/{{id}}/rotate",
        summary="Give a webhook a new secret; the former one signs as well for a day",
        handler=rotate,
        method="POST",
        right=Right.WEBHOOKS,
        answers=WebhookSecret,
        problems=(404,),
    ),
    Operation(
        id="replay-webhook",
        path=f"{PATH}/{{id}}/replay",
        summary="Send now what a webhook was not told",
        handler=replay,
        method="POST",
        right=Right.WEBHOOKS,
        answers=Replayed,
        problems=(404, 422),
    ),
    Operation(
        id="test-webhook",
        path=f"{PATH}/{{id}}/test",
        summary="Send a test event to a webhook, the way that news goes",
        handler=test,
        method="POST",
        right=Right.WEBHOOKS,
        answers=Tested,
        status=202,
        problems=(404, 422),
    ),
    Operation(
        id="enable-webhook",
        path=f"{PATH}/{{id}}/enable",
        summary="Go on with a webhook that was disabled",
        handler=enable,
        method="POST",
        right=Right.WEBHOOKS,
        answers=Webhook,
        problems=(404,),
    ),
)
