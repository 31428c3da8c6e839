"""A mirror in a test: over the front door or over HTTP, compared with the table read directly."""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2

from shop.database import select
from shop.mirror import Folder, Mirror, Source
from tests import processes


async def shown() -> dict[str, bytes]:
    """Read what everyone may see from the table itself: code → bytes of the document."""
    rows = await select(
        "SELECT code, document FROM listing WHERE live AND audience = 'everyone' ORDER BY code"
    )
    return {row["code"]: row["document"].encode() for row in rows}


def copied(folder: Path) -> dict[str, bytes]:
    return {file.stem: file.read_bytes() for file in sorted(folder.glob("*.json"))}


class Pauses:
    """Waits for nothing, and remembers for how long it would have."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def mirror_of(
    door: httpx2.AsyncClient, folder: Path, *, key: str = "", patience: float = 60
) -> AsyncIterator[Mirror]:
    copy = Folder(folder)
    try:
        yield Mirror(Source(door, patience, key, Pauses()), copy)
    finally:
        copy.close()


async def sync_once(door: httpx2.AsyncClient, folder: Path, **options: Any) -> bool:
    async with mirror_of(door, folder, **options) as mirror:
        return await mirror.sync_once()


def start(url: str, folder: Path, *options: str) -> subprocess.Popen:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("SANVAT_")}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    command = ["-m", "shop.cli", "mirror", url, str(folder), *options]
    return processes.start(*command, env=inherited, **pipes)
