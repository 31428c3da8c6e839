"""`sanvat backup`: the rows as they are at one instant, then the pictures that they name."""

from collections.abc import Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from tortoise.models import Model

from media.naming import named
from media.store import WAITING, Damaged, Missing, Store, original_key, picture_key
from shop import __version__, clock
from shop.audit.anchors import HEAD, anchor_of
from shop.backup import archive, tables
from shop.backup.archive import Writing
from shop.database.snapshots import Snapshot, one, snapshot
from shop.models import Paper, PaperPage, Picture, WaitingPicture
from shop.models.columns import Row, from_json_text
from shop.papers.files import key_of_page, key_of_pdf

Progress = Callable[[int], None]


@dataclass(slots=True)
class Saved:
    rows: int = 0
    files: int = 0
    missing: list[str] = field(default_factory=list)
    """Files of pictures that rows name and that the store has lost or damaged."""


async def save(path: Path, pictures: Store, progress: Progress = lambda _: None) -> Saved:
    """Write everything into one file, consistent while the service goes on.

    All rows are read at one instant, and the pictures after them: the files of a picture are stored
    before its row is, so that none that a row names is missing. Their names wait in a file, for the
    instant is not to be held open while pictures are copied.
    """
    with archive.create(path) as writing, TemporaryDirectory() as folder:
        keys = Path(folder) / "keys"
        async with snapshot() as held:
            with TextIOWrapper(named(keys)) as noting:
                await _save_rows(held, writing, noting, progress)
        missing: list[str] = []
        with keys.open() as noted:
            for line in noted:
                if not await _save_file(line.strip(), writing, pictures, Path(folder)):
                    missing.append(line.strip())
                progress(1)
        writing.complete(missing=missing)
        seen = writing.contents
    return Saved(seen.rows.total(), seen.files, missing)


async def _save_rows(held: Snapshot, writing: Writing, keys: TextIO, progress: Progress) -> None:
    seen = await one(held, "SELECT epoch, head FROM clock")
    ours = tables.tables()
    [*sealed] = [anchor_of(row).told() async for rows in held.read(HEAD) for row in rows]
    about = {
        "version": __version__,
        "at": clock.now(),
        "epoch": seen["epoch"],
        "head": seen["head"],
        "audit": sealed[0] if sealed else None,
    }
    columns = {name: list(tables.columns(model)) for name, model in ours.items()}
    writing.write_about({**about, "tables": columns})
    for name, model in ours.items():
        of = tables.columns(model)
        async with aclosing(held.read(tables.query(model))) as pages:  # also on a full disk
            async for rows in pages:
                writing.write_rows(name, [tables.written(row, of) for row in rows])
                if keys_of := FILES.get(model):
                    keys.writelines(f"{key}\n" for row in rows for key in keys_of(row))
                progress(len(rows))


def _of_picture(row: Row) -> Iterator[str]:
    yield original_key(row["digest"])
    for file in from_json_text(row["renditions"]):
        yield picture_key(file["name"])


def _of_waiting(row: Row) -> Iterator[str]:
    return (f"{WAITING}{key}" for key in _of_picture(row))


def _of_paper(row: Row) -> Iterator[str]:
    if row["pdf"]:
        yield key_of_pdf(row["pdf"])


def _of_page(row: Row) -> Iterator[str]:
    yield key_of_page(row["name"])


FILES: dict[type[Model], Callable[[Row], Iterator[str]]] = {
    Picture: _of_picture,
    WaitingPicture: _of_waiting,
    Paper: _of_paper,
    PaperPage: _of_page,
}
"""Table whose rows name files → the keys of those of one row."""


async def _save_file(key: str, writing: Writing, pictures: Store, folder: Path) -> bool:
    """Copy one file; tell whether the store has it, whole."""
    name, of = key.rpartition("/")[2], pictures.apart(key)
    try:
        if "originals" in key.split("/"):
            original = folder / "original"
            await of.copy_original(name, original)
            with original.open("rb") as source:
                writing.write_file(key, source, original.stat().st_size)
        else:
            data = await of.get(name)
            writing.write_file(key, BytesIO(data), len(data))
    except (Missing, Damaged):
        return False
    return True
