"""How soon partners hear of a change: `python -m benchmarks.following [PARTNERS] [CHANGES]`.

All partners wait in one client process, the service runs in another one, and a third edits, as a
command beside a running service does. The time begins before the edit, so it holds the commit too.
"""

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from statistics import quantiles
from time import monotonic

from benchmarks.catalogues import catalogue
from benchmarks.commands import an_empty, sanvat, serving
from benchmarks.figures import Figure, seconds
from shop import catalogue as verbs
from shop import logs
from shop.config import Settings
from shop.models import Variant
from shop.publishing import head
from shop.services import opened
from tests.databases import DATABASES

PRODUCTS = 1_000
PARTNERS, CHANGES = 200, 25
PAUSE = 1.0
SETTLING = 3.0
"""Seconds until all partners wait, and at the end until the last of them was answered."""
BAR = 1
NEXT = re.compile(rb'"next":"([^"]+)"')
LENGTH = re.compile(rb"(?i)content-length: (\d+)")
Heard = list[tuple[int, float]]


def main(partners: int = PARTNERS, changes: int = CHANGES) -> None:
    for kind in DATABASES:
        with _a_copy(kind) as settings:
            waited = asyncio.run(measure(settings, partners, changes))
        for figure in figures(kind, waited):
            print(figure, flush=True)


def figures(kind: str, waited: list[float]) -> Iterator[Figure]:
    cuts = quantiles(waited, n=100)
    for name, value in {"p50": cuts[49], "p95": cuts[94], "max": max(waited)}.items():
        told = f"{kind}: from an edit to {len(waited):,} answers of long polls, {name}"
        yield seconds(told, value, BAR)


@contextmanager
def _a_copy(kind: str) -> Iterator[Settings]:
    """Move a catalogue into an empty one, for it is going to be edited."""
    with an_empty(kind) as settings:
        file = str(settings.data / "moved.tar")
        sanvat(Settings(data=catalogue(PRODUCTS)), "backup", file)
        sanvat(settings, "restore", file)
        yield settings


async def measure(settings: Settings, partners: int, changes: int) -> list[float]:
    """Give the seconds from each edit to each partner's answer; every partner hears of each."""
    logs.configure(Settings(log_level="error"))
    edited = {}
    with serving(settings) as port:
        async with opened(settings):
            rows = await Variant.exclude(price=None).order_by("id").limit(changes)
            seen = await head(afresh=True)
            async with listening(port, f"{seen.epoch}.{seen.serial}", partners) as process:
                for serial, row in enumerate(rows, seen.serial + 1):
                    edited[serial] = monotonic()
                    await verbs.set_price(row.sku, (row.price or 0) + 1000, by="bench")
                    await asyncio.sleep(PAUSE)
                await asyncio.sleep(SETTLING)
                told, _ = await asyncio.to_thread(process.communicate)
    heard: list[Heard] = json.loads(told)
    return [_first(each, serial) - at for each in heard for serial, at in edited.items()]


def _first(heard: Heard, serial: int) -> float:
    """Find when a change was told, perhaps together with later ones; it is an error if never."""
    return next(at for told, at in heard if told >= serial)


@asynccontextmanager
async def listening(port: int, since: str, partners: int) -> AsyncIterator[subprocess.Popen[str]]:
    arguments = ["listen", str(port), since, str(partners)]
    process = subprocess.Popen(  # noqa: ASYNC220 - it only starts here
        [sys.executable, "-m", "benchmarks.following", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    await asyncio.to_thread(process.stdout.readline)
    await asyncio.sleep(SETTLING)
    try:
        yield process
    finally:
        process.kill()


async def listen(port: int, since: str, partners: int) -> None:
    """Be all partners until the input is closed; then tell what each of them heard, and when."""
    heard: list[Heard] = [[] for _ in range(partners)]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(partner(port, since, each)) for each in heard]
        print("listening", flush=True)
        await asyncio.to_thread(sys.stdin.read)
        for task in tasks:
            task.cancel()
    print(json.dumps(heard))


async def partner(port: int, since: str, heard: Heard) -> None:
    """Ask again and again, on one connection, and decode nothing but the cursor."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while True:
        asked = f"GET /api/v1/changes?since={since}&wait=30 HTTP/1.1\r\nHost: localhost\r\n\r\n"
        writer.write(asked.encode())
        told = NEXT.search((await _body(reader))[-200:])
        assert told
        if since != (since := told[1].decode()):
            heard.append((int(since.rpartition(".")[2]), monotonic()))


async def _body(reader: asyncio.StreamReader) -> bytes:
    told = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(told)
    assert length, told
    return await reader.readexactly(int(length[1]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["listen"]:
        asyncio.run(listen(int(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
    else:
        main(*map(int, sys.argv[1:]))
