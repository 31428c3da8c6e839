"""The files of pictures, held against the rows that name them."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from media import sweeping
from media.store import Store
from media.sweeping import Swept
from shop import clock
from shop.models import Picture, WaitingPicture
from shop.photos import files_of

PAGE = 500


@dataclass(frozen=True, slots=True)
class Checked:
    swept: Swept
    missing: list[str] = field(default_factory=list)
    """Files that rows name and that are not there."""


async def sweep(pictures: Store, at: datetime | None = None) -> Checked:
    """Delete files that no row names and that are older than a day; find rows without files.

    The keys are read once, at the beginning: a row that is written later names files that an
    upload has just made young, which no sweep touches. Without any row nothing is swept: a store
    that is full beside an empty database belongs to another one.
    """
    known = frozenset([key async for key in keys()])
    if not known:
        return Checked(Swept())

    async def named(some: Sequence[str]) -> Collection[str]:
        return known.intersection(some)

    swept = await sweeping.sweep(pictures, named, at or clock.now())
    return Checked(swept, await missing(pictures))


async def missing(pictures: Store) -> list[str]:
    """Find the files that rows name and that are not there."""
    return [key async for key in sweeping.missing(pictures, keys())]


async def keys() -> AsyncIterator[str]:
    """Give the key of every file that a row names, of pictures on show and of those that wait."""
    for model in (Picture, WaitingPicture):
        async for key in _keys_of(model):
            yield key


async def _keys_of(model: type[Picture] | type[WaitingPicture]) -> AsyncIterator[str]:
    last = ""
    while page := await model.filter(digest__gt=last).order_by("digest").limit(PAGE):
        for picture in page:
            for key in files_of(picture):
                yield key
        last = page[-1].digest
