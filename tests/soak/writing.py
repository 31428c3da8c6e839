"""Writers of a soak, several in one process: `tests.soak.writing SEED WRITERS REST TALLY`.

They do what officials, producers and imports do until they are told to stop, or killed. Each
outcome is one letter in the file TALLY, which outlives a kill: c for a commit, r for a change that
was rolled back, x for one that the database refused. Each rests for up to REST seconds between its
changes. With one more word, `slow`, their clock stands a day back: what they publish as valid has
ended for the service, whose worker must find it.
"""

import asyncio
import os
import random
import signal
import sys
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

from shop import catalogue, clock, database, publishing
from shop.audit import record
from shop.config import Settings
from shop.database.away import AwayError
from shop.errors import NotFoundError
from shop.models import (
    Commune,
    Consent,
    Producer,
    Product,
    Purpose,
    Recognition,
    State,
    Variant,
)

YESTERDAY = clock.today() - timedelta(days=1)
COMMIT, ROLLBACK, REFUSED = b"c", b"r", b"x"
FAILING = 0.1
"""Of all changes: given up in the middle."""
UNSEEN = "không ai được thấy"
"""What rows say in changes that are given up."""
LONGEST_THOUGHT = 0.03
"""Seconds that a slow change takes between its rows and their publication."""


class GaveUpError(Exception):
    """A writer's own failure, in the middle of its change."""


class Writer:
    def __init__(self, name: str, known: dict[str, list[str]]) -> None:
        self.by = f"writer {name}"
        self.chance = random.Random(name)  # noqa: S311 - to be repeated
        self.known = known
        self.acts = {
            self.price: 10, self.show: 3, self.withdraw: 2, self.suspend: 1, self.end: 4,
            self.renew: 1, self.ponder: 4, self.producer: 1, self.consent: 1, self.take_back: 1,
            self.commune: 0.2,
        }  # fmt: skip

    def is_slow(self) -> "Writer":
        """Take no consent back before it was given: the database would refuse that."""
        del self.acts[self.take_back]
        return self

    async def work(self, rest: float, tally: int, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            os.write(tally, await self._once())
            await asyncio.sleep(self.chance.uniform(0, rest))

    async def _once(self) -> bytes:
        [act] = self.chance.choices(list(self.acts), list(self.acts.values()))
        try:
            await (self.fail() if self.chance.random() < FAILING else act())
        except (GaveUpError, NotFoundError):  # the consent was taken back before
            return ROLLBACK
        except AwayError as refused:  # it is told as 503: too long behind the other writers
            sys.stderr.write(f"{act.__name__}: {refused} ({refused.why})\n")
            return REFUSED
        return COMMIT

    def a(self, noun: str) -> str:
        return self.chance.choice(self.known[noun])

    async def price(self) -> None:
        await catalogue.set_price(self.a("pack"), self.chance.randint(1, 99) * 1000, by=self.by)

    async def withdraw(self) -> None:
        await catalogue.withdraw(self.a("product"), by=self.by)

    async def suspend(self) -> None:
        await catalogue.suspend(self.a("product"), by=self.by, reason="thử")

    async def producer(self) -> None:
        name = f"Hợp tác xã {self.chance.randint(1, 999)}"
        await catalogue.rename_producer(self.a("producer"), name, by=self.by)

    async def commune(self) -> None:
        name = f"Xã {self.chance.randint(1, 999)}"
        await catalogue.rename_commune(self.a("commune"), name, by=self.by)

    async def take_back(self) -> None:
        purpose = self.chance.choice(list(Purpose))
        await catalogue.withdraw_consent(self.a("producer"), purpose, by=self.by)

    async def consent(self) -> None:
        async with publishing.change(by=self.by) as change:
            producer = self.a("producer")
            await Consent.filter(producer_id=producer).update(withdrawn_at=None)
            await record(self.by, "consent.give", producer)
            change.touch_all(Product.filter(producer_id=producer))

    async def show(self) -> None:
        await self._write()

    async def ponder(self) -> None:
        """Take a while in the middle: others begin later and commit earlier."""
        await self._write(thought=self.chance.uniform(0, LONGEST_THOUGHT))

    async def _write(self, thought: float = 0) -> None:
        async with publishing.change(by=self.by) as change:
            code = self.a("product")
            new = {"state": State.PUBLISHED, "name_en": f"Goods {self.chance.randint(1, 999)}"}
            await Product.filter(code=code).update(**new)
            await record(self.by, "product.write", code)
            await asyncio.sleep(thought)
            change.touch(code)

    async def end(self) -> None:
        """Let a recognition end with yesterday: only a slow clock still shows its stars."""
        await self._valid_through(YESTERDAY)

    async def renew(self) -> None:
        await self._valid_through(YESTERDAY + timedelta(days=900))

    async def _valid_through(self, day) -> None:
        async with publishing.change(by=self.by) as change:
            code = self.a("recognised")
            await Recognition.filter(product_id=code).update(expires_on=day)
            await Product.filter(code=code).update(state=State.PUBLISHED)
            await record(self.by, "recognition.end", code)
            change.touch(code)

    async def fail(self) -> None:
        async with publishing.change(by=self.by) as change:
            code = self.a("product")
            await Product.filter(code=code).update(name_vi=UNSEEN)
            change.touch(code)
            raise GaveUpError


async def _known() -> dict[str, list[str]]:
    async def keys(model, column: str) -> list[str]:
        return sorted(set(await model.all().values_list(column, flat=True)))

    return {
        "product": await keys(Product, "code"),
        "pack": await keys(Variant, "sku"),
        "recognised": await keys(Recognition, "product_id"),
        "producer": await keys(Producer, "code"),
        "commune": await keys(Commune, "code"),
    }


async def main(seed: str, writers: int, rest: float, tally: Path, *slow: str) -> None:
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    file = os.open(tally, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    async with database.connected(Settings.from_environment()):
        known = await _known()
        async with asyncio.TaskGroup() as group:
            for number in range(writers):
                writer = Writer(f"{seed}/{number}", known)
                at_work = writer.is_slow() if slow else writer
                group.create_task(at_work.work(rest, file, stopping))


if __name__ == "__main__":
    _, seed, writers, rest, tally, *slow = sys.argv
    with clock.stopped(clock.start_of(YESTERDAY)) if slow else nullcontext():
        asyncio.run(main(seed, int(writers), float(rest), Path(tally), *slow))
