"""How long a long audit takes to be sealed and verified.

`python -m benchmarks.sealing [ENTRIES [DATABASE…]]`

On each database, from entries that are all unsealed, as after an upgrade. Memory is that of the
process that verifies, at its highest, beyond what it had when it began.
"""

import asyncio
import resource
import sys
from collections.abc import Iterator, Sequence
from time import perf_counter, process_time

from benchmarks.commands import an_empty
from benchmarks.figures import Figure, seconds
from shop import logs
from shop.audit.sealing import BATCH, seal_some
from shop.audit.verifying import verify
from shop.config import Settings
from shop.database import database
from shop.services import opened
from tests.databases import DATABASES

ENTRIES, FIRST = 1_000_000, 10_000
BAR, MOST_MEMORY = 60, 32
MANY = {
    "sqlite": """
        INSERT INTO audit_entry (at, "by", action, subject, before, after, request, detail)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {entries})
        SELECT strftime('%Y-%m-%d %H:%M:%f', 1735689600 + i, 'unixepoch') || '+00:00',
            'user ' || (i % 40), 'product.update', printf('HP-OCOP-%04d', i % 250),
            printf('%064x', i), printf('%064x', i + 1), printf('%016x', i),
            '{{"reason":"Nhãn sai hạn dùng","round":' || (i % 7) || '}}'
        FROM n
    """,
    "postgres": """
        INSERT INTO audit_entry (at, "by", action, subject, before, after, request, detail)
        SELECT to_timestamp(1735689600 + i), 'user ' || (i % 40), 'product.update',
            'HP-OCOP-' || lpad((i % 250)::text, 4, '0'), lpad(to_hex(i), 64, '0'),
            lpad(to_hex(i + 1), 64, '0'), lpad(to_hex(i), 16, '0'),
            jsonb_build_object('reason', 'Nhãn sai hạn dùng', 'round', i % 7)
        FROM generate_series(1, {entries}) AS i
    """,
}


def main(entries: int = ENTRIES, *kinds: str) -> None:
    for figure in figures(entries, kinds or DATABASES):
        print(figure, flush=True)


def figures(entries: int = ENTRIES, kinds: Sequence[str] = DATABASES) -> Iterator[Figure]:
    for kind in kinds:
        with an_empty(kind) as settings:
            rate, took, worked, grown = asyncio.run(_measured(settings, kind, entries))
        yield Figure(f"{kind}: entries of a backlog sealed in a second", rate, 100)
        yield seconds(f"{kind}: {entries:,} sealed entries verified", took, BAR)
        yield seconds(f"{kind}: processor time of that, without the server's", worked, BAR)
        name = f"{kind}: memory that it takes"
        yield Figure(name, grown, MOST_MEMORY, at_most=True, unit=" MB")


async def _measured(
    settings: Settings, kind: str, entries: int
) -> tuple[float, float, float, float]:
    """Give entries sealed a second; to verify all seconds, those of work, and megabytes."""
    logs.configure(settings.model_copy(update={"log_level": "error"}))
    async with opened(settings):
        await database().execute_script(MANY[kind].format(entries=FIRST))
        began = perf_counter()
        await _seal_all(BATCH)
        rate = FIRST / (perf_counter() - began)
        await database().execute_script(MANY[kind].format(entries=entries - FIRST))
        await _seal_all(FIRST)  # by larger portions, or this takes longest
        began, worked, before = perf_counter(), process_time(), _highest()
        verdict = await verify()
        took, worked = perf_counter() - began, process_time() - worked
    assert (verdict.is_whole, verdict.sealed) == (True, entries)
    return rate, took, worked, _highest() - before


async def _seal_all(most: int) -> None:
    while await seal_some(most):
        pass


def _highest() -> float:
    """Give the most megabytes that this process has had in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *sys.argv[2:])
