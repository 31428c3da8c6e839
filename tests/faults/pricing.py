"""A writer of prices beside the service, that notes what it was promised: `tests.faults.pricing`.

Before it sets a price it notes `trying SKU PRICE`, and once that was acknowledged `taken SKU
PRICE`; `refused` when the database cannot do it now, which is no promise, and `failed` for what
must not be.
"""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from shop import catalogue, database
from shop.config import Settings
from shop.database import AwayError
from tests import processes
from tests.faults.goods import CODES
from tests.faults.rows import rows
from tests.serving import environment

BY = "faults"
AUDITED = "SELECT subject, count(*) FROM audit_entry WHERE \"by\" = 'faults' GROUP BY subject"
SKUS = [f"{code}-1" for code in CODES[:4]]
REST = 0.2


@dataclass(frozen=True)
class Prices:
    """What the writer was promised."""

    settings: Settings
    notes: Path

    def acknowledged(self) -> int:
        return self._counted().total()

    def lost(self) -> list[str]:
        """Hold each price to what was acknowledged last, and each acknowledgement to the audit."""
        there = dict(rows(self.settings, "SELECT sku, price FROM variant"))
        since = self._since_the_last()
        wrong = [
            f"{sku}: {there[sku]}, not {since[sku]}"
            for sku in since
            if there[sku] not in since[sku]
        ]
        audited = {sku: int(n) for sku, n in rows(self.settings, AUDITED)}
        counted = self._counted()
        few = [f"{sku}: {n} in the audit" for sku, n in counted.items() if audited.get(sku, 0) < n]
        return wrong + few

    def mistakes(self) -> list[str]:
        return [" ".join(words) for words in self._read() if words[0] == "failed"]

    def _counted(self) -> Counter[str]:
        return Counter(words[1] for words in self._read() if words[0] == "taken")

    def _since_the_last(self) -> dict[str, set[str]]:
        """Give pack → the price that was acknowledged last, and those that were tried since."""
        since: dict[str, set[str]] = {}
        for what, sku, price in self._read():
            if what == "taken":
                since[sku] = {price}
            elif what == "trying" and sku in since:
                since[sku].add(price)
        return since

    def _read(self) -> list[list[str]]:
        return [line.split() for line in self.notes.read_text().splitlines()]


@contextmanager
def priced(settings: Settings) -> Iterator[Prices]:
    """Change prices in a process of its own until the block is left."""
    notes = settings.data.parent / f"{settings.data.name}.prices"
    command = ["-m", "tests.faults.pricing", str(notes)]
    process = processes.start(*command, env=environment(settings))
    try:
        yield Prices(settings, notes)
    finally:
        process.terminate()
        assert process.wait(60) == 0


async def price(file: int, sku: str, stopping: asyncio.Event) -> None:
    for number in count(1):
        if stopping.is_set():
            return
        note(file, "trying", sku, number * 1000)
        try:
            await catalogue.set_price(sku, number * 1000, by=BY)
            note(file, "taken", sku, number * 1000)
        except AwayError as away:
            note(file, "refused", sku, away.why)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test is told
            note(file, "failed", sku, type(error).__name__)
        await asyncio.sleep(REST)


def note(file: int, *words: object) -> None:
    os.write(file, (" ".join(map(str, words)) + "\n").encode())


async def main(notes: str) -> None:
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    file = os.open(notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    async with (
        database.connected(Settings.from_environment(), serving=True),
        asyncio.TaskGroup() as group,
    ):
        for sku in SKUS:
            group.create_task(price(file, sku, stopping))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
