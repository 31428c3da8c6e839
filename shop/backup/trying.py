"""A restore tried: a backup brought back beside the service, and looked at as if it were to serve.

All goes into a folder that is thrown away, on SQLite; or into an empty database that is named.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from media.store import Store
from shop import clock
from shop.backup import archive, tables
from shop.backup.restoring import restore
from shop.models import Listing
from shop.publishing import change, drain, verify
from shop.publishing.changing import FAN_OUT

Progress = Callable[[int], None]


@dataclass(slots=True)
class Tried:
    """What a restored catalogue is like, and whatever in it is not as the backup says."""

    version: str
    at: str
    head: int
    rows: int = 0
    files: int = 0
    listings: int = 0
    wrong: list[str] = field(default_factory=list)


async def try_restore(
    path: Path, pictures: Store, data: Path, progress: Progress = lambda _: None
) -> Tried:
    """Restore a backup into this catalogue, which has to be empty, and compare it with the file.

    Raises SetupError as a restore does.
    """
    told = archive.about(path)
    restored = await restore(path, pictures, data, progress)
    tried = Tried(archive.shown(told.get("version")), archive.shown(told.get("at")), told["head"])
    tried.files, found = restored.files, await count_rows()
    found["audit_entry"] -= 1  # that it was restored
    tried.rows = sum(found.values())
    tried.wrong.extend(_differing(restored.counted, found))
    tried.wrong.extend(f"named by rows and not there: {key}" for key in restored.without_files)
    if not restored.audit.is_whole:
        tried.wrong.append("audit: its chain is not whole, or not that of the backup")
    await _publish_what_was_due()
    async for looked_at, drifts in verify():
        tried.listings += looked_at
        tried.wrong.extend(f"{one.code}: its listing differed from its rows" for one in drifts)
    return tried


async def count_rows() -> dict[str, int]:
    return {name: await model.all().count() for name, model in tables.tables().items()}


def _differing(told: dict[str, int], found: dict[str, int]) -> Iterator[str]:
    for name, rows in found.items():
        if rows != told.get(name, 0):
            yield f"{name}: {rows} rows, and {told.get(name, 0)} in the backup"


async def _publish_what_was_due() -> None:
    """Do what the worker had before it: what waited, and what has begun or ended since."""
    while await drain():
        pass
    due = Listing.filter(changes_at__lte=clock.now()).order_by("changes_at").limit(FAN_OUT)
    while codes := [row["code"] for row in await due.values("code")]:
        async with change(by="time") as wanted:
            wanted.touch(*codes)
