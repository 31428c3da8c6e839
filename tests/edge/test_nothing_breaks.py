"""Whatever is asked of whatever route is answered, or refused: never 500, and 503 says till when.

Tried are addresses, queries, headers and bodies that Hypothesis makes up for every route there is,
always the same ones. For more of them: `FUZZ_EXAMPLES=20000 FUZZ_SEED=7 pytest …`.
"""

import asyncio
import json
import os
import re
from collections.abc import Iterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import HealthCheck, given, seed, settings, strategies
from starlette.routing import Route
from structlog.testing import capture_logs

from shop.api.routes import OPERATIONS
from shop.app import routes
from shop.models import ClickCount, KeyKind
from shop.partners import keys
from shop.publishing.head import stop_waiting
from tests.conftest import front_door

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "250"))
SEED = int(os.environ.get("FUZZ_SEED", "12"))
CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
"""What uvicorn sends in no header."""
PART = re.compile(r"\{(\w+)(?::(\w+))?\}")
FREE = {
    "rate_per_address": 0, "rate_per_key": 0, "rate_pages_per_address": 0, "pictures_per_day": 0,
}  # fmt: skip
ROUTES = [route for route in routes() if isinstance(route, Route)]
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"]
PARAMETERS = sorted(
    {name for one in OPERATIONS for name in one.asks.model_fields}
    | {
        "q",
        "trang",
        "sap-xep",
        "loai",
        "bo",
        "sao",
        "xa",
        "chung-nhan",
        "mua",
        "gia",
        "dung-nguyen",
    }
)
KNOWN = [
    "HP-OCOP-0026", "hp-ocop-0026", "HP-NS-0001", "HP-OCOP-0026-1", "nuoc-mam-cat-hai", "google",
    "08", "trai-cay", "0", "1", "17", "2", "2147483648", "products.jsonl", "site.css", "nước mắm",
    "all", "ids", "relevance", "lien-quan", "moi-nhat", "10000-", "4", "nay", "true", "VND", "en",
]  # fmt: skip
HOSTILE = [
    "", " ", "\0", "a\0b", "\x7f", "\u0085", "\u202e", "\ufeff", "\ufffd", "\U0010ffff", "ﷺ" * 50,
    "e\u0301" * 60, "ß" * 16, "ŉ" * 16, "İ" * 16, "a" * 16, "a" * 17, "a" * 5000, "1" * 10,
    "1" * 20, "1" * 4300, "1" * 4301, "-1", "+1", "1e400", "٣", "１２", "²", "1_000", "0x10", "NaN",
    "..", "../..", "%", "%00", "%2e%2e%2f", "\\", "'", '"', "' OR 1=1 --", "{x}", "${7*7}", "{{7}}",
    "<script>", "a\r\nB: c",
    "2026-02-30", "9999999999999-1", "1-" + "9" * 30, "/", "//", "://", "[", "]", "http://[::1",
]  # fmt: skip
INTEGERS = [0, -1, 2**31, 2**32, 2**53 + 1, 2**63, 2**64, -(2**64), 10**100, 10**4299]
ADDRESSES = [
    "https://", "https://[", "https://127.0.0.1/", "https://10.0.0.1:8443/a", "https://a..b/",
    "https://xn--/", "https://" + "a" * 300 + ".vn/", "https://a\0.vn/", "//a", "https://a@b:c/",
    "https://\U0001f4a9.invalid/",
]  # fmt: skip
PICTURES = "/api/v1/pictures"
BODIES: dict[str, Any] = {
    "/api/v1/checkpoint": {"cursor": "0"},
    "/api/v1/keys": {"days": 30, "rights": ["reports"]},
    "/api/v1/sales": {
        "sales": [{"code": "HP-OCOP-0026", "state": "live", "url": "https://a.vn/", "note": "có"}]
    },
    "/api/v1/webhooks": {"url": "https://127.0.0.1/"},
    "/api/v1/channels/{channel}": {
        "percent": 8.5, "plus": 0, "round_to": 1000, "categories": {"08": "Gia vị"},
    },
    "/ucp/v1/catalog/search": {
        "query": "nước mắm",
        "filters": {"categories": ["08"], "price": {"min": 0, "max": 100_000}},
        "context": {"language": "vi", "currency": "VND"},
        "pagination": {"cursor": None, "limit": 10},
    },
    "/ucp/v1/catalog/lookup": {"ids": ["HP-OCOP-0026", "HP-OCOP-0026-1"], "filters": {}},
    "/ucp/v1/catalog/product": {"id": "HP-OCOP-0026", "selected": [{"name": "a", "label": "b"}]},
    "/mcp": {
        "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": {"name": "search_catalog", "arguments": {"catalog": {"query": "nước mắm"}}},
    },
}  # fmt: skip
"""What the operations with a JSON body take; every part of it is exchanged for something odd."""
RAW = [
    b'{"query":"\\ud800"}',
    b'{"id":"\\u0000"}',
    b"[" * 60_000,
    b"1" * 4301,
    b"{" + b'"a":{' * 300,
]

texts = (
    strategies.sampled_from(KNOWN)
    | strategies.sampled_from(HOSTILE)
    | strategies.sampled_from(ADDRESSES)
    | strategies.text(strategies.characters(exclude_categories=["Cs"]), max_size=40)
)
scalars = (
    strategies.none()
    | strategies.booleans()
    | strategies.sampled_from(INTEGERS)
    | strategies.integers()
    | strategies.floats()
    | texts
)
values = strategies.recursive(
    scalars,
    lambda inner: (
        strategies.lists(inner, max_size=4) | strategies.dictionaries(texts, inner, max_size=4)
    ),
    max_leaves=8,
)
pairs = strategies.lists(
    strategies.tuples(strategies.sampled_from(PARAMETERS) | texts, texts), max_size=4
)
fields = strategies.dictionaries(
    strategies.sampled_from([
        "host", "referer", "authorization", "accept-language", "accept-encoding", "accept",
        "if-none-match", "if-range", "range", "content-type", "cookie", "origin", "expect",
        "x-forwarded-for", "x-forwarded-proto", "mcp-protocol-version", "mcp-session-id",
    ]),
    texts
    | strategies.sampled_from([
        "http://localhost:8000/tim-kiem?q=%00", "http://localhost:8000/tim-kiem?q=" + "%C3%9F" * 99,
        "bytes=0-", "bytes=-1", "bytes=" + "9" * 400 + "-", '"a", W/"b"', "*",
        "gzip;q=" + "9" * 400, "vi;q=x", "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=" + "x" * 300,
    ]),
    max_size=3,
)  # fmt: skip


def exchanged(value: Any, other: Any) -> Iterator[Any]:
    """Give a value with each of its parts in turn exchanged for another, and with one more."""
    yield other
    if isinstance(value, dict):
        yield {**value, str(other): other}
        for name, part in value.items():
            yield {key: one for key, one in value.items() if key != name}
            yield from ({**value, name: new} for new in exchanged(part, other))
    if isinstance(value, list):
        yield [*value, other] * 101
        for n, part in enumerate(value):
            yield from ([*value[:n], new, *value[n + 1 :]] for new in exchanged(part, other))


@strategies.composite
def bodies(draw, path: str) -> bytes:
    kind = draw(strategies.integers(0, 9))
    if kind == 0:
        return draw(strategies.binary(max_size=300) | strategies.sampled_from(RAW))
    if kind == 1 and path == PICTURES:
        return draw(forms())
    if kind == 2 or path not in BODIES:
        return json.dumps(draw(values)).encode()
    odd = draw(strategies.sampled_from(list(exchanged(BODIES[path], draw(values)))))
    return json.dumps(odd).encode()


@strategies.composite
def forms(draw) -> bytes:
    name, value, file = draw(texts), draw(texts), draw(texts)
    part = f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n{value}'
    return f"{part}\r\n--x--\r\n".encode()


@strategies.composite
def requests(draw) -> dict[str, Any]:
    """Make up a request to a route, by a stranger or with a key."""
    route = draw(strategies.sampled_from(ROUTES))
    own = sorted(route.methods)
    return {
        "method": draw(strategies.sampled_from(own * 3 + METHODS)),
        "path": PART.sub(lambda _: _quoted(draw(texts)), route.path),
        "query": draw(pairs.map(_written) | strategies.binary(max_size=60).map(_passed_on)),
        "fields": {"content-type": _kind(route.path), **draw(fields)},
        "body": draw(bodies(route.path)),
        "leaves": draw(strategies.integers(0, 9)) == 0,
        "caller": draw(strategies.sampled_from([None, KeyKind.PARTNER, KeyKind.SERVICE])),
    }


def _kind(path: str) -> str:
    return "multipart/form-data; boundary=x" if path == PICTURES else "application/json"


def _passed_on(raw: bytes) -> bytes:
    """Leave what the parser of HTTP lets through."""
    return bytes(byte for byte in raw if 0x20 < byte < 0x7F and byte != ord("#"))


def _quoted(text: str) -> str:
    return quote(text, safe="!$&'()*+,;=:@%") or "x"


def _written(pairs: list[tuple[str, str]]) -> bytes:
    return "&".join(f"{quote(name)}={quote(text)}" for name, text in pairs).encode()


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
            "headers": [(k.encode(), _passed_on_too(v.encode())) for k, v in given.items()],
        }  # fmt: skip

    async def _key(self, kind: KeyKind) -> str:
        if kind not in self.keys:
            name = f"Đối tác {next(self.partners)}"
            self.keys[kind] = await keys.add_partner(name, by="test", kind=kind, site="a.vn")
        return self.keys[kind]


def _passed_on_too(raw: bytes) -> bytes:
    return bytes(byte for byte in raw if byte >= 0x20 and byte != 0x7F).strip()


@asynccontextmanager
async def opened(full_settings):
    """Open a catalogue without limits of rate, in which waiting requests do not wait."""
    async with front_door(full_settings.model_copy(update=FREE)) as door:
        stop_waiting()
        asking = Asking(door)
        with capture_logs() as asking.logs:
            yield asking


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
        ("/mua/HP-OCOP-0026/2147483648", 404),
        ("/sitemap-" + "1" * 4301 + ".xml", 404),
        ("/sitemap-2147483648.xml", 404),
        ("/xa-phuong/a%00b", 404),
        ("/san-pham/a%00b", 404),
        ("/api/v1/listings/a%00b", 404),
        ("/api/v1/search?q=a%00b", 400),
        ("/api/v1/search?limit=" + "1" * 4301, 400),
        ("/tim-kiem?q=a%00b&trang=" + "1" * 4301, 200),
    ],
)
async def test_an_address_that_cannot_be_is_the_sender_s_mistake(shop, path, status):
    assert (await shop.get(path)).status_code == status


@pytest.mark.on("sqlite", "postgres")
@pytest.mark.parametrize("path", [path for path in BODIES if path != "/mcp"])
@pytest.mark.parametrize(
    "odd", [b"18446744073709551616", b"[-18446744073709551617]", b'[{"a":1e999}]']
)
async def test_a_body_that_cannot_be_is_said_back_and_refused(shop, path, odd):
    key = await keys.add_partner("Chợ Việt", by="test", site="a.vn")
    method = next(one.method for one in OPERATIONS if one.path == path and one.method != "GET")
    first = json.dumps(next(iter(BODIES[path]))).encode()

    answer = await shop.request(
        method,
        path.replace("{channel}", "google"),
        content=b"{%b:%b}" % (first, odd),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )

    assert answer.status_code == (400 if path.startswith("/ucp/") else 422)
    if odd == b"18446744073709551616":
        assert odd.decode() in answer.text


@pytest.mark.on("sqlite", "postgres")
@pytest.mark.parametrize("path", [path for path in BODIES if path.startswith("/api/")])
async def test_u0000_is_refused_where_text_is_kept(shop, path):
    key = await keys.add_partner("Chợ Việt", by="test", site="a.vn")
    method = next(one.method for one in OPERATIONS if one.path == path and one.method != "GET")

    answer = await shop.request(
        method,
        path.replace("{channel}", "google"),
        content=json.dumps({**BODIES[path], "a": ["b\0"]}).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )

    assert (answer.status_code, "U+0000" in answer.text) == (422, True)


@pytest.mark.on("sqlite", "postgres")
async def test_a_slash_before_u0000_is_an_ordinary_text(shop):
    key = await keys.add_partner("Chợ Việt", by="test", site="a.vn")

    answer = await shop.put(
        "/api/v1/checkpoint",
        content=b'{"cursor":"\\\\u0000"}',
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )

    assert answer.status_code == 410


@pytest.mark.on("sqlite", "postgres")
async def test_what_a_referer_claims_is_counted_as_text_that_can_be_kept(shop):
    came_from = "http://localhost:8000/tim-kiem?q=n%C6%B0%E1%BB%9Bc%00m%E1%BA%AFm"
    await shop.get("/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai", headers={"Referer": came_from})

    await shop._transport.app.state.process.counts.flush()

    [row] = await ClickCount.all().values("understood", "code", "clicks")
    assert row == {"understood": "nước mắm", "code": "HP-OCOP-0026", "clicks": 1}
