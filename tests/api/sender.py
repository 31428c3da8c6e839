"""Sends pictures from processes that are killed on the way (tests/errands.py)."""

from typing import Any

import httpx2

from tests.errands import run_errands
from tests.pictures import photo, send


async def send_told(door: httpx2.AsyncClient, told: dict[str, Any]) -> None:
    await send(door, told["header"], photo(told["seed"], told["size"]), **told["fields"])


if __name__ == "__main__":
    run_errands(send_told)
