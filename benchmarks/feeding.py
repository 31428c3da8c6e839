"""What building all feed files costs a running service: `python -m benchmarks.feeding [N]`."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from statistics import quantiles
from time import perf_counter, sleep
from typing import Any

import orjson
from psutil import NoSuchProcess, Process
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from benchmarks.catalogues import pictured
from benchmarks.knocking import Knocker
from benchmarks.serving import served
from shop.app import create
from shop.models import FeedFile
from shop.readers import feeds
from shop.services import services

BUILD = "/bench/build"
BETWEEN = 0.01
"""Seconds between two looks whether the service still answers."""


def create_with_build() -> Starlette:
    """Make the whole application, and one route more that builds the feed files anew."""
    app = create(with_worker=False)
    app.router.routes.append(Route(BUILD, build))
    return app


async def build(request: Request) -> JSONResponse:
    settings = services(request).settings
    await FeedFile.all().delete()
    began, cpu = perf_counter(), _cpu()
    assert await feeds.build(settings.data, settings.base_url)
    return JSONResponse(
        {
            "wall": perf_counter() - began,
            "cpu": _cpu() - cpu,
            "digests": dict(await FeedFile.all().values_list("name", "digest")),
        }
    )


def main(products: int = 100_000) -> None:
    with served(pictured(products), "benchmarks.feeding:create_with_build") as (port, pid):
        Knocker(port).body("/api/v1/changes?since=0&limit=1000")
        told, seconds, (grown, beside) = building(port, pid)
    print(f"wall   {told['wall']:8.1f} s   {products / told['wall']:,.0f} products/s")
    print(f"CPU    {told['cpu']:8.1f} s")
    print(f"memory {grown:8.1f} MB more in the service; {beside:.1f} MB in processes beside it")
    print(f"/livez {quantiles(seconds, n=100)[-1] * 1000:8.1f} ms p99 meanwhile, of {len(seconds)}")


def building(port: int, pid: int) -> tuple[dict[str, Any], list[float], tuple[float, float]]:
    """Have the files built; give what the service told, the seconds of /livez, and memory in MB."""
    service = Process(pid)
    knock, seconds, memory, beside_it = Knocker(port), [], [_memory(service)], [0.0]
    with ThreadPoolExecutor(1) as beside:
        told = beside.submit(Knocker(port).body, BUILD)
        while not told.done():
            seconds.append(knock.seconds("/livez"))
            memory.append(_memory(service))
            beside_it.append(sum(map(_memory, service.children())))
            sleep(BETWEEN)
    grown = max(memory) - memory[0]
    return orjson.loads(told.result()), seconds, (grown, max(beside_it))


def _cpu() -> float:
    """Give the seconds that this process has worked, and those it began that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _memory(process: Process) -> float:
    with suppress(NoSuchProcess):
        return process.memory_info().rss / 2**20
    return 0.0


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
