"""Reports prices from processes that are killed on the way (tests/errands.py)."""

from typing import Any

import httpx2

from tests.errands import run_errands


async def report(door: httpx2.AsyncClient, told: dict[str, Any]) -> httpx2.Response:
    """Send prices under a name."""
    header = {"Authorization": f"Bearer {told['key']}", "Idempotency-Key": told["name"]}
    return await door.put("/api/v1/prices", json={"packs": told["packs"]}, headers=header)


if __name__ == "__main__":
    run_errands(report)
