"""What shoppers feel while partners copy: `python -m benchmarks.copying [PRODUCTS [ROUNDS]]`.

Shoppers ask now and then, as people do; five partners in a process of their own take all that they
are given, and stand still in every second round, so that a noisy machine hits both alike.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from statistics import quantiles
from threading import Event, Thread
from time import perf_counter, sleep
from typing import IO, cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.catalogues import catalogue, sanvat
from benchmarks.figures import Figure
from benchmarks.knocking import Knocker
from benchmarks.serving import served
from shop.api import copying as pieces
from shop.app import create
from shop.queries.listings import MOST_CHANGES

PARTNERS = 5
PRODUCTS, ROUNDS = 100_000, 8
PAGES = 40
"""Of each round; every fourth is a search, the others are products that were not asked for yet."""
THOUGHT = 0.05
"""Seconds between two pages."""
SETTLING = 0.5
BAR, LEAST_SPEED = 2, 0.9
WAYS = ("identity", "gzip", "zstd", "file")
"""How partners copy: by changes in one of the codings, or by a feed file."""
CODING = {"file": "identity"}
FILE = "/feeds/products.jsonl"
CHANGES = "/api/v1/changes?since={since}&limit=1000"
NEXT = re.compile(rb'"next":"([^"]+)"')
Rounds = Callable[[], AbstractContextManager[list[int]]]


def create_with_size() -> Starlette:
    """Make the whole application, and a route that says how large the pieces of a copy are."""
    app = create(with_worker=False)

    async def size(request: Request) -> Response:
        pieces.PIECE = request.path_params["size"]
        return Response()

    app.router.routes.append(Route("/bench/piece/{size:int}", size))
    return app


def main(products: int = PRODUCTS, rounds: int = ROUNDS) -> None:
    for figure in figures(catalogue(products), rounds):
        print(figure, flush=True)


def figures(data: Path, rounds: int = ROUNDS) -> Iterator[Figure]:
    sanvat(data, "feeds")
    with served(data, "benchmarks.copying:create_with_size") as (port, _):
        speed = in_pieces(Knocker(port))
        yield Figure("a copy without shoppers, in pieces / in one, items/s", speed, LEAST_SPEED)
        shopper = Shopper(port)
        for how in WAYS:
            before, meanwhile, rate = beside(shopper, port, how, rounds)
            share = f"{_p95(before):.0f} → {_p95(meanwhile):.0f} ms, {rate:.0f} MB/s"
            name = f"pages' p95, {PARTNERS} copying / none, {how} ({share})"
            yield Figure(name, _p95(meanwhile) / _p95(before), BAR, at_most=True)


def in_pieces(knock: Knocker, rounds: int = 3 * ROUNDS) -> float:
    """Copy some pages in pieces, and the same in one as long ago, in turns."""
    taken: dict[int, list[float]] = {pieces.PIECE: [], MOST_CHANGES: []}
    since = NEXT.search(knock.body(CHANGES.format(since="0"))[-300:])
    assert since
    epoch = since[1].partition(b".")[0].decode()
    for number in range(rounds):
        for size, seconds in taken.items():
            knock.get(f"/bench/piece/{size}")
            path = CHANGES.format(since=f"{epoch}.{1000 * number}")
            knock.get(path)  # from the disk, perhaps
            seconds.append(knock.seconds(path))
    knock.get(f"/bench/piece/{pieces.PIECE}")
    small, whole = (quantiles(seconds, n=4)[0] for seconds in taken.values())
    return whole / small


class Shopper:
    """Asks for another page each time."""

    def __init__(self, port: int) -> None:
        self._knock = Knocker(port)
        body = self._knock.body(CHANGES.format(since="0")).decode()
        self._products = re.findall(r'"url":"(/san-pham/[^"]+)"', body)
        self._asked = 0

    def pages(self) -> list[float]:
        return [self._page() for _ in range(PAGES)]

    def _page(self) -> float:
        sleep(THOUGHT)
        self._asked += 1
        if self._asked % 4 == 0:
            return self._knock.seconds(f"/tim-kiem?q=gao+{self._asked}")
        return self._knock.seconds(self._products[self._asked % len(self._products)])


def beside(
    shopper: Shopper, port: int, how: str, rounds: int
) -> tuple[list[float], list[float], float]:
    """Give the seconds of pages before and while partners copy, and the MB/s that these got."""
    before: list[float] = []
    meanwhile: list[float] = []
    moved, took = 0, 0.0
    with partners(port, how) as copying:
        for _ in range(rounds):
            before += shopper.pages()
            began = perf_counter()
            with copying() as counted:
                sleep(SETTLING)
                meanwhile += shopper.pages()
                took += perf_counter() - began
            moved += sum(counted)
            sleep(SETTLING)
    return before, meanwhile, moved / took / 2**20


@contextmanager
def partners(port: int, how: str) -> Iterator[Rounds]:
    command = [sys.executable, "-m", "benchmarks.copying", "copy", str(port), how]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    told, telling = cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)

    @contextmanager
    def copying() -> Iterator[list[int]]:
        """Have them copy for the length of the block; then it is known how many bytes came."""
        counted: list[int] = []
        print("go", file=told, flush=True)
        yield counted
        print("stop", file=told, flush=True)
        counted.append(int(telling.readline()))

    try:
        yield copying
    finally:
        process.kill()
        process.wait()


def copy(port: int, how: str) -> None:
    """Be the partners: go and stop as told, and tell how many bytes came."""
    going, moved = Event(), [0] * PARTNERS
    for number in range(PARTNERS):
        Thread(target=_partner, args=[port, how, going, moved, number], daemon=True).start()
    while sys.stdin.readline():
        before = sum(moved)
        going.set()
        sys.stdin.readline()
        going.clear()
        print(sum(moved) - before, flush=True)


def _partner(port: int, how: str, going: Event, moved: list[int], number: int) -> None:
    """Copy again and again; a packed page is not unpacked, so its partner begins anew each time."""
    connection, since = HTTPConnection("127.0.0.1", port), "0"
    while going.wait():
        path = FILE if how == "file" else CHANGES.format(since=since)
        try:
            connection.request("GET", path, headers={"Accept-Encoding": CODING.get(how, how)})
            last = _taken(connection.getresponse(), going, moved, number)
        except ConnectionError:  # it was idle between two rounds, and was closed
            connection.close()
            continue
        if found := NEXT.search(last):
            since = found[1].decode() if b'"has_more":true' in last else "0"


def _taken(answer: HTTPResponse, going: Event, moved: list[int], number: int) -> bytes:
    """Take an answer as it comes; give its end."""
    last = b""
    while piece := answer.read(1 << 18):
        moved[number] += len(piece)
        last = (last + piece)[-300:]
        going.wait()
    return last


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1] * 1000


if __name__ == "__main__":
    if sys.argv[1:2] == ["copy"]:
        copy(int(sys.argv[2]), sys.argv[3])
    else:
        main(*map(int, sys.argv[1:]))
