"""What building all feed files costs a running service: `python -m benchmarks.feeding [PRODUCTS]`."""

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time, sleep

import orjson
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
    before, began, cpu = _forget_peak(), perf_counter(), process_time()
    assert await feeds.build(settings.data, settings.base_url)
    return JSONResponse(
        {
            "wall": perf_counter() - began,
            "cpu": process_time() - cpu,
            "grown": _memory("VmHWM") - before,
            "digests": dict(await FeedFile.all().values_list("name", "digest")),
        }
    )


def main(products: int = 100_000) -> None:
    with served(pictured(products), "benchmarks.feeding:create_with_build") as (port, _):
        Knocker(port).body("/api/v1/changes?since=0&limit=1000")
        told, seconds = _building(port)
    print(f"wall   {told['wall']:8.1f} s   {products / told['wall']:,.0f} products/s")
    print(f"CPU    {told['cpu']:8.1f} s")
    print(f"memory {told['grown']:8.1f} MB above what the service held")
    print(f"/livez {quantiles(seconds, n=100)[-1] * 1000:8.1f} ms p99 meanwhile, of {len(seconds)}")


def _building(port: int) -> tuple[dict[str, float], list[float]]:
    knock, seconds = Knocker(port), []
    with ThreadPoolExecutor(1) as beside:
        building = beside.submit(Knocker(port).body, BUILD)
        while not building.done():
            seconds.append(knock.seconds("/livez"))
            sleep(BETWEEN)
    return orjson.loads(building.result()), seconds


def _forget_peak() -> float:
    """Begin to measure the peak anew (proc(5), clear_refs); give what is resident now."""
    Path("/proc/self/clear_refs").write_text("5")
    return _memory("VmRSS")


def _memory(line: str) -> float:
    """Give a figure of this process in MB."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"{line}:\s+(\d+)", status)[1]) / 1024


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
