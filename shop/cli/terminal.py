"""What every command needs: a place to write, the settings, the opened service."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import orjson
from rich.console import Console

from shop import database, logs
from shop.config import Settings
from shop.services import Services, opened

out = Console(soft_wrap=True, highlight=False, markup=False)
progress_out = Console(stderr=True)
BY = "command line"
T = TypeVar("T")


def settings() -> Settings:
    return Settings.from_environment()


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


@asynccontextmanager
async def open_quietly() -> AsyncIterator[Services]:
    """Open the service for a command, whose output is not to be mixed with logs."""
    ours = settings()
    logs.configure(ours.model_copy(update={"log_level": "warning"}))
    await reach(ours)
    async with opened(ours) as services:
        yield services


async def reach(ours: Settings) -> None:
    """Knock at the database: Tortoise takes one that is down for one without migrations."""
    async with database.connected(ours):
        await database.select("SELECT 1")


def write_json(value: Any) -> None:
    sys.stdout.write(orjson.dumps(value).decode() + "\n")


def counting(title: str) -> Callable[[int], None]:
    """Make a progress callback that counts on a terminal and keeps silent in a pipe."""
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{title}: {done} …")

    return advance
