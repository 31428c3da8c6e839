"""What one reader may use: requests a minute and requests that wait, by address, network or key."""

import asyncio
from contextlib import asynccontextmanager

import httpx2
import pytest

from shop.errors import TooManyRequestsError
from shop.http import shares
from shop.http.shares import Shares
from shop.partners import keys
from shop.publishing.head import stop_waiting
from tests.conftest import front_door
from tests.edge.connecting import until

BUSY = "Bạn thao tác quá nhanh"


@asynccontextmanager
async def doors(settings, *hosts: str):
    """Knock at one door from several addresses."""
    async with front_door(settings) as door:
        app = door._transport.app
        ways = [httpx2.ASGITransport(app, client=(host, 1)) for host in hosts]
        yield [httpx2.AsyncClient(transport=way, base_url="http://localhost:8000") for way in ways]


async def statuses(door, *paths: str) -> list[int]:
    return [(await door.get(path)).status_code for path in paths]


async def test_pages_have_a_share_and_suggestions_another_and_files_none(settings):
    tight = settings.model_copy(update={"rate_pages_per_address": 2})
    async with doors(tight, "192.0.2.1", "192.0.2.2") as (one, other):
        pages = await statuses(one, "/", "/en/tim-kiem", "/", "/sitemap.xml", "/mua/HP-NS-0001/1")
        suggestions = await statuses(one, "/goi-y?q=mam", "/en/goi-y?q=mam", "/goi-y?q=mam")
        free = await statuses(one, "/favicon.ico", "/livez", "/api/v1/manifest")
        theirs = await statuses(other, "/", "/goi-y?q=mam")
        refused = await one.get("/")

    assert pages == [200, 200, 429, 429, 429]
    assert suggestions == [200, 200, 429]
    assert free == [200, 200, 200]
    assert theirs == [200, 200]
    assert refused.headers["retry-after"] == "60"
    assert BUSY in refused.text


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        (["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"], [200, 429]),
        (["2001:db8:1:2::1", "2001:db8:1:3::1"], [200, 200]),
        (["::ffff:192.0.2.1", "192.0.2.1"], [200, 429]),
        (["::ffff:192.0.2.1", "::ffff:192.0.2.2"], [200, 200]),
        (["192.0.2.1", "192.0.2.2"], [200, 200]),
        (["fe80::1%eth0", "fe80::2%eth1"], [200, 429]),
        (["a socket", "another"], [200, 200]),
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/v1/manifest"])
async def test_an_address_of_six_is_counted_with_its_network(settings, path, hosts, expected):
    share = {"rate_pages_per_address": 1, "rate_per_address": 1}
    async with doors(settings.model_copy(update=share), *hosts) as ways:
        assert [(await door.get(path)).status_code for door in ways] == expected


def test_the_last_minute_counts_in_proportion(monkeypatch):
    counted = Shares()
    at = 600.0
    monkeypatch.setattr(shares, "monotonic", lambda: at)

    def taken() -> int:
        for n in range(20):
            try:
                counted.take("address 192.0.2.1", 10)
            except TooManyRequestsError:
                return n
        return 20

    assert taken() == 10
    at = 630.0
    assert taken() == 0
    at = 660.0
    assert taken() == 0
    at = 690.0
    assert taken() == 5
    at = 900.0
    assert taken() == 10


async def test_a_reader_holds_so_many_waiting_requests_and_a_partner_its_own(settings):
    few = settings.model_copy(update={"waiting_per_reader": 2})
    waiting = "/api/v1/changes?since=0&wait=30"
    async with doors(few, "192.0.2.1", "192.0.2.1") as (reader, same):
        held = reader._transport.app.state.process.waiting
        key = {"Authorization": f"Bearer {await keys.add_partner('Chợ Việt', by='test')}"}
        async with asyncio.TaskGroup() as group:
            first = [group.create_task(reader.get(waiting)) for _ in range(2)]
            theirs = group.create_task(reader.get(waiting, headers=key))
            await until(lambda: held.count.total() == 3)
            refused = await same.get(waiting)
            at_once = await same.get("/api/v1/changes?since=0")
            stop_waiting()

    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "5"
    assert at_once.status_code == 200
    assert [(await one).status_code for one in (*first, theirs)] == [200, 200, 200]
    assert held.count.total() == 0
