"""The soak: writers write, servers and mirrors are killed, and in the end every copy is right.

`make test` runs a short one and `make soak` a long one, with this same code.
"""

import asyncio
import random
import socket
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import httpx2

from shop import clock, publishing
from shop.config import Settings
from shop.database import connected
from shop.models import Listing, ToPublish
from shop.publishing.head import forget
from tests import processes
from tests.cursors import place
from tests.mirror.copies import copied, shown
from tests.mirror.test_killed import PROGRAM
from tests.publishing.truth import drift, record_serials, recorded_serials
from tests.serving import environment
from tests.soak.reading import NaivePartner, Partner
from tests.soak.writing import COMMIT, REFUSED, ROLLBACK

WRITERS = 16
PATIENCE = 120.0
"""Seconds until a server answers, and until copies have caught up when no writer is left."""


@dataclass(frozen=True)
class Plan:
    seed: int
    server_kills: int
    mirrors: int = 3
    partners: int = 2
    processes: int = 4
    """Of the writers."""
    longest_life: float = 1.0
    """Seconds after which a server that answers is killed, at most."""
    rest: float = 0.3
    """Seconds that a writer rests between two changes, at most."""
    light: bool = False
    """Mirrors without the two seconds that our command line takes to start."""


@dataclass
class Figures:
    """What a run did, and how wrong the copies were at its end."""

    database: str
    products: int = 0
    commits: int = 0
    rollbacks: int = 0
    refused: int = 0
    server_kills: int = 0
    mirror_kills: int = 0
    writer_kills: int = 0
    serials: int = 0
    applied: int = 0
    missed: int = 0
    extra: int = 0
    naive_missed: int = 0
    resyncs: int = 0
    back: int = 0
    """Items that came with a serial not above the one before."""
    reused: int = 0
    """Serials that a committed listing had twice, and holes."""
    drifted: int = 0
    """Listings that are not what their rows say."""
    seconds: float = 0

    @property
    def is_wrong(self) -> bool:
        wrong = self.missed, self.extra, self.resyncs, self.back, self.reused, self.drifted
        return any(wrong)

    def __str__(self) -> str:
        told = {name.replace("_", " "): value for name, value in vars(self).items()}
        return ", ".join(
            f"{name} {value:,.0f}" if name != "database" else value for name, value in told.items()
        )


@dataclass
class Soak:
    settings: Settings
    folder: Path
    plan: Plan
    figures: Figures
    chance: random.Random = field(init=False)
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.plan.seed)  # noqa: S311 - to be repeated
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    async def run(self) -> Figures:
        began = monotonic()
        await record_serials()
        before = (await publishing.head(afresh=True)).serial
        partners = [Partner(self.url, random.Random(n)) for n in range(self.plan.partners)]  # noqa: S311
        naive = NaivePartner()
        await naive.stand()
        async with self._all_started(), asyncio.TaskGroup() as group:
            following = [group.create_task(one.follow()) for one in (*partners, naive)]
            await self._kill_and_start()
            await self._end_writing()
            await self._settle(partners)
            for each in following:
                each.cancel()
        await self._judge(partners, before)
        self.figures.naive_missed = await naive.missed()
        self.figures.seconds = monotonic() - began
        return self.figures

    @asynccontextmanager
    async def _all_started(self) -> AsyncIterator[None]:
        try:
            self._start_server()
            for number in range(self.plan.processes):
                self._start_writers(number)
            for number in range(self.plan.mirrors):
                self._start_mirror(number)
            yield
        finally:
            for process in self.processes.values():
                process.kill()
                process.wait()

    async def _kill_and_start(self) -> None:
        """Kill the server so many times, now and then before it answers, and others meanwhile."""
        for _ in range(self.plan.server_kills):
            if self.chance.random() < 0.8:
                await self._until_ready()
            await asyncio.sleep(self.chance.uniform(0, self.plan.longest_life))
            self._kill("server")
            self._start_server()
            self._kill_others()
        await self._until_ready()

    def _kill_others(self) -> None:
        if self.chance.random() < 0.2:
            number = self.chance.randrange(self.plan.processes)
            self._kill(f"writer {number}")
            self._start_writers(number)
        for number in range(self.plan.mirrors):
            if self.chance.random() < 0.4:
                self._kill(f"mirror {number}")
                self._start_mirror(number)

    def _kill(self, name: str) -> None:
        process = self.processes[name]
        assert process.poll() is None, f"{name} ended by itself: {self._told(name)}"
        process.kill()
        process.wait()
        counted = f"{name.partition(' ')[0]}_kills"
        setattr(self.figures, counted, getattr(self.figures, counted) + 1)

    def _start_server(self) -> None:
        self._start("server", "-m", "shop.cli", "serve", "--port", str(self.port))

    def _start_mirror(self, number: int) -> None:
        program = ["-c", PROGRAM] if self.plan.light else ["-m", "shop.cli", "mirror"]
        self._start(f"mirror {number}", *program, self.url, str(self._copy(number)))

    def _start_writers(self, number: int) -> None:
        """The clock of the last of them is slow."""
        seed = f"{self.plan.seed}/{number}/{self.figures.writer_kills}"
        slow = ["slow"] if number == self.plan.processes - 1 else []
        each, rest = WRITERS // self.plan.processes, self.plan.rest
        program = ["-m", "tests.soak.writing", seed, str(each), str(rest), str(self._tally), *slow]
        self._start(f"writer {number}", *program)

    def _start(self, name: str, *program: str) -> None:
        settings = environment(self.settings) | {"SANVAT_RATE_PER_ADDRESS": "0"}
        with self._log(name).open("ab") as log:
            self.processes[name] = processes.start(*program, env=settings, stdout=log, stderr=log)

    def _copy(self, number: int) -> Path:
        return self.folder / f"copy {number}"

    @property
    def _tally(self) -> Path:
        return self.folder / "tally"

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _told(self, name: str) -> str:
        return self._log(name).read_text()[-2000:]

    async def _until_ready(self) -> None:
        async with httpx2.AsyncClient(base_url=self.url, timeout=2) as client:

            async def answers() -> bool:
                try:
                    return (await client.get("/readyz")).status_code == 200
                except httpx2.TransportError:
                    return False

            await self._until("the server answers", answers)

    async def _end_writing(self) -> None:
        writers = [self.processes[f"writer {number}"] for number in range(self.plan.processes)]
        for each in writers:
            each.terminate()
        for each in writers:
            assert await asyncio.to_thread(each.wait, PATIENCE) == 0, self._told("writer 0")

    async def _settle(self, partners: list[Partner]) -> None:
        """Let the worker finish, then the copies; copies that do not get there are judged so."""
        await self._until("the worker has done all", _is_done)
        head = await publishing.head(afresh=True)

        async def there() -> bool:
            if any(place(one.cursor) != f"{head.epoch}.{head.serial}" for one in partners):
                return False
            truth = await shown()
            try:
                return all(copied(self._copy(n)) == truth for n in range(self.plan.mirrors))
            except FileNotFoundError:  # a mirror has just dropped it
                return False

        try:
            await self._until("the copies have caught up", there, every=0.3)
        except TimeoutError:
            return

    async def _until(self, what: str, holds: Callable, every: float = 0.05) -> None:
        deadline = monotonic() + PATIENCE
        while not await holds():
            if monotonic() > deadline:
                raise TimeoutError(f"{what}: not in {PATIENCE} s. {self._told('server')}")
            await asyncio.sleep(every)

    async def _judge(self, partners: list[Partner], before: int) -> None:
        figures, outcomes = self.figures, self._tally.read_bytes()
        figures.commits, figures.rollbacks, figures.refused = map(
            outcomes.count, (COMMIT, ROLLBACK, REFUSED)
        )
        truth = await shown()
        for number in range(self.plan.mirrors):
            self._hold(copied(self._copy(number)), truth)
        live = Listing.filter(live=True, audience="everyone")
        listed = await live.values_list("code", "serial", "rev", "digest")
        rows = {code: tuple(rest) for code, *rest in listed}
        for one in partners:
            self._hold(one.copy, rows)
            figures.applied += one.applied
            figures.resyncs += one.resyncs
            figures.back += one.back
        after = (await publishing.head(afresh=True)).serial
        given = await recorded_serials()
        figures.serials = len(given)
        figures.reused = int(given != list(range(before + 1, after + 1)))
        figures.products, found = await drift()
        figures.drifted = len(found)

    def _hold(self, copy: dict, truth: dict) -> None:
        """Count what a copy lacks or has otherwise, and what it should not have."""
        self.figures.missed += sum(copy.get(code) != as_it_is for code, as_it_is in truth.items())
        self.figures.extra += len(copy.keys() - truth.keys())


async def _is_done() -> bool:
    due = Listing.filter(changes_at__lte=clock.now())
    return not (await ToPublish.exists() or await due.exists())


async def soak(settings: Settings, folder: Path, plan: Plan) -> Figures:
    """Run a soak over a catalogue that is not open; print the seed first, then the figures."""
    kind = "sqlite" if settings.sqlite_file else "postgres"
    forget()
    async with connected(settings):
        return await Soak(settings, folder, plan, Figures(kind)).run()
