"""Measures what the README claims, and says for each figure whether it is reached: `make bench`."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from benchmarks.catalogues import catalogue
from benchmarks.cold import share_of_template
from benchmarks.copying import figures as beside_copies
from benchmarks.figures import Figure
from benchmarks.growing import growth
from benchmarks.keeping import figures as kept_up
from benchmarks.knocking import Knocker
from benchmarks.pictures import costs
from benchmarks.sealing import figures as sealed
from benchmarks.searching import figures as searched
from benchmarks.serving import resident, served
from benchmarks.uploading import burden

ROUNDS = 7
REQUESTS = 300
PAGES = 200
DELTA = 10


def main() -> None:
    small, middle, large = catalogue(1_000), catalogue(10_000), catalogue(100_000)
    for figure in (*pages(small), *searching(middle), *copying(large)):
        print(figure, flush=True)
    for figure in (*searched(10_000, 15), *searched(100_000, 40)):
        print(figure, flush=True)
    for figure in (*publishing(small, large), *catching_up(small, large)):
        print(figure, flush=True)
    for figure in (*growth(), *beside_copies(large), *kept_up(), *sealed(), *picturing()):
        print(figure, flush=True)


def pages(data: Path) -> Iterator[Figure]:
    with served(data) as (port, _):
        knock = Knocker(port)
        codes = _codes(knock)
        address = _address(knock, codes[0])
        size, etag = len(knock.body(address)), _etag(knock, address)
        constant = f"/bench/constant/{size}"
        warm, same, plain = _interleaved(
            lambda: knock.seconds(address),
            lambda: knock.seconds(address, f"If-None-Match: {etag}"),
            lambda: knock.seconds(constant),
        )
        yield Figure(
            f"product page, warm ({size:,} bytes) / a constant of its size", plain / warm, 0.9
        )
        yield Figure("304 of it / that constant", plain / same, 1.2)
        addresses = [_address(knock, code) for code in codes[1 : PAGES + 1]]
    share = share_of_template(data, addresses)
    yield Figure("product page, cold / rendering its template alone", share, 0.4)


def searching(data: Path) -> Iterator[Figure]:
    with served(data) as (port, _):
        knock = Knocker(port)
        knock.get("/tim-kiem?q=gao")
        searched = [knock.seconds(f"/tim-kiem?{asked}") for asked in _searches(knock)]
        knock.get("/goi-y?q=gao")  # makes the names ready
        suggested = [knock.seconds(f"/goi-y?{asked}") for asked in _searches(knock)]
    page, box = (quantiles(taken, n=20)[-1] * 1000 for taken in (searched, suggested))
    yield Figure(
        "search page at 10,000 products, p95, all cold", page, 50, at_most=True, unit=" ms"
    )
    yield Figure("suggestions from as many, p95", box, 10, at_most=True, unit=" ms")


def copying(data: Path) -> Iterator[Figure]:
    with served(data) as (port, pid):
        knock = Knocker(port)
        knock.get("/api/v1/changes?since=0&limit=1000")
        before = resident(pid)
        items, seconds = _copy(knock)
        grown = resident(pid) - before
    yield Figure(f"full copy by `changes` of {items:,}", items / seconds, 15_000, unit=" items/s")
    yield Figure("memory it adds to the server", grown, 50, at_most=True, unit=" MB")


def publishing(small: Path, large: Path) -> Iterator[Figure]:
    little, much = _interleaved(lambda: _edit(small), lambda: _edit(large), rounds=3, requests=1)
    name = f"cost of an edit ({little * 1000:.1f} ms at 1,000), 100,000 / 1,000 products"
    yield Figure(name, much / little, 1.5, at_most=True)


def catching_up(small: Path, large: Path) -> Iterator[Figure]:
    """What a delta costs depends on what is new, not on what there is."""
    with served(small) as (few, _), served(large) as (many, _):
        asked = [_delta(Knocker(port)) for port in (few, many)]
        little, much = _interleaved(*asked)
    name = f"a delta of {DELTA} changes ({little * 1000:.1f} ms at 1,000), 100,000 / 1,000 products"
    yield Figure(name, much / little, 1.3, at_most=True)


def picturing() -> Iterator[Figure]:
    share, gain = costs()
    yield Figure("a 12-megapixel photo in the workshop / in process", share, 1.25, at_most=True)
    yield Figure("two photos at a time / one after the other, photos per second", gain, 1.7)
    p99, _, grown = burden()
    yield Figure("/livez during 20 uploads of 12 MP, p99", p99, 100, at_most=True, unit=" ms")
    yield Figure("growth of the server during them", grown, 160, at_most=True, unit=" MB")


def _interleaved(
    *measures: Callable[[], float], rounds: int = ROUNDS, requests: int = REQUESTS
) -> list[float]:
    """Measure in turns, so that a noisy moment hits all alike; give the median of each."""
    taken: list[list[float]] = [[] for _ in measures]
    for _ in range(rounds):
        for measure, seconds in zip(measures, taken, strict=True):
            seconds += [measure() for _ in range(requests)]
    return [median(seconds) for seconds in taken]


def _edit(data: Path) -> float:
    command = [sys.executable, "-m", "benchmarks.publishing", str(data)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _delta(knock: Knocker) -> Callable[[], float]:
    """Ask for the last changes there were."""
    epoch, _, serial = _head_of(knock).rpartition(".")
    address = f"/api/v1/changes?since={epoch}.{int(serial) - DELTA}"
    assert knock.body(address).count(b'"op":') == DELTA
    return lambda: knock.seconds(address)


def _head_of(knock: Knocker) -> str:
    found = re.search(rb'"head":"([^"]+)"', knock.body("/api/v1/changes?limit=1"))
    assert found
    return found[1].decode()


def _copy(knock: Knocker) -> tuple[int, float]:
    items, since, more, began = 0, b"0", True, perf_counter()
    while more:
        body = knock.body(f"/api/v1/changes?since={since.decode()}&limit=1000")
        items += body.count(b'"op":"')
        found = re.search(rb'"next":"([^"]+)","has_more":(\w+)', body[-200:])
        assert found
        since, more = found[1], found[2] == b"true"
    return items, perf_counter() - began


def _codes(knock: Knocker) -> list[str]:
    body = knock.body("/api/v1/changes?since=0&limit=300").decode()
    return re.findall(r'"code":"(HP-(?:NS|OCOP)-\d+)","op":"upsert"', body)


def _address(knock: Knocker, code: str) -> str:
    found = re.search(r'"url":"([^"]+)"', knock.body(f"/api/v1/listings/{code}").decode())
    assert found
    return found[1]


def _etag(knock: Knocker, address: str) -> str:
    _, head = knock.get(address)
    found = re.search(rb"(?i)\r\netag: ([^\r]+)", head)
    assert found
    return found[1].decode()


def _searches(knock: Knocker) -> list[str]:
    """Ask with what people type: words of names, whole and cut, with and without filters."""
    body = knock.body("/api/v1/search?limit=100&sort=name&offset=4000").decode()
    names = re.findall(r'"name":\{"vi":"([^"]+)"', body)
    asked = []
    for n, name in enumerate(names):
        words = name.split()
        text = "+".join(words[: 1 + n % 4])
        asked += [f"q={text}", f"q={text[:-1]}&loai=nong-san", f"q={text}&mua=nay&sap-xep=gia-tang"]
    return [_encoded(one) for one in asked]


def _encoded(query: str) -> str:
    return "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in query)


if __name__ == "__main__":
    main()
