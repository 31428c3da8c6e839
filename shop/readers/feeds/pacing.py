"""How long feed files stand: the longer, the more work it was to build them.

Every build reads the whole catalogue, however little has changed. So that this takes no more than a
share of a processor, files stand a multiple of the time that processors worked on the last build.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic

import orjson

from shop.publishing.epochs import write_whole

NOTE = "took"
SHORTEST = 20.0
TIMES = 10.0
LONGEST_BEHIND = 600.0
"""Seconds that no file lies behind the catalogue, as long as a build leaves room for that."""


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds that a build took: of processors, and by the clock on the wall."""

    worked: float = 0.0
    passed: float = 0.0

    @property
    def stands(self) -> float:
        """Tell for how many seconds what was built so stands, counted from the build's beginning.

        A file is behind until the next build ends, which may take twice as long as the last one.
        """
        latest = LONGEST_BEHIND - 2 * self.passed
        return max(SHORTEST, min(TIMES * self.worked, latest))


def took(folder: Path) -> Took:
    """Read what was noted of the last build; of a note that is lost or damaged: no time at all."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        told = orjson.loads((folder / NOTE).read_bytes())
        return Took(float(told["worked"]), float(told["passed"]))
    return Took()


@contextmanager
def noted(folder: Path) -> Iterator[None]:
    """Note how long the block took, if it ends well."""
    worked, began = _worked(), monotonic()
    yield
    done = Took(_worked() - worked, monotonic() - began)
    write_whole(folder / NOTE, orjson.dumps(asdict(done)))


def _worked() -> float:
    """Give the seconds that this process has worked, and those it began that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
