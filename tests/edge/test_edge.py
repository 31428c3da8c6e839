"""Headers, guards, limits, keys and health: what holds for every answer."""

import httpx2
import pytest
from starlette.routing import Route

from shop.app import create, routes
from shop.config import Settings
from shop.errors import SetupError
from shop.http.headers import content_security_policy
from shop.models import ApiKey, Partner
from shop.partners import keys
from shop.web.files.assets import style
from shop.web.routes import personal_routes
from tests.conftest import front_door, services_of

POLICY = content_security_policy(style())
PATHS = [
    "/livez", "/api/v1/search", "/api/v1/nothing", "/nothing", "/api/v1/changes?since=x",
    "/api/v1/search?limit=x", "/media/x", "/openapi.json",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
async def test_every_answer_carries_the_security_headers(client, path, method):
    answer = await client.request(method, path)

    assert answer.status_code < 500
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert answer.headers["referrer-policy"] == "same-origin"


async def test_https_is_insisted_on_where_the_address_is_https(settings):
    secure = settings.model_copy(update={"base_url": "https://sanvat.example.vn"})

    async with front_door(secure) as door:
        answer = await door.get("/livez")

    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize(
    "headers",
    [
        [("host", "a"), ("host", "b")],
        [("host", "a"), ("transfer-encoding", "identity, chunked")],
        [("host", "a"), ("transfer-encoding", "chunked"), ("content-length", "5")],
        [("host", "a"), ("content-length", "5"), ("content-length", "6")],
    ],
)
async def test_what_two_servers_could_read_differently_is_refused(settings, headers):
    app = create(settings, with_worker=False)
    raw = [(name.encode(), value.encode()) for name, value in headers]
    sent = []

    async def send(message) -> None:
        sent.append(message)

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http", "method": "GET", "path": "/livez", "raw_path": b"/livez", "headers": raw,
        "query_string": b"", "http_version": "1.1", "scheme": "http", "server": ("a", 80),
        "client": ("127.0.0.1", 1), "root_path": "",
    }  # fmt: skip
    await app(scope, receive, send)

    assert sent[0]["status"] == 400
    assert (b"connection", b"close") in sent[0]["headers"]


async def test_an_answer_is_compressed_and_its_etag_says_so(shop):
    plain = await shop.get("/api/v1/listings/HP-OCOP-0026")
    small = await shop.get("/api/v1/listings/HP-OCOP-0026", headers={"Accept-Encoding": "gzip"})

    assert small.headers["content-encoding"] == "gzip"
    assert small.headers["etag"] == plain.headers["etag"][:-1] + ';gzip"'
    assert small.json() == plain.json()
    again = await shop.get(
        "/api/v1/listings/HP-OCOP-0026",
        headers={"If-None-Match": small.headers["etag"], "Accept-Encoding": "gzip"},
    )
    assert (again.status_code, again.headers["etag"]) == (304, small.headers["etag"])
    assert again.headers["vary"] == "Accept-Encoding"


async def test_a_reader_without_a_key_has_a_share_and_a_partner_its_own(settings):
    tight = settings.model_copy(update={"rate_per_address": 2, "rate_per_key": 3})
    async with front_door(tight) as door:
        key = {"Authorization": f"Bearer {await keys.add_partner('Chợ Việt', by='test')}"}

        statuses = [(await door.get("/api/v1/manifest")).status_code for _ in range(3)]
        with_key = [(await door.get("/api/v1/manifest", headers=key)).status_code for _ in range(4)]
        refused = await door.get("/api/v1/manifest")

    assert statuses == [200, 200, 429]
    assert with_key == [200, 200, 200, 429]
    assert refused.headers["retry-after"] == "60"
    assert refused.json()["title"] == "Too Many Requests"


async def test_a_wrong_key_is_refused_and_a_right_one_is_kept_only_as_a_digest(client):
    key = await keys.add_partner("Chợ Việt", by="test")

    good = await client.get("/api/v1/manifest", headers={"Authorization": f"Bearer {key}"})
    wrong = await client.get("/api/v1/manifest", headers={"Authorization": f"Bearer {key}x"})
    odd = await client.get("/api/v1/manifest", headers={"Authorization": "Basic abc"})

    assert [good.status_code, wrong.status_code, odd.status_code] == [200, 401, 401]
    assert wrong.headers["www-authenticate"] == "Bearer"
    [row] = await ApiKey.all().values()
    assert key not in str(row)
    assert row["last4"] == key[-4:]


async def test_an_expired_or_revoked_key_is_refused_at_once(client, stopped_clock):
    key = {"Authorization": f"Bearer {await keys.add_partner('Chợ Việt', by='test')}"}

    await ApiKey.all().update(revoked_at=stopped_clock)

    assert (await client.get("/api/v1/manifest", headers=key)).status_code == 401


async def test_a_partner_s_name_is_taken_once(client):
    await keys.add_partner("Chợ Việt", by="test")

    with pytest.raises(keys.InvalidError, match="already"):
        await keys.add_partner(" Chợ Việt ", by="test")

    assert await Partner.all().count() == 1


async def test_readyz_tells_where_the_catalogue_and_its_index_are(shop):
    answer = await shop.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "database": "ok",
        "head": 429,
        "index": 429,
        "index_trouble": None,
        "clock_trouble": None,
        "duties": {"worker": "no worker has run yet"},
        "feeds_withheld": [],
        "build": services_of(shop).build,
    }


async def test_metrics_count_requests_by_route_and_not_by_address(client):
    await client.get("/api/v1/listings/HP-NS-0001")
    await client.get("/api/v1/listings/HP-NS-0002")

    text = (await client.get("/metrics")).text

    assert 'route="/api/v1/listings/{code}",status="404"' in text
    assert "HP-NS-0001" not in text
    assert "sanvat_head_serial 0.0" in text


@pytest.mark.parametrize(
    "path", ["/api/v1/listings/%00", "/api/v1/search?q=%00", "/%ff", "/en/%ff"]
)
async def test_odd_bytes_never_fail(client, path):
    assert (await client.get(path)).status_code in {200, 400, 404}


def test_routes_answer_get_only_except_those_that_take_something():
    others = {
        route.path
        for route in routes()
        if isinstance(route, Route) and not route.methods <= {"GET", "HEAD"}
        if route.path not in {one.path for one in personal_routes()}  # tests/access/table.py
    }

    assert others == {
        "/dang-tim",
        "/en/dang-tim",
        "/bao-loi/{code:code}",
        "/en/bao-loi/{code:code}",
        "/goi/{code:code}",
        "/api/v1/pictures",
        "/api/v1/checkpoint",
        "/api/v1/keys",
        "/api/v1/keys/{key}",
        "/api/v1/sales",
        "/ucp/v1/catalog/search",
        "/ucp/v1/catalog/lookup",
        "/ucp/v1/catalog/product",
        "/ucp/v2/catalog/search",
        "/ucp/v2/catalog/lookup",
        "/ucp/v2/catalog/product",
        "/mcp",
        "/mcp/v2",
        "/api/v1/webhooks",
        "/api/v1/webhooks/{id}",
        "/api/v1/webhooks/{id}/enable",
        "/api/v1/webhooks/{id}/replay",
        "/api/v1/webhooks/{id}/rotate",
        "/api/v1/webhooks/{id}/test",
        "/api/v1/channels/{channel}",
        "/api/v1/availability",
        "/api/v1/prices",
    }


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SANVAT_DATABSE_URL", "x", "Unknown setting SANVAT_DATABSE_URL"),
        ("SANVAT_BASE_URL", "sanvat.vn", "SANVAT_BASE_URL: “sanvat.vn” must be an origin"),
        ("SANVAT_DATABASE_URL", "mysql://x", "must begin with postgres:// or sqlite://"),
        ("SANVAT_LOG_FORMAT", "xml", "SANVAT_LOG_FORMAT"),
        ("SANVAT_RATE_PER_KEY", "-1", "SANVAT_RATE_PER_KEY"),
        ("SANVAT_WEBHOOK_NETWORKS", "10.0.0.1/8", "has host bits set"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_at_the_start(monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)

    with pytest.raises(SetupError) as refusal:
        Settings.from_environment()

    assert said in str(refusal.value)


async def test_the_long_poll_answers_as_soon_as_something_changes(shop):
    import asyncio

    from shop import catalogue

    head = (await shop.get("/api/v1/manifest")).json()["head"]
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(shop.get(f"/api/v1/changes?since={head}&wait=30"))
        await asyncio.sleep(0)
        await catalogue.withdraw("HP-OCOP-0026", by="test")
        answer: httpx2.Response = await waiting

    assert [item["code"] for item in answer.json()["items"]] == ["HP-OCOP-0026"]


@pytest.mark.parametrize("path", ["/api/v1/search", "/tim-kiem?q=gao"])
async def test_a_failure_tells_its_number_and_nothing_else(shop, monkeypatch, path):
    async def fail(_) -> None:
        raise RuntimeError("secret of the engine")

    monkeypatch.setattr(type(services_of(shop).engine), "search", lambda *_: fail(_))
    answer = await shop.get(path)

    assert answer.status_code == 500
    assert answer.headers["content-security-policy"] == POLICY
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
