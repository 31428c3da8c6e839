"""Keeping the catalogue safe: backups, and what is made of them."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from cyclopts import App

from media.sentences import Sentence
from media.store import Store
from shop import backup, database, publishing
from shop.cli.opening import open_quietly
from shop.cli.rows import quiet_settings
from shop.cli.sealing import line_of, lines_of
from shop.cli.terminal import counting, out, run
from shop.config import Settings
from shop.database import DATABASE_ERRORS, AwayError
from shop.database.heartbeats import BACKUP, note_failure, note_success
from shop.errors import InvalidError
from shop.papers.sowing import sow

app = App(name="backup", help="Write the whole catalogue into one file, or try one out.")
MOST_NAMED = 20
"""Files that one report names; it says how many more there are."""
ONE_PLACE = Sentence(
    "Hãy ghi một tệp, hoặc --into với một thư mục.",
    "Say where to: a file, or --into with a folder.",
)
NONE_KEPT = Sentence(
    "Hãy ghi --keep từ 1 trở lên.", "Give --keep as 1 or more: the new backup is one of them."
)


@app.default
def save(file: Path | None = None, *, into: Path | None = None, keep: int = 14) -> int:
    """Write tables, originals and renditions into one file, also beside a running service.

    An older file of that name stays until the new one is whole. Keep it private.

    Parameters
    ----------
    file
        The file to write.
    into
        A folder that gets a file named by the time; whole ones beyond the newest are deleted.
    keep
        How many stay in that folder, the new one counted.
    """
    if (file is None) == (into is None):
        raise InvalidError(ONE_PLACE)
    if keep < 1:
        raise InvalidError(NONE_KEPT)
    return _save_into(into, keep) if into else _save_as(file or Path())


@app.command
def check(file: Path, *, to_database: bool = False) -> int:
    """Restore a backup where it harms nothing, and tell whether the catalogue is as it says.

    The exit status is 1 when anything differs. Rows and pictures go into a temporary folder
    (TMPDIR), which needs twice the file's size.

    Parameters
    ----------
    file
        A backup.
    to_database
        Restore the rows into the empty database of SANVAT_DATABASE_URL, not into a SQLite file.
    """
    tried = run(_try(file, to_database=to_database))
    out.print(f"made by {tried.version} at {tried.at}, head {tried.head}")
    out.print(f"{tried.rows} rows and {tried.files} files of pictures came back")
    out.print(f"{tried.listings} listings verified")
    _name("not as the backup says", tried.wrong)
    return 1 if tried.wrong else 0


def _save_into(folder: Path, keep: int) -> int:
    with backup.alone_in(folder):
        new = backup.next_in(folder)
        status = _save_as(new)
        kept = backup.keep_newest(folder, new, keep)
    out.print(str(new))
    _name("deleted", [old.name for old in kept.removed])
    _name("not whole, and left alone", [one.name for one in kept.broken])
    return 1 if kept.broken else status


def _save_as(file: Path) -> int:
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
    audit = restored.audit
    for line in (*lines_of(audit), *[line_of(anchor, audit) for anchor in audit.anchors]):
        out.print(f"audit: {line}")
    return 1 if restored.without_files or not restored.audit.is_whole else 0


def _name(what: str, keys: list[str]) -> None:
    for key in keys[:MOST_NAMED]:
        out.print(f"{what}: {key}")
    if len(keys) > MOST_NAMED:
        out.print(f"{what}: {len(keys) - MOST_NAMED} more")


async def _save(file: Path) -> backup.Saved:
    """Write a backup, and note for all processes that it stands, or why not."""
    async with open_quietly() as services:
        try:
            saved = await backup.save(file, services.pictures, counting("Rows and files"))
        except Exception as failed:
            with suppress(AwayError, OSError, *DATABASE_ERRORS):
                await note_failure(BACKUP, failed)
            raise
        await note_success(BACKUP)
        return saved


async def _try(file: Path, *, to_database: bool) -> backup.Tried:
    with TemporaryDirectory() as folder:
        theirs = quiet_settings()
        address = theirs.database_url if to_database else ""
        apart = {"data": Path(folder), "database_url": address, "storage_url": ""}
        ours = theirs.model_copy(update=apart)
        if not ours.sqlite_file:
            await _make_tables(ours)
        async with publishing.opened(ours):
            store = Store.open(ours.storage)
            return await backup.try_restore(file, store, ours.data, counting("Rows and files"))


async def _make_tables(ours: Settings) -> None:
    async with database.connected(ours):
        await database.select("SELECT 1")
        await database.migrate(ours)
        await publishing.ensure_clock()


async def _restore(file: Path) -> backup.Restored:
    async with open_quietly() as services:
        data = services.settings.data
        done = await backup.restore(file, services.pictures, data, counting("Rows and files"))
        await sow(by="restore")
        return done
