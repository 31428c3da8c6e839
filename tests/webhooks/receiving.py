"""What a partner's server heard, as the partner's own program reads it."""

from typing import Any

import httpx2
import orjson

from shop.models import Delivery
from tests.cursors import place
from tests.strangers import Stranger


def told(stranger: Stranger) -> list[tuple[dict[str, str], bytes]]:
    """Give every message in order: its headers, in small letters, and its body."""
    heads = [dict(line.split(": ", 1) for line in head[1:]) for head in stranger.heard]
    lowered = [{name.lower(): value for name, value in head.items()} for head in heads]
    return list(zip(lowered, stranger.bodies, strict=True))


def ids(stranger: Stranger) -> list[str]:
    return [head["webhook-id"] for head, _ in told(stranger)]


def heads(stranger: Stranger) -> list[str]:
    return [orjson.loads(body)["data"]["head"] for _, body in told(stranger)]


async def head_of(door: httpx2.AsyncClient) -> str:
    """Give the head as messages name it."""
    return place((await door.get("/api/v1/manifest")).json()["head"])


async def shown(door: httpx2.AsyncClient, partner: dict[str, str]) -> list[dict[str, Any]]:
    """Give the partner's webhooks as it sees them."""
    listed: list[dict[str, Any]] = (await door.get("/api/v1/webhooks", headers=partner)).json()[
        "webhooks"
    ]
    return listed


async def the_message() -> Delivery:
    """Give the only message there is."""
    return await Delivery.get()
