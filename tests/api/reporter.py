"""Reports from processes that are killed on the way: one line in, one exit status out.

Run as a process of its own that has imported everything; each errand is a fork of it.
"""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import httpx2

from shop.config import Settings
from tests.conftest import front_door


async def report(door: httpx2.AsyncClient, told: dict[str, Any]) -> httpx2.Response:
    """Send prices under a name."""
    header = {"Authorization": f"Bearer {told['key']}", "Idempotency-Key": told["name"]}
    return await door.put("/api/v1/prices", json={"packs": told["packs"]}, headers=header)


async def _report(told: dict[str, Any]) -> None:
    settings = Settings(
        data=Path(told["data"]), database_url=told["database_url"], failpoint=told["failpoint"]
    )
    async with front_door(settings) as door:
        await report(door, told)


def main() -> None:
    for line in sys.stdin:
        if not (pid := os.fork()):
            asyncio.run(_report(json.loads(line)))
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
