"""The catalogue in 256 hashes, by which a partner finds where a copy differs (docs/partners.md)."""

import asyncio
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from shop.database import database
from shop.models import Audience
from shop.publishing import Head, head
from shop.snapshots import Snapshot, one, snapshot

BUCKETS = 256
SHOWN = (
    f"SELECT code, rev, digest FROM listing WHERE live AND audience = '{Audience.EVERYONE.value}'"
)


@dataclass(frozen=True, slots=True)
class Digest:
    """What the copy of everyone hashes to; `buckets` are in hexadecimal."""

    head: Head
    buckets: list[str]


@dataclass(frozen=True, slots=True)
class Bucket:
    """What one bucket holds: code, rev and digest of each listing, by code."""

    head: Head
    items: list[tuple[str, int, str]]


def bucket_of(code: str) -> int:
    """Give the bucket of a code: the first byte of its SHA-256."""
    return sha256(code.encode()).digest()[0]


class KeptDigest:
    """The digest of the latest head; one computes it, all who ask meanwhile wait for that."""

    def __init__(self) -> None:
        self._kept: Digest | None = None
        self._computing = asyncio.Lock()

    async def now(self) -> Digest:
        async with self._computing:
            if not self._kept or self._kept.head != await head():
                self._kept = await digest()
            return self._kept


async def digest() -> Digest:
    """Hash the catalogue as it stands, in one pass."""
    hashes: list[Any] = [sha256() for _ in range(BUCKETS)]
    async with snapshot() as held:
        seen = await _head_of(held)
        async for rows in held.read(_shown()):
            for row in rows:
                line = f"{row['code']} {row['rev']} {row['digest']}\n"
                hashes[bucket_of(row["code"])].update(line.encode())
    return Digest(seen, [each.hexdigest() for each in hashes])


async def bucket(number: int) -> Bucket:
    """List one bucket; every listing is looked at, for the tables know no buckets."""
    async with snapshot() as held:
        seen = await _head_of(held)
        items = [
            (row["code"], row["rev"], row["digest"])
            async for rows in held.read(_shown())
            for row in rows
            if bucket_of(row["code"]) == number
        ]
    return Bucket(seen, items)


def _shown() -> str:
    """Sort by the bytes of the code, whatever language the database sorts by."""
    collation = ' COLLATE "C"' if database().capabilities.dialect == "postgres" else ""
    return f"{SHOWN} ORDER BY code{collation}"


async def _head_of(held: Snapshot) -> Head:
    clock = await one(held, "SELECT epoch, head FROM clock")
    return Head(clock["epoch"], clock["head"])
