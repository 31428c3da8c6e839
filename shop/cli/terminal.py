"""What every command needs: a place to write, the settings, a loop to run in."""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

import orjson

from shop.cli import starting
from shop.config import Settings

BY = "command line"
T = TypeVar("T")


class Plain:
    """Where a command writes: lines as they are, for people and for pipes."""

    def print(self, line: str) -> None:
        sys.stdout.write(f"{line}\n")


out = Plain()


def settings() -> Settings:
    return Settings.from_environment()


def run(work: Coroutine[Any, Any, T]) -> T:
    starting.settle()
    return asyncio.run(work)


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


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal, and nothing in a pipe; give what moves it on."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - for people only
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True)) as bar:
        yield partial(bar.advance, bar.add_task(title, total=total))
