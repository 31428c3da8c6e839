"""Holds what is stored against what rows name and against what the names promise.

Everything goes by pages, so memory stays flat. Files go by their keys, which `picture_key` and
`original_key` of media/store give for the names in rows.
"""

import asyncio
from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Sequence,
)
from dataclasses import dataclass
from datetime import datetime, timedelta

from media.store import Kept, Missing, Store

GRACE = timedelta(hours=24)
AT_ONCE = 8


@dataclass(slots=True)
class Swept:
    looked_at: int = 0
    removed: int = 0
    bytes: int = 0
    """Of what was removed."""


async def sweep(
    store: Store,
    named: Callable[[Sequence[str]], Awaitable[Collection[str]]],
    now: datetime,
    grace: timedelta = GRACE,
) -> Swept:
    """Remove what no row names, and what killed writers left, once it is older than `grace`.

    `named` gets some keys and gives back the keys that rows name. What is not ours is left alone.

    An upload puts its files first, which makes them young, and then writes its row. In a folder
    none that was put is ever lost: a lock holds writers off while the age is looked at a last time.
    In S3 it is looked at just before the removal; between the two some milliseconds remain in which
    a put of the same bytes, unnamed for a day, is lost though its row is written.
    """
    before = (now - grace).timestamp()
    swept = Swept()
    async for page in store.pages():
        swept.looked_at += len(page)
        for kept in await _unnamed([one for one in page if one.changed < before], named):
            if await store.remove(kept.key, before):
                swept.removed += 1
                swept.bytes += kept.bytes
    return swept


async def _unnamed(
    page: list[Kept], named: Callable[[Sequence[str]], Awaitable[Collection[str]]]
) -> list[Kept]:
    keys = [kept.key for kept in page if kept.is_ours]
    known = set(await named(keys)) if keys else set()
    return [one for one in page if one.is_leftover or (one.is_ours and one.key not in known)]


async def missing(store: Store, keys: AsyncIterable[str]) -> AsyncIterator[str]:
    """Give those of the keys, which rows hold, that the store has no file for."""
    async for some in _by_some(keys):
        there = await asyncio.gather(*[store.has(key) for key in some])
        for key, is_there in zip(some, there, strict=True):
            if not is_there:
                yield key


async def scrub(
    store: Store, progress: Callable[[int, int], None] = lambda _files, _bytes: None
) -> AsyncIterator[str]:
    """Read everything; give the keys whose bytes are not what they say, whatever bit is wrong.

    `progress` hears, again and again, how many files and bytes were read so far.
    """
    files = size = 0
    async for page in store.pages():
        ours = [kept for kept in page if kept.is_ours]
        for first in range(0, len(ours), AT_ONCE):
            some = ours[first : first + AT_ONCE]
            for key in await _damaged(store, [kept.key for kept in some]):
                yield key
            files += len(some)
            size += sum(kept.bytes for kept in some)
            progress(files, size)


async def _damaged(store: Store, keys: list[str]) -> list[str]:
    """Give the keys that are damaged or cannot be read; if none can be, the store is down."""
    looks = [_is_damaged(store, key) for key in keys]
    found = await asyncio.gather(*looks, return_exceptions=True)
    faults = [one for one in found if isinstance(one, BaseException)]
    if len(faults) == len(found) > 1:
        raise faults[0]
    return [key for key, damaged in zip(keys, found, strict=True) if damaged is not False]


async def _is_damaged(store: Store, key: str) -> bool:
    try:
        return not await store.is_whole(key)
    except Missing:  # swept since it was listed
        return False


async def _by_some(keys: AsyncIterable[str]) -> AsyncIterator[list[str]]:
    some: list[str] = []
    async for key in keys:
        some.append(key)
        if len(some) == AT_ONCE:
            yield some
            some = []
    yield some
