"""Changing what the public sees: lock the clock first, then render, then write the listings.

Rendering before the lock would publish stale documents, for another writer may commit in between.
The lock is held to the commit, so that serials become visible in their order and without holes
(docs/adr/0002). Nothing slow or remote may happen inside a change.
"""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tortoise.backends.base.client import TransactionalDBClient
from tortoise.functions import Max
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from shop import clock
from shop.database import database, is_tried
from shop.models import Audience, Clock, Listing, ListingVersion, Product, ToPublish
from shop.models.columns import Row
from shop.publishing.contacts import show_anew, show_contacts, show_contacts_of
from shop.publishing.head import Head, Moved
from shop.publishing.loading import load
from shop.publishing.rendering import Rendering, render

FAN_OUT = 200
"""Products that one transaction publishes itself; beyond that the worker does, so many a time."""


@dataclass(slots=True)
class Change:
    """Names every product whose document may differ once the change is written."""

    by: str
    at: datetime | None = None
    """By which moment to render; None: by that of the clock, once it is locked."""
    codes: set[str] = field(default_factory=set)
    products: list[QuerySet[Product]] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)

    def touch(self, *codes: str) -> None:
        self.codes.update(codes)

    def touch_all(self, products: QuerySet[Product]) -> None:
        """Touch whatever products a query finds *under the clock lock*.

        Only then are those counted that another writer gave to this producer or commune meanwhile.
        """
        self.products.append(products)

    def show_anew(self, *codes: str) -> None:
        """Name products whose pages say something beside the document that has changed."""
        self.pages.update(codes)


@asynccontextmanager
async def change(*, by: str) -> AsyncIterator[Change]:
    """Write rows and publish what they change, in one transaction.

    A failure inside leaves neither rows nor listings behind. Lock order: rows, then the clock.
    Raises RuntimeError inside another transaction, which might yet take back what was announced.
    """
    if isinstance(database(), TransactionalDBClient) and not is_tried():
        raise RuntimeError("A change is a transaction of its own; end the other one first.")
    async with in_transaction():
        wanted = Change(by=by)
        yield wanted
        moved = await _publish(wanted)
    moved.note()


async def drain(at: datetime | None = None) -> int:
    """Publish codes that wait, up to FAN_OUT of one author; tell how many were taken."""
    async with in_transaction():
        waiting = await _take_waiting()
        if not waiting:
            return 0
        await ToPublish.filter(id__in=[row.id for row in waiting]).delete()
        codes = {row.code for row in waiting}
        moved = await _publish(Change(waiting[0].by or "worker", at, codes))
    moved.note()
    return len(waiting)


async def _take_waiting() -> list[ToPublish]:
    """Lock the oldest rows that no other worker has; Tortoise's `.values()` would not lock."""
    free = ToPublish.all().select_for_update(skip_locked=True)
    rows = await free.order_by("id").limit(FAN_OUT).only("id", "code", "by")
    return [row for row in rows if row.by == rows[0].by]


async def _publish(wanted: Change) -> Moved:
    if not (wanted.codes or wanted.products or wanted.pages):
        return Moved()
    locked = await lock_clock()
    codes = wanted.codes.union(*[await _codes(products) for products in wanted.products])
    if len(codes) > FAN_OUT:
        waiting = [ToPublish(code=code, by=wanted.by) for code in sorted(codes)]
        await ToPublish.bulk_create(waiting, batch_size=1000)
        moved = Moved(reports=await show_contacts_of(locked.reports, codes))
    else:
        moved = await publish_codes(locked, codes, by=wanted.by, at=wanted.at)
    reports = await show_anew(moved.reports or locked.reports, wanted.pages)
    return replace(moved, reports=reports)


async def lock_clock() -> Clock:
    """Wait for the one lock that orders all changes; it is held to the end of the transaction."""
    return await Clock.select_for_update().get(id=1)


async def _codes(products: QuerySet[Product]) -> list[str]:
    return [row["code"] for row in await products.values("code")]


async def publish_codes(
    locked: Clock,
    codes: Collection[str],
    *,
    by: str,
    at: datetime | None = None,
    thorough: bool = False,
) -> Moved:
    """Render codes and write those listings that differ; tell what that moved.

    A contact that alone differs is written without a serial, a revision or a version.
    """
    at = at or clock.now()
    found = await compare(codes, at, thorough=thorough)
    for code, changes_at in found.alarms.items():  # or the worker would never rest
        await Listing.filter(code=code).update(changes_at=changes_at)
    reports = await show_contacts(locked.reports, found.contacts)
    if not found.differing:
        return Moved(reports=reports)
    written = [
        _listing(code, locked.head + n, found.revs.get(code, 0) + 1, found.renderings[code], at)
        for n, code in enumerate(found.differing, 1)
    ]
    await _write(written, locked.epoch, by)
    serial = locked.head + len(written)
    await Clock.filter(id=1).update(head=serial)
    return Moved(Head(locked.epoch, serial), reports)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is published of some codes, and what their rows say at a moment."""

    published: dict[str, Row]
    renderings: dict[str, Rendering]
    revs: dict[str, int]
    """The last revision of each code that ever was published."""
    differing: list[str]

    @property
    def alarms(self) -> dict[str, datetime | None]:
        """Give the next instant of listings that stay as they are, where it is another one."""
        return self._beside("changes_at")

    @property
    def contacts(self) -> dict[str, str | None]:
        """Give the contacts that differ where the rest of the listing stays as it is."""
        return self._beside("contact")

    def _beside(self, column: str) -> dict[str, Any]:
        differing = set(self.differing)
        shown = {code: getattr(self.renderings[code], column) for code in self.published}
        return {
            code: new
            for code, new in shown.items()
            if code not in differing and self.published[code][column] != new
        }

    @property
    def is_all_well(self) -> bool:
        return not (self.differing or self.alarms or self.contacts)


async def compare(codes: Collection[str], at: datetime, *, thorough: bool = False) -> Comparison:
    """Render codes as they are at a moment, and set that beside what is published.

    `thorough` compares whole documents and not just digests: for listings damaged by other hands.
    """
    published = await _published(codes, thorough=thorough)
    rows = await load(codes)
    renderings = {code: render(rows.get(code), at) for code in sorted(codes)}
    revs = {code: row["rev"] for code, row in published.items()}
    revs |= await _lost_revs([code for code in renderings if code not in published])
    differing = [
        code
        for code, new in renderings.items()
        if (_differs(published[code], new) if code in published else new.live or code in revs)
    ]
    return Comparison(published, renderings, revs, differing)


async def _published(codes: Collection[str], *, thorough: bool) -> dict[str, Row]:
    columns = ["code", "rev", "live", "audience", "digest", "changes_at", "contact"]
    if thorough:
        columns.append("document")
    rows = await Listing.filter(code__in=codes).values(*columns)
    return {row["code"]: row for row in rows}


def _differs(old: Row, new: Rendering) -> bool:
    if old["live"] != new.live or old["digest"] != new.digest:
        return True
    return "document" in old and (old["document"], old["audience"]) != (new.document, new.audience)


async def _lost_revs(codes: list[str]) -> dict[str, int]:
    """Find the last revisions of codes whose listing, or tombstone, was deleted by other hands."""
    ended = ListingVersion.filter(code__in=codes).annotate(last=Max("rev")).group_by("code")
    return dict(await ended.values_list("code", "last")) if codes else {}


def _listing(code: str, serial: int, rev: int, new: Rendering, at: datetime) -> Listing:
    return Listing(
        code=code,
        serial=serial,
        rev=rev,
        live=new.live,
        audience=Audience(new.audience),
        changes_at=new.changes_at,
        document=new.document,
        digest=new.digest,
        changed_at=at,
        contact=new.contact,
    )


async def _write(listings: list[Listing], epoch: str, by: str) -> None:
    columns = [
        "serial", "rev", "live", "audience", "changes_at", "document", "digest", "changed_at",
        "contact",
    ]  # fmt: skip
    await Listing.bulk_create(listings, on_conflict=["code"], update_fields=columns)
    await ListingVersion.bulk_create([_version(listing, epoch, by) for listing in listings])


def _version(listing: Listing, epoch: str, by: str) -> ListingVersion:
    return ListingVersion(
        code=listing.code,
        epoch=epoch,
        rev=listing.rev,
        document=listing.document,
        digest=listing.digest,
        at=listing.changed_at,
        by=by,
    )
