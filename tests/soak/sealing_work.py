"""Programs of the soak of seals: `write NAME` is four writers, `seal NAME` the worker's duty.

They import little, for they are started again some hundred times; each says that it is at work.
"""

import asyncio
import random
import signal
import sys

from tortoise.transactions import in_transaction

from shop import clock, publishing
from shop.audit import record
from shop.audit.sealing import seal_some
from shop.config import Settings
from shop.database import AwayError
from shop.database.pulse import Pulse
from shop.worker import SEALS, Duty, _loop

WRITERS = 4
"""Of a process."""
REST, THOUGHT = 0.5, 0.05
"""Seconds that a writer rests, and takes in the middle, at most."""
GIVEN_UP = 0.1
UP = "at work"


class GaveUpError(Exception):
    """A writer's own, in the middle of its transaction."""


async def write(name: str) -> None:
    """Write as several do at once: some think in the middle, some give up, some write many."""
    stopping = _until_told()
    chance = random.Random(f"{name} {clock.now()}")  # noqa: S311 - a killed one goes on otherwise
    async with publishing.opened(Settings.from_environment()), asyncio.TaskGroup() as group:
        print(UP, flush=True)
        for number in range(WRITERS):
            group.create_task(_write_on(f"writer {name}/{number}", chance, stopping))


async def _write_on(by: str, chance: random.Random, stopping: asyncio.Event) -> None:
    while not stopping.is_set():
        try:
            async with in_transaction():
                for _ in range(chance.choice([1, 1, 3])):
                    await record(by, "product.update", f"HP-OCOP-{chance.randint(1, 250):04}", n=1)
                await asyncio.sleep(chance.uniform(0, THOUGHT))
                _perhaps_give_up(chance)
        except (GaveUpError, AwayError):  # the latter: locked for five seconds
            pass
        await asyncio.sleep(chance.uniform(0, REST))


def _perhaps_give_up(chance: random.Random) -> None:
    if chance.random() < GIVEN_UP:
        raise GaveUpError


async def seal() -> None:
    """Do the worker's duty as it does it."""
    stopping = _until_told()
    async with publishing.opened(Settings.from_environment()):
        print(UP, flush=True)
        duty = Duty("seal", seal_some, every=SEALS, at_least_every=SEALS)
        await _loop(duty, stopping, {}, Pulse())


def _until_told() -> asyncio.Event:
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    return stopping


if __name__ == "__main__":
    _, act, name = sys.argv
    asyncio.run(write(name) if act == "write" else seal())
