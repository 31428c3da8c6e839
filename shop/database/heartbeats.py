"""When each duty was last done, and since when it fails: rows that every process can tell.

A row is written by the process that does the duty, and never by the request that reads it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shop import clock
from shop.models import Heartbeat

BACKUP = "backup"
"""What `sanvat backup` is called here; all other names are the worker's duties."""
NEVER = "no worker has run yet"
LONGEST_FAILURE = 60.0
"""Seconds for which a duty may fail before it is behind: a restart of the database is shorter."""
LONGEST_REASON = 200
KEPT = timedelta(days=30)
DONE = ("last_ok", "failed_since", "failures", "why", "counted")
FAILED = ("failed_since", "failures", "why")


@dataclass(frozen=True, slots=True)
class Beat:
    """How a duty went: without failures it was done at that moment, else it fails since then."""

    duty: str
    at: datetime
    failures: int = 0
    why: str = ""
    late_after: int | None = None
    """Seconds; None: as the row says."""
    counted: int | None = None


async def note_success(duty: str, *, counted: int | None = None) -> None:
    """Note that a duty has been done just now."""
    await note(Beat(duty, clock.now(), counted=counted))


async def note_failure(duty: str, error: BaseException) -> None:
    """Note that a duty failed just now, once more than the row says."""
    before = await Heartbeat.get_or_none(duty=duty)
    failures = before.failures + 1 if before else 1
    since = before.failed_since if before and before.failed_since else clock.now()
    await note(Beat(duty, since, failures, reason_of(error)))


async def note(*beats: Beat) -> None:
    """Write how duties went: one statement for those done, one for those that failed."""
    await _write([_done(beat) for beat in beats if not beat.failures], DONE)
    await _write([_failed(beat) for beat in beats if beat.failures], FAILED)


async def heartbeats() -> dict[str, Heartbeat]:
    """Give duty → how it goes."""
    return {row.duty: row for row in await Heartbeat.all().order_by("duty")}


async def forget_old(at: datetime) -> int:
    """Forget a duty that has not been tried for long: a worker of another version had it."""
    ours = Heartbeat.exclude(duty=BACKUP)
    long_ago = at - KEPT
    done = ours.filter(last_ok__lt=long_ago, failed_since=None)
    return await done.delete() + await ours.filter(failed_since__lt=long_ago).delete()


def behind(rows: dict[str, Heartbeat], now: datetime) -> dict[str, str]:
    """Give each duty of the worker that is behind, and what is known of it."""
    ours = {duty: row for duty, row in rows.items() if duty != BACKUP}
    if not ours:
        return {"worker": NEVER}
    told = {duty: _trouble(row, now) for duty, row in ours.items()}
    return {duty: trouble for duty, trouble in told.items() if trouble}


def reason_of(error: BaseException) -> str:
    """Say an error in a line; what databases say beside it names values, which may be a person's.

    PostgreSQL's DETAIL is a line of its own.
    """
    said = str(error).strip().partition("\n")[0]
    name = type(error).__name__
    return f"{name}: {said}"[:LONGEST_REASON] if said else name


def _trouble(row: Heartbeat, now: datetime) -> str:
    failing = (now - row.failed_since).total_seconds() if row.failed_since else 0.0
    if failing > LONGEST_FAILURE:
        return f"fails for {failing:.0f} s: {row.why}"
    idle = (now - row.last_ok).total_seconds() if row.last_ok else 0.0
    is_late = row.late_after is not None and idle > row.late_after
    return f"not done for {idle:.0f} s" if is_late else ""


async def _write(rows: list[Heartbeat], columns: tuple[str, ...]) -> None:
    """Add rows, or change these columns of those that are there."""
    if rows:
        more = ("late_after",) if all(row.late_after for row in rows) else ()
        changed = (*columns, *more)
        await Heartbeat.bulk_create(rows, on_conflict=["duty"], update_fields=changed)


def _done(beat: Beat) -> Heartbeat:
    return Heartbeat(
        duty=beat.duty, last_ok=beat.at, late_after=beat.late_after, counted=beat.counted
    )


def _failed(beat: Beat) -> Heartbeat:
    return Heartbeat(
        duty=beat.duty,
        failed_since=beat.at,
        failures=beat.failures,
        why=beat.why,
        late_after=beat.late_after,
    )
