"""Feed files: built from the listings, stored under their digest, named by a row.

A file is built by paging over codes (by serial it would lose what is edited meanwhile) and carries
the head as it was before its first page.
"""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from math import inf
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO

import orjson
import structlog
from anyio import to_thread

from shop import clock
from shop.formats.listing import as_of, with_whole_addresses
from shop.models import Audience, FeedFile
from shop.publishing import Head, head
from shop.readers.listings import Published, page_by_code

PAGE = 500
PRODUCTS = "products.jsonl"
KEEP = 3
"""Files on disk: the current one and its last; who is reading an older one keeps its bytes."""
log = structlog.get_logger()


def feed_path(data: Path, digest: str) -> Path:
    """Tell where the file with this digest lies."""
    return data / "feeds" / digest


@dataclass(slots=True)
class _Writing:
    """A file that grows: what it weighs, and what it holds so far."""

    file: BinaryIO
    items: int = 0
    size: int = 0
    digest: Any = field(default_factory=sha256)

    def add(self, line: bytes) -> None:
        self.file.write(line)
        self.digest.update(line)
        self.items += 1
        self.size += len(line)


async def build(data: Path, origin: str, *, at_most_every: float = 0) -> bool:
    """Build the feed file again if the catalogue has moved; tell whether it did.

    While changes stream in, a file stands for `at_most_every` seconds before the next is built.
    """
    seen = await head()
    current = await FeedFile.get_or_none(name=PRODUCTS)
    if current and _is_current(current, seen, origin, data):
        return False
    if current and current.epoch == seen.epoch and _age(current) < at_most_every:
        return False
    folder = data / "feeds"
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"{PRODUCTS}.{token_hex(8)}"
    with temporary.open("wb") as file:
        writing = _Writing(file)
        async for listing in _for_everyone():
            writing.add(_line(listing, origin))
        file.flush()
        await to_thread.run_sync(os.fsync, file.fileno())
    temporary.replace(feed_path(data, writing.digest.hexdigest()))
    await _point_at(writing, seen, origin)
    _sweep(folder)
    log.info("feed built", name=PRODUCTS, items=writing.items, serial=seen.serial)
    return True


async def _for_everyone() -> AsyncIterator[Published]:
    after = ""
    while page := await page_by_code(after, PAGE):
        for listing in page:
            if listing.audience == Audience.EVERYONE:
                yield listing
        after = page[-1].code


def _line(listing: Published, origin: str) -> bytes:
    document = (listing.document or "").encode()
    if listing.changes_at and datetime.fromisoformat(listing.changes_at) <= clock.now():
        document = orjson.dumps(as_of(orjson.loads(document), clock.today()))
    return with_whole_addresses(document, origin) + b"\n"


def _age(row: FeedFile) -> float:
    """Give its age in seconds; a clock that was put back makes it old, not new for ever."""
    seconds = (clock.now() - row.built_at).total_seconds()
    return seconds if seconds >= 0 else inf


def _is_current(row: FeedFile, seen: Head, origin: str, data: Path) -> bool:
    stands = (row.epoch, row.serial, row.origin) == (seen.epoch, seen.serial, origin)
    return stands and feed_path(data, row.digest).is_file()


async def _point_at(writing: _Writing, seen: Head, origin: str) -> None:
    row = FeedFile(
        name=PRODUCTS,
        digest=writing.digest.hexdigest(),
        bytes=writing.size,
        items=writing.items,
        epoch=seen.epoch,
        serial=seen.serial,
        origin=origin,
        built_at=clock.now(),
    )
    columns = ["digest", "bytes", "items", "epoch", "serial", "origin", "built_at"]
    await FeedFile.bulk_create([row], on_conflict=["name"], update_fields=columns)


def _sweep(folder: Path) -> None:
    """Drop all but the newest files, also what a killed build left behind."""
    newest_first = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in newest_first[KEEP:]:
        file.unlink(missing_ok=True)
