"""A catalogue, a partner with a key, and that partner's own server, which is told."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta

import httpx2
import pytest
import trustme

from shop import clock
from shop.partners import keys
from shop.readers.webhooks import DEBOUNCE, Sender
from tests.conftest import services_of
from tests.publishing.goods import CA_MOI, GAO_RUOI, a_small_catalogue, goods, on_show
from tests.strangers import ASCII_HOST, Names, Stranger, allowing, standing

HALF = 0.5
"""What chance gives here: every wait is then 1.05 times the schedule's."""


class Time:
    """The clock, which stands until it is told to move."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.to(clock.now())

    def to(self, at: datetime) -> None:
        self.stack.enter_context(clock.stopped(at))

    def passes(self, by: timedelta = DEBOUNCE, **more: float) -> None:
        self.to(clock.now() + (timedelta(**more) if more else by))


@pytest.fixture
def time() -> Iterator[Time]:
    """The clock stands at the real present, which is what receivers hold timestamps against."""
    with ExitStack() as stack:
        yield Time(stack)


@pytest.fixture
def authority():
    return trustme.CA()


@pytest.fixture
def names():
    return Names()


@pytest.fixture
async def stranger(authority) -> AsyncIterator[Stranger]:
    """Give the partner's server."""
    async with standing(authority.issue_cert(ASCII_HOST, "hai.vn")) as server:
        server.puts("/hook")
        yield server


@pytest.fixture
async def door(client, stranger, names, authority, time) -> httpx2.AsyncClient:
    """The front door of a catalogue of two products; it asks that server only."""
    await a_small_catalogue()
    await on_show(goods(CA_MOI), goods(GAO_RUOI))
    app = client._transport.app
    asking = allowing(stranger, names, authority)
    held = replace(services_of(client), outbound=asking)
    app.state.process = replace(app.state.process, services=held)
    return client


@pytest.fixture
async def partner(door) -> dict[str, str]:
    return {"Authorization": f"Bearer {await keys.add_partner('Chợ Việt', by='test')}"}


@pytest.fixture
async def subscribe(door, partner, stranger):
    """Subscribe an address as a partner does; give its id and secret."""

    async def subscribing(url: str | None = None, key: dict | None = None) -> tuple[str, str]:
        answer = await door.post(
            "/api/v1/webhooks", json={"url": url or stranger.at("/hook")}, headers=key or partner
        )
        assert answer.status_code == 201, answer.text
        return answer.json()["id"], answer.json()["secret"]

    return subscribing


@pytest.fixture
async def sender(door) -> AsyncIterator[Sender]:
    async with Sender(services_of(door).outbound, chance=lambda: HALF) as sending:
        yield sending


async def rounds(*senders: Sender) -> None:
    """Do a round, and wait for the attempts that it began."""
    await asyncio.gather(*[sender.tell() for sender in senders])
    for sender in senders:
        while sender.under_way:
            await asyncio.wait(sender.under_way.values())


async def news_is_told(time: Time, *senders: Sender) -> None:
    """Let news gather, and tell it."""
    await rounds(*senders)
    time.passes(DEBOUNCE)
    await rounds(*senders)
