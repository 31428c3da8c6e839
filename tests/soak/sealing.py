"""Sixteen write, two seal and are killed, and the chain is whole: `python -m tests.soak.sealing`.

`make soak` runs it with 200 kills on each database, and `make test` a short one.
"""

import argparse
import asyncio
import random
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from tortoise.backends.base import executor

from media.failpoints import SEAL_STEPS
from shop import clock, database, publishing
from shop.audit.sealing import unsealed
from shop.audit.verifying import Why, verify
from shop.config import Settings
from shop.models import AuditEntry
from tests import processes
from tests.databases import DATABASES
from tests.serving import environment
from tests.soak.places import a_place
from tests.soak.sealing_work import UP

KILLS = 200
PROCESSES, SEALERS = 4, 2
WRITERS_KILLED, SHARE_AT_STEPS = 0.1, 0.5
LONGEST_LIFE = 1.0
"""Seconds after which a sealer is killed, at most."""
PATIENCE = 60.0
SOON = 5.0
"""Seconds in which an entry is to be sealed after its commit."""


@dataclass
class Figures:
    database: str
    kills: int = 0
    at_steps: int = 0
    """Of them, at a failpoint."""
    entries: int = 0
    sealed: int = 0
    late_ids: int = 0
    """Entries that stand behind one with a higher id: a cursor could have passed them over."""
    longest: float = 0
    """Seconds that an entry was seen unsealed."""
    wrong: Why | None = None
    seconds: float = 0

    @property
    def is_wrong(self) -> bool:
        return self.wrong is not None or self.sealed != self.entries or self.longest > SOON

    def __str__(self) -> str:
        told = {name.replace("_", " "): value for name, value in vars(self).items()}
        return ", ".join(f"{name} {value}" for name, value in told.items())


@dataclass
class Soak:
    settings: Settings
    folder: Path
    kills: int
    seed: int
    figures: Figures = field(init=False)
    running: dict[str, subprocess.Popen] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - to be repeated
        self.figures = Figures("sqlite" if self.settings.sqlite_file else "postgres")

    async def run(self) -> Figures:
        """Have them at work until enough are killed, then sealed to the end, and judge."""
        began = monotonic()
        try:
            async with asyncio.TaskGroup() as group:
                for number in range(SEALERS):
                    await self._start(f"seal {number}")
                watching = group.create_task(self._watch())
                for number in range(PROCESSES):
                    await self._start(f"write {number}")
                while self.figures.kills < self.kills:
                    await self._kill_one()
                await self._end_writing()
                watching.cancel()
        finally:
            for process in self.running.values():
                process.kill()
                process.wait()
        await self._judge()
        self.figures.seconds = round(monotonic() - began, 1)
        return self.figures

    async def _kill_one(self) -> None:
        """Kill one at work and start another: now and then a writer, else a sealer.

        Half of the sealers that are started anew die at a step first, and are started again.
        """
        is_writer = self.chance.random() < WRITERS_KILLED
        kind, many = ("write", PROCESSES) if is_writer else ("seal", SEALERS)
        name = f"{kind} {self.chance.randrange(many)}"
        await asyncio.sleep(self.chance.uniform(0, LONGEST_LIFE))
        self._kill(name)
        if not is_writer and self.chance.random() < SHARE_AT_STEPS:
            await self._start(name, self.chance.choice(SEAL_STEPS))
            assert await asyncio.to_thread(_died, self.running[name]), "it reached no step"
            self.figures.at_steps += 1
            self.figures.kills += 1
        await self._start(name)

    def _kill(self, name: str) -> None:
        process = self.running[name]
        assert process.poll() is None, self._told(name)
        process.kill()
        process.wait()
        self.figures.kills += 1

    async def _start(self, name: str, failpoint: str = "") -> None:
        """Start one, and wait until it is at work."""
        env = {**environment(self.settings), "SANVAT_FAILPOINT": failpoint}
        program = ["-m", "tests.soak.sealing_work", *name.split()]
        before = self._told(name).count(UP)
        with self._log(name).open("ab") as log:
            self.running[name] = processes.start(*program, env=env, stdout=log, stderr=log)
        async with asyncio.timeout(PATIENCE):
            while self._told(name).count(UP) == before:  # noqa: ASYNC110 - in another process
                await asyncio.sleep(0.02)

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _told(self, name: str) -> str:
        return self._log(name).read_text() if self._log(name).exists() else ""

    async def _watch(self) -> None:
        """Note how long entries are seen unsealed; what is seen was committed."""
        while True:
            found = await unsealed()
            if found.oldest:
                age = (clock.now() - found.oldest).total_seconds()
                self.figures.longest = max(self.figures.longest, round(age, 2))
            await asyncio.sleep(0.05)

    async def _end_writing(self) -> None:
        writers = [self.running[f"write {number}"] for number in range(PROCESSES)]
        for each in writers:
            each.terminate()
        for each in writers:
            assert await asyncio.to_thread(each.wait, PATIENCE) == 0, self._told("write 0")
        async with asyncio.timeout(PATIENCE):
            while (await unsealed()).many:  # noqa: ASYNC110 - others seal
                await asyncio.sleep(0.05)

    async def _judge(self) -> None:
        verdict = await verify()
        self.figures.entries = await AuditEntry.all().count()
        self.figures.sealed = verdict.sealed
        self.figures.wrong = verdict.wrong.why if verdict.wrong else None
        ids = await AuditEntry.all().order_by("seal_no").values_list("id", flat=True)
        highest = 0
        for one in ids:
            self.figures.late_ids += one < highest
            highest = max(highest, one)


def _died(process: subprocess.Popen) -> bool:
    """Tell whether a process died at its failpoint, as it should soon."""
    return process.wait(PATIENCE) == -signal.SIGKILL


def main() -> int:
    reading = argparse.ArgumentParser("python -m tests.soak.sealing", description=__doc__)
    reading.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    reading.add_argument("--kills", type=int, default=KILLS)
    reading.add_argument("--database", choices=DATABASES, action="append")
    asked = reading.parse_args()
    print(f"seed {asked.seed}", flush=True)
    outcomes = [_run(kind, asked) for kind in asked.database or DATABASES]
    return int(any(outcomes))


def _run(kind: str, asked: argparse.Namespace) -> bool:
    executor.EXECUTOR_CACHE.clear()
    with a_place(kind) as (settings, folder):
        figures = asyncio.run(_soaked(settings, folder, asked))
        print(figures, flush=True)
        return figures.is_wrong


async def _soaked(settings: Settings, folder: Path, asked: argparse.Namespace) -> Figures:
    async with database.connected(settings):
        await database.migrate(settings)
    async with publishing.opened(settings):
        return await Soak(settings, folder, asked.kills, asked.seed).run()


if __name__ == "__main__":
    sys.exit(main())
