"""Many clients: slow ones without end, with few descriptors; and a thousand that wait."""

import asyncio
import resource
import socket
from contextlib import ExitStack, suppress

import httpx2
import pytest

from tests import databases
from tests.faults.site import Site, site, until

pytestmark = pytest.mark.timeout(600, func_only=True)
CLOSED, EXHAUSTED = "sanvat_connections_closed_total", "sanvat_descriptors_exhausted_total"
TOLD = ("no descriptors left", "connections turned away")
HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
SLOW, PARTNERS = 150, 1000


@pytest.mark.slow
@pytest.mark.on("sqlite")
@pytest.mark.faults("64 descriptors and 150 slow clients")
def test_slow_clients_take_all_descriptors(shown, account):
    with site(shown, before=("prlimit", "--nofile=64:64")) as running:
        with ExitStack() as stack:
            for _ in range(SLOW):
                half = stack.enter_context(socket.create_connection(("127.0.0.1", running.port)))
                half.sendall(HALF)
            answer = asked(running)
            until(lambda: any(map(running.lines, TOLD)))
        seen = running.until(lambda seen: seen.total(CLOSED) + seen.total(EXHAUSTED) >= 1)
        page = running.get("/san-pham/HP-OCOP-0003", follow_redirects=True)
    assert answer in {0, 200, 503}
    assert page.status_code == 200
    told = {name: seen.total(name) for name in (CLOSED, EXHAUSTED)}
    account.saw(*[f"{name} {n:.0f}" for name, n in told.items() if n])
    account.result, account.recovered = f"{answer or 'closed'} meanwhile", "when they go"


def asked(running: Site) -> int:
    with suppress(httpx2.HTTPError):
        return running.get("/livez", 5).status_code
    return 0


@pytest.mark.slow
@pytest.mark.on(*databases.DATABASES)
@pytest.mark.faults("1,000 waiting partners")
def test_a_thousand_wait(shown, account):
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, most), most))
    with site(shown, SANVAT_WAITING_PER_READER="0") as running:
        head = running.get("/api/v1/changes?since=0&limit=1000").json()["next"]
        statuses, connected = asyncio.run(waited(running, f"/api/v1/changes?since={head}&wait=30"))
    assert statuses == [200] * PARTNERS
    assert connected >= PARTNERS
    account.result, account.lost = f"200×{PARTNERS}", "–"
    account.saw(f"sanvat_connections {connected:.0f}")


async def waited(running: Site, path: str) -> tuple[list[int], float]:
    """Let all wait, change a price when they do, and read what they are answered."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    async with asyncio.TaskGroup() as group:
        asking = [group.create_task(_ask(running.port, request)) for _ in range(PARTNERS)]
        counted = await asyncio.to_thread(
            running.until, lambda seen: seen.total("sanvat_connections") >= PARTNERS
        )
        done = await asyncio.to_thread(
            running.sanvat, "product", "price", "HP-OCOP-0001-1", "77000"
        )
        assert done.returncode == 0, done.stderr
    return [task.result() for task in asking], counted.total("sanvat_connections")


async def _ask(port: int, request: bytes) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    await reader.read()
    writer.close()
    return int(head.split()[1])
