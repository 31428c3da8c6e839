"""The demo's catalogue with seven real photographs a product, to weigh pages with; never kept."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path

from benchmarks.catalogues import FOLDER, sanvat
from media.accept import Incoming
from media.refusing import Refused
from shop import logs, photos
from shop.config import Settings
from shop.inputs.tables import PhotoInput
from shop.photos.showing import arrange, lock_shown
from shop.publishing import change
from shop.services import opened

DEMO = Path("shop/data")
PHOTOS = Path(__file__).parents[2] / "shared" / "photos"
ENDINGS = {".jpg", ".heic"}
EACH = 7


def photographed(folder: Path = PHOTOS) -> Path:
    """Give the data folder of the catalogue with photographs of a folder; make it if need be."""
    data = FOLDER / "photographed"
    if not (data / "made").exists():
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        sanvat(data, "import", str(DEMO), "--publish", "--specimens")
        asyncio.run(_photograph(data, folder))
        sanvat(data, "reindex", "--from-scratch")
        (data / "made").touch()
    return data


async def _photograph(data: Path, folder: Path) -> None:
    settings = Settings(data=data, log_level="error")
    logs.configure(settings)
    async with opened(settings) as services:
        taken = []
        for file in _files(folder):
            with suppress(Refused):  # one of them is there to be refused
                taken.append(await _taken(file, services.room))
        turning = cycle(taken)
        for row in await photos.without_picture():
            shown = [PhotoInput(picture=digest) for digest in islice(turning, EACH)]
            async with change(by="bench") as wanted:
                await arrange(wanted, row["code"], await lock_shown(row["code"]), shown)
                wanted.touch(row["code"])
            next(turning)  # so that products differ in their first photograph


async def _taken(file: Path, room: photos.Room) -> str:
    with Incoming(room.folder) as incoming:
        incoming.write(file.read_bytes())
        return await photos.take(incoming, room, by="bench")


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.suffix in ENDINGS)
