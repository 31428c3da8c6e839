"""When each duty was last done, and since when it fails: rows that every process can tell.

A row is written by the process that does the duty, and never by the request that reads it.
"""

from dataclasses import dataclass
from datetime import datetime

from shop import clock
from shop.models import Heartbeat

BACKUP = "backup"
"""What `sanvat backup` is called here; all other names are the worker's duties."""
LONGEST_REASON = 200
DONE = ("last_ok", "failed_since", "failures", "why", "counted")
FAILED = ("failed_since", "failures", "why")


@dataclass(frozen=True, slots=True)
class Beat:
    """How a duty went: without failures it was done at that moment, else it fails since then."""

    duty: str
    at: datetime
    failures: int = 0
    why: str = ""
    counted: int | None = None


async def note_success(duty: str, *, counted: int | None = None) -> None:
    """Note that a duty has been done just now."""
    await note(Beat(duty, clock.now(), counted=counted))


async def note_failure(duty: str, why: str) -> None:
    """Note that a duty failed just now, once more than the row says."""
    before = await Heartbeat.get_or_none(duty=duty)
    failures = before.failures + 1 if before else 1
    since = before.failed_since if before and before.failed_since else clock.now()
    await note(Beat(duty, since, failures, why))


async def note(*beats: Beat) -> None:
    """Write how duties went, in a statement for those done and one for those that failed."""
    await _write([_done(beat) for beat in beats if not beat.failures], DONE)
    await _write([_failed(beat) for beat in beats if beat.failures], FAILED)


async def heartbeats() -> dict[str, Heartbeat]:
    """Give duty → how it goes."""
    return {row.duty: row for row in await Heartbeat.all()}


async def _write(rows: list[Heartbeat], columns: tuple[str, ...]) -> None:
    """Add rows, or change these columns of those that are there."""
    if rows:
        await Heartbeat.bulk_create(rows, on_conflict=["duty"], update_fields=columns)


def _done(beat: Beat) -> Heartbeat:
    return Heartbeat(duty=beat.duty, last_ok=beat.at, counted=beat.counted)


def _failed(beat: Beat) -> Heartbeat:
    why = beat.why[:LONGEST_REASON]
    return Heartbeat(duty=beat.duty, failed_since=beat.at, failures=beat.failures, why=why)
