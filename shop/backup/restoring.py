"""`sanvat restore`: all of a backup into an empty catalogue, or nothing of it.

The order is what makes it safe to be killed: the file is read whole before anything is written;
pictures are stored, which nothing shows; then all rows and the new epoch in one transaction. Until
that commits the catalogue is empty, and the same command can be run again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from asyncpg import DataError
from tortoise.exceptions import IntegrityError, OperationalError, ValidationError
from tortoise.models import Model
from tortoise.transactions import in_transaction

from media.sentences import Sentence
from media.store import Store
from media.sweeping import missing
from shop.audit import record
from shop.audit.anchors import anchor_in
from shop.audit.verifying import Verdict, verify
from shop.backup import archive, checking, tables
from shop.backup.archive import ABOUT, DamagedError, Member, shown
from shop.errors import SetupError
from shop.models import Clock, Listing
from shop.partners.sales import go_on_counting
from shop.publishing import Head, remember_head
from shop.publishing.changing import lock_clock
from shop.publishing.contacts import show_contacts_of
from shop.publishing.epochs import begin_epoch
from shop.publishing.head import forget
from shop.queries import picture_files

Progress = Callable[[int], None]
OPERATOR, RESTORED = "operator", "restore"
"""Who restores a backup, and what the audit calls it."""
NOT_EMPTY = Sentence(
    "Ở đây đã có danh mục, mà bản sao lưu chỉ khôi phục vào danh mục trống. Hãy dùng SANVAT_DATA"
    " khác, hoặc cơ sở dữ liệu khác.",
    "There is a catalogue here already, and a backup is restored into an empty one only. Use"
    " another SANVAT_DATA, or another database.",
)
REFUSED = Sentence(
    "Trong {path}, cơ sở dữ liệu không nhận {member}: {why}. Hãy dùng bản sao lưu khác.",
    "In {path}, {member} holds rows that the database refuses: {why}.",
)
UNFIT = (IntegrityError, ValidationError, ValueError, TypeError, ArithmeticError)
"""What rows raise that can stand in no catalogue, or not beside each other; and DataError."""


@dataclass(frozen=True, slots=True)
class Restored:
    rows: int
    files: int
    head: Head
    counted: dict[str, int]
    """Rows of each table that the backup has."""
    without_files: list[str]
    """Files that rows name and that are not there."""
    without_rows: list[str]
    """Files that are there and that no row names; the sweep removes them after a day."""
    audit: Verdict
    """Whether the audit is whole, and ends where it did in the backup."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Which backup a catalogue comes from."""

    about: dict[str, Any]
    sha256: str
    """Of all its rows."""

    async def record(self) -> None:
        """Let the audit say where it was continued from: later anchors stand ahead of that."""
        made = {name: archive.shown(self.about.get(name)) for name in ("at", "version")}
        told = self.about.get("audit")
        anchor = anchor_in(told).told() if told is not None else None
        said = {"head": self.about["head"], "sha256": self.sha256, "anchor": anchor}
        await record(OPERATOR, RESTORED, f"backup {self.sha256[:16]}", **made, **said)


async def restore(
    path: Path, pictures: Store, data: Path, progress: Progress = lambda _: None
) -> Restored:
    """Put a backup into this catalogue, which has to be empty, and begin a new epoch.

    Raises SetupError when it is not empty, when the file is damaged, or made by a newer version.
    """
    about = archive.about(path)
    tables.check_columns(about["tables"])
    complete = checking.check(path, about)
    await _need_empty()
    await _store_pictures(path, pictures, progress)
    begun = await _fill(path, Origin(about, complete["sha256"]), progress)
    forget()
    await remember_head(data)
    without_files = [key async for key in missing(pictures, picture_files.keys())]
    counted, files = complete["rows"], complete["files"]
    rows, unnamed = sum(counted.values()), await _unnamed(pictures)
    anchor = archive.anchor_of(path)
    audit = await verify([anchor] if anchor else [])
    return Restored(rows, files, begun, counted, without_files, unnamed, audit)


async def _need_empty() -> None:
    if not await tables.is_empty():
        raise SetupError(NOT_EMPTY)


async def _store_pictures(path: Path, pictures: Store, progress: Progress) -> None:
    with TemporaryDirectory() as folder:
        for member in archive.members(path):
            if member.is_picture:
                await _store(member, pictures, Path(folder) / "original")
                progress(1)


async def _store(member: Member, pictures: Store, temporary: Path) -> None:
    into, (*_, kind, _, name) = pictures.apart(member.name), member.name.split("/")
    if kind == "pictures":
        await into.put(name, member.data())
        return
    with temporary.open("wb") as file:
        file.writelines(member.pieces())
    await into.put_original(name, temporary)


async def _fill(path: Path, origin: Origin, progress: Progress) -> Head:
    ours = tables.tables()
    async with in_transaction():
        await lock_clock()  # no process publishes, and a second restore waits and finds it full
        await _need_empty()
        for member in archive.members(path):
            if member.table:
                progress(await _fill_table(ours[member.table], member, path))
            elif member.name != ABOUT:
                break  # pictures, which are stored already
        await tables.set_sequences()
        await go_on_counting()
        await _show_contacts()
        await origin.record()
        return await begin_epoch(origin.about["head"])


async def _show_contacts() -> None:
    """Show again what consents allow; the clock's lock is held."""
    codes = [row["code"] for row in await Listing.filter(live=True).values("code")]
    await show_contacts_of((await Clock.get(id=1)).reports, codes)


async def _fill_table(model: type[Model], member: Member, path: Path) -> int:
    try:
        return await tables.fill(model, archive.lines(member, path))
    except (*UNFIT, OperationalError) as refused:
        if not isinstance(refused, UNFIT) and not isinstance(refused.__cause__, DataError):
            raise  # the database is away or full: the archive is not to blame
        said = REFUSED.filled(path=path, member=member.name, why=shown(refused))
        raise DamagedError(said) from None


async def _unnamed(pictures: Store) -> list[str]:
    named = frozenset([key async for key in picture_files.keys()])  # noqa: SIM118 - a function
    return [
        kept.key
        async for page in pictures.pages()
        for kept in page
        if kept.is_ours and kept.key not in named
    ]
