"""A SQLite catalogue of an older version becomes one of this: a new file, filled and swapped in.

Tortoise loses rows and indexes when it rebuilds a SQLite table (stack.md §0.1-2), so no table is
ever altered in place. The rows go over as they are, with the clock: serials and epoch stay, and
partners go on from their cursors. Until the swap, which is one rename, the old file is the
catalogue; after it the old file stays beside the new one. So at any step one of the two is whole.
"""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from media.failpoints import reach
from media.sentences import Sentence
from shop import clock
from shop.errors import SetupError

ROOM = 1.5
"""Times its size that an old file needs beside it, with what SQLite notes meanwhile."""
CATALOGUE = {"clock", "listing", "listing_version", "product", "producer"}
"""Tables that every version of ours has had."""
BROKEN_RULES = ("CHECK constraint failed", "NULL value in")
"""What SQLite says of rows that its tables would not take today; the file is whole."""
BUSY = {"SQLITE_BUSY", "SQLITE_LOCKED"}
NO_ROOM = Sentence(
    "Nâng cấp {file} cần thêm {size} MiB bên cạnh, ổ đĩa không đủ. Hãy dọn chỗ rồi chạy lại sanvat"
    " migrate.",
    "Upgrading {file} needs {size} MiB beside it, and the disk has less. Make room and run sanvat"
    " migrate again.",
)
NO_CATALOGUE = Sentence(
    "{file} không phải danh mục của sanvat. Hãy xem lại SANVAT_DATA.",
    "{file} is not a catalogue of sanvat. Check SANVAT_DATA.",
)
NEWER = Sentence(
    "{file} có {table}.{column}, bản này không biết vì tệp do bản mới hơn tạo. Hãy dùng bản đó.",
    "{file} has {table}.{column}, which this version does not know: a newer one made it. Use that"
    " version.",
)
IN_USE = Sentence(
    "{file} đang được tiến trình khác dùng. Hãy dừng dịch vụ và các worker rồi chạy lại sanvat"
    " migrate.",
    "{file} is in use by another process. Stop the service, its workers and any other upgrade, and"
    " run sanvat migrate again.",
)
CANNOT = Sentence(
    "Không nâng cấp được {file}: {why}. Chưa có gì thay đổi, hãy sửa lỗi này rồi chạy lại.",
    "{file} cannot be upgraded: {why}. Nothing was changed; mend that and run it again.",
)
DAMAGED = Sentence(
    "{file} bị hỏng hoặc không phải tệp SQLite ({why}). Hãy khôi phục bản sao lưu, hoặc xem lại"
    " SANVAT_DATA.",
    "{file} is damaged or no SQLite file ({why}). Nothing was changed; put back a backup, or check"
    " SANVAT_DATA.",
)


@dataclass(frozen=True, slots=True)
class Upgraded:
    kept: Path
    """The old file, under its new name."""
    rows: int
    lost: list[str] = field(default_factory=list)
    """Rows that the new tables do not take, as `table key`; they are in the old file."""


def upgrade(old: Path, new: Path) -> Upgraded:
    """Fill the empty tables of `new` with the rows of `old`, and put it in its place.

    Raises SetupError, having changed nothing, when `old` is open elsewhere, damaged, of a newer
    version or no catalogue, and when the disk is too full.
    """
    _need_room(old)
    with closing(sqlite3.connect(old, isolation_level=None, timeout=0)) as held:
        with _in_words(old):
            _take_alone(held)
            _check(held, old)
            held.execute("ATTACH ? AS new", (str(new),))
            held.execute("PRAGMA new.journal_mode = DELETE")  # all is in the one file that is moved
            told = _compare(held, old)
            held.execute("BEGIN EXCLUSIVE")
            rows, lost = _copy(held, told)
            reach("upgrade-filled")
            held.execute("COMMIT")
            _look_again(held, told, rows, lost)
        reach("upgrade-committed")
        return Upgraded(_swap(old, new), sum(rows.values()), lost)


@contextmanager
def alone(old: Path) -> Iterator[None]:
    """Keep a second upgrade of the same file away. Raises SetupError when there is one."""
    with old.with_name(f"{old.name}.upgrading.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SetupError(IN_USE.filled(file=old)) from None
        try:
            yield
        finally:
            Path(lock.name).unlink(missing_ok=True)


def version_of(file: Path) -> int:
    """Give the `user_version` of a file; 0 for one without tables. Raises SetupError."""
    with _in_words(file), closing(sqlite3.connect(file, timeout=5)) as held:
        [version] = held.execute("PRAGMA user_version").fetchone()
        [tables] = held.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return int(version) or (-1 if tables else 0)


def _need_room(old: Path) -> None:
    needed = int(old.stat().st_size * ROOM)
    if shutil.disk_usage(old.parent).free < needed:
        raise SetupError(NO_ROOM.filled(file=old, size=needed // 2**20 + 1))


def _take_alone(held: sqlite3.Connection) -> None:
    """Lock the file for ourselves to the end: leaving the WAL is refused while others have it."""
    held.execute("PRAGMA locking_mode = EXCLUSIVE")
    [mode] = held.execute("PRAGMA journal_mode = DELETE").fetchone()
    if mode != "delete":
        raise sqlite3.OperationalError("database is locked")
    held.execute("PRAGMA foreign_keys = OFF")  # rows come in the order of tables, not of keys


def _check(held: sqlite3.Connection, old: Path) -> None:
    found = [told for (told,) in held.execute("PRAGMA quick_check(1000)")]
    if damage := [told for told in found if told != "ok" and not told.startswith(BROKEN_RULES)]:
        raise sqlite3.DatabaseError(damage[0])
    if not set(_tables(held, "main")) >= CATALOGUE:
        raise SetupError(NO_CATALOGUE.filled(file=old))


def _compare(held: sqlite3.Connection, old: Path) -> dict[str, list[str]]:
    """Give table → its columns in the old file. Raises SetupError for what we do not know."""
    ours = {table: _columns(held, "new", table) for table in _tables(held, "new")}
    theirs = {table: _columns(held, "main", table) for table in _tables(held, "main")}
    for table, columns in theirs.items():
        if unknown := [name for name in columns if name not in ours.get(table, ())]:
            raise SetupError(NEWER.filled(file=old, table=table, column=unknown[0]))
    return theirs


def _tables(held: sqlite3.Connection, schema: str) -> list[str]:
    rows = held.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'")  # noqa: S608 - of two names
    return [name for (name,) in rows if not name.startswith("sqlite_")]


def _columns(held: sqlite3.Connection, schema: str, table: str) -> list[str]:
    return [row[1] for row in held.execute(f'PRAGMA {schema}.table_info("{table}")')]


def _copy(held: sqlite3.Connection, told: dict[str, list[str]]) -> tuple[dict[str, int], list[str]]:
    """Copy all rows; give table → how many came over, and the rows that did not."""
    rows, lost = {}, []
    for table, columns in told.items():
        names = ", ".join(f'"{name}"' for name in columns)
        copying = f'INSERT INTO new."{table}" ({names}) SELECT {names} FROM main."{table}"'  # noqa: S608 - names of tables
        try:
            rows[table] = held.execute(copying).rowcount
        except sqlite3.IntegrityError:
            rows[table], refused = _copy_each(held, table, copying)
            lost += refused
    lost += _drop_orphans(held, rows)
    _number_on(held)
    if lost:
        _begin_anew(held)
    _publish_again(held)
    return rows, lost


def _copy_each(held: sqlite3.Connection, table: str, copying: str) -> tuple[int, list[str]]:
    copied, lost = 0, []
    rowids = held.execute(f'SELECT rowid FROM main."{table}" ORDER BY rowid').fetchall()  # noqa: S608 - as above
    for (rowid,) in rowids:
        try:
            copied += held.execute(f"{copying} WHERE rowid = ?", (rowid,)).rowcount
        except sqlite3.IntegrityError:
            lost.append(f"{table} {_key(held, 'main', table, rowid)}")
    return copied, lost


def _drop_orphans(held: sqlite3.Connection, rows: dict[str, int]) -> list[str]:
    """Leave out rows whose owner was left out, until every key leads somewhere."""
    lost = []
    while orphans := held.execute("PRAGMA new.foreign_key_check").fetchall():
        for table, rowid in dict.fromkeys((row[0], row[1]) for row in orphans):
            lost.append(f"{table} {_key(held, 'new', table, rowid)}")
            held.execute(f'DELETE FROM new."{table}" WHERE rowid = ?', (rowid,))  # noqa: S608 - as above
            rows[table] -= 1
    return lost


def _key(held: sqlite3.Connection, schema: str, table: str, rowid: int) -> str:
    keys = [row[1] for row in held.execute(f'PRAGMA {schema}.table_info("{table}")') if row[5]]
    found = held.execute(f'SELECT "{keys[0]}" FROM {schema}."{table}" WHERE rowid = ?', (rowid,))  # noqa: S608 - as above
    return str(found.fetchone()[0])


def _number_on(held: sqlite3.Connection) -> None:
    """Let new rows be numbered behind all that there ever were, as in the old file."""
    held.execute("DELETE FROM new.sqlite_sequence")
    held.execute("INSERT INTO new.sqlite_sequence SELECT name, seq FROM main.sqlite_sequence")


def _begin_anew(held: sqlite3.Connection) -> None:
    """Make cursors foreign, for rows are missing that partners have seen."""
    held.execute("UPDATE new.clock SET epoch = ?", (token_hex(8),))


def _publish_again(held: sqlite3.Connection) -> None:
    """Have the worker render everything: what this version says otherwise is a usual change."""
    held.execute(
        "INSERT INTO new.to_publish (code, \"by\") SELECT code, 'upgrade' FROM new.listing"
    )


def _look_again(
    held: sqlite3.Connection, told: dict[str, list[str]], rows: dict[str, int], lost: list[str]
) -> None:
    """Count what is there before it takes the old file's place."""
    for table in told:
        [there] = held.execute(f'SELECT count(*) FROM main."{table}"').fetchone()  # noqa: S608 - as above
        missing = sum(one.startswith(f"{table} ") for one in lost)
        if there != rows[table] + missing:
            raise sqlite3.DatabaseError(f"{table}: {rows[table]} of {there} rows came over")
    [found] = held.execute("PRAGMA new.quick_check(1)").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(found)
    held.execute("DETACH new")


def _swap(old: Path, new: Path) -> Path:
    """Give the old file a second name, then the new one its place; either is one step."""
    kept = old.with_name(f"{old.name}.before-{clock.now():%Y%m%dT%H%M%S}-{token_hex(2)}")
    try:
        os.link(old, kept)
    except OSError:  # a file system without second names
        shutil.copyfile(old, kept)
        _sync(kept)
    reach("upgrade-kept")
    new.replace(old)
    _sync(old.parent)
    reach("upgrade-swapped")
    return kept


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _in_words(file: Path) -> Iterator[None]:
    """Say what SQLite refuses as a person can act on it."""
    try:
        yield
    except sqlite3.OperationalError as refusal:
        if getattr(refusal, "sqlite_errorname", "") in BUSY or "locked" in str(refusal):
            raise SetupError(IN_USE.filled(file=file)) from None
        raise SetupError(CANNOT.filled(file=file, why=refusal)) from None
    except sqlite3.DatabaseError as refusal:
        raise SetupError(DAMAGED.filled(file=file, why=refusal)) from None
