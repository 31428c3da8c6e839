"""Errands by processes that are killed on the way: one line in, one exit status out.

Run by a process of its own that has imported everything; each errand is a fork of it.
"""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2

from shop.config import Settings
from tests.conftest import front_door


def run_errands(act: Callable[[httpx2.AsyncClient, dict[str, Any]], Awaitable[object]]) -> None:
    for line in sys.stdin:
        if not (pid := os.fork()):
            asyncio.run(_at_the_door(act, json.loads(line)))
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()


async def _at_the_door(
    act: Callable[[httpx2.AsyncClient, dict[str, Any]], Awaitable[object]], told: dict[str, Any]
) -> None:
    settings = Settings(
        data=Path(told["data"]), database_url=told["database_url"], failpoint=told["failpoint"]
    )
    async with front_door(settings) as door:
        await act(door, told)
