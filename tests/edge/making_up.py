"""Requests made up for every route there is: odd addresses, queries, headers and bodies."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import strategies
from starlette.routing import Route

from shop.api.routes import OPERATIONS
from shop.app import routes
from shop.models import KeyKind, Topic

PART = re.compile(r"\{(\w+)(?::(\w+))?\}")
ROUTES = [route for route in routes() if isinstance(route, Route)]
READING = [route for route in ROUTES if "{" in route.path or not route.methods <= {"GET", "HEAD"}]
"""Those that read something of the address or a body, which are fewer than the feed files."""
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
        "nam",
        "muc",
        "sau",
        "truoc",
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
REPORTS = "/bao-loi/"
BODIES: dict[str, Any] = {
    "/api/v1/checkpoint": {"cursor": "0"},
    "/api/v1/keys": {"days": 30, "rights": ["reports"]},
    "/api/v1/sales": {
        "sales": [{"code": "HP-OCOP-0026", "state": "live", "url": "https://a.vn/", "note": "có"}]
    },
    "/api/v1/availability": {
        "packs": [{"sku": "HP-OCOP-0026-1", "availability": "in_stock", "on": "2026-11-20"}]
    },
    "/api/v1/prices": {"packs": [{"sku": "HP-OCOP-0026-1", "price": 76000, "on": None}]},
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
BODIES |= {
    later: BODIES[path]
    for path in list(BODIES)
    if (later := path.replace("/ucp/v1/", "/ucp/v2/").replace("/mcp", "/mcp/v2")) != path
}
"""What the operations with a JSON body take; every part of it is exchanged for something odd."""
TAKES = {one.path: one.method for one in OPERATIONS if one.method != "GET"} | {
    "/mcp": "POST",
    "/mcp/v2": "POST",
}
FROM_OUR_PAGE = {"sec-fetch-site": "same-origin"}
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
answers = strategies.lists(
    strategies.tuples(
        strategies.sampled_from(["topic", "text"]) | texts,
        strategies.sampled_from(list(Topic)) | texts,
    ),
    max_size=3,
)
"""What is typed into a form."""
fields = strategies.dictionaries(
    strategies.sampled_from([
        "host", "referer", "authorization", "accept-language", "accept-encoding", "accept",
        "if-none-match", "if-range", "range", "content-type", "cookie", "origin", "expect",
        "x-forwarded-for", "x-forwarded-proto", "mcp-protocol-version", "mcp-session-id",
        "sec-fetch-site",
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
    if kind != 2 and REPORTS in path:
        return urlencode(draw(answers)).encode()
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
    route = draw(strategies.sampled_from(ROUTES) | strategies.sampled_from(READING))
    own = sorted(route.methods - {"HEAD"})
    return {
        "method": draw(strategies.sampled_from(own * 20 + METHODS)),
        "path": PART.sub(lambda _: quoted(draw(texts)), route.path),
        "query": draw(pairs.map(_written) | strategies.binary(max_size=60).map(passed_on)),
        "fields": {**FROM_OUR_PAGE, "content-type": _kind(route.path), **draw(fields)},
        "body": draw(bodies(route.path)),
        "leaves": draw(strategies.integers(0, 9)) == 0,
        "caller": draw(strategies.sampled_from([None, KeyKind.PARTNER, KeyKind.SERVICE])),
    }


def _kind(path: str) -> str:
    if REPORTS in path:
        return "application/x-www-form-urlencoded"
    return "multipart/form-data; boundary=x" if path == PICTURES else "application/json"


def passed_on(raw: bytes) -> bytes:
    """Leave what the parser of HTTP lets through."""
    return bytes(byte for byte in raw if 0x20 < byte < 0x7F and byte != ord("#"))


def quoted(text: str) -> str:
    return quote(text, safe="!$&'()*+,;=:@%") or "x"


def _written(pairs: list[tuple[str, str]]) -> bytes:
    return "&".join(f"{quote(name)}={quote(text)}" for name, text in pairs).encode()


BATCHES = ("/api/v1/sales", "/api/v1/availability", "/api/v1/prices")
"""They answer for each item."""
