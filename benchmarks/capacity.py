"""What a catalogue costs its operator: `python -m benchmarks.capacity 1000 10000`, on SQLite.

Processor time and memory of each command, and what lies on the disk afterwards; all of it holds on
a busy machine too, where seconds on the wall do not.
"""

import os
import sys
from pathlib import Path
from typing import NamedTuple

from benchmarks.commands import an_empty, environment
from shop.config import Settings

TITLES = ("products", "command", "CPU s", "CPU ms a product", "peak MB")


class Cost(NamedTuple):
    seconds: float
    peak: float


def main() -> None:
    tell(*TITLES)
    for products in map(int, sys.argv[1:] or ["1000"]):
        measure(products)


def measure(products: int) -> None:
    with an_empty("sqlite") as settings:
        saved = str(settings.data / "backup.tar")
        idle = run(settings, "clock")
        for command in (
            ["generate", "--products", str(products), "--publish"],
            ["reindex"],
            ["feeds"],
            ["verify"],
            ["backup", saved],
            ["backup", "check", saved],
        ):
            cost = run(settings, *command)
            name = " ".join(one for one in command[:2] if one.isalpha())
            each = max(0.0, cost.seconds - idle.seconds) / products * 1000
            tell(products, name, f"{cost.seconds:.1f}", f"{each:.2f}", f"{cost.peak:.0f}")
        for place in ("sanvat.sqlite3", "index", "feeds", "backup.tar"):
            size = size_of(settings.data / place)
            tell(products, place, f"{size / 1e6:.1f} MB", f"{size / products / 1000:.2f} kB each")


def tell(*cells: object) -> None:
    print(" | ".join(map(str, cells)), flush=True)


def run(settings: Settings, *arguments: str) -> Cost:
    """Run a command, with what it starts: the kernel counts both."""
    silent = os.open(os.devnull, os.O_WRONLY)
    command = [sys.executable, "-m", "shop.cli", *arguments]
    started = os.posix_spawn(
        sys.executable,
        command,
        environment(settings),
        file_actions=[(os.POSIX_SPAWN_DUP2, silent, 1)],
    )
    os.close(silent)
    _, status, used = os.wait4(started, 0)
    assert status == 0, command
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)


def size_of(place: Path) -> int:
    files = [place] if place.is_file() else place.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file())


if __name__ == "__main__":
    main()
