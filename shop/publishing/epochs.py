"""Epochs: a catalogue whose serials may have gone back says so, by a new random name for them."""

import os
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import orjson
import structlog
from anyio import to_thread
from tortoise.transactions import in_transaction

from shop.database import database, select, select_by_key
from shop.models import Clock
from shop.publishing.changing import lock_clock
from shop.publishing.head import Head, forget, head

log = structlog.get_logger()
Last = tuple[str, int, str]
"""Code, revision and instant of a listing."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is remembered outside the database.

    The serial alone would not tell a database that was put back and has caught up since.
    """

    head: Head
    last: Last | None
    """What had this serial, if that is known."""


async def ensure_clock() -> None:
    """Start the clock of a new catalogue."""
    if not await Clock.exists(id=1):
        epoch, origin = token_hex(8), await _origin()
        await Clock.bulk_create(
            [Clock(id=1, epoch=epoch, head=0, origin=origin)], ignore_conflicts=True
        )


async def check_epoch(data: Path) -> None:
    """Begin a new epoch if this is not the database we knew, or if it has lost serials.

    That is a restored backup, a failover that lost commits, or a copy: cursors given out before
    must not be taken for ours any more.
    """
    recorded = read_record(data)  # before the clock, which a worker beside us may be moving
    clock = await Clock.get(id=1)
    if reason := await _why_foreign(clock, await _origin(), recorded):
        await renew_epoch(reason)
        await remember_head(data)  # or the next start is foreign


async def note_head(data: Path) -> None:
    """Remember how far the database has got, once it is sure that it is still the one we knew.

    One that was put back and went on beyond the recorded head must not overwrite the evidence.
    """
    if read_head(data) != await head():
        await check_epoch(data)
        await remember_head(data)


async def remember_head(data: Path) -> None:
    await to_thread.run_sync(record_head, data, *await _newest())


async def _newest() -> tuple[Head, Last | None]:
    """Give the head and what was published last, as they were together."""
    [row] = await select_by_key(
        "SELECT epoch, head, code, rev, changed_at FROM clock"
        " LEFT JOIN listing ON serial = head WHERE id = 1"
    )
    last = (row["code"], row["rev"], str(row["changed_at"])) if row["code"] else None
    return Head(row["epoch"], row["head"]), last


async def _why_foreign(clock: Clock, origin: str, recorded: Record | None) -> str:
    if clock.origin != origin:
        return "this is another database server or timeline"
    if not recorded:
        return ""
    known = recorded.head
    if known.epoch != clock.epoch:
        return f"the epoch was {known.epoch} when this service last ran"
    if known.serial > clock.head:
        return f"the head {clock.head} is below {known.serial}, which was given out"
    if recorded.last and not await _remembers(*recorded.last):
        return f"serial {known.serial} was {recorded.last}, of which this database knows nothing"
    return ""


async def _remembers(code: str, rev: int, at: str) -> bool:
    """Tell whether this was ever published here: versions stay, whatever comes after them."""
    rows = await select("SELECT at FROM listing_version WHERE code = ? AND rev = ?", code, rev)
    return at in {str(row["at"]) for row in rows}


async def renew_epoch(reason: str) -> str:
    """Make every cursor given out so far foreign, so that partners start over."""
    async with in_transaction():
        locked = await lock_clock()
        begun = await begin_epoch(locked.head)
    forget()
    log.warning("new epoch", epoch=begun.epoch, reason=reason)
    return begun.epoch


async def begin_epoch(serial: int) -> Head:
    """Name the epoch anew from this head on, for a caller who holds the clock's lock."""
    begun = Head(token_hex(8), serial)
    await Clock.filter(id=1).update(epoch=begun.epoch, head=serial, origin=await _origin())
    return begun


def record_head(data: Path, head: Head, last: Last | None = None) -> None:
    """Remember outside the database how far it had got; atomically, so that it is never torn."""
    known = read_head(data)
    if known == head or (known and known.epoch == head.epoch and known.serial > head.serial):
        return
    said = {"epoch": head.epoch, "serial": head.serial, "last": last}
    write_whole(data / "head", orjson.dumps(said))


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file that is never seen half written, and is on the disk afterwards."""
    temporary = path.with_name(f"{path.name}.{token_hex(8)}")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def read_head(data: Path) -> Head | None:
    record = read_record(data)
    return record.head if record else None


def read_record(data: Path) -> Record | None:
    try:
        read = orjson.loads((data / "head").read_bytes())
        head = Head(str(read["epoch"]), int(read["serial"]))
        return Record(head, _last(read.get("last")))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _last(read: list[Any] | None) -> Last | None:
    if read is None:
        return None
    code, rev, at = read
    return str(code), int(rev), str(at)


async def _origin() -> str:
    """Name the PostgreSQL server and timeline; a restored or promoted one has another name."""
    if database().capabilities.dialect != "postgres":
        return ""
    [row] = await select(
        "SELECT system_identifier || '/' || timeline_id AS origin"
        " FROM pg_control_system(), pg_control_checkpoint()"
    )
    return str(row["origin"])
