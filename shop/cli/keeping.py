"""Keeping the catalogue safe: backups, and what is made of them."""

from pathlib import Path

from shop import backup
from shop.cli.opening import open_quietly
from shop.cli.terminal import counting, out, run

MOST_NAMED = 20
"""Files that one report names; it says how many more there are."""


def save(file: Path) -> int:
    """Write tables, originals and renditions into one file, also beside a running service.

    An older file of that name stays until the new one is whole. Keep it private.
    """
    saved = run(_save(file))
    out.print(f"{saved.rows} rows and {saved.files} files of pictures, {file.stat().st_size} bytes")
    _name("in no store any more", saved.missing)
    return 1 if saved.missing else 0


def restore(file: Path) -> int:
    """Put a backup into an empty catalogue, on either database, and begin a new epoch.

    Killed or refused it leaves the catalogue empty, and can be run again.
    """
    restored = run(_restore(file))
    out.print(
        f"{restored.rows} rows and {restored.files} files of pictures; "
        f"epoch {restored.head.epoch}, head {restored.head.serial}"
    )
    _name("named by rows and not there", restored.without_files)
    _name("there and named by no row", restored.without_rows)
    return 1 if restored.without_files else 0


def _name(what: str, keys: list[str]) -> None:
    for key in keys[:MOST_NAMED]:
        out.print(f"{what}: {key}")
    if len(keys) > MOST_NAMED:
        out.print(f"{what}: {len(keys) - MOST_NAMED} more")


async def _save(file: Path) -> backup.Saved:
    async with open_quietly() as services:
        return await backup.save(file, services.pictures, counting("Rows and files"))


async def _restore(file: Path) -> backup.Restored:
    async with open_quietly() as services:
        data = services.settings.data
        return await backup.restore(file, services.pictures, data, counting("Rows and files"))
