"""Epochs: a catalogue whose serials may have gone back says so, by a new random name for them."""

import os
from pathlib import Path
from secrets import token_hex

import orjson
import structlog
from tortoise.transactions import in_transaction

from shop.database import database, select
from shop.models import Clock
from shop.publishing.changing import lock_clock
from shop.publishing.head import Head, forget

log = structlog.get_logger()


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
    recorded = read_head(data)  # before the clock, which a worker beside us may be moving
    clock = await Clock.get(id=1)
    if reason := _why_foreign(clock, await _origin(), recorded):
        record_head(data, Head(await new_epoch(reason), clock.head))  # or the next start is foreign


def _why_foreign(clock: Clock, origin: str, recorded: Head | None) -> str:
    if clock.origin != origin:
        return "this is another database server or timeline"
    if recorded and recorded.epoch != clock.epoch:
        return f"the epoch was {recorded.epoch} when this service last ran"
    if recorded and recorded.serial > clock.head:
        return f"the head {clock.head} is below {recorded.serial}, which was given out"
    return ""


async def new_epoch(reason: str) -> str:
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


def record_head(data: Path, head: Head) -> None:
    """Remember outside the database how far it had got; atomically, so that it is never torn."""
    known = read_head(data)
    if known == head or (known and known.epoch == head.epoch and known.serial > head.serial):
        return
    temporary = data / f"head.{token_hex(8)}"
    with temporary.open("wb") as file:
        file.write(orjson.dumps({"epoch": head.epoch, "serial": head.serial}))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(data / "head")


def read_head(data: Path) -> Head | None:
    try:
        recorded = orjson.loads((data / "head").read_bytes())
        return Head(str(recorded["epoch"]), int(recorded["serial"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


async def _origin() -> str:
    """Name the PostgreSQL server and timeline; a restored or promoted one has another name."""
    if database().capabilities.dialect != "postgres":
        return ""
    [row] = await select(
        "SELECT system_identifier || '/' || timeline_id AS origin"
        " FROM pg_control_system(), pg_control_checkpoint()"
    )
    return str(row["origin"])
