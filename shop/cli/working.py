"""The worker in a process of its own."""

import asyncio
import signal

from shop import logs, worker
from shop.cli.terminal import run, settings
from shop.services import opened


def work() -> None:
    """Do the worker's duties until told to stop."""
    run(_work())


async def _work() -> None:
    ours = settings()
    logs.configure(ours)
    stopping = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    async with opened(ours) as services:
        await worker.run(services, stopping)
