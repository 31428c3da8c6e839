"""How long a store may take for one piece of work, all that is asked of it together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from media.unavailable import Unavailable


class Slow(Unavailable):
    """The store took longer than it was allowed for one piece of work."""


class Allowance:
    """Seconds that run only while something is asked of the store: a slow processor costs none.

    What is asked side by side takes its time once.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._left = seconds
        self._asking = 0
        self._since = 0.0

    @asynccontextmanager
    async def spending(self) -> AsyncIterator[None]:
        """Stand around what is asked of the store. Raises Slow when nothing is left."""
        if not self._asking:
            self._since = monotonic()
        self._asking += 1
        try:
            async with asyncio.timeout(self._remaining()):
                yield
        except TimeoutError:
            raise Slow(f"the store took more than {self._seconds:g} s") from None
        finally:
            self._asking -= 1
            if not self._asking:
                self._left = self._remaining()

    def _remaining(self) -> float:
        return max(0.0, self._left - (monotonic() - self._since))
