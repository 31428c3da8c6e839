"""Two catalogues to look at: one with everything in it, the longest texts too, and an empty one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image

from media.accept import Incoming
from media.illustrations import KEYS, picture
from shop import photos
from shop.catalogue import rename_commune, rename_producer
from shop.config import Settings
from shop.inputs.tables import PhotoInput
from shop.intake import Intake, take_in
from shop.models import Commune, Product
from shop.publishing import change
from shop.readers import index
from shop.services import opened
from tests.pictures import photo

DATA = Path(__file__).parents[2] / "shop" / "data"
DRAWINGS = 12
BARE = "HP-NS-0009"
LONG = "HP-NS-0003"
LONG_PRODUCER = "HP-CS-010"
LONG_COMMUNE = "11806"
WITHDRAWN = "HP-OCOP-0179"
PHOTOGRAPHED = "HP-OCOP-0027"
ODDLY_PHOTOGRAPHED = "HP-OCOP-0028"
REAL_SHAPES = [(2000, 1500), (1500, 2000), (2000, 1500), (1600, 1600), (1920, 1080)]
ODD_SHAPES = [(100, 100), (12_000, 300), (300, 4000), *[(320, 240)] * 17]
GRAIN = 12
"""Pixels across a grain of a busy photo."""
BARE_COMMUNE = "11311"
LONG_NAME = ("Trứng vịt chạy đồng " * 12)[:200].strip()
LONG_WORD = "Nghiêngngả" * 18


@asynccontextmanager
async def full_site(folder: Path) -> AsyncIterator[Settings]:
    """Make the demo catalogue with pictures, and with texts as long as they may be."""
    settings = Settings(data=folder, console_messages=True)
    async with opened(settings) as services:
        await take_in([DATA], Intake(by="test", publish=True, specimens=True))
        await _photograph(services.room)
        await _illustrate(services.room)
        await _lengthen()
        await index.follow(services.engine)
    yield settings


async def _photograph(room: photos.Room) -> None:
    for code, shapes in {PHOTOGRAPHED: REAL_SHAPES, ODDLY_PHOTOGRAPHED: ODD_SHAPES}.items():
        for n, size in enumerate(shapes):
            digest = await _taken(busy_photo(n, size), room)
            shown = PhotoInput(picture=digest, view_vi=f"mặt {n}", view_en=f"side {n}")
            await photos.show(code, shown, by="test")


async def _illustrate(room: photos.Room) -> None:
    bare = [row["code"] for row in await photos.without_picture() if row["code"] != BARE]
    for n, key in enumerate(KEYS[:DRAWINGS]):
        digest = await _taken(picture(key), room)  # neighbours on a page show different pictures
        await photos.illustrate(sorted(bare)[n::DRAWINGS], digest, by="test")


async def _taken(picture: bytes, room: photos.Room) -> str:
    with Incoming(room.folder) as incoming:
        incoming.write(picture)
        return await photos.take(incoming, room, by="test")


def busy_photo(seed: int, size: tuple[int, int]) -> bytes:
    """Make a photo as heavy as one of leaves or gravel: 320 px across it weighs 20 to 25 kB."""
    with Image.open(BytesIO(photo(seed, size))) as soft:
        grain = Image.effect_noise((size[0] // GRAIN + 1, size[1] // GRAIN + 1), 90)
        rough = grain.resize(size, Image.Resampling.BICUBIC).convert("RGB")
        made = BytesIO()
        Image.blend(soft, rough, 0.4).save(made, "JPEG", quality=85)
    return made.getvalue()


async def _lengthen() -> None:
    await rename_producer(LONG_PRODUCER, LONG_NAME, by="test")
    await rename_commune(LONG_COMMUNE, f"Xã {LONG_WORD}"[:200], by="test")
    async with change(by="test") as wanted:
        await Product.filter(code=LONG).update(
            name_vi=LONG_NAME,
            name_en=LONG_WORD[:200],
            description_vi="Một câu rất dài. " * 300,
            story_vi=LONG_WORD * 5,
            ingredients="nước, muối, " * 200,
            storage="nơi khô ráo, thoáng mát " * 50,
            keywords=[LONG_WORD, *[f"từ khoá {n}" for n in range(40)]],
        )
        wanted.touch(LONG)
    from shop.catalogue import withdraw

    await withdraw(WITHDRAWN, by="test")


@asynccontextmanager
async def empty_site(folder: Path) -> AsyncIterator[Settings]:
    """Make a catalogue with communes and producers, and nothing of theirs."""
    settings = Settings(data=folder, console_messages=True)
    async with opened(settings) as services:
        lists = [DATA / "communes.csv", DATA / "agri_producers.csv"]
        await take_in(lists, Intake(by="test"))
        assert await Commune.all().count() == 114
        await index.follow(services.engine)
    yield settings
