"""Readers of a soak: a partner that has nothing but its cursor, and one with a naive cursor."""

import asyncio
import random
from dataclasses import dataclass, field

import httpx2

from shop.database import database, select


@dataclass(frozen=True)
class Order:
    """What a table usually has to be followed by: where it stands, what is new, what there is."""

    stands: str
    new: str
    written: str


NAIVE = {
    # An id is drawn when a row is written, and seen when it is committed.
    "postgres": Order(
        "SELECT coalesce(max(id), 0) AS at, coalesce(max(id), 0) AS key FROM audit_entry",
        "SELECT id AS at, id AS key FROM audit_entry WHERE id > ? ORDER BY id",
        "SELECT id AS key FROM audit_entry WHERE id > ?",
    ),
    # Here writers queue, and ids come in the order of commits. Instants still do not: rows share
    # them across the end of a page, and a writer's clock is slow.
    "sqlite": Order(
        "SELECT max(changed_at) AS at, max(serial) AS key FROM listing",
        "SELECT changed_at AS at, serial AS key FROM listing WHERE changed_at > ?"
        " ORDER BY changed_at LIMIT 100",
        "SELECT serial AS key FROM listing WHERE serial > ?",
    ),
}


@dataclass
class Partner:
    """Follows by its cursor alone and compares nothing: what the cursor passes over stays wrong."""

    url: str
    chance: random.Random
    copy: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    """Code → serial, revision and digest."""
    cursor: str = "0"
    applied: int = 0
    resyncs: int = 0
    last: int = 0
    back: int = 0
    """Items whose serial was not above the one before."""

    async def follow(self) -> None:
        async with httpx2.AsyncClient(base_url=self.url, timeout=60) as client:
            while True:
                try:
                    await self._page(client)
                except (httpx2.TransportError, ValueError):  # killed, perhaps in mid-answer
                    await asyncio.sleep(0.05)

    async def _page(self, client: httpx2.AsyncClient) -> None:
        asked = {"since": self.cursor, "limit": self.chance.choice([1, 7, 100, 1000]), "wait": 2}
        answer = await client.get("/api/v1/changes", params=asked)
        if answer.status_code == 200:
            self.take(answer.json())
        elif answer.status_code == 410:
            self.resyncs += 1
            self.cursor, self.last, self.copy = "0", 0, {}

    def take(self, page: dict) -> None:
        for item in page["items"]:
            self.back += item["serial"] <= self.last
            self.last = item["serial"]
            self.copy.pop(item["code"], None)
            if item["op"] == "upsert":
                self.copy[item["code"]] = (item["serial"], item["rev"], item["digest"])
        self.applied += len(page["items"])
        self.cursor = page["next"]


class NaivePartner:
    """The negative control: reads the database itself, in an order that is not that of commits."""

    async def stand(self) -> None:
        self.order = NAIVE[database().capabilities.dialect]
        [row] = await select(self.order.stands)
        self.last, self.first = row["at"], row["key"]
        self.seen: set[int] = set()

    async def follow(self) -> None:
        while True:
            await self.read()
            await asyncio.sleep(0.005)

    async def read(self) -> None:
        rows = await select(self.order.new, self.last)
        self.seen.update(row["key"] for row in rows)
        self.last = rows[-1]["at"] if rows else self.last

    async def missed(self) -> int:
        """Count what was written since the beginning and never read."""
        await self.read()
        rows = await select(self.order.written, self.first)
        return sum(row["key"] not in self.seen for row in rows)
