"""Sends pictures from processes that are killed on the way: one line in, one exit status out.

Run as a process of its own that has imported everything; each errand is a fork of it.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

from shop.config import Settings
from tests.conftest import front_door
from tests.pictures import photo, send


async def _send(told: dict) -> None:
    settings = Settings(
        data=Path(told["data"]), database_url=told["database_url"], failpoint=told["failpoint"]
    )
    async with front_door(settings) as door:
        await send(door, told["header"], photo(told["seed"], told["size"]), **told["fields"])


def main() -> None:
    for line in sys.stdin:
        if not (pid := os.fork()):
            asyncio.run(_send(json.loads(line)))
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
