"""How long something takes the processor, whatever else the machine does meanwhile."""

from collections.abc import Callable
from time import process_time


def quickest(of: Callable[[], object]) -> float:
    """Give the seconds of the quickest of three runs."""

    def once() -> float:
        began = process_time()
        of()
        return process_time() - began

    return min(once() for _ in range(3))
