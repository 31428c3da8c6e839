"""How commands grow with the catalogue: `python -m benchmarks.growing [SMALL LARGE]`.

Processor time a product, of the command's own process, with that of starting up subtracted: what is
linear costs the same for each product, however many there are. Other processes slow a command down
and hardly change its processor time, so this can be measured on a busy machine.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.catalogues import catalogue, sanvat
from benchmarks.figures import Figure

SMALL, LARGE = 10_000, 100_000
BAR = 1.2
ROUNDS = 3
Run = Callable[[Path], None]


def main(small: int = SMALL, large: int = LARGE) -> None:
    for figure in growth(small, large):
        print(figure, flush=True)


def growth(small: int = SMALL, large: int = LARGE) -> Iterator[Figure]:
    few, many = catalogue(small), catalogue(large)
    for name, run in COMMANDS.items():
        little, much = _a_product(run, few, small), _a_product(run, many, large)
        told = f"{name} ({little * 1000:.2f} ms of processor a product), {large:,} / {small:,}"
        yield Figure(told, much / little, BAR, at_most=True)


def _a_product(run: Run, data: Path, products: int) -> float:
    """Give the seconds of processor time that a command takes for each product."""
    taken = [_processor(run, data) - _processor(_start, data) for _ in range(ROUNDS)]
    return median(taken) / products


def _processor(run: Run, data: Path) -> float:
    before = _of_children()
    run(data)
    return _of_children() - before


def _of_children() -> float:
    used = os.times()
    return used.children_user + used.children_system


def _start(data: Path) -> None:
    sanvat(data, "clock")


def _verify(data: Path) -> None:
    sanvat(data, "verify")


def _reindex(data: Path) -> None:
    sanvat(data, "reindex", "--from-scratch")


def _backup(data: Path) -> None:
    with TemporaryDirectory(dir=data) as folder:
        sanvat(data, "backup", str(Path(folder) / "backup.tar"))


COMMANDS: dict[str, Run] = {"verify": _verify, "reindex": _reindex, "backup": _backup}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
