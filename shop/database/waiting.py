"""What a pool of connections tells of itself: how many are in use, and how much waits for one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pressure:
    """Connections in use, those that could be used yet, and what waits for one."""

    used: int
    free: int
    waiting: int


class Waiting:
    """Counts what waits for a connection, or for its turn to write."""

    def __init__(self) -> None:
        self.count = 0

    @contextmanager
    def one_more(self) -> Iterator[None]:
        self.count += 1
        try:
            yield
        finally:
            self.count -= 1
