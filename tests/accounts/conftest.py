"""Fixtures of the tests about people: settings that can seal, gateways, and the clock."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import replace

import httpx2
import pytest
from tortoise import Tortoise
from tortoise.transactions import in_transaction

from shop.accounts import codes, messages
from shop.accounts.people import Address
from shop.accounts.secret import make_token
from shop.accounts.sending import PostOffice
from shop.accounts.sessions import Browser
from shop.config import Settings
from shop.models import IdentityKind, Message
from tests.accounts.gateways import Gateway, a_gateway
from tests.conftest import front_door, services_of
from tests.web.conftest import asked
from tests.webhooks.conftest import Time

__all__ = ["asked"]
KEY = "e2bq07x5v1d9k3m8w6z4t0r7y5p1n9s2"
NUMBER, MAIL = "+84912345678", "minh.hoa@example.vn"
PHONE, EMAIL = Address(IdentityKind.PHONE, NUMBER), Address(IdentityKind.EMAIL, MAIL)
FROM_US = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
async def keyed(settings) -> Settings:
    """Settings of an empty catalogue that can seal."""
    return Settings(**settings.model_dump() | {"secret_key": KEY})


@pytest.fixture
async def desk(keyed) -> AsyncIterator[httpx2.AsyncClient]:
    """The front door of an empty catalogue that can seal."""
    async with front_door(keyed) as door:
        yield door


@pytest.fixture
def time() -> Iterator[Time]:
    with ExitStack() as stack:
        yield Time(stack)


@pytest.fixture
async def sms() -> AsyncIterator[Gateway]:
    async with a_gateway() as gateway:
        yield gateway


@pytest.fixture
async def zalo() -> AsyncIterator[Gateway]:
    async with a_gateway() as gateway:
        yield gateway


@pytest.fixture
def by_sms(settings, sms) -> Settings:
    """Settings of a service that writes to telephones."""
    more = {"console_messages": False, "sms_url": sms.url, "sms_key": "khoá-sms"}
    return Settings(**settings.model_dump() | more)


@pytest.fixture
def by_zalo(by_sms, zalo) -> Settings:
    more = {"zalo_url": zalo.url, "zalo_key": "khoá-zalo", "zalo_templates": "code=234567"}
    return Settings(**by_sms.model_dump() | more)


async def rounds(*offices: PostOffice, times: int = 1) -> None:
    """Do rounds, and wait each time for the attempts that they began."""
    for _ in range(times):
        await asyncio.gather(*[office.send_due() for office in offices])
        for office in offices:
            while office.under_way:
                await asyncio.wait(office.under_way.values())


async def ask(address: Address = PHONE, browser: Browser | None = None) -> Browser:
    """Ask for a code as the door does."""
    asking = browser or Browser(make_token(), "203.0.113.7")
    await codes.ask(address, asking, language="vi")
    return asking


async def say(what: str, address: Address = PHONE, **words: object) -> None:
    async with in_transaction():
        await messages.tell(address, what, language="vi", **words)


async def the_message() -> Message:
    """Give the only message there is."""
    return await Message.get()


def digits_in(text: str) -> str:
    [found] = re.findall(r"\b[0-9]{6}\b", text)
    return str(found)


async def everything_stored() -> str:
    """Write out all rows of all tables, but no moments, whose figures may be any."""
    found = []
    for model in Tortoise.apps["shop"].values():
        for row in await model.all().values():
            found += [str(value) for value in row.values() if not hasattr(value, "tzinfo")]
    return "\n".join(found)


def with_settings(door: httpx2.AsyncClient, ours: Settings) -> None:
    """Let a front door have other settings."""
    app = door._transport.app
    held = replace(services_of(door), settings=ours)
    app.state.process = replace(app.state.process, services=held)
