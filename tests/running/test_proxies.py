"""nginx and Caddy as the examples set them up: what they hide, pass on, hold up and replace."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic

import httpx2
import pytest

from shop.partners import keys
from shop.services import opened
from tests.running.proxies import Caddy, Nginx, before

PROXIES = [Nginx, Caddy]
RATE = 30
MIB = 1 << 20
pytestmark = [pytest.mark.on("postgres"), pytest.mark.timeout(900)]


@pytest.fixture(params=PROXIES, ids=lambda kind: kind.name)
def kind(request):
    return request.param


async def test_a_proxy_hides_what_is_ours_and_passes_the_rest_as_it_is(kind, settings, tmp_path):
    async with opened(settings):
        key = await keys.add_partner("Ảnh", by="test", kind="service")
    limited = {"SANVAT_RATE_PER_ADDRESS": str(RATE)}

    with before(kind, settings, tmp_path, **limited) as (proxy, _), proxy.client() as client:
        assert client.get("/livez").text == "ok\n"
        hides_our_own_addresses(client)
        keeps_compression_and_etags(client)
        passes_the_public_name(client, proxy)
        leads_plain_http_to_tls(proxy)
        waits_with_partners(client)
        takes_large_uploads(client, key)
        believes_no_client_about_its_address(proxy)


def hides_our_own_addresses(client):
    for path in ("/metrics", "/readyz", "//metrics", "/%6detrics", "/en/../metrics"):
        answer = client.get(f"{client.base_url}".rstrip("/") + path)
        assert answer.status_code == 404, path
        assert "sanvat_" not in answer.text
        assert '"database"' not in answer.text


def keeps_compression_and_etags(client):
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/", headers={"Accept-Encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    etag = {"If-None-Match": packed.headers["etag"], "Accept-Encoding": "gzip"}
    assert client.get("/", headers=etag).status_code == 304
    assert packed.headers["strict-transport-security"].startswith("max-age=31536000")


def passes_the_public_name(client, proxy):
    """`/mcp` answers under the public name only (docs/operating.md)."""
    asked = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    headers = {"Accept": "application/json, text/event-stream"}

    assert client.post("/mcp", json=asked, headers=headers).status_code == 200


def leads_plain_http_to_tls(proxy):
    answer = httpx2.get(f"http://localhost:{proxy.plain}/tim-kiem?q=gạo", follow_redirects=False)

    assert answer.status_code == 308
    assert answer.headers["location"].startswith("https://localhost")
    assert answer.headers["location"].endswith("/tim-kiem?q=g%E1%BA%A1o")


def waits_with_partners(client):
    head = client.get("/api/v1/changes?since=0&limit=1").json()
    began = monotonic()

    answer = client.get(f"/api/v1/changes?since={head['head']}&wait=3")

    assert (answer.status_code, answer.json()["items"]) == (200, [])
    assert monotonic() - began >= 3


def takes_large_uploads(client, key):
    """Our own refusal comes back: the proxy has passed all of it on."""
    files = [("picture", (f"{n}.jpg", bytes(14 * MIB))) for n in range(4)]

    answer = client.post(
        "/api/v1/pictures", files=files, headers={"Authorization": f"Bearer {key}"}
    )

    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")


def believes_no_client_about_its_address(proxy):
    """Else a limit would be that of whichever address a client makes up."""
    with proxy.client("127.0.0.7") as one, proxy.client("127.0.0.8") as other:
        said = [
            one.get("/api/v1/manifest", headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code
            for n in range(2 * RATE + 2)
        ]

        assert set(said) == {200, 429}
        assert other.get("/api/v1/manifest").status_code == 200


async def test_no_request_fails_while_one_of_two_is_replaced_and_then_the_other(
    kind, settings, tmp_path
):
    how = {"SANVAT_RATE_PER_ADDRESS": "0", "SANVAT_DRAIN_SECONDS": "4" if kind is Caddy else "0"}

    with before(kind, settings, tmp_path, **how) as (proxy, webs):
        done = Event()
        with ThreadPoolExecutor() as pool:
            asking = [pool.submit(ask_on, proxy, done) for _ in range(3)]
            try:
                for web in webs:
                    proxy.replace(web)
            finally:
                done.set()
            told = [status for one in asking for status in one.result()]

    assert set(told) == {200}
    assert len(told) > 50


def ask_on(proxy, done: Event) -> list[int | str]:
    """Read and write until told to stop, over a connection for each request; give what came."""
    told: list[int | str] = []
    headers = {"Accept": "application/json, text/event-stream"}
    while not done.is_set():
        with proxy.client() as client:
            try:
                told.append(client.get("/tim-kiem?q=nước mắm").status_code)
            except httpx2.TransportError as failed:
                told.append(repr(failed))
        with proxy.client() as client:
            try:
                asked = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
                told.append(client.post("/mcp", json=asked, headers=headers).status_code)
            except httpx2.TransportError as failed:
                told.append(repr(failed))
    return told
