"""What is read for each scrape of `/metrics`; a source that is away has no sample."""

import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from anyio import to_thread

from shop import clock
from shop import metrics as m
from shop.accounts import ceiling, outbox
from shop.accounts.postmen import Way
from shop.audit.sealing import unsealed
from shop.catalogue import page_reports
from shop.config import Settings
from shop.database.heartbeats import BACKUP, heartbeats
from shop.database.pressure import oldest_transaction
from shop.formats.files import NAMED
from shop.metrics import Told
from shop.models import Clock, Heartbeat, MessageState, ToPublish
from shop.partners import webhooks
from shop.publishing.timekeeping import read_note
from shop.readers import feeds, index
from shop.services import Services

Look = Callable[[], Awaitable[Any]]
Values = Mapping[tuple[str, ...], float]


def looks(services: Services) -> Sequence[Look]:
    """Give all looks that a scrape needs, each by itself: one that fails takes no other along."""
    data = services.settings.data
    return (
        _head,
        partial(_index, services),
        _duties,
        _to_publish,
        _unsealed,
        _oldest_transaction,
        _feed_ages,
        _feeds,
        _webhooks,
        _reports,
        _messages,
        _paid,
        partial(_clock_skew, data),
        partial(_disks, services.settings),
    )


async def _head() -> Told:
    """Look at the clock row itself, not at what this process remembers of it."""
    row = await Clock.get(id=1).values("epoch", "head")
    return {m.HEAD: {(): row["head"]}, m.EPOCH: {(row["epoch"],): 1}}


async def _index(services: Services) -> Told:
    position, _ = await index.standing(services.engine)
    return {m.INDEX: {(): position.serial}} if position else {}


async def _to_publish() -> Told:
    return {m.WAITING: {(): await ToPublish.all().count()}}


async def _unsealed() -> Told:
    found = await unsealed()
    age = (clock.now() - found.oldest).total_seconds() if found.oldest else 0.0
    return {m.AUDIT_UNSEALED: {(): found.many}, m.AUDIT_UNSEALED_AGE: {(): age}}


async def _duties() -> Told:
    rows = await heartbeats()
    backup, swept = rows.pop(BACKUP, None), rows.get("sweep")
    duties = rows.values()
    return {
        m.DUTY_LAST_SUCCESS: {
            (one.duty,): one.last_ok.timestamp() for one in duties if one.last_ok
        },
        m.DUTY_LATE_AFTER: {(one.duty,): one.late_after for one in duties if one.late_after},
        m.DUTY_FAILURES: {(one.duty,): one.failures for one in duties},
        m.BACKUP_LAST_SUCCESS: _moment(backup),
        m.BACKUP_FAILURES: {(): backup.failures} if backup else {},
        m.MISSING_FILES: _counted(swept),
    }


def _moment(row: Heartbeat | None) -> dict[tuple[str, ...], float]:
    return {(): row.last_ok.timestamp()} if row and row.last_ok else {}


def _counted(row: Heartbeat | None) -> dict[tuple[str, ...], float]:
    return {(): row.counted} if row and row.counted is not None else {}


async def _feeds() -> Told:
    held = await feeds.withheld()
    return {m.FEED_WITHHELD: {(name,): name in held for name in NAMED}}


async def _feed_ages() -> Told:
    ages = await feeds.ages(clock.now())
    return {m.FEED_AGE: {(name,): age for name, age in ages.items()}}


async def _webhooks() -> Told:
    troubles = await webhooks.troubles()
    return {
        m.WEBHOOKS_WAITING: {(): troubles.waiting},
        m.WEBHOOKS_DEAD: {(): troubles.dead},
        m.WEBHOOKS_DISABLED: {(): troubles.disabled},
    }


async def _reports() -> Told:
    return {m.PAGE_REPORTS: {(): await page_reports.count_open()}}


async def _messages() -> Told:
    counted = await outbox.figures()
    kinds = product(MessageState, (*Way, outbox.NO_WAY))
    return {m.MESSAGES: {(state, way): counted.get((state, way), 0) for state, way in kinds}}


async def _paid() -> Told:
    return {m.PAID_MESSAGES: {(): await ceiling.paid_lately()}}


async def _oldest_transaction() -> Told:
    return {m.OLDEST_TRANSACTION: {(): await oldest_transaction()}}


async def _clock_skew(data: Path) -> Told:
    note = await to_thread.run_sync(read_note, data)
    is_known = note.believed is not None or note.reason
    return {m.CLOCK_SKEW: {(): note.ahead}} if is_known else {}


async def _disks(settings: Settings) -> Told:
    """Look at each place by itself: a disk that hangs keeps a thread, and no answer."""
    places = {"data": settings.data, "incoming": settings.data / "incoming"}
    if file := settings.sqlite_file:
        places["database"] = file.parent
    found = {
        (name,): await to_thread.run_sync(os.statvfs, path, abandon_on_cancel=True)
        for name, path in places.items()
        if await to_thread.run_sync(path.exists, abandon_on_cancel=True)
    }
    free: Values = {place: disk.f_bavail * disk.f_frsize for place, disk in found.items()}
    inodes: Values = {place: disk.f_favail for place, disk in found.items() if disk.f_files}
    return {m.DISK_BYTES: free, m.DISK_INODES: inodes}
