"""A circuit breaker: a server that failed several times in a row is left alone for a while."""

import time
from collections.abc import Callable

Clock = Callable[[], float]


class Breaker:
    """Open it refuses; after `rest` seconds one attempt may try whether things work again."""

    def __init__(
        self, *, failures: int = 2, rest: float = 5.0, clock: Clock = time.monotonic
    ) -> None:
        self._most, self._rest, self._clock = failures, rest, clock
        self._failed = 0
        self._closed_again_at = 0.0

    def allows(self) -> bool:
        """Tell whether to try; when it has rested, the first to ask is the one to try."""
        if self._failed < self._most:
            return True
        if self._clock() < self._closed_again_at:
            return False
        self._closed_again_at = self._clock() + self._rest
        return True

    def note_success(self) -> None:
        self._failed = 0

    def note_failure(self) -> None:
        self._failed += 1
        self._closed_again_at = self._clock() + self._rest
