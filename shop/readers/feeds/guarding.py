"""The count guard: a file that lost too much is held back, for a partner would delete the rest.

A new file is counted against the one that was let go last. If it would lose more than a fifth, or
all, the old one stays as it is, except for what may not be shown for another minute: goods whose
producer took a consent back, goods that were suspended, and goods that the channel bans. Those are
known by their rows, not by their absence from the new file, and are taken out of the old bytes.
"""

from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import structlog
from anyio import to_thread

from shop.database import select
from shop.formats.channels import banned
from shop.formats.files import NAMED
from shop.models import FeedFile, Purpose, State
from shop.models.columns import Row
from shop.readers.feeds.rows import Attempt, Standing, rows_of, save
from shop.readers.feeds.storing import Growing, Grown, records_of

MOST_LOST = 0.2
"""The share of its items that a file may lose from one build to the next."""
MAY_NOT_BE_SHOWN = """
    SELECT code FROM product WHERE state = ? OR producer_id NOT IN (
        SELECT producer_id FROM consent WHERE purpose = ? AND withdrawn_at IS NULL
        INTERSECT SELECT producer_id FROM consent WHERE purpose = ? AND withdrawn_at IS NULL)
"""
PUT_BACK = ("epoch", "serial", "built_at", "accepted", "withheld", "considered", "considered_at")
log = structlog.get_logger()


async def point_at(
    grown: Mapping[str, Grown], attempt: Attempt, stand: Standing, released: str | None
) -> None:
    """Let the new files go, and hold back files that lost too much."""
    rows: list[FeedFile] = []
    for name, one in grown.items():
        old = stand.forms(name)
        if old and name != released and lost_too_much(old[0].accepted, one.items):
            rows += _held_back(old, one, attempt)
        else:
            rows += rows_of(name, one, _let_go(name, one, attempt))
    await save(rows)


def lost_too_much(before: int, now: int) -> bool:
    return now < before and (now == 0 or before - now > before * MOST_LOST)


async def take_out(folder: Path, *, everywhere: bool = False) -> None:
    """Take out of the files that are held back what may not be shown any more, or out of all."""
    served = FeedFile.filter(name__in=NAMED)
    for row in await (served if everywhere else served.filter(withheld__isnull=False)):
        codes = await _not_to_be_shown(NAMED[row.name].channel)
        grown = await to_thread.run_sync(_without, folder, row.digest, codes)
        if grown:
            await save(rows_of(row.name, grown, _as_it_was(row)))
            log.info("items taken out of a feed", name=row.name)


def _let_go(name: str, one: Grown, attempt: Attempt) -> Row:
    return {
        "epoch": attempt.seen.epoch,
        "serial": attempt.seen.serial,
        "built_at": attempt.at,
        "accepted": one.items,
        "withheld": None,
        **attempt.considered(name),
    }


def _held_back(old: list[FeedFile], one: Grown, attempt: Attempt) -> list[FeedFile]:
    """Leave the rows as they are, note what is held back, and raise the alarm once."""
    if old[0].withheld is None:
        log.error("feed withheld", name=old[0].name, items=old[0].accepted, would_be=one.items)
    for row in old:
        row.update_from_dict({**attempt.considered(old[0].name), "withheld": one.items})
    return old


async def withheld() -> dict[str, int]:
    """Tell which files are held back, and how many items they would have."""
    held = await FeedFile.filter(name__in=NAMED, withheld__isnull=False).order_by("name")
    return {row.name: row.withheld or 0 for row in held}


def _as_it_was(row: FeedFile) -> Row:
    """Give all that a file keeps when something is taken out of it."""
    return {column: getattr(row, column) for column in (*PUT_BACK, "origin", "recipe", "rules")}


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
