"""Whatever is asked of whatever route is answered, or refused: never 500, and 503 says till when.

Tried are addresses, queries, headers and bodies that Hypothesis makes up for every route there is,
always the same ones. For more of them: `FUZZ_EXAMPLES=20000 FUZZ_SEED=7 pytest …`.
"""

import asyncio
import json
import os
import re
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import structlog
from hypothesis import HealthCheck, given, seed, settings
from structlog.testing import capture_logs

from shop import logs
from shop.config import Settings
from shop.models import ClickCount, KeyKind
from shop.partners import keys
from shop.publishing.head import stop_waiting
from tests.conftest import front_door
from tests.edge.making_up import (
    BATCHES,
    BODIES,
    HOSTILE,
    PART,
    ROUTES,
    TAKES,
    exchanged,
    quoted,
    requests,
)

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "150"))
SEED = int(os.environ.get("FUZZ_SEED", "12"))
CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
"""What uvicorn sends in no header."""
FREE = {
    "rate_per_address": 0, "rate_per_key": 0, "rate_pages_per_address": 0, "pictures_per_day": 0,
}  # fmt: skip


class Asking:
    """Asks the application as uvicorn would, with whatever the parser of HTTP lets through."""

    def __init__(self, door) -> None:
        self.app = door._transport.app
        self.keys: dict[KeyKind, str] = {}
        self.partners = count()
        self.logs: list[Any] = []

    async def answer(self, request: dict[str, Any]) -> tuple[int, dict[bytes, bytes]]:
        """Give the status and the headers of an answer that was sent once, without alarm.

        It is whole, unless the client leaves before it has sent all.
        """
        told: list[Any] = []
        self.logs.clear()
        leaves, ended = request["leaves"], asyncio.Event()
        body = [{"type": "http.request", "body": request["body"], "more_body": leaves}]

        async def receive() -> Any:
            if not body and not leaves:
                await ended.wait()
            return body.pop() if body else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            told.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                ended.set()

        await self.app(await self._scope(request), receive, send)
        assert [one["type"].rpartition(".")[2] for one in told[:2]] == ["start", "body"], request
        assert leaves or ended.is_set(), request
        assert not [line for line in self.logs if line["log_level"] == "error"], request
        if told[0]["status"] == 401:  # it may have ended its own key
            self.keys.clear()
        return told[0]["status"], dict(told[0]["headers"])

    async def _scope(self, request: dict[str, Any]) -> dict[str, Any]:
        given = {"host": "localhost:8000", **request["fields"]}
        if request["caller"]:
            given = {"authorization": f"Bearer {await self._key(request['caller'])}", **given}
        path = request["path"]
        return {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "scheme": "http",
            "http_version": "1.1", "method": request["method"], "root_path": "", "state": {},
            "path": unquote(path), "raw_path": path.encode(), "query_string": request["query"],
            "server": ("127.0.0.1", 8000), "client": ("192.0.2.1", 50_000),
            "headers": [(k.encode(), sendable(v.encode())) for k, v in given.items()],
        }  # fmt: skip

    async def _key(self, kind: KeyKind) -> str:
        if kind not in self.keys:
            name = f"Đối tác {next(self.partners)}"
            self.keys[kind] = await keys.add_partner(name, by="test", kind=kind, site="a.vn")
        return self.keys[kind]


def sendable(raw: bytes) -> bytes:
    return bytes(byte for byte in raw if byte >= 0x20 and byte != 0x7F).strip()


@asynccontextmanager
async def opened(full_settings):
    """Open a catalogue without limits of rate, in which waiting requests do not wait."""
    async with front_door(full_settings.model_copy(update=FREE)) as door:
        stop_waiting()
        asking = Asking(door)
        with capture_logs() as asking.logs:
            yield asking


def plain(method: str, path: str, body: bytes = b"", caller: KeyKind | None = None) -> Any:
    fields = {"content-type": "application/json"} if body else {}
    rest = {"query": b"", "fields": fields, "leaves": False, "caller": caller}
    return {"method": method, "path": path, "body": body, **rest}


@pytest.mark.on("sqlite", "postgres")
async def test_any_odd_text_may_stand_in_any_part_of_any_address(full_settings):
    async with opened(full_settings) as asking:
        for path in (route.path for route in ROUTES if PART.search(route.path)):
            for text in HOSTILE:
                asked = plain("GET", PART.sub(lambda _, text=text: quoted(text), path))
                status, _ = await asking.answer(asked)
                assert status < 500, asked


@pytest.mark.on("sqlite", "postgres")
@pytest.mark.parametrize(
    "odd",
    [2**64, -(2**64), 10**400, float("nan"), "a\0", [], {}, None],
    ids=["2⁶⁴", "-2⁶⁴", "10⁴⁰⁰", "NaN", "U+0000", "list", "object", "null"],
)
async def test_anything_odd_may_stand_in_any_part_of_any_body(full_settings, odd):
    async with opened(full_settings) as asking:
        for path, body in BODIES.items():
            method = TAKES[path]
            for other in exchanged(body, odd):
                there = path.replace("{channel}", "google")
                asked = plain(method, there, json.dumps(other).encode(), KeyKind.PARTNER)
                status, _ = await asking.answer(asked)
                assert status < 500, asked


@pytest.mark.on("sqlite", "postgres")
@pytest.mark.timeout(3600)
async def test_whatever_is_asked_is_answered_or_refused(full_settings):
    async with opened(full_settings) as asking:
        loop = asyncio.get_running_loop()

        @seed(SEED)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(request=requests())
        def holds(request: dict[str, Any]) -> None:
            answering = asyncio.run_coroutine_threadsafe(asking.answer(request), loop)
            status, headers = answering.result()
            assert status < 500 or (status == 503 and headers[b"retry-after"]), request
            assert not any(CONTROL.search(value) for value in headers.values()), request

        await asyncio.to_thread(holds)
        await asking.app.state.process.counts.flush()


@pytest.mark.on("sqlite", "postgres")
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/co-so/" + "a" * 17, 404),
        ("/en/co-so/" + "a" * 17 + "/b", 404),
        ("/co-so/a%00b", 404),
        ("/co-so/%C5%89" + "a" * 15, 404),
        ("/mua/HP-OCOP-0026/" + "1" * 4301, 404),
        ("/bao-loi/" + "a" * 17, 404),
        ("/en/bao-loi/a%00b", 404),
        ("/mua/HP-OCOP-0026/2147483648", 404),
        ("/sitemap-" + "1" * 4301 + ".xml", 404),
        ("/sitemap-2147483648.xml", 404),
        ("/xa-phuong/a%00b", 404),
        ("/san-pham/a%00b", 404),
        ("/san-pham/a%00b/lich-su", 404),
        ("/san-pham/HP-OCOP-0026/lich-su?truoc=" + "9" * 4301, 200),
        ("/san-pham/HP-OCOP-0026/lich-su?truoc=" + "9" * 18, 200),
        ("/cong-nhan?q=a%00b&nam=" + "1" * 4301 + "&sao=%C5%89&xa=a%00b&muc=%00", 200),
        ("/cong-nhan?nam=1000&sau=999999999", 200),
        ("/cong-nhan?nam=²025&sau=" + "9" * 4301, 200),
        ("/co-so?trang=" + "1" * 4301 + "&theo=%00", 200),
        ("/co-so?trang=9999&theo=noi&theo=x", 200),
        ("/cong-nhan.csv?q=a%00b&nam=2999&xa=%00", 200),
        ("/di-cho?sp=%00,%C5%89,../,<script>&sp=" + "A" * 4301 + "&sp=HP-NS-0001&x=1", 200),
        ("/di-cho?sp=" + ",".join(f"HP-NS-{n:04}" for n in range(400)), 200),
        ("/san-pham/HP-NS-9999/nuoc%00mam", 404),
        ("/san-pham/HP-NS-9999/" + "nuoc-" * 800 + "mam", 404),
        ("/quyet-dinh/" + "1" * 4301, 404),
        ("/quyet-dinh/2147483648.csv", 404),
        ("/quyet-dinh/999999999?sau=" + "9" * 4301, 404),
        ("/api/v1/listings/a%00b", 404),
        ("/api/v1/search?q=a%00b", 400),
        ("/api/v1/search?limit=" + "1" * 4301, 400),
        ("/tim-kiem?q=a%00b&trang=" + "1" * 4301, 200),
    ],
)
async def test_an_address_that_cannot_be_is_the_sender_s_mistake(shop, path, status):
    assert (await shop.get(path)).status_code == status


@pytest.mark.on("sqlite", "postgres")
@pytest.mark.parametrize("path", [path for path in BODIES if not path.startswith("/mcp")])
@pytest.mark.parametrize(
    "odd", [b"18446744073709551616", b"[-18446744073709551617]", b'[{"a":1e999}]']
)
async def test_a_body_that_cannot_be_is_said_back_and_refused(shop, path, odd):
    key = await keys.add_partner("Chợ Việt", by="test", site="a.vn")
    first = json.dumps(next(iter(BODIES[path]))).encode()

    answer = await shop.request(
        TAKES[path],
        path.replace("{channel}", "google"),
        content=b"{%b:%b}" % (first, odd),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )

    in_a_batch = path in BATCHES and odd.startswith(b"[")
    refused = 400 if path.startswith("/ucp/") else 422
    assert answer.status_code == (200 if in_a_batch else refused)
    if in_a_batch:
        assert (answer.json()["taken"], answer.json()["refused"]) == (0, 1)
    if odd == b"18446744073709551616":
        assert odd.decode() in answer.text


@pytest.mark.on("sqlite", "postgres")
@pytest.mark.parametrize("path", [path for path in BODIES if path.startswith("/api/")])
async def test_u0000_is_refused_where_text_is_kept(shop, path):
    key = await keys.add_partner("Chợ Việt", by="test", site="a.vn")

    answer = await shop.request(
        TAKES[path],
        path.replace("{channel}", "google"),
        content=json.dumps({**BODIES[path], "a": ["b\0"]}).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )

    assert (answer.status_code, "U+0000" in answer.text) == (422, path not in BATCHES)


@pytest.mark.on("sqlite", "postgres")
@pytest.mark.parametrize("path", BATCHES)
async def test_u0000_in_an_item_of_a_batch_refuses_that_item(shop, path):
    key = await keys.add_partner("Chợ Việt", by="test", site="a.vn")
    [name] = BODIES[path]

    answer = await shop.put(
        path,
        content=json.dumps({name: [{"code": "b\0", "sku": "b\0", "state": "live"}]}).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )

    assert (answer.status_code, answer.json()["taken"]) == (200, 0)
    assert answer.json()["refused"] == 1


@pytest.mark.on("sqlite", "postgres")
async def test_a_slash_before_u0000_is_an_ordinary_text(shop):
    key = await keys.add_partner("Chợ Việt", by="test", site="a.vn")

    answer = await shop.put(
        "/api/v1/checkpoint",
        content=b'{"cursor":"\\\\u0000"}',
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )

    assert answer.status_code == 400


@pytest.mark.on("sqlite", "postgres")
async def test_what_a_referer_claims_is_counted_as_text_that_can_be_kept(shop):
    came_from = "http://localhost:8000/tim-kiem?q=n%C6%B0%E1%BB%9Bc%00m%E1%BA%AFm"
    await shop.get("/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai", headers={"Referer": came_from})

    await shop._transport.app.state.process.counts.flush()

    [row] = await ClickCount.all().values("understood", "code", "clicks")
    assert row == {"understood": "nước mắm", "code": "HP-OCOP-0026", "clicks": 1}


def test_a_log_that_cannot_be_written_breaks_nothing(monkeypatch, tmp_path):
    logs.configure(Settings(data=tmp_path, log_level="error"))

    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr("sys.stderr", full)
        structlog.get_logger().error("the disk is full")
        monkeypatch.undo()
        with suppress(OSError):
            full.close()  # it still has the line

    assert full.closed
