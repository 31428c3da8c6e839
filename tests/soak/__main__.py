"""The long soak, on SQLite and on PostgreSQL: `make soak`, or `python -m tests.soak --help`."""

import argparse
import asyncio
import random
import subprocess
import sys

from tortoise.backends.base import executor

from shop.config import Settings
from tests.databases import DATABASES
from tests.serving import environment
from tests.soak.places import a_place
from tests.soak.running import Figures, Plan, soak

PRODUCTS = 10_000
SERVER_KILLS = 50


def main() -> int:
    asked = _asked()
    print(f"seed {asked.seed}; to repeat this run: make soak SEED={asked.seed}", flush=True)
    failed = False
    for kind in asked.database or DATABASES:
        figures = _run(kind, asked)
        print(figures, flush=True)
        failed = failed or figures.is_wrong or not figures.naive_missed
    return int(failed)


def _asked() -> argparse.Namespace:
    reading = argparse.ArgumentParser("python -m tests.soak", description=__doc__)
    reading.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    reading.add_argument("--products", type=int, default=PRODUCTS)
    reading.add_argument("--kills", type=int, default=SERVER_KILLS, help="of the server")
    reading.add_argument("--database", choices=DATABASES, action="append")
    return reading.parse_args()


def _run(kind: str, asked: argparse.Namespace) -> Figures:
    executor.EXECUTOR_CACHE.clear()
    with a_place(kind) as (settings, folder):
        if kind == "postgres":
            _sanvat(settings, "migrate")
        _sanvat(settings, "generate", "--products", str(asked.products), "--publish")
        plan = Plan(seed=asked.seed, server_kills=asked.kills)
        return asyncio.run(soak(settings, folder, plan))


def _sanvat(settings: Settings, *arguments: str) -> None:
    command = [sys.executable, "-m", "shop.cli", *arguments]
    subprocess.run(command, env=environment(settings), check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
