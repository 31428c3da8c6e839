"""The catalogue, or a scope of it, in 256 hashes: a partner finds by them where a copy differs."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from shop.database import database
from shop.database.snapshots import Snapshot, one, snapshot
from shop.models import Audience
from shop.partners.scopes import EVERYTHING, Scope
from shop.publishing import Head, head

BUCKETS = 256
SHOWN = f"listing WHERE live AND audience = '{Audience.EVERYONE.value}'"
MOST_SCOPES = 32
"""Scopes whose digests are kept."""
Item = tuple[str, int, str]
"""Code, rev and digest of a listing."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What the copy of everyone hashes to; `buckets` are in hexadecimal."""

    head: Head
    buckets: list[str]


@dataclass(frozen=True, slots=True)
class Bucket:
    """What one bucket holds, by code."""

    head: Head
    items: list[Item]


def bucket_of(code: str) -> int:
    """Give the bucket of a code: the first byte of its SHA-256."""
    return sha256(code.encode()).digest()[0]


class KeptDigest:
    """The digests of the latest head; one request computes them, others wait for that."""

    def __init__(self) -> None:
        self._kept: dict[str, Digest] = {}
        self._computing = asyncio.Lock()

    async def now(self, scope: Scope = EVERYTHING) -> Digest:
        async with self._computing:
            kept = self._kept.get(scope.key)
            if not kept or kept.head != await head():
                if len(self._kept) >= MOST_SCOPES:
                    self._kept.clear()
                self._kept[scope.key] = kept = await digest(scope)
            return kept


async def digest(scope: Scope = EVERYTHING) -> Digest:
    """Hash what of the catalogue is in a scope as it stands, in one pass."""
    hashes: list[Any] = [sha256() for _ in range(BUCKETS)]
    async with snapshot() as held:
        seen = await _head_of(held)
        async for code, rev, digest_ in _shown(held, scope):
            hashes[bucket_of(code)].update(f"{code} {rev} {digest_}\n".encode())
    return Digest(seen, [each.hexdigest() for each in hashes])


async def bucket(number: int, scope: Scope = EVERYTHING) -> Bucket:
    """List one bucket; every listing is looked at, for the tables know no buckets."""
    async with snapshot() as held:
        seen = await _head_of(held)
        items = [item async for item in _shown(held, scope, number)]
    return Bucket(seen, items)


async def _shown(held: Snapshot, scope: Scope, number: int | None = None) -> AsyncIterator[Item]:
    """Give what is in a scope by the bytes of the code, whatever the database sorts by.

    Of one bucket, if its number is given: other documents are not read, which is what takes time.
    """
    collation = ' COLLATE "C"' if database().capabilities.dialect == "postgres" else ""
    columns = "code, rev, digest" if scope.is_everything else "code, rev, digest, document"
    async for rows in held.read(f"SELECT {columns} FROM {SHOWN} ORDER BY code{collation}"):
        for row in rows:
            if number is not None and bucket_of(row["code"]) != number:
                continue
            if scope.is_everything or scope.holds_text(row["document"]):
                yield row["code"], row["rev"], row["digest"]


async def _head_of(held: Snapshot) -> Head:
    clock = await one(held, "SELECT epoch, head FROM clock")
    return Head(clock["epoch"], clock["head"])
