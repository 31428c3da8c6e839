"""The worker in a process of its own."""

import asyncio
import signal
from contextlib import suppress

from shop import logs, worker
from shop.cli.notifying import Notifier
from shop.cli.terminal import run, settings
from shop.services import opened

BEAT = 1.0
"""Seconds between two times that the worker says that it gets on."""


def work() -> None:
    """Do the worker's duties until told to stop."""
    run(_work())


async def _work() -> None:
    ours, notifier = settings(), Notifier.from_environment()
    logs.configure(ours)
    stopping = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    async with opened(ours) as services, asyncio.TaskGroup() as group:
        group.create_task(_say_so(notifier, stopping), name="say so")
        await worker.run(services, stopping)


async def _say_so(notifier: Notifier, stopping: asyncio.Event) -> None:
    """Say in the loop that does the duties that it gets on."""
    while not stopping.is_set():
        notifier.say()
        with suppress(TimeoutError):
            async with asyncio.timeout(BEAT):
                await stopping.wait()
    notifier.stop()
