"""How long a catalogue is away while it is restored: `python -m benchmarks.restoring [PRODUCTS]`.

It is backed up, restored into an empty catalogue of each kind, and served: that ends with the first
200 of /readyz. Until the worker has filled a new index search is plainer; that is told as well.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from time import monotonic, sleep
from urllib.request import urlopen

from benchmarks.catalogues import catalogue
from benchmarks.commands import an_empty, sanvat, serving
from benchmarks.figures import Figure, seconds
from shop.config import Settings
from tests.databases import DATABASES

PRODUCTS = 10_000
BAR = 60
"""Seconds."""


def main(products: int = PRODUCTS) -> None:
    for kind in DATABASES:
        with ExitStack() as held:
            source = Settings(data=catalogue(products))
            target = held.enter_context(an_empty(kind))
            if kind == "postgres":  # whose own backup is to be measured: moved there first
                source = _moved(source, held.enter_context(an_empty(kind)))
            for figure in restored(source, target, kind):
                print(figure, flush=True)


def restored(source: Settings, target: Settings, kind: str) -> Iterator[Figure]:
    file = str(target.data / "backup.tar")
    backup = sanvat(source, "backup", file)
    restore = sanvat(target, "restore", file)
    began = monotonic()
    with serving(target) as port:
        ready = monotonic() - began
        indexed = _until_indexed(port) - began
    yield seconds(f"{kind}: backup", backup, BAR)
    yield seconds(f"{kind}: restore", restore, BAR)
    yield seconds(f"{kind}: start to /readyz 200", ready, BAR)
    yield seconds(f"{kind}: all three, the catalogue is back", backup + restore + ready, BAR)
    yield seconds(f"{kind}: restore and start until search has its index", restore + indexed, BAR)


def _moved(source: Settings, there: Settings) -> Settings:
    file = str(there.data / "moved.tar")
    sanvat(source, "backup", file)
    sanvat(there, "restore", file)
    return there


def _until_indexed(port: int) -> float:
    """Give the moment at which the index stands at the head."""
    while True:
        with urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            told = json.load(answer)
        if told["index"] == told["head"]:
            return monotonic()
        sleep(0.1)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
