"""Two catalogues to look at: one with everything in it, the longest texts too, and an empty one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from media.illustrations import SUBJECTS, draw
from media.pipeline import render
from shop import photos
from shop.app import opened
from shop.catalogue import rename_commune, rename_producer
from shop.config import Settings
from shop.intake import Intake, take_in
from shop.models import Commune, Product
from shop.publishing import change
from shop.readers import index

DATA = Path(__file__).parents[2] / "shop" / "data"
DRAWINGS = 12
BARE = "HP-NS-0009"
LONG = "HP-NS-0003"
LONG_PRODUCER = "HP-CS-010"
LONG_COMMUNE = "11806"
WITHDRAWN = "HP-OCOP-0179"
BARE_COMMUNE = "11311"
LONG_NAME = ("Trứng vịt chạy đồng " * 12)[:200].strip()
LONG_WORD = "Nghiêngngả" * 18


@asynccontextmanager
async def full_site(folder: Path) -> AsyncIterator[Settings]:
    """Make the demo catalogue with pictures, and with texts as long as they may be."""
    settings = Settings(data=folder)
    async with opened(settings) as services:
        await take_in([DATA], Intake(by="test", publish=True))
        drawn = [render(draw(subject)) for subject in SUBJECTS[:DRAWINGS]]
        for one in drawn:
            await photos.store(one, services.pictures)
        pictured = [row["code"] for row in await Product.exclude(code=BARE).values("code")]
        for n, one in enumerate(drawn):  # neighbours on a page show different pictures
            await photos.illustrate(dict.fromkeys(pictured[n::DRAWINGS], one), by="test")
        await _lengthen()
        await index.follow(services.engine)
    yield settings


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
    settings = Settings(data=folder)
    async with opened(settings) as services:
        lists = [DATA / "communes.csv", DATA / "agri_producers.csv"]
        await take_in(lists, Intake(by="test"))
        assert await Commune.all().count() == 114
        await index.follow(services.engine)
    yield settings
