"""Connections that close by themselves: heads, slow and silent senders, numbers, who goes away."""

import asyncio
import socket
from contextlib import AsyncExitStack, suppress

import pytest
from structlog.testing import capture_logs

from shop.http import bodies, connections
from shop.http.connections import MOST_BYTES, MOST_FIELDS
from shop.metrics import registry
from tests.conftest import front_door
from tests.edge.connecting import ENOUGH, listening, sender, until

HOST = b"Host: localhost\r\n"
GET = b"GET /livez HTTP/1.1\r\n" + HOST
JSON = b"Content-Type: application/json\r\n"
SEARCH = b"POST /ucp/v1/catalog/search HTTP/1.1\r\n" + HOST + JSON
MCP = b"POST /mcp HTTP/1.1\r\n" + HOST + JSON + b"Accept: application/json, text/event-stream\r\n"
CHUNKED = b"POST /livez HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n"


async def living(scope, receive, send) -> None:
    """Answer as the smallest of applications, having read the body."""
    while (await receive()).get("more_body"):
        pass
    length = [(b"content-length", b"3")]
    await send({"type": "http.response.start", "status": 200, "headers": length})
    await send({"type": "http.response.body", "body": b"ok\n"})


def fields(count: int) -> bytes:
    """Write so many fields, Host among them."""
    return HOST + b"".join(b"x-%d: a\r\n" % n for n in range(count - 1))


def head_of(size: int) -> bytes:
    start = GET + b"X: "
    return start + b"a" * (size - len(start) - 4) + b"\r\n\r\n"


def closed(why: str) -> float:
    return registry.get_sample_value("sanvat_connections_closed_total", {"why": why}) or 0


@pytest.fixture
def hurried(monkeypatch) -> None:
    """Wait for half a second where it is ten or more."""
    monkeypatch.setattr(connections, "SECONDS", 0.5)
    monkeypatch.setattr(connections, "LINGER", 0.5)
    monkeypatch.setattr(bodies, "SECONDS", 0.5)


@pytest.mark.parametrize(
    "sent",
    [
        head_of(MOST_BYTES + 1),
        GET + b"X: " + b"a" * 200_000,
        GET + b"x" * 200_000,
        b"GET /" + b"a" * 200_000,
        b"\r\n" * 100_000,
        GET + b"X: a\r\n" * 50_000,
        b"GET / HTTP/1.1\r\n" + fields(MOST_FIELDS + 1) + b"\r\n",
        b"GET / HTTP/1.1\r\n" + fields(MOST_FIELDS + 2),  # the last may not have ended
        CHUNKED + b"1;" + b"a" * 200_000,
        CHUNKED + b"0\r\nX: " + b"a" * 200_000,
    ],
    ids=[
        "a byte too long", "field", "name", "address", "empty lines", "many fields",
        "a field too many", "half a head with a field too many", "chunk extension", "trailer",
    ],
)  # fmt: skip
async def test_a_head_too_long_is_refused_before_its_end(sent):
    before = closed("head")
    async with listening(living) as port, sender(port) as stranger:
        with suppress(ConnectionError):
            await stranger.send(sent)
        status = await stranger.status()
        rest = await stranger.all()

    assert (status, rest) == (431, b"")
    assert b"connection: close" in stranger.head
    assert "Hãy gửi tối đa 32768 byte và 100 trường." in stranger.body.decode()
    assert closed("head") == before + 1


@pytest.mark.parametrize(
    "sent",
    [head_of(MOST_BYTES), b"GET / HTTP/1.1\r\n" + fields(MOST_FIELDS) + b"\r\n"],
    ids=["bytes", "fields"],
)
async def test_a_head_of_the_greatest_size_is_answered_and_another_after_it(sent):
    async with listening(living) as port, sender(port) as reader:
        for _ in range(2):
            await reader.send(sent)
            assert await reader.status() == 200


async def test_heads_and_bodies_come_in_any_pieces():
    """Two requests at once, one byte at a time, and a body far longer than a head may be."""
    post = b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 300000\r\n\r\n" + b"a" * 300_000
    async with listening(living) as port, sender(port) as reader:
        await reader.send(GET + b"\r\n" + GET + b"\r\n")
        assert [await reader.status(), await reader.status()] == [200, 200]
        for byte in GET + b"\r\n":
            await reader.send(bytes([byte]))
        assert await reader.status() == 200
        await reader.send(post + post)
        assert [await reader.status(), await reader.status()] == [200, 200]


@pytest.mark.parametrize(
    ("begun", "drip", "status"),
    [
        (b"", b"", None),
        (GET, b"", 408),
        (GET, b"a: b\r\n", 408),
        (b"", b"\r\n", None),
        (GET + b"\r\n", b"\r\n", 200),
        (GET + b"\r\n" + GET, b"", 200),
    ],
    ids=["silent", "half", "dripping", "empty lines", "lines after one", "half after one"],
)
async def test_a_head_that_does_not_end_is_closed(hurried, begun, drip, status):
    async with listening(living) as port, sender(port) as slow:
        await slow.send(begun)
        async with asyncio.timeout(ENOUGH), asyncio.TaskGroup() as group:
            dripping = group.create_task(slow.drip(drip)) if drip else None
            answer = await slow.all()
            if dripping:
                dripping.cancel()

    assert answer.startswith(b"HTTP/1.1 %d" % status if status else b"")
    assert bool(answer) == bool(status)


async def test_a_request_answered_before_its_end_is_not_read_for_ever(hurried):
    async def at_once(scope, receive, send) -> None:
        start = {"type": "http.response.start", "status": 405}
        await send({**start, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    async with listening(at_once) as port, sender(port) as slow:
        await slow.send(b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1000000\r\n\r\n")
        assert await slow.status() == 405
        async with asyncio.timeout(ENOUGH), asyncio.TaskGroup() as group:
            dripping = group.create_task(slow.drip(b"a"))
            assert await slow.all() == b""
            dripping.cancel()


@pytest.mark.parametrize("head", [SEARCH, MCP], ids=["ucp", "mcp"])
async def test_a_json_body_that_does_not_end_is_answered_408(hurried, settings, head):
    async with (
        front_door(settings) as door,
        listening(door._transport.app) as port,
        sender(port) as slow,
    ):
        await slow.send(head + b'Content-Length: 100\r\n\r\n{"query"')
        async with asyncio.timeout(ENOUGH), asyncio.TaskGroup() as group:
            dripping = group.create_task(slow.drip(b" "))
            status = await slow.status()
            rest = await slow.all()
            dripping.cancel()

    assert (status, rest) == (408, b"")
    assert b"within" in slow.body
    assert b"connection: close" in slow.head.lower()


async def test_beyond_the_number_of_connections_one_is_told_and_the_others_are_served():
    async with listening(living, limit_concurrency=2) as port, AsyncExitStack() as stack:
        first, second, third = [await stack.enter_async_context(sender(port)) for _ in range(3)]
        statuses = []
        for one in (third, second, first):
            await one.send(GET + b"\r\n")
            statuses.append(await one.status())
        assert await third.all() == b""
        fourth = await stack.enter_async_context(sender(port))
        third.close()
        await fourth.send(GET + b"\r\n")

        assert statuses == [503, 200, 200]
        assert b"retry-after: 5" in third.head
        assert "Hãy thử lại sau vài giây." in third.body.decode()
        second.close()
        await fourth.status()


async def test_far_beyond_the_number_of_connections_nothing_is_said():
    before = closed("full")
    async with listening(living, limit_concurrency=2) as port, AsyncExitStack() as stack:
        many = [await stack.enter_async_context(sender(port)) for _ in range(20)]
        last = await many[-1].all()
        await many[0].send(GET + b"\r\n")

        assert (last, await many[0].status()) == (b"", 200)
    assert closed("full") - before == 10


async def test_a_reader_who_takes_nothing_of_the_answer_is_cut_off(monkeypatch):
    async def pouring(scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for left in range(400, -1, -1):
            body = {"type": "http.response.body", "body": b"a" * 100_000}
            await send({**body, "more_body": bool(left)})

    before = closed("stalled")
    async with listening(pouring) as port:
        async with sender(port) as reader:
            await reader.send(GET + b"\r\n")
            await reader.reader.readexactly(20_000_000)
        monkeypatch.setattr(connections, "STALLED", 0.3)
        with socket.create_connection(("127.0.0.1", port)) as idle:
            idle.sendall(GET + b"\r\n")
            await until(lambda: closed("stalled") > before)

    assert closed("stalled") == before + 1


@pytest.mark.parametrize(
    ("sent", "then"),
    [
        (SEARCH + b'Content-Length: 100\r\n\r\n{"query"', b""),
        (MCP + b"Content-Length: 100\r\n\r\n{", b""),
        (MCP + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", b"zz\r\n"),
    ],
    ids=["ucp", "mcp", "malformed chunks"],
)
async def test_a_client_that_goes_away_is_no_failure_of_ours(settings, sent, then):
    async with front_door(settings) as door, listening(door._transport.app) as port:
        with capture_logs() as logs:
            async with sender(port) as leaving:
                await leaving.send(sent)
                await asyncio.sleep(0.1)
                await leaving.send(then)
                if not then:
                    leaving.close()
                await until(lambda: [line for line in logs if line["event"] == "request"])
        told = (await door.get("/metrics")).text

    path = sent.split()[1].decode()
    assert {line["log_level"] for line in logs} == {"info"}
    assert [line["event"] for line in logs] == ["client went away", "request"]
    assert logs[1]["status"] == 499
    assert f'route="{path}",status="499"' in told
    assert f'route="{path}",status="500"' not in told


async def test_a_picture_whose_sender_goes_away_is_no_mistake_either(settings):
    from shop.partners import keys

    async with front_door(settings) as door, listening(door._transport.app) as port:
        key = (await keys.add_partner("Chợ Việt", by="test")).encode()
        with capture_logs() as logs:
            async with sender(port) as leaving:
                await leaving.send(
                    b"POST /api/v1/pictures HTTP/1.1\r\n" + HOST
                    + b"Authorization: Bearer " + key + b"\r\nContent-Length: 5000\r\n"
                    + b"Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
                )  # fmt: skip
                await asyncio.sleep(0.1)
                leaving.close()
                await until(lambda: [line for line in logs if line["event"] == "request"])

    assert logs[-1]["status"] == 499
    assert {line["log_level"] for line in logs} == {"info"}
