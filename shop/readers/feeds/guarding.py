"""The count guard: a file that lost too much is held back, for a partner would delete the rest.

A new file is counted against the one that was let go last. If it would lose more than a fifth, or
all, the old one stays as it is, except for what may not be shown for another minute: goods whose
producer took a consent back, goods that were suspended, and goods that the channel may not have by
the rules that are good now. Those are known by their rows and documents, not by their absence from
the new file. They are taken out of the old bytes, in the same statement that notes the build.

What the rules forbid was lost by no mistake, so it is not counted: a partner's last sale, or a new
release with a new ban, holds nothing back.
"""

from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import structlog
from anyio import to_thread

from shop.database import select
from shop.formats.channels import CHANNELS, banned
from shop.formats.files import NAMED
from shop.models import FeedFile, Purpose, State
from shop.models.columns import Row
from shop.readers.feeds import judging
from shop.readers.feeds.rows import Attempt, Standing, rows_of, save
from shop.readers.feeds.storing import Growing, Grown, records_of

MOST_LOST = 0.2
"""The share of its items that a file may lose from one build to the next."""
MAY_NOT_BE_SHOWN = """
    SELECT code FROM product WHERE state = ? OR producer_id NOT IN (
        SELECT producer_id FROM consent WHERE purpose = ? AND withdrawn_at IS NULL
        INTERSECT SELECT producer_id FROM consent WHERE purpose = ? AND withdrawn_at IS NULL)
"""
RESTRICTED = tuple(sorted({str(one) for channel in CHANNELS for one in banned(channel)}))
"""Restrictions of sale that keep a product out of some channel."""
CHANGED_AND_MAY_NOT = """
    SELECT 1 FROM listing JOIN product ON product.code = listing.code
    WHERE listing.serial > ? AND (
        product.state = ? OR product.sale_restriction IN ({marks}) OR product.producer_id NOT IN (
            SELECT producer_id FROM consent WHERE purpose = ? AND withdrawn_at IS NULL
            INTERSECT
            SELECT producer_id FROM consent WHERE purpose = ? AND withdrawn_at IS NULL))
    LIMIT 1
"""
PUT_BACK = (
    "epoch", "serial", "built_at", "withheld", "considered", "considered_at", "origin", "recipe",
    "rules", "reports",
)  # fmt: skip
log = structlog.get_logger()


async def point_at(
    folder: Path,
    grown: Mapping[str, Grown],
    attempt: Attempt,
    stand: Standing,
) -> None:
    """Let the new files go, and hold back files that lost too much."""
    rows: list[FeedFile] = []
    for name, one in grown.items():
        old = stand.forms(name)
        outdated = None
        if old and lost_too_much(old[0].accepted, one.items):
            outdated = await _outdated(folder, old[0], attempt)
        if outdated and lost_too_much(old[0].accepted - outdated.forbidden, one.items):
            rows += await _held_back(folder, old, outdated, one, attempt)
        else:
            rows += rows_of(name, one, _let_go(name, one, attempt))
    await save(rows)


def lost_too_much(before: int, now: int) -> bool:
    return now < before and (now == 0 or before - now > before * MOST_LOST)


async def take_out(folder: Path, attempt: Attempt | None = None) -> None:
    """Take what may not be shown any more out of the files that stand, held back or not.

    Given an attempt that failed: by the rules that it knew too.
    """
    for row in await FeedFile.filter(name__in=NAMED):
        outdated = await _outdated(folder, row, attempt)
        grown = await to_thread.run_sync(_without, folder, row.digest, outdated.codes)
        if grown:
            await save(rows_of(row.name, grown, _as_it_was(row, outdated)))
            log.info("items taken out of a feed", name=row.name)


async def has_to_go(since: int) -> bool:
    """Tell whether something that changed beyond a serial may not be shown, perhaps in one channel.

    Whether it stands in a file is not known yet: that takes a look through all its records.
    """
    marks = ", ".join("?" * len(RESTRICTED))
    sql = CHANGED_AND_MAY_NOT.format(marks=marks)
    consents = (Purpose.CATALOGUE, Purpose.MARKETPLACES)
    return bool(await select(sql, since, State.SUSPENDED, *RESTRICTED, *consents))


@dataclass(frozen=True, slots=True)
class _Outdated:
    """What is to be taken out of an older file."""

    codes: frozenset[str]
    forbidden: int
    """Items among them that the channel's rules forbid."""


async def _outdated(folder: Path, row: FeedFile, attempt: Attempt | None) -> _Outdated:
    """Find it; without an attempt only what is known by rows, which is quickly done."""
    forbidden = await judging.forbidden(folder, row, attempt) if attempt else frozenset[str]()
    codes = forbidden | await _not_to_be_shown(NAMED[row.name].channel)
    count = await to_thread.run_sync(_items_of, folder, row.digest, forbidden)
    return _Outdated(codes, count)


def _items_of(folder: Path, digest: str, codes: Collection[str]) -> int:
    return sum(one.items for one in records_of(folder, digest) if one.code in codes)


def _let_go(name: str, one: Grown, attempt: Attempt) -> Row:
    return {
        "epoch": attempt.seen.epoch,
        "serial": attempt.seen.serial,
        "built_at": attempt.at,
        "accepted": one.items,
        "withheld": None,
        **attempt.considered(name),
    }


async def _held_back(
    folder: Path, old: list[FeedFile], outdated: _Outdated, one: Grown, attempt: Attempt
) -> list[FeedFile]:
    """Keep the older file without what is outdated, note what is held back, and alarm once."""
    row = old[0]
    if row.withheld is None:
        log.error("feed withheld", name=row.name, items=row.accepted, would_be=one.items)
    noted = {**attempt.considered(row.name), "withheld": one.items}
    kept = await to_thread.run_sync(_without, folder, row.digest, outdated.codes)
    if kept:
        log.info("items taken out of a feed", name=row.name)
        return rows_of(row.name, kept, {**_as_it_was(row, outdated), **noted})
    for each in old:
        each.update_from_dict(noted)
    return old


async def withheld() -> dict[str, int]:
    """Tell which files are held back, and how many items they would have."""
    held = await FeedFile.filter(name__in=NAMED, withheld__isnull=False).order_by("name")
    return {row.name: row.withheld or 0 for row in held}


def _as_it_was(row: FeedFile, outdated: _Outdated) -> Row:
    """Give all that a file keeps when something is taken out of it.

    What the rules forbid is not missed in the next file either.
    """
    kept = {column: getattr(row, column) for column in PUT_BACK}
    return {**kept, "accepted": max(0, row.accepted - outdated.forbidden)}


async def _not_to_be_shown(channel: str | None) -> frozenset[str]:
    rows = await select(MAY_NOT_BE_SHOWN, State.SUSPENDED, Purpose.CATALOGUE, Purpose.MARKETPLACES)
    codes = {row["code"] for row in rows}
    for restriction in banned(channel):
        found = await select("SELECT code FROM product WHERE sale_restriction = ?", restriction)
        codes |= {row["code"] for row in found}
    return frozenset(codes)


def _without(folder: Path, digest: str, codes: Collection[str]) -> Grown | None:
    """Write a file again without some codes; None: it has none of them."""
    if not any(record.code in codes for record in records_of(folder, digest)):
        return None
    with ThreadPoolExecutor(1) as beside, Growing(folder, beside) as new:
        return _copied(folder, digest, codes, new)


def _copied(folder: Path, digest: str, codes: Collection[str], new: Growing) -> Grown:
    with (folder / digest).open("rb") as old:
        for record in records_of(folder, digest):
            data = old.read(record.size)
            if record.code not in codes:
                new.add(record.code, data, record.items)
    return new.finish()
