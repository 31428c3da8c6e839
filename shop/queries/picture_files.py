"""The files of pictures, held against the rows that name them."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from media import sweeping
from media.store import Store
from media.sweeping import Swept
from shop import clock
from shop.models import Paper, PaperPage, Picture, WaitingPicture
from shop.papers.files import key_of_page, key_of_pdf
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
    """Give the key of every file that a row names: pictures on show, those that wait, papers."""
    for model in (Picture, WaitingPicture):
        async for key in _keys_of(model):
            yield key
    for names in (_pages(), _pdfs()):
        async for key in names:
            yield key


async def _pages() -> AsyncIterator[str]:
    last = 0
    while page := await PaperPage.filter(id__gt=last).order_by("id").limit(PAGE).values():
        for row in page:
            yield key_of_page(row["name"])
        last = page[-1]["id"]


async def _pdfs() -> AsyncIterator[str]:
    last, sent = 0, Paper.exclude(pdf="")
    while page := await sent.filter(id__gt=last).order_by("id").limit(PAGE).values("id", "pdf"):
        for row in page:
            yield key_of_pdf(row["pdf"])
        last = page[-1]["id"]


async def _keys_of(model: type[Picture] | type[WaitingPicture]) -> AsyncIterator[str]:
    last = ""
    while page := await model.filter(digest__gt=last).order_by("digest").limit(PAGE):
        for picture in page:
            for key in files_of(picture):
                yield key
        last = page[-1].digest
