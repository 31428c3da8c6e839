"""From a publish's commit to the first attempt at each webhook: `python -m benchmarks.pushing`.

A real server with its worker, 20 receivers that speak TLS, and prices set from another process at
uneven moments, some of them in bursts.
"""

import asyncio
import os
import random
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from ipaddress import ip_address
from pathlib import Path
from statistics import median, quantiles
from time import monotonic

import orjson
import trustme
from starlette.applications import Starlette

from benchmarks.catalogues import catalogue, environment
from benchmarks.serving import _wait
from shop import catalogue as verbs
from shop import logs
from shop.app import create
from shop.config import Settings
from shop.http.outbound import Outbound
from shop.models import Partner, Variant
from shop.partners import keys, webhooks
from shop.publishing import head
from shop.services import opened

RECEIVERS = 20
PUBLISHES = 40
BAR = 5.0
HOST, HERE = "receiver.example.vn", "127.0.0.3"


def asking_here(authority: str, port: int) -> Outbound:
    """Ask as in service, but of our own receivers."""

    async def resolve(_: str) -> list:
        return [ip_address(HERE)]

    trust = ssl.create_default_context(cafile=authority)
    return Outbound(resolve, lambda _: True, frozenset({port}), lambda: trust, 15.0)


def create_asking_here() -> Starlette:
    authority, port = os.environ["BENCH_AUTHORITY"], int(os.environ["BENCH_PORT"])
    return create(with_worker=True, outbound=asking_here(authority, port))


class Receivers:
    """One server for all addresses: when each first heard of which serial."""

    def __init__(self) -> None:
        self.heard: dict[str, list[tuple[int, float]]] = {f"/{n}": [] for n in range(RECEIVERS)}

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        at, path = monotonic(), request.split()[1]
        length = request.lower().partition("content-length: ")[2].split()[0]
        body = orjson.loads(await reader.readexactly(int(length)))
        self.heard[path].append((int(body["data"]["head"].rpartition(".")[2]), at))
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        writer.close()

    def seconds_after(self, serial: int, committed: float) -> list[float]:
        """Give for each receiver how long after a commit it first heard of it."""
        return [
            min(at for told, at in heard if told >= serial) - committed
            for heard in self.heard.values()
        ]

    def all_know(self, serial: int) -> bool:
        return all(heard and heard[-1][0] >= serial for heard in self.heard.values())


@asynccontextmanager
async def receiving(authority: trustme.CA, port: int) -> AsyncIterator[Receivers]:
    context, receivers = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), Receivers()
    authority.issue_cert(HOST).configure_cert(context)
    server = await asyncio.start_server(receivers.answer, HERE, port, ssl=context)
    yield receivers
    server.close()


async def measure(data: Path) -> list[float]:
    authority, port, pem = trustme.CA(), free_port(HERE), data / "authority.pem"
    authority.cert_pem.write_to_path(str(pem))
    outbound = asking_here(str(pem), port)
    logs.configure(Settings(log_level="error"))
    async with opened(Settings(data=data), outbound), receiving(authority, port) as receivers:
        await subscribe_all(outbound, port)
        with served(data, BENCH_AUTHORITY=str(pem), BENCH_PORT=str(port)):
            await until_all_know(receivers, (await head(afresh=True)).serial)
            committed = await publish()
            await until_all_know(receivers, max(committed))
    return [
        seconds
        for serial, at in committed.items()
        for seconds in receivers.seconds_after(serial, at)
    ]


async def subscribe_all(outbound: Outbound, port: int) -> None:
    for n in range(RECEIVERS):
        if n % webhooks.MOST_WEBHOOKS == 0:
            await keys.add_partner(f"partner {n}", by="bench")
        partner = await Partner.all().order_by("-id").first()
        url = f"https://{HOST}:{port}/{n}"
        await webhooks.subscribe(partner.id, url, by="bench", outbound=outbound)


async def publish() -> dict[int, float]:
    """Set prices; give serial → the moment its commit was over."""
    chance, committed = random.Random(1), {}  # noqa: S311 - the same gaps each time
    packs = await Variant.all().order_by("id").limit(PUBLISHES).values("sku", "price")
    for pack in packs:
        await verbs.set_price(pack["sku"], pack["price"] + 1000, by="bench")
        committed[(await head(afresh=True)).serial] = monotonic()
        await asyncio.sleep(chance.choice([0.05, 0.5, 1.5, 3.0, 6.0]))
    return committed


async def until_all_know(receivers: Receivers, serial: int) -> None:
    async with asyncio.timeout(60):
        while not receivers.all_know(serial):  # noqa: ASYNC110 - a server in another process
            await asyncio.sleep(0.05)


@contextmanager
def served(data: Path, **more: str) -> Iterator[None]:
    """Serve a catalogue with its worker, in a process of its own."""
    port = free_port("127.0.0.1")
    target = ["--factory", "benchmarks.pushing:create_asking_here", "--port", str(port)]
    command = [sys.executable, "-m", "uvicorn", *target, "--log-level", "error"]
    process = subprocess.Popen(command, env={**environment(data), **more})
    try:
        _wait(port)
        yield
    finally:
        process.terminate()
        process.wait()


def free_port(host: str) -> int:
    with socket.socket() as free:
        free.bind((host, 0))
        return int(free.getsockname()[1])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(catalogue(1_000), data)
        seconds = asyncio.run(measure(data))
    p95 = quantiles(seconds, n=20)[-1]
    print(f"{len(seconds)} first attempts: median {median(seconds):.2f} s,", end=" ")
    print(f"p95 {p95:.2f} s (≤ {BAR:g}), longest {max(seconds):.2f} s")
    sys.exit(p95 > BAR)


if __name__ == "__main__":
    main()
