"""What keeping feed files up takes while edits come in: `python -m benchmarks.keeping [PRODUCTS]`.

A service of one process on a catalogue of its own, an edit every five seconds, from the end of one
build to the end of the next: the processor time of all that builds, and how long the files lay
behind at most. That takes minutes, for the larger a catalogue is the longer its files stand.
"""

import asyncio
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from psutil import NoSuchProcess, Process

from benchmarks.catalogues import catalogue
from benchmarks.figures import Figure, seconds
from benchmarks.serving import served
from shop import catalogue as verbs
from shop import logs
from shop.config import Settings
from shop.models import FeedFile, Variant
from shop.publishing import head
from shop.services import opened

PRODUCTS = 100_000
WHOLE = "shop.app:create"
EDITS_EVERY, LOOKS_EVERY = 5.0, 0.5
MOST_SHARE, MOST_BEHIND = 0.15, 600
PATIENCE = 1800.0


def main(products: int = PRODUCTS) -> None:
    for figure in figures(products):
        print(figure, flush=True)


def figures(products: int = PRODUCTS) -> Iterator[Figure]:
    with TemporaryDirectory(dir="var") as folder:
        data = Path(folder) / "data"
        shutil.copytree(catalogue(products), data)
        with served(data, WHOLE) as (_, pid):
            watch = Watch(Process(pid))
            asyncio.run(_edit(Settings(data=data, log_level="error"), watch))
    name = f"feeds of {products:,}, an edit every 5 s for {watch.lasted:.0f} s: share of a core"
    yield Figure(name, watch.share, MOST_SHARE, at_most=True)
    yield seconds("the longest that a file lay behind meanwhile", watch.behind, MOST_BEHIND)


class Watch:
    """Watches the processes that build, and the files."""

    def __init__(self, service: Process) -> None:
        self._service = service
        self._used: dict[int, float] = {}
        """Processor time of each process that was seen building, or cutting out."""
        self._built: dict[datetime, tuple[float, float]] = {}
        """When each build was seen to have ended, and what had been used till then."""
        self.edits: dict[int, float] = {}
        self.behind = 0.0

    @property
    def is_over(self) -> bool:
        return len(self._built) > 1

    @property
    def lasted(self) -> float:
        (began, _), (ended, _) = self._built.values()
        return ended - began

    @property
    def share(self) -> float:
        (_, before), (_, after) = self._built.values()
        return (after - before) / self.lasted

    def look(self) -> None:
        for child in self._service.children():
            with suppress(NoSuchProcess):
                if "shop.readers.feeds" in child.cmdline():
                    for one in (child, *child.children()):
                        self._look_at(one)

    def _look_at(self, process: Process) -> None:
        with suppress(NoSuchProcess):
            times = process.cpu_times()
            self._used[process.pid] = times.user + times.system

    def look_at_files(self, rows: list[FeedFile]) -> None:
        """Find the first edit that some file lacks, and whether a build has ended."""
        for at in {row.considered_at for row in rows} - self._built.keys():
            self._built[at] = monotonic(), sum(self._used.values())
        known = min((row.serial for row in rows), default=0)
        missing = [at for serial, at in self.edits.items() if serial > known]
        self.behind = max(self.behind, monotonic() - min(missing)) if missing else self.behind


async def _edit(settings: Settings, watch: Watch) -> None:
    logs.configure(settings)
    began = edited = monotonic()
    async with opened(settings):
        rows = await Variant.exclude(price=None).order_by("sku").limit(1000)
        while not watch.is_over and monotonic() - began < PATIENCE:
            watch.look()
            watch.look_at_files(await FeedFile.all())
            if monotonic() - edited >= EDITS_EVERY:
                edited = monotonic()
                row = rows[len(watch.edits) * 37 % len(rows)]
                await verbs.set_price(row.sku, (row.price or 0) + 1000, by="bench")
                watch.edits[(await head(afresh=True)).serial] = monotonic()
            await asyncio.sleep(LOOKS_EVERY)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
